"""A message over everything while the terminal is too small; what lies beneath stays as it is."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.widget import Widget

from ehr_tui.i18n import t
from ehr_tui.widgets.cells import wrap

SMALLEST = (60, 16)
"""Columns and lines below which nothing useful can be shown."""


def is_too_small(width: int, height: int) -> bool:
    """Whether a terminal of that size is too small."""
    return width < SMALLEST[0] or height < SMALLEST[1]


class TooSmall(Widget, can_focus=False):
    """Put one on a screen: it covers the screen while the terminal is too small and is gone otherwise."""

    DEFAULT_CSS = """
    TooSmall { layer: _too_small; overlay: screen; position: absolute; offset: 0 0; width: 100vw; height: 100vh;
               display: none; background: $background; color: $foreground; padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Follow the size of the screen."""
        self._judge()
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._judge())

    def on_resize(self, _event: events.Resize) -> None:
        """The figures in the message follow."""
        self.refresh()

    def relabel(self) -> None:
        """Words of the present language."""
        self.refresh()

    def render(self) -> RenderResult:
        """What is needed, and that nothing is lost."""
        width, height = self.app.size
        need = t("small.need", columns=SMALLEST[0], lines=SMALLEST[1], width=width, height=height)
        room = max(4, width - 2)
        lines = [t("small.title"), "", *wrap(need, room), *wrap(t("small.safe"), room)]
        return Text("\n".join(lines[: max(1, height)]))

    def _judge(self) -> None:
        self.display = is_too_small(*self.app.size)
