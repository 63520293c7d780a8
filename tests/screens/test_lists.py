"""The comfortable list: search, order, filters, marks; five thousand lines as light as fifty."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ehr_tui.domain.saved_view import ListSettings
from ehr_tui.exchange.pinyin import search_keys
from ehr_tui.i18n import t
from ehr_tui.screens.listing.definition import FilterKind, ListAct, ListColumn, ListFilter, Listing, in_days
from ehr_tui.screens.listing.layout import lay_out
from ehr_tui.screens.listing.model import ListModel
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.widgets.words import relabel_tree
from tests.widgets.harness import WidgetApp


@dataclass(frozen=True)
class Line:
    number: int
    name: str
    place: str = ""
    day: date | None = None


def listing() -> Listing[Line]:
    return Listing(
        "try",
        (
            ListColumn("number", "people.number", lambda line: f"R{line.number:04}", firm=True),
            ListColumn("name", "people.name", lambda line: line.name),
            ListColumn("place", "people.department", lambda line: line.place),
            ListColumn("day", "people.hire_date", lambda line: str(line.day or ""), lambda line: line.day),
            ListColumn("hidden", "people.note", lambda _line: "x", shown=False),
        ),
        key=lambda line: str(line.number),
        search=lambda line: f"R{line.number:04} {line.name} {' '.join(search_keys(line.name))}",
        filters=(
            ListFilter(
                "place", "people.department", lambda line, chosen: line.place in chosen, default=("甲", "乙")
            ),
            ListFilter(
                "day", "people.hire_date", lambda line, chosen: in_days(line.day, chosen), FilterKind.DAYS
            ),
        ),
        acts=(ListAct("act", "list.mark"),),
    )


NAMES = ("欧阳娜娜", "单丽", "曾荣", "仇英", "解缙", "区嘉敏", "查良", "朴信惠", "吕洋", "赵伟")
LINES = tuple(
    Line(n, name, "甲" if n % 2 else "乙", date(2026, 1, 1 + n) if n % 3 else None)
    for n, name in enumerate(NAMES)
)


def model(lines: tuple[Line, ...] = LINES) -> ListModel[Line]:
    found = ListModel(listing())
    found.put(lines)
    return found


def names(found: ListModel[Line]) -> list[str]:
    return [line.name for line in found.shown]


@pytest.mark.parametrize(
    "typed, name",
    [
        ("娜娜", "欧阳娜娜"),
        ("ouyang", "欧阳娜娜"),
        ("oynn", "欧阳娜娜"),
        ("欧阳 nn", "欧阳娜娜"),
        ("ＯＵＹＡＮＧ", "欧阳娜娜"),
        ("shanli", "单丽"),
        ("zengrong", "曾荣"),
        ("qiuying", "仇英"),
        ("xiejin", "解缙"),
        ("oujiamin", "区嘉敏"),
        ("zhaliang", "查良"),
        ("piaoxinhui", "朴信惠"),
        ("luyang", "吕洋"),
        ("lvyang", "吕洋"),
        ("r0009", "赵伟"),
        ("  赵  伟 ", "赵伟"),
    ],
)
def test_a_name_is_found_in_every_way_it_is_typed(typed: str, name: str) -> None:
    found = model()
    found.search(typed)
    assert names(found) == [name]


def test_every_word_must_occur() -> None:
    found = model()
    found.search("欧阳 伟")
    assert names(found) == []
    found.search("")
    assert names(found) == list(NAMES)


def test_order_is_stable_and_blanks_stay_last() -> None:
    found = model()
    found.sort_by("place")
    assert [line.number for line in found.shown] == [0, 2, 4, 6, 8, 1, 3, 5, 7, 9] or [
        line.number for line in found.shown
    ] == [1, 3, 5, 7, 9, 0, 2, 4, 6, 8]
    found.sort_by("day")
    days = [line.day for line in found.shown]
    assert days == [*sorted(day for day in days if day), None, None, None, None]
    found.sort_by("day")
    days = [line.day for line in found.shown]
    assert days == [*sorted((day for day in days if day), reverse=True), None, None, None, None]
    found.sort_by("day")
    assert names(found) == list(NAMES)


def test_filters_are_all_to_fit_and_a_default_holds_until_another_is_set() -> None:
    found = model((*LINES, Line(99, "外人", "丙")))
    assert "外人" not in names(found)
    assert found.chosen("place") == ("甲", "乙")
    found.apply(ListSettings(filters={}))
    assert "外人" in names(found)
    found.apply(ListSettings(filters={"place": ("甲",), "day": ("2026-01-05", "")}))
    assert all(line.place == "甲" and line.day and line.day >= date(2026, 1, 5) for line in found.shown)
    assert found.shown
    found.apply(ListSettings(filters={"gone": ("x",)}))  # of a view that an older program kept
    assert len(found.shown) == 11


def test_marks_outlive_the_search_and_leave_with_their_lines() -> None:
    found = model()
    found.turn("3")
    found.search("娜娜")
    found.turn_all()
    assert found.marked == {"0", "3"}
    found.turn_all()
    assert found.marked == {"3"}
    found.search("")
    found.turn_all()
    assert [line.number for line in found.marked_rows()] == list(range(10))
    found.put(LINES[:2])
    assert found.marked == {"0", "1"}


def test_columns_that_are_no_more_are_left_out() -> None:
    found = model()
    assert [column.key for column in found.columns] == ["number", "name", "place", "day"]
    found.apply(ListSettings(columns=("hidden", "gone", "name")))
    assert [column.key for column in found.columns] == ["hidden", "name"]
    found.apply(ListSettings(columns=("gone",)))
    assert [column.key for column in found.columns] == ["number", "name", "place", "day"]


@given(
    some.lists(some.integers(1, 40), min_size=1, max_size=12),
    some.integers(1, 200),
    some.sets(some.integers(0, 11)),
    some.integers(0, 11),
)
def test_columns_never_overflow_and_the_cursor_is_among_them(
    widths: list[int], room: int, firm: set[int], current: int
) -> None:
    keys = [str(n) for n in range(len(widths))]
    current = min(current, len(keys) - 1)
    found = lay_out(keys, widths, room, firm, current)
    total = sum(cells for _, cells, _ in found.placed) + sum(gap for _, _, gap in found.placed[:-1])
    assert total <= room
    assert len(found.placed) == 1 or room < 60 or str(current) in {key for key, _, _ in found.placed}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_table_shows_cursor_marks_and_order_without_colour(language: str) -> None:
    t.switch(language)
    table = RecordTable()
    app = WidgetApp(lambda: [table])
    async with app.run_test(size=(80, 24)) as pilot:
        found = model()
        table.show(found)
        table.focus()
        await pilot.press("down", "space", "right")
        found.sort_by("name")
        table.show(found)
        await pilot.pause()
        seen = app.screen_text()
        assert "↑" in seen[0]
        assert t("people.name") in seen[0]
        assert any(line.startswith("* R0001") for line in seen)
        assert any(line.startswith("> ") for line in seen)
        relabel_tree(app.screen)


async def test_five_thousand_lines_are_searched_and_scrolled_without_waiting() -> None:
    """Generous limits: they tell a loop over all lines from one over those in sight, on a busy machine too."""
    many = tuple(Line(n, NAMES[n % 10], "甲") for n in range(5000))
    table = RecordTable()
    app = WidgetApp(lambda: [table])
    async with app.run_test(size=(120, 40)) as pilot:
        found = model(many)
        table.show(found)
        await pilot.pause()

        def took(act: object) -> float:
            begin = time.perf_counter()
            act()  # type: ignore[operator]
            return time.perf_counter() - begin

        best = min(took(lambda: (found.search("oynn"), table.settle(anew=True))) for _ in range(5))
        assert best < 0.05
        assert len(found.shown) == 500
        found.search("")
        table.settle()
        assert (
            min(
                took(lambda: (table.action_page(1), [table.render_line(y) for y in range(40)]))
                for _ in range(5)
            )
            < 0.05
        )
        table.action_move(10_000)
        assert table.current == "4999"
        await pilot.pause()
        assert "R4999" in "\n".join(app.screen_text())
