"""An answer is painted at once, in one update."""

from __future__ import annotations

from rich.text import Text
from textual.app import App, ComposeResult

from ehr_tui.widgets.one_line import OneLine
from ehr_tui.widgets.prompt_updates import paint_at_once


class TwoLines(App[None]):
    """Two lines."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield OneLine(id="one")
        yield OneLine(id="two")


async def test_it_is_painted_when_what_was_asked_before_is_done() -> None:
    app = TwoLines()
    async with app.run_test(size=(20, 2)) as pilot:
        painted: list[list[str]] = []
        lines = list(app.query(OneLine))
        for line in lines:
            line.update(Text(f"said {line.id}"))
        paint_at_once(app.screen, lines)

        def look() -> None:
            strips = app.screen._compositor.render_strips()
            painted.append(["".join(part.text for part in strip).rstrip() for strip in strips])

        app.screen.call_later(look)
        await pilot.pause()
        assert painted == [["said one", "said two"]]
        assert not app.screen._dirty_widgets
