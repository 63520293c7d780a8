"""Help: every key that works here and now, by group, in the present language, to be searched by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from ehr_tui.i18n import t
from ehr_tui.widgets.cells import fit, plain_digits, width_of, wrap
from ehr_tui.widgets.remap import OwnKeysScreen
from ehr_tui.widgets.themes import app_plain, app_signs
from ehr_tui.widgets.words import binding_words, key_label

Lines = list[tuple[str, str]]
"""Keys and what they do."""

WIDEST_KEYS = 22
WIDEST = 72


def gather(screen: Screen[object]) -> list[tuple[str, Lines]]:
    """The screen's bindings: (locale key of the group, lines), innermost first; keys of one act stand together."""
    groups: dict[str, dict[str, list[str]]] = {
        "help.here": {},
        "help.screen": {},
        "help.modes": {},
        "help.everywhere": {},
    }
    for key, active in screen.active_bindings.items():
        words = binding_words(active.binding)
        if not words or key.startswith("super+"):
            continue
        group = "help.here"
        if isinstance(active.node, App):
            group = "help.modes" if active.binding.action.startswith("mode(") else "help.everywhere"
        elif isinstance(active.node, Screen):
            group = "help.screen"
        labels = groups[group].setdefault(words, [])
        label = key_label(key)
        if label not in labels:
            labels.append(label)
    return [
        (group, [("  ".join(labels), words) for words, labels in lines.items()])
        for group, lines in groups.items()
        if lines
    ]


def layout(lines: Lines, width: int) -> list[tuple[str, str]]:
    """Lines cut to a width: (keys padded, words); long keys take a line of their own, long words go on below."""
    keys_width = min(
        max((width_of(keys) for keys, _ in lines), default=0), WIDEST_KEYS, max(8, width // 2 - 2)
    )
    out: list[tuple[str, str]] = []
    for keys, words in lines:
        pieces = wrap(words, max(8, width - keys_width - 2))
        if width_of(keys) > keys_width:
            out += [(piece, "") for piece in wrap(keys, width)]
            out += [(" " * (keys_width + 2), piece) for piece in pieces]
            continue
        out.append((fit(keys, keys_width + 2), pieces[0]))
        out += [(" " * (keys_width + 2), piece) for piece in pieces[1:]]
    return out


def matching(lines: Lines, wanted: str) -> Lines:
    """The lines that hold what was typed, in the keys or in the words."""
    folded = plain_digits(wanted).casefold().replace(" ", "")
    return [
        (keys, words) for keys, words in lines if folded in f"{keys}\n{words}".casefold().replace(" ", "")
    ]


class HelpPanel(OwnKeysScreen[None], ModalScreen[None]):
    """Every key of a screen, and what its signs mean.  Readable from 40 columns on; what is typed searches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", "help.key.close", priority=True),
        Binding("down", "scroll(1)", "keys.cursor_down", show=False, priority=True),
        Binding("up", "scroll(-1)", "keys.cursor_up", show=False, priority=True),
        Binding("pagedown", "scroll(10)", "keys.page_down", show=False, priority=True),
        Binding("pageup", "scroll(-10)", "keys.page_up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    HelpPanel { align: center middle; background: $background 60%; }
    HelpPanel > VerticalScroll { width: 72; max-width: 100%; height: auto; max-height: 100%; background: $surface;
                                 border: solid $primary; padding: 0 1; scrollbar-size-vertical: 1; }
    HelpPanel.-plain > VerticalScroll { border: ascii $primary; }
    HelpPanel Static { width: 1fr; height: auto; }
    HelpPanel Input { dock: top; border: none; height: 1; padding: 0; background: $panel; }
    HelpPanel Input:focus { border: none; }
    """

    def __init__(self, screen: Screen[object], legend: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(classes="help")
        self._groups = gather(screen)
        self._legend = list(legend)

    def compose(self) -> ComposeResult:
        """A line to search by, and one scrolled text."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = t("help.title")
            box.border_subtitle = t("help.close")
            yield Input(placeholder=t("help.search"), id="help-search")
            yield Static(id="help-text")

    def on_mount(self) -> None:
        """The look of this terminal."""
        self.set_class(app_plain(self.app), "-plain")
        self.query_one(Input).focus()
        self.on_resize()

    @on(Input.Changed)
    def search(self) -> None:
        """Only what holds the typed text."""
        self.on_resize()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_resize(self) -> None:
        """Lay the text out for the width there is."""
        width = min(WIDEST, self.app.size.width) - 5
        wanted = self.query_one(Input).value.strip()
        groups = [(t(group), lines) for group, lines in self._groups]
        groups.append((t("help.signs"), [*self._legend, *self._signs()]))
        text = Text()
        for title, lines in groups:
            found = matching(lines, wanted) if wanted else lines
            if not found:
                continue
            text.append(("\n" if text else "") + title + "\n", style="bold underline")
            for keys, words in layout(found, width):
                text.append(keys, style="bold")
                text.append(words + "\n")
        self.query_one("#help-text", Static).update(text or Text(t("help.nothing")))

    def _signs(self) -> Lines:
        """Signs that every screen uses, as far as the screen's own legend does not name them."""
        signs = app_signs(self.app)
        general = [
            (signs.forbid, t("help.sign.forbid")),
            (signs.warn, t("help.sign.warn")),
            (signs.overridden, t("help.sign.overridden")),
            (signs.more, t("help.sign.more")),
            ("[x] [ ]", t("help.sign.ticked")),
            ("[ … ]" if not app_plain(self.app) else "[ ~ ]", t("help.sign.mode")),
        ]
        named = {keys.strip() for keys, _ in self._legend}
        return [(sign, words) for sign, words in general if sign not in named]

    def action_scroll(self, lines: int) -> None:
        """Up and down."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
