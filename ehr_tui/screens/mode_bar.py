"""Two lines above every working screen: where I am, who I am, and what else there is."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.widget import Widget

from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.modes import MODES, Mode
from ehr_tui.widgets.words import own_key


class ModeBar(Widget):
    """First line: DEMO mark, office, user, role, clock.  Second: the modes with their keys, clickable."""

    can_focus = False

    DEFAULT_CSS = """
    ModeBar { dock: top; height: 2; width: 1fr; background: $panel; color: $foreground; }
    """

    def on_mount(self) -> None:
        """Keep the clock going."""
        self.set_interval(15, self.refresh)

    def relabel(self) -> None:
        """Words of the present language."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A tab opens its mode."""
        mode = event.style.meta.get("mode")
        if mode:
            self._screen.go(mode)

    @property
    def _screen(self) -> EhrScreen[None]:
        assert isinstance(self.screen, EhrScreen)
        return self.screen

    def render(self) -> RenderResult:
        """Both lines."""
        text = Text(no_wrap=True, overflow="crop", end="")
        text.append_text(self._where_and_who())
        text.append("\n")
        text.append_text(self._tabs())
        return text

    def _where_and_who(self) -> Text:
        screen = self._screen
        entered = screen.host.entered
        left, office, right = "", "", screen.host.clock_text()
        if entered:
            left = f" {screen.demo_mark} " if entered.demo else ""
            office = f" {entered.office_name}"
            roles = screen.t("app.list_comma").join(
                n.in_language(screen.language) for n in entered.role_names
            )
            who = f"{entered.user.display_name} · {roles}" if roles else entered.user.display_name
            right = f"{who}  {right}"
        room = self.size.width - cell_len(left) - 1
        right = _cut(right, max(0, room - 10))
        office = set_cell_size(_cut(office, room - cell_len(right) - 1), max(0, room - cell_len(right)))
        text = Text()
        text.append(left, style="bold reverse")
        text.append(office, style="bold")
        text.append(right)
        return text

    def _tabs(self) -> Text:
        screen = self._screen
        modes = [mode for mode in MODES if mode.permission in screen.permissions]
        long = [self._label(mode, f"{self._key(mode)} {screen.t('mode.' + mode.name)}") for mode in modes]
        if sum(cell_len(label) for label in long) > self.size.width:
            long = [self._label(mode, f"{self._key(mode)}{screen.t('mode.' + mode.name)}") for mode in modes]
        text = Text()
        for mode, label in zip(modes, long, strict=True):
            text.append(label, style="reverse bold" if self._current(mode) else "")
            text.apply_meta({"mode": mode.name}, len(text) - len(label))
        return text

    def _key(self, mode: Mode) -> str:
        return own_key(self.app, f"mode.{mode.name}", mode.key)

    def _current(self, mode: Mode) -> bool:
        return self.app.current_mode == mode.name

    def _label(self, mode: Mode, words: str) -> str:
        # brackets, so that the present one shows without colour and without reverse
        return f"[{words}]" if self._current(mode) else f" {words} "


def _cut(text: str, cells: int) -> str:
    """At most so many cells, with an ellipsis where something is missing."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rstrip() + "…" if cells > 0 else ""
