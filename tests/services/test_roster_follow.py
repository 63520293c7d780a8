"""下夜 follows a night by itself: same step, same act, across the month's end too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Competence
from ehr_tui.domain.roster import CellChange, RosterSheet
from ehr_tui.services.intents.leaving import BeginLeaving
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveShiftKind
from ehr_tui.services.intents.people import OpenPerson, SavePerson
from ehr_tui.services.intents.roster import EditRoster, PublishRoster, RedoEdit, UndoEdit
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.services.rosters import (
    applied,
    cell_at,
    cells_of,
    change,
    comparable,
    department,
    edit,
    entry,
    sheet_of,
)

NIGHT, AFTER = "N", "下夜"


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def free(hr: Desk, demo: OfficeFolder) -> RosterSheet:
    """The laboratory's January, with nobody rostered yet and nights that it works."""
    return january(hr, demo)


def january(hr: Desk, demo: OfficeFolder) -> RosterSheet:
    """The same, whether nights are worked already or not."""
    for code in (NIGHT, AFTER):
        kind = next(k for k in hr.do(OpenOrganisation(2026)).kinds if k.code == code)
        if not kind.active:
            hr.do(SaveShiftKind(replace(kind, active=True), kind, 2026))
    return sheet_of(hr, department(hr, "lab"), Month.of(demo.clock.today()).next().next())


class Row:
    """One person's cells, typed and read by their codes."""

    def __init__(self, desk: Desk, sheet: RosterSheet, row: int = 2) -> None:
        self.desk, self.sheet = desk, sheet
        self.person: PersonId = sheet.rows[row].person
        self.row = sheet.rows[row]
        self.first = sheet.month.first

    def read(self) -> None:
        """As the office has it."""
        self.sheet = sheet_of(self.desk, self.sheet.department.id, self.sheet.month)

    def put(self, n: int, *codes: str) -> int:
        """Make these codes stand on day ``n``; how many cells the answer repaints."""
        return self.put_many({n: codes})

    def put_many(self, cells: dict[int, tuple[str, ...]]) -> int:
        """Several days in one edit."""
        changes = [
            change(
                self.sheet, self.person, self.day(n), [entry(self.sheet, self.row, code) for code in codes]
            )
            for n, codes in cells.items()
        ]
        delta = self.desk.do(edit(self.sheet, *changes))
        self.sheet = applied(self.sheet, delta)
        return len(delta.cells)

    def day(self, n: int) -> date:
        """Day ``n`` of the month, from 0."""
        return self.first + timedelta(days=n)

    def at(self, n: int) -> list[str]:
        """The codes of a day as the screen shows them."""
        kinds = {k.id: k.code for k in self.sheet.kinds}
        return [kinds[e.kind] for e in cell_at(self.sheet, self.person, self.day(n)).entries]

    def agrees(self) -> bool:
        """Whether what the screen shows is what stands."""
        return comparable(self.sheet) == comparable(
            sheet_of(self.desk, self.sheet.department.id, self.sheet.month)
        )


def test_it_comes_and_goes_with_the_night(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    assert row.put(4, NIGHT) == 2, "both cells are repainted"
    assert (row.at(4), row.at(5)) == ([NIGHT], [AFTER])
    assert row.sheet.undo_steps == free.undo_steps + 1, "one act, one step"
    assert row.agrees()
    assert row.put(4) == 2
    assert (row.at(4), row.at(5)) == ([], [])
    assert row.agrees()


def test_undo_and_redo_take_both(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    where = (free.department.id, free.month)
    assert len(hr.do(UndoEdit(*where)).cells) == 2
    row.read()
    assert cells_of(row.sheet) == cells_of(free)
    hr.do(RedoEdit(*where))
    row.read()
    assert (row.at(4), row.at(5)) == ([NIGHT], [AFTER])
    row.put(4)
    assert row.at(5) == [], "what came back by redo is still the night's"


def test_what_stands_there_already_stays(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(5, "休")
    assert row.put(4, NIGHT) == 1
    assert row.at(5) == ["休"]
    row.put(4)
    assert row.at(5) == ["休"]


def test_one_that_somebody_typed_is_not_taken_away(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(5, AFTER)
    row.put(4, NIGHT)
    assert row.at(5) == [AFTER], "not doubled"
    row.put(4)
    assert row.at(5) == [AFTER]


def test_an_automatic_one_that_was_touched_is_the_users(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    row.put(5, "休")
    row.put(4)
    assert row.at(5) == ["休"]
    row.put(5)
    row.put(4, NIGHT)
    row.put(5, AFTER, "备")
    row.put(4)
    assert row.at(5) == [AFTER, "备"]


def test_it_can_be_deleted_and_does_not_come_back(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    row.put(5)
    assert (row.at(4), row.at(5)) == ([NIGHT], [])
    row.put(4, NIGHT, "备")
    assert row.at(5) == [], "the night was there before"


def test_nights_in_a_row_and_a_block(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    assert row.put(5, NIGHT) == 2
    assert [row.at(n) for n in (4, 5, 6)] == [[NIGHT], [NIGHT], [AFTER]]
    assert row.put_many({10: (NIGHT,), 11: (NIGHT,), 12: ("休",)}) == 3, "what the edit names itself stands"
    assert [row.at(n) for n in (10, 11, 12, 13)] == [[NIGHT], [NIGHT], ["休"], []]
    assert row.agrees()


def test_another_kind_in_place_of_the_night(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    assert row.put(4, "休") == 2
    assert (row.at(4), row.at(5)) == (["休"], [])


def test_over_the_months_end(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    last = len(free.month.days) - 1
    row.put(last, NIGHT)
    assert row.agrees()
    after = Row(hr, sheet_of(hr, free.department.id, free.month.next()))
    assert after.at(0) == [AFTER]
    hr.do(UndoEdit(free.department.id, free.month))
    after.read()
    assert after.at(0) == []
    hr.do(RedoEdit(free.department.id, free.month))
    after.read()
    assert after.at(0) == [AFTER]
    row.read()
    row.put(last)
    after.read()
    assert after.at(0) == []


def test_a_published_next_month_shows_the_change(hr: Desk, free: RosterSheet) -> None:
    later = sheet_of(hr, free.department.id, free.month.next())
    other = Row(hr, later, 3)
    other.put(6, "休")
    hr.do(PublishRoster(later.department.id, later.month, later.version, "the reason"))
    assert sheet_of(hr, later.department.id, later.month).changed_cells == 0
    row = Row(hr, free)
    row.put(len(free.month.days) - 1, NIGHT)
    now = sheet_of(hr, later.department.id, later.month)
    assert (now.changed_cells, cell_at(now, row.person, later.month.first).changed) == (1, True)


def test_both_months_are_judged_together(hr: Desk, free: RosterSheet) -> None:
    """下夜 does not end a run of days at work: six of them and the next month's first days become one run."""
    last = len(free.month.days) - 1
    later = Row(hr, sheet_of(hr, free.department.id, free.month.next()))
    later.put_many({1: ("D",), 2: ("D",)})
    row = Row(hr, free)
    row.put_many(dict.fromkeys(range(last - 4, last), ("D",)))
    asked = edit(
        row.sheet, change(row.sheet, row.person, row.day(last), [entry(row.sheet, row.row, NIGHT)]), reason=""
    )
    error = refusal("roster.forbidden", lambda: hr.do(asked))
    assert {v.rule for v in error.params["violations"]} == {"consecutive_days"}
    hr.do(replace(asked, reason="agreed"))
    standing = sheet_of(hr, free.department.id, later.sheet.month)
    runs = [v for v in standing.violations if v.rule == "consecutive_days"]
    assert runs
    assert all(v.identity in standing.overridden for v in runs), "the reason holds in both months"


def test_the_audit_names_both_cells(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    row.put(4, NIGHT)
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    body = store.database.execute_sql("SELECT body FROM audit_detail ORDER BY seq DESC LIMIT 1").fetchone()[0]
    assert body.count(row.day(4).isoformat()) >= 1
    assert body.count(row.day(5).isoformat()) == 1


def test_somebody_who_leaves_gets_none(hr: Desk, free: RosterSheet) -> None:
    row = Row(hr, free)
    view = hr.do(OpenPerson(row.person))
    hr.do(BeginLeaving(row.person, row.day(4), "", view.revision))
    row.read()
    row.put(4, NIGHT)
    row.read()
    assert row.at(5) == []


def test_two_users(hr: Desk, free: RosterSheet, demo: OfficeFolder) -> None:
    other = demo.enter("lab")
    mine, theirs = Row(hr, free), Row(other, sheet_of(other, free.department.id, free.month))
    mine.put(4, NIGHT)
    asked = EditRoster(
        free.department.id,
        free.month,
        (CellChange(theirs.person, theirs.day(5), (), (entry(free, theirs.row, "休"),)),),
    )
    refusal("roster.cell_changed", lambda: other.do(asked))
    theirs.read()
    theirs.put(5, "休")
    refusal("roster.cell_changed", lambda: hr.do(UndoEdit(free.department.id, free.month)))
    other.leave()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([(), (NIGHT,), ("休",), (AFTER,)])), max_size=7))
def test_what_the_screen_shows_is_what_stands_and_undo_takes_all_back(
    hr: Desk, demo: OfficeFolder, steps: list[tuple[int, tuple[str, ...]]]
) -> None:
    free = january(hr, demo)
    row = Row(hr, free)
    before, done = cells_of(free), 0
    for n, codes in steps:
        if tuple(row.at(n)) != codes:
            row.put(n, *codes)
            done += 1
    assert row.agrees()
    for _ in range(done):
        hr.do(UndoEdit(free.department.id, free.month))
    row.read()
    assert cells_of(row.sheet) == before


def test_a_night_is_company_for_who_is_coached_the_next_morning(hr: Desk, free: RosterSheet) -> None:
    old, new = Row(hr, free, 2), Row(hr, free, 3)
    post, since = free.posts[0].id, date(2020, 1, 1)
    for row, how in ((old, {"experienced": True}), (new, {"coached_until": date(2028, 1, 1)})):
        seen = hr.do(OpenPerson(row.person))
        learned = Competence(post, since, **how)
        hr.do(SavePerson(replace(seen.person, competences=(learned,)), seen.revision))
        row.read()
    new.put(5, "A")

    def alone() -> list[date]:
        return [v.days[0] for v in old.sheet.violations if v.rule == "coached_alone"]

    old.read()
    assert alone() == [new.day(5)]
    old.put(4, NIGHT)
    assert alone() == [], "the night runs until 07:15, A begins at 07:00"
    assert old.agrees()
    old.put(4)
    assert alone() == [new.day(5)]
    assert old.agrees()
