"""Tables, the person picker, the message for small windows."""

from __future__ import annotations

import pytest
from textual.widgets import DataTable, Input

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.i18n import t
from ehr_tui.widgets.person_picker import PersonPicker, matching
from ehr_tui.widgets.table import ListTable, Row
from ehr_tui.widgets.too_small import TooSmall
from ehr_tui.widgets.words import relabel_tree
from tests.widgets.harness import LANGUAGES, WidgetApp


def person(number: int, staff_number: str, name: str, latin: str) -> Person:
    return Person(PersonId(number), staff_number, name, latin, None, None)


PEOPLE = (
    person(1, "1001", "赵伟", "zhao wei"),
    person(2, "1002", "张薇", "zhang wei"),
    person(3, "1003", "欧阳娜娜", "ou yang na na"),
    person(4, "2001", "伟强", "wei qiang"),
)
ROWS = [Row(p.number, (p.number, p.name), p.latin) for p in PEOPLE]


@pytest.mark.parametrize(
    "text, ids",
    [
        ("zw", [1, 2]),
        ("ZW", [1, 2]),
        ("ｚｗ", [1, 2]),
        ("zhangw", [2]),
        ("zhang w", [2]),
        ("oynn", [3]),
        ("娜", [3]),
        ("伟", [4, 1]),
        ("2001", [4]),
        ("１００３", [3]),
        ("100", [1, 2, 3]),
        ("", []),
        ("q", []),
    ],
)
def test_who_is_meant(text: str, ids: list[int]) -> None:
    assert [p.id for p in matching(PEOPLE, text)] == ids


async def test_a_person_is_picked_with_arrows_and_enter() -> None:
    app = WidgetApp(lambda: [PersonPicker(PEOPLE)])
    async with app.run_test(size=(80, 24)) as pilot:
        picker = app.query_one(PersonPicker)
        picker.focus_input()
        await pilot.press("z", "w")
        assert "赵伟" in app.screen_text()[1]
        await pilot.press("down", "enter")
        assert [m.person.id for m in app.of(PersonPicker.Picked)] == [2]
        assert [picker.person] == [PEOPLE[1]]
        assert "张薇" in picker.query_one(Input).value
        await pilot.press("backspace")
        assert [picker.person] == [None]
        await pilot.press("x")
        assert t("picker.nobody") in "\n".join(app.screen_text())


async def test_a_table_filters_and_keeps_its_cursor() -> None:
    app = WidgetApp(lambda: [ListTable(["grid.number", "grid.name"], ROWS)])
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.query_one(ListTable)
        table.focus_rows()
        assert table.go_to("1003")
        table.show([Row("0", ("0", "新人")), *ROWS])
        await pilot.pause()
        assert table.current == "1003"
        await pilot.press("slash", "w", "e", "i")
        assert [*table.shown] == ["1001", "1002", "2001"]
        await pilot.press("enter", "down", "enter")
        assert [m.key for m in app.of(ListTable.Chosen)] == ["1002"]
        await pilot.press("escape")
        assert len([*table.shown]) == 5
        await pilot.press("escape")
        assert not table.has_class("-filtering")
        assert table.query_one(DataTable).has_focus


async def test_a_table_speaks_the_present_language() -> None:
    app = WidgetApp(lambda: [ListTable(["grid.number", "grid.name"], ROWS)])
    async with app.run_test(size=(80, 24)) as pilot:
        assert "姓名" in app.screen_text()[0]
        t.switch("en")
        relabel_tree(app.screen)
        await pilot.pause()
        assert "Name" in app.screen_text()[0]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_small_window_says_so_and_loses_nothing(language: str) -> None:
    t.switch(language)
    app = WidgetApp(lambda: [Input("已输入"), TooSmall()])
    async with app.run_test(size=(80, 24)) as pilot:
        assert "已输入" in app.screen_text()[0] or "已输入" in app.screen_text()[1]
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        text = "\n".join(app.screen_text())
        assert t("small.title") in text
        assert "40" in text
        assert t("small.safe")[:6] in text
        assert "已输入 " not in text
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.query_one(Input).value == "已输入"
        assert t("small.title") not in "\n".join(app.screen_text())
