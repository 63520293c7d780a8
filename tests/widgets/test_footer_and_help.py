"""Keys in words: the footer and the help panel."""

from __future__ import annotations

import pytest

from ehr_tui.i18n import t
from ehr_tui.keymap import actions
from ehr_tui.widgets.cells import width_of
from ehr_tui.widgets.footer import KeyFooter
from ehr_tui.widgets.grid_legend import grid_legend
from ehr_tui.widgets.help_panel import HelpPanel, gather, layout
from ehr_tui.widgets.roster_grid import RosterGrid
from ehr_tui.widgets.words import key_label, relabel_tree
from tests.widgets.harness import LANGUAGES, WidgetApp
from tests.widgets.sheets import KINDS, make_sheet


def roster_app() -> WidgetApp:
    return WidgetApp(lambda: [RosterGrid(make_sheet(5)), KeyFooter()])


@pytest.mark.parametrize(
    "key, label",
    [
        ("f1", "F1"),
        ("ctrl+s", "Ctrl+S"),
        ("escape", "Esc"),
        ("delete", "Del"),
        ("d", "D"),
        ("question_mark", "?"),
        ("fullwidth_question_mark", "?"),
        ("left_parenthesis", "("),
        ("ctrl+left_square_bracket", "Ctrl+["),
        ("left_black_lenticular_bracket", "["),
        ("ideographic_comma", "、"),
        ("low_line", "_"),
        ("circumflex_accent", "^"),
        ("full_stop", "."),
        ("backslash", "\\"),
        ("at", "@"),
        ("pageup", "PgUp"),
        ("shift+left", "Shift+Left"),
    ],
)
def test_key_labels(key: str, label: str) -> None:
    assert key_label(key) == label


def test_no_key_that_is_bound_is_spelled_out() -> None:
    """What a keyboard prints as one sign is shown as that sign."""
    known = {action.id: action.keys for action in actions()}
    for keys in known.values():
        for label in map(key_label, keys):
            assert " " not in label, label


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120])
async def test_the_footer_shows_whole_items_and_always_help(width: int) -> None:
    app = roster_app()
    async with app.run_test(size=(width, 24)) as pilot:
        app.query_one(RosterGrid).focus()
        await pilot.pause()
        line = app.screen_text()[-1]
        assert width_of(line) == width
        assert line.rstrip().endswith("F1 按键")
        whole = {f"{item.label} {item.words}" for item in app.query_one(KeyFooter).items()}
        assert {part.strip() for part in line.split("  ") if part.strip()} <= whole


async def test_the_footer_follows_focus_and_language_and_can_be_clicked() -> None:
    app = roster_app()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = app.query_one(RosterGrid)
        grid.focus()
        await pilot.pause()
        assert "为什么" in app.screen_text()[-1]
        t.switch("en")
        relabel_tree(app.screen)
        await pilot.pause()
        line = app.screen_text()[-1]
        assert "Why" in line
        assert "为什么" not in line
        await pilot.click(KeyFooter, offset=(line.index("Why"), 0))
        assert len(app.of(RosterGrid.ExplainAsked)) == 1


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_lists_every_key_in_words_that_fit(width: int, language: str) -> None:
    t.switch(language)
    app = roster_app()
    async with app.run_test(size=(width, 24)) as pilot:
        app.query_one(RosterGrid).focus()
        await pilot.pause()
        groups = dict(gather(app.screen))
        assert set(groups) == {"help.here", "help.screen", "help.everywhere"}
        keys = " ".join(keys for keys, _ in groups["help.here"])
        for key in ("Enter", "Del", "Ctrl+X", "Shift+Right", "PgUp", "Ctrl+E"):
            assert key in keys
        for lines in groups.values():
            assert all(width_of(a) + width_of(b) <= width - 5 for a, b in layout(lines, width - 5))
        panel = HelpPanel(app.screen, grid_legend(KINDS))
        app.push_screen(panel)
        await pilot.pause()
        text = "\n".join(app.screen_text())
        assert t("help.title") in text
        assert t("grid.key.choose") in text
        await pilot.press(*["pagedown"] * 9)
        assert "-1 +1" in "\n".join(app.screen_text())
        await pilot.press("escape")
        assert app.screen is not panel
