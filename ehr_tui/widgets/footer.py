"""One line of keys: what can be pressed here and now, in the present language.  Help is always in sight."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from ehr_tui.widgets.cells import shorten, width_of
from ehr_tui.widgets.themes import app_palette, app_signs
from ehr_tui.widgets.words import binding_words, key_label

HELP_ACTION = "help"


@dataclass(frozen=True, slots=True)
class FooterItem:
    """One key with its words."""

    key: str
    label: str
    words: str
    enabled: bool

    @property
    def width(self) -> int:
        """Cells taken, the gap after it included."""
        return width_of(self.label) + 1 + width_of(self.words) + 2


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and its first cell."""

    item: FooterItem
    x: int


class KeyFooter(Widget, can_focus=False):
    """The keys of the screen's active bindings that want to be shown.

    A binding's description is a locale key; one whose description is no key and no well-known action of Textual is
    left out.  Whole items that find no room are left out from the end; the help key stands at the right edge.
    """

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; width: 1fr; background: $panel; color: $foreground; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placed: list[Placed] = []

    def on_mount(self) -> None:
        """Follow the bindings and the theme."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.app.theme_changed_signal.subscribe(self, self._restyled)

    def relabel(self) -> None:
        """Words of the present language."""
        self.refresh()

    def items(self) -> list[FooterItem]:
        """What the footer would show if there were room: one item for an action, the help key last."""
        shown: dict[str, FooterItem] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            words = binding_words(binding) if binding.show else ""
            if words and binding.action not in shown:
                label = binding.key_display or key_label(binding.key)
                shown[binding.action] = FooterItem(binding.key, label, words, active.enabled)
        helping = [shown.pop(action) for action in list(shown) if action.split(".")[-1] == HELP_ACTION]
        return [*shown.values(), *(helping or self._held_by_app())[:1]]

    def _held_by_app(self) -> list[FooterItem]:
        """The help key over a dialog: its screen lists no keys of the application, but help has its key there too."""
        held = [b for bindings in self.app._bindings.key_to_bindings.values() for b in bindings]
        helping = (b for b in held if b.action == HELP_ACTION and b.priority and b.show)
        return [FooterItem(b.key, b.key_display or key_label(b.key), binding_words(b), True) for b in helping]

    def render_line(self, y: int) -> Strip:
        """The line."""
        if y:
            return Strip.blank(self.size.width, Style())
        self._placed = self._place(self.items(), self.size.width)
        palette = app_palette(self.app)
        key_style = Style(color=palette.accent, bgcolor=palette.panel, bold=True)
        words_style = Style(color=palette.foreground, bgcolor=palette.panel)
        off_style = Style(color=palette.muted, bgcolor=palette.panel, italic=True)
        segments: list[Segment] = []
        x = 0
        for placed in self._placed:
            if placed.x > x:
                segments.append(Segment(" " * (placed.x - x), words_style))
            item = placed.item
            segments.append(Segment(item.label, key_style if item.enabled else off_style))
            segments.append(Segment(f" {item.words}", words_style if item.enabled else off_style))
            x = placed.x + item.width - 2
        return Strip(segments, x).adjust_cell_length(self.size.width, words_style)

    def on_click(self, event: events.Click) -> None:
        """A click presses the key."""
        for placed in self._placed:
            if placed.x <= event.x < placed.x + placed.item.width - 2:
                self.app.simulate_key(placed.item.key)

    def _place(self, items: list[FooterItem], width: int) -> list[Placed]:
        placed: list[Placed] = []
        helping: FooterItem | None = None
        room = width
        if items and items[-1].key in self._help_keys() | {item.key for item in self._held_by_app()}:
            helping = items[-1]
            if helping.width - 1 > width:
                words = shorten(
                    helping.words, max(0, width - width_of(helping.label) - 2), app_signs(self.app).more
                )
                helping = FooterItem(helping.key, helping.label, words, helping.enabled)
            room = max(0, width - helping.width + 1)
            items = items[:-1]
        x = 1
        for item in items:
            if x + item.width - 1 > room:
                break
            placed.append(Placed(item, x))
            x += item.width
        return [*placed, Placed(helping, room)] if helping is not None else placed

    def _help_keys(self) -> set[str]:
        return {
            key
            for key, active in self.screen.active_bindings.items()
            if active.binding.action.split(".")[-1] == HELP_ACTION
        }

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh()

    def _restyled(self, _theme: Theme) -> None:
        self.refresh()
