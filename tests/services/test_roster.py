"""Editing a roster: what comes back is what stands; undo takes back exactly what was done; nothing merges silently."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Person
from ehr_tui.domain.roster import CellChange, RosterSheet, RosterState
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import RuleSetting
from ehr_tui.errors import OverrideNeeded, StaleWrite
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveShiftKind
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.services.intents.roster import (
    EditRoster,
    ExplainCell,
    ListRosters,
    OpenRoster,
    PublishRoster,
    RedoEdit,
    UndoEdit,
)
from tests.offices import Desk, OfficeFolder, copy_office
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


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def draft(hr: Desk, demo: OfficeFolder) -> RosterSheet:
    """The laboratory's next month."""
    return sheet_of(hr, department(hr, "lab"), Month.of(demo.clock.today()).next())


def test_a_letter_stands_and_goes(hr: Desk, draft: RosterSheet) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    leave = entry(draft, row, "年")
    delta = hr.do(edit(draft, change(draft, row.person, day, [leave])))
    after = applied(draft, delta)
    assert cell_at(after, row.person, day).entries == (leave,)
    assert comparable(after) == comparable(sheet_of(hr, draft.department.id, draft.month))
    delta = hr.do(edit(after, change(after, row.person, day, [])))
    after = applied(after, delta)
    assert cell_at(after, row.person, day).entries == ()
    assert comparable(after) == comparable(sheet_of(hr, draft.department.id, draft.month))


def test_several_entries_in_a_cell_and_several_cells_at_once(hr: Desk, draft: RosterSheet) -> None:
    one, two = draft.rows[2], draft.rows[5]
    work = next(k for k in draft.kinds if k.duty_class is DutyClass.WORK)
    standby = entry(draft, one, "备")
    both = [Entry(work.id, one.post), standby]
    first, second = draft.month.days[8], draft.month.days[9]
    delta = hr.do(
        edit(draft, change(draft, one.person, first, both), change(draft, two.person, second, []),
             change(draft, one.person, second, [entry(draft, one, "休")]))
    )  # fmt: skip
    after = applied(draft, delta)
    assert set(cell_at(after, one.person, first).entries) == set(both)
    assert cell_at(after, two.person, second).entries == ()
    assert delta.undo_steps == draft.undo_steps + 1, "one act, one step"
    undone = applied(after, hr.do(UndoEdit(draft.department.id, draft.month)))
    assert cells_of(undone) == cells_of(draft)


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([Entry(ShiftKindId(9999))], "roster.unknown_kind"),
        ([Entry(ShiftKindId(1), PostId(9999))], "roster.unknown_post"),
        ("twice", "roster.entry_twice"),
        ("five", "roster.too_many_entries"),
    ],
)
def test_what_cannot_stand_in_a_cell(hr: Desk, draft: RosterSheet, entries: Any, code: str) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    if entries == "twice":
        entries = [entry(draft, row, "休")] * 2
    elif entries == "five":
        entries = [Entry(k.id) for k in draft.kinds[:5]]
    elif code == "roster.unknown_post":
        entries = [Entry(draft.kinds[0].id, PostId(9999))]
    refusal(code, lambda: hr.do(edit(draft, change(draft, row.person, day, entries))))
    assert cells_of(sheet_of(hr, draft.department.id, draft.month)) == cells_of(draft)


def test_edits_that_make_no_sense(hr: Desk, draft: RosterSheet) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    fine = change(draft, row.person, day, [])
    refusal("roster.no_change", lambda: hr.do(edit(draft)))
    refusal("roster.cell_twice", lambda: hr.do(edit(draft, fine, fine)))
    refusal(
        "roster.other_month", lambda: hr.do(edit(draft, replace(fine, day=draft.month.last + timedelta(1))))
    )
    refusal("people.not_found", lambda: hr.do(edit(draft, replace(fine, person=PersonId(9999), seen=()))))
    refusal("roster.nothing_to_undo", lambda: hr.do(UndoEdit(draft.department.id, draft.month)))
    refusal("roster.nothing_to_redo", lambda: hr.do(RedoEdit(draft.department.id, draft.month)))


def test_another_departments_kind_and_post_are_refused(hr: Desk, draft: RosterSheet) -> None:
    view = hr.do(OpenOrganisation(2026))
    row, day = draft.rows[2], draft.month.days[8]
    foreign = next(k for k in view.kinds if k.department not in (None, draft.department.id))
    post = next(p for p in view.posts if p.department != draft.department.id)
    refusal(
        "roster.unknown_kind", lambda: hr.do(edit(draft, change(draft, row.person, day, [Entry(foreign.id)])))
    )
    wrong = Entry(draft.kinds[0].id, post.id)
    refusal("roster.unknown_post", lambda: hr.do(edit(draft, change(draft, row.person, day, [wrong]))))


def test_somebody_of_another_department_works_here_for_a_day(hr: Desk, draft: RosterSheet) -> None:
    known = {row.person for row in draft.rows}
    guest = next(p for p in hr.do(ListPeople()).people if p.id not in known and p.leave_date is None)
    day = draft.month.days[12]
    assert guest.department is not None
    at_home = sheet_of(hr, guest.department, draft.month)
    hr.do(edit(at_home, change(at_home, guest.id, day, [])))
    work = Entry(next(k.id for k in draft.kinds if k.duty_class is DutyClass.WORK), draft.posts[0].id)
    hr.do(edit(draft, CellChange(guest.id, day, (), (work,))))
    here = sheet_of(hr, draft.department.id, draft.month)
    row = here.rows[-1]
    assert (row.person, row.home) == (guest.id, False)
    assert cell_at(here, guest.id, day).entries == (work,)
    home = sheet_of(hr, guest.department, draft.month)
    assert cell_at(home, guest.id, day).elsewhere == (work,)
    assert cell_at(home, guest.id, day).entries == ()
    # Writing the same day at home leaves the other department's entry alone.
    rest = next(k for k in home.kinds if k.duty_class is DutyClass.REST)
    hr.do(edit(home, change(home, guest.id, day, [Entry(rest.id)])))
    assert cell_at(sheet_of(hr, draft.department.id, draft.month), guest.id, day).entries == (work,)


def test_a_stale_write_says_what_stands_there_who_and_when(
    demo: OfficeFolder, hr: Desk, draft: RosterSheet
) -> None:
    other = demo.enter("lab")
    row, day = draft.rows[2], draft.month.days[8]
    theirs = sheet_of(other, draft.department.id, draft.month)
    other.do(edit(theirs, change(theirs, row.person, day, [entry(theirs, row, "年")])))
    error = refusal(
        "roster.cell_changed",
        lambda: hr.do(edit(draft, change(draft, row.person, day, [entry(draft, row, "病")]))),
    )
    assert isinstance(error, StaleWrite)
    assert error.params["person"] == row.name
    assert error.params["day"] == day
    assert error.params["now"] == "年"
    assert error.params["by"] == other.entered.user.display_name
    assert error.params["at"] == demo.clock.now()
    # A cell that nobody touched goes through; nothing was merged.
    hr.do(edit(draft, change(draft, row.person, draft.month.days[9], [entry(draft, row, "病")])))
    assert cell_at(sheet_of(hr, draft.department.id, draft.month), row.person, day).entries == (
        entry(draft, row, "年"),
    )
    other.leave()


def test_of_several_cells_one_stale_keeps_all_from_being_written(
    demo: OfficeFolder, hr: Desk, draft: RosterSheet
) -> None:
    other = demo.enter("lab")
    row, day, next_day = draft.rows[2], draft.month.days[8], draft.month.days[9]
    other.do(edit(draft, change(draft, row.person, next_day, [entry(draft, row, "年")])))
    before = cells_of(sheet_of(hr, draft.department.id, draft.month))
    sick = [entry(draft, row, "病")]
    changes = change(draft, row.person, day, sick), change(draft, row.person, next_day, sick)
    refusal("roster.cell_changed", lambda: hr.do(edit(draft, *changes)))
    assert cells_of(sheet_of(hr, draft.department.id, draft.month)) == before
    other.leave()


def test_undo_is_refused_where_somebody_else_has_been(
    demo: OfficeFolder, hr: Desk, draft: RosterSheet
) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    hr.do(edit(draft, change(draft, row.person, day, [entry(draft, row, "年")])))
    other = demo.enter("lab")
    theirs = sheet_of(other, draft.department.id, draft.month)
    other.do(edit(theirs, change(theirs, row.person, day, [entry(theirs, row, "病")])))
    refusal("roster.cell_changed", lambda: hr.do(UndoEdit(draft.department.id, draft.month)))
    refusal("roster.nothing_to_redo", lambda: hr.do(RedoEdit(draft.department.id, draft.month)))
    # Each undoes only their own; once theirs is undone, mine can be too.
    other.do(UndoEdit(draft.department.id, draft.month))
    hr.do(UndoEdit(draft.department.id, draft.month))
    assert cells_of(sheet_of(hr, draft.department.id, draft.month)) == cells_of(draft)
    other.leave()


def test_undo_survives_logging_out(demo: OfficeFolder, hr: Desk, draft: RosterSheet) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    hr.do(edit(draft, change(draft, row.person, day, [entry(draft, row, "年")])))
    again = demo.enter("hr")
    assert sheet_of(again, draft.department.id, draft.month).undo_steps == 1
    again.do(UndoEdit(draft.department.id, draft.month))
    assert cells_of(sheet_of(again, draft.department.id, draft.month)) == cells_of(draft)
    again.leave()


def test_undo_of_a_kind_that_is_gone(hr: Desk, draft: RosterSheet) -> None:
    """The alphabet may change between an edit and its undo."""
    row, day = draft.rows[2], draft.month.days[8]
    leave = next(k for k in draft.kinds if k.code == "年")
    hr.do(edit(draft, change(draft, row.person, day, [Entry(leave.id)])))
    now = sheet_of(hr, draft.department.id, draft.month)
    hr.do(edit(now, change(now, row.person, day, [])))
    hr.do(SaveShiftKind(replace(leave, active=False), leave, 2026))
    refusal("roster.unknown_kind", lambda: hr.do(UndoEdit(draft.department.id, draft.month)))


# Forbidden states


def forbidden_edit(hr: Desk, draft: RosterSheet) -> tuple[EditRoster, date]:
    """Somebody away on leave who is also to work: found by trying."""
    for row in draft.rows:
        for day in draft.month.days[3:20]:
            work = next(k for k in draft.kinds if k.duty_class is DutyClass.WORK)
            asked = edit(
                draft,
                change(draft, row.person, day, [Entry(work.id, row.post), entry(draft, row, "年")]),
                reason="",
            )
            try:
                hr.do(asked)
            except OverrideNeeded:
                return asked, day
            hr.do(UndoEdit(draft.department.id, draft.month))
    raise AssertionError("nothing is forbidden")


def test_a_forbidden_state_needs_a_reason_which_is_kept(hr: Desk, draft: RosterSheet) -> None:
    asked, day = forbidden_edit(hr, draft)
    before = cells_of(sheet_of(hr, draft.department.id, draft.month))
    error = refusal("roster.forbidden", lambda: hr.do(asked))
    assert error.params["n"] == len(error.params["violations"]) > 0
    assert all(v.severity is Severity.FORBID for v in error.params["violations"])
    refusal("roster.forbidden", lambda: hr.do(replace(asked, reason="   ")))
    assert cells_of(sheet_of(hr, draft.department.id, draft.month)) == before
    fresh = sheet_of(hr, draft.department.id, draft.month)
    retold = replace(asked, changes=tuple(
        change(fresh, c.person, c.day, c.entries) for c in asked.changes), reason="nobody else is left")  # fmt: skip
    delta = hr.do(retold)
    new = {v.identity for v in error.params["violations"]}
    assert new <= delta.overridden
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    rows = store.database.execute_sql("SELECT reason, explanation, user FROM override").fetchall()
    assert {reason for reason, _, _ in rows} == {"nobody else is left"}
    assert all('"rule"' in explanation for _, explanation, _ in rows)
    outcome = store.database.execute_sql(
        "SELECT outcome FROM audit_entry ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    assert outcome == ("overridden",)
    # Not asked again for what was there before: another cell, the same standing state.
    later = sheet_of(hr, draft.department.id, draft.month)
    person = asked.changes[0].person
    other_day = next(d for d in later.month.days if abs((d - day).days) > 9)
    hr.do(edit(later, change(later, person, other_day, []), reason=""))


def test_who_may_not_override_is_told_so_first(demo: OfficeFolder, hr: Desk, draft: RosterSheet) -> None:
    asked, _ = forbidden_edit(hr, draft)
    fresh = sheet_of(hr, draft.department.id, draft.month)
    asked = replace(asked, changes=tuple(change(fresh, c.person, c.day, c.entries) for c in asked.changes))
    supervisor = demo.enter("lab")
    refusal("roster.no_override_right", lambda: supervisor.do(asked))
    refusal("roster.no_override_right", lambda: supervisor.do(replace(asked, reason="I insist")))
    supervisor.leave()


def test_a_demand_that_forbids_is_overridden_at_its_place(hr: Desk, draft: RosterSheet) -> None:
    """A reason given for one post's gap holds for that gap, and is found again."""
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        standing = store.organisation.rule_settings().office["demand_under"]
        store.organisation.save_rule_setting(
            RuleSetting("demand_under", True, Severity.FORBID, standing.weight, standing.limits)
        )
    hr.door._inside.office._cache.values.clear()  # type: ignore[union-attr]
    sheet = sheet_of(hr, draft.department.id, draft.month)
    line = next(line for line in sheet.coverage if any(minimum for _, minimum, _ in line.days))
    n = next(n for n, (have, minimum, _) in enumerate(line.days) if minimum and have == minimum)
    day = sheet.month.days[n]
    row = next(r for r in sheet.rows if Entry(line.kind, line.post) in r.cells[n].entries)
    asked = edit(sheet, change(sheet, row.person, day, []), reason="")
    error = refusal("roster.forbidden", lambda: hr.do(asked))
    gap = next(v for v in error.params["violations"] if v.rule == "demand_under")
    assert gap.place is not None
    delta = hr.do(replace(asked, reason="closed that day"))
    assert gap.identity in delta.overridden
    assert gap.identity in sheet_of(hr, draft.department.id, draft.month).overridden


# Publishing


def test_publishing_keeps_a_version_and_marks_what_changes_after(hr: Desk, draft: RosterSheet) -> None:
    where, month = draft.department.id, draft.month
    assert (draft.state, draft.version) == (RosterState.DRAFT, 0)
    if any(v.severity is Severity.FORBID for v in draft.violations):
        error = refusal("roster.publish_forbidden", lambda: hr.do(PublishRoster(where, month, 0)))
        assert error.params["n"] > 0
    published = hr.do(PublishRoster(where, month, 0, "as agreed"))
    assert (published.state, published.version, published.changed_cells) == (RosterState.PUBLISHED, 1, 0)
    assert published.published_by == hr.entered.user.display_name
    refusal("roster.published_meanwhile", lambda: hr.do(PublishRoster(where, month, 0, "as agreed")))
    row, day = published.rows[2], month.days[8]
    now = applied(
        published, hr.do(edit(published, change(published, row.person, day, [entry(draft, row, "年")])))
    )
    assert now.changed_cells == 1
    assert cell_at(now, row.person, day).changed
    assert comparable(now) == comparable(sheet_of(hr, where, month))
    back = applied(now, hr.do(UndoEdit(where, month)))
    assert back.changed_cells == 0
    assert not cell_at(back, row.person, day).changed
    hr.do(RedoEdit(where, month))
    again = hr.do(PublishRoster(where, month, 1, "second"))
    assert (again.version, again.changed_cells, again.undo_steps, again.redo_steps) == (2, 0, 0, 0)


def test_a_reason_given_once_is_not_asked_for_again(hr: Desk, draft: RosterSheet) -> None:
    where, month = draft.department.id, draft.month
    first = hr.do(PublishRoster(where, month, 0, "as agreed"))
    row = first.rows[2]
    hr.do(edit(first, change(first, row.person, month.days[8], [entry(draft, row, "年")])))
    hr.do(PublishRoster(where, month, 1))


def test_an_empty_month_is_not_published(hr: Desk, draft: RosterSheet) -> None:
    far = Month(2031, 5)
    refusal("roster.empty", lambda: hr.do(PublishRoster(draft.department.id, far, 0)))


def test_explaining_a_cell_as_if(hr: Desk, draft: RosterSheet) -> None:
    row, day = draft.rows[2], draft.month.days[8]
    plain = hr.do(ExplainCell(draft.department.id, row.person, day))
    as_if = hr.do(ExplainCell(draft.department.id, row.person, day, Entry(draft.kinds[0].id, row.post)))
    assert plain != as_if
    assert cells_of(sheet_of(hr, draft.department.id, draft.month)) == cells_of(draft)


# Properties


@pytest.fixture(scope="module")
def playground(
    demo_template: OfficeFolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Desk]]:
    """One office that random edits may turn upside down, with two people in it."""
    folder = copy_office(demo_template, tmp_path_factory.mktemp("play") / "office")
    first, second = folder.enter("hr"), folder.enter("manager")
    yield first, second
    first.leave()
    second.leave()


WHERE = st.tuples(st.integers(0, 5), st.integers(0, 30))
WHAT = st.lists(st.integers(0, 30), max_size=3, unique=True)
ACTS = st.lists(
    st.one_of(st.tuples(st.just("edit"), st.lists(st.tuples(WHERE, WHAT), min_size=1, max_size=4)),
              st.tuples(st.sampled_from(["undo", "redo", "publish", "other"]), st.tuples(WHERE, WHAT))),
    min_size=1, max_size=7,
)  # fmt: skip


def changes_of(sheet: RosterSheet, wanted: list[Any]) -> list[CellChange]:
    found: dict[tuple[PersonId, date], CellChange] = {}
    for (row_number, day_number), kinds in wanted:
        row = sheet.rows[row_number % len(sheet.rows)]
        day = sheet.month.days[day_number % len(sheet.month.days)]
        entries = [entry(sheet, row, sheet.kinds[k % len(sheet.kinds)].code) for k in kinds]
        found[row.person, day] = change(sheet, row.person, day, dict.fromkeys(entries))
    return list(found.values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, lab=st.booleans(), ahead=st.booleans())
def test_deltas_lead_to_what_opening_shows(
    playground: tuple[Desk, Desk], acts: list[tuple[str, Any]], lab: bool, ahead: bool
) -> None:
    """Whatever is done, by whomever: the repainted sheet equals a freshly opened one."""
    mine, theirs = playground
    where = department(mine, "lab" if lab else "gastro")
    month = Month(2026, 12) if ahead else Month(2026, 11)
    sheet = sheet_of(mine, where, month)
    for act, told in acts:
        try:
            if act == "edit":
                sheet = applied(sheet, mine.do(edit(sheet, *changes_of(sheet, told))))
            elif act == "other":
                at = sheet_of(theirs, where, month)
                theirs.do(edit(at, *changes_of(at, [told])))
                sheet = sheet_of(mine, where, month)
            elif act == "publish":
                sheet = mine.do(PublishRoster(where, month, sheet.version, "any"))
            else:
                intent = UndoEdit if act == "undo" else RedoEdit
                sheet = applied(sheet, mine.do(intent(where, month)))
        except Exception as error:
            if getattr(error, "code", "") not in (
                "roster.nothing_to_undo", "roster.nothing_to_redo", "roster.cell_changed",
            ):  # fmt: skip
                raise
        fresh = sheet_of(mine, where, month)
        assert comparable(sheet) == comparable(fresh), act
        assert comparable(sheet_of(theirs, where, month)).rows == comparable(fresh).rows


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.lists(st.tuples(WHERE, WHAT), min_size=1, max_size=4), min_size=1, max_size=5))
def test_undoing_everything_restores_every_cell(playground: tuple[Desk, Desk], wanted: list[Any]) -> None:
    mine, _ = playground
    where, month = department(mine, "ultrasound"), Month(2026, 12)
    while True:  # what an earlier example left to undo is no part of this one
        try:
            mine.do(UndoEdit(where, month))
        except Exception:  # noqa: BLE001
            break
    before = sheet_of(mine, where, month)
    stages = [cells_of(before)]
    for told in wanted:
        sheet = sheet_of(mine, where, month)
        mine.do(edit(sheet, *changes_of(sheet, told)))
        stages.append(cells_of(sheet_of(mine, where, month)))
    for stage in reversed(stages[:-1]):
        mine.do(UndoEdit(where, month))
        assert cells_of(sheet_of(mine, where, month)) == stage
    for stage in stages[1:]:
        mine.do(RedoEdit(where, month))
        assert cells_of(sheet_of(mine, where, month)) == stage
    for _ in wanted:
        mine.do(UndoEdit(where, month))
    after = sheet_of(mine, where, month)
    assert cells_of(after) == cells_of(before)
    assert (after.changed_cells, after.coverage) == (before.changed_cells, before.coverage)
    assert [r.totals for r in after.rows] == [r.totals for r in before.rows]
    assert [repr(v) for v in after.violations] == [repr(v) for v in before.violations]


def test_opening_needs_no_second_question(hr: Desk, draft: RosterSheet) -> None:
    """The version of the file that the sheet carries is the one that others' commits change."""
    assert draft.data_version == hr.door.data_version()
    assert hr.do(OpenRoster(draft.department.id, draft.month)) == draft


def statements(act: Any) -> int:
    """How many statements an act sends to the file."""
    told: list[logging.LogRecord] = []

    class Counting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record)

    logger, handler = logging.getLogger("peewee"), Counting()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        act()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return len(told)


def test_an_edit_asks_the_file_no_more_for_three_hundred_people_than_for_ten(
    hr: Desk, draft: RosterSheet
) -> None:
    """What an edit costs is its cells, not its department."""

    def edits(sheet: RosterSheet) -> list[int]:
        counts = []
        for n in (8, 9):  # the first may fill the memory
            row, day = sheet.rows[2], sheet.month.days[n]
            asked = edit(sheet, change(sheet, row.person, day, [entry(sheet, row, "年")]))
            counts.append(statements(partial(hr.do, asked)))
        return counts

    before = edits(draft)[1]
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    work = next(k for k in draft.kinds if k.duty_class is DutyClass.WORK)
    with store.transaction(write=True):
        for n in range(300):
            person = Person(PersonId(0), f"Q{n}", f"测试{n}", "", draft.department.id, draft.posts[0].id)
            number = store.people.save(person, "")
            rows = [(int(number), day, Entry(work.id, draft.posts[0].id)) for day in draft.month.days[:20]]
            store.roster.insert_many(int(draft.department.id), rows)
    hr.door._inside.office._cache.values.clear()  # type: ignore[union-attr]
    big = sheet_of(hr, draft.department.id, draft.month)
    assert len(big.rows) > 300
    assert edits(big)[1] <= before


def test_a_clerk_chooses_among_months_with_own_published_duties(demo: OfficeFolder) -> None:
    """Drafts are not listed, and the count is of the own entries, not of the department's."""
    desk = demo.enter("clerk")
    choices = desk.do(ListRosters())
    this = Month.of(demo.clock.today())
    assert [(c.month, c.version) for c in choices.months] == [(this, 1)]
    sheet = desk.do(OpenRoster(choices.months[0].department.id, this))
    assert choices.months[0].duties == sum(len(cell.entries) for cell in sheet.rows[0].cells)
    desk.leave()
