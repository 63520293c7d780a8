"""召回: recorded on standby, told in hours and rest, never lost with the standby."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.errors import StaleWrite
from ehr_tui.services.intents.imports import ApplyImport, PreviewImport, RosterSource, UndoImport
from ehr_tui.services.intents.roster import (
    ChangeCallout,
    ExplainCell,
    OpenRoster,
    PublishRoster,
    RecordCallout,
    RemoveCallout,
    UndoEdit,
)
from tests.exchange.books import workbook
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.services.rosters import applied, cell_at, change, comparable, department, edit, entry, sheet_of

NINE, TEN, ELEVEN = 21 * 60, 22 * 60, 23 * 60


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def sheet(hr: Desk, demo: OfficeFolder) -> RosterSheet:
    """The laboratory's running month, with somebody on standby on its second day and the third."""
    found = sheet_of(hr, department(hr, "lab"), Month.of(demo.clock.today()))
    row = found.rows[2]
    standby = [entry(found, row, "备")]
    days = found.month.days
    delta = hr.do(
        edit(found, change(found, row.person, days[1], standby), change(found, row.person, days[2], standby))
    )
    return applied(found, delta)


def who(sheet: RosterSheet) -> PersonId:
    return sheet.rows[2].person


def record(
    sheet: RosterSheet, start: int = NINE, end: int = TEN, n: int = 1, reason: str = "缺人"
) -> RecordCallout:
    return RecordCallout(sheet.department.id, who(sheet), sheet.month.days[n], start, end, reason)


def calls(sheet: RosterSheet, n: int = 1) -> tuple[Callout, ...]:
    return cell_at(sheet, who(sheet), sheet.month.days[n]).callouts


def agrees(hr: Desk, sheet: RosterSheet) -> bool:
    return comparable(sheet) == comparable(sheet_of(hr, sheet.department.id, sheet.month))


def test_it_is_recorded_changed_and_removed(hr: Desk, sheet: RosterSheet) -> None:
    before = sheet.rows[2].totals
    sheet = applied(sheet, hr.do(record(sheet)))
    (call,) = calls(sheet)
    assert (call.start, call.end, call.reason) == (NINE, TEN, "缺人")
    assert sheet.rows[2].totals.paid_minutes == before.paid_minutes + 60
    assert agrees(hr, sheet)
    sheet = applied(sheet, hr.do(ChangeCallout(sheet.department.id, call, NINE, ELEVEN, " 标本多 ")))
    (call,) = calls(sheet)
    assert (call.minutes, call.reason) == (120, "标本多")
    assert sheet.rows[2].totals.paid_minutes == before.paid_minutes + 120
    assert agrees(hr, sheet)
    sheet = applied(sheet, hr.do(RemoveCallout(sheet.department.id, call)))
    assert calls(sheet) == ()
    assert sheet.rows[2].totals == before
    assert agrees(hr, sheet)


def test_it_ends_the_rest_and_is_explained(hr: Desk, sheet: RosterSheet) -> None:
    person, days = who(sheet), sheet.month.days
    early = entry(sheet, sheet.rows[2], "A")  # from 07:00
    sheet = applied(sheet, hr.do(edit(sheet, change(sheet, person, days[2], [early]))))
    sheet = applied(sheet, hr.do(record(sheet, TEN, 26 * 60)))
    (rest,) = [v for v in sheet.violations if v.rule == "rest" and v.person == person and days[1] in v.days]
    assert dict(rest.figures)["rest_minutes"] == 5 * 60
    seen = hr.do(ExplainCell(sheet.department.id, person, days[2]))
    assert rest.identity in {v.identity for v in seen.violations}
    assert agrees(hr, sheet)


def test_standby_does_not_go_while_calls_stand(hr: Desk, sheet: RosterSheet) -> None:
    person, day = who(sheet), sheet.month.days[1]
    sheet = applied(sheet, hr.do(record(sheet)))
    error = refusal("callout.stands", lambda: hr.do(edit(sheet, change(sheet, person, day, []))))
    assert (error.params["n"], error.params["day"]) == (1, day)
    refusal("callout.stands", lambda: hr.do(UndoEdit(sheet.department.id, sheet.month)))
    both = [entry(sheet, sheet.rows[2], code) for code in ("备", "休")]
    sheet = applied(sheet, hr.do(edit(sheet, change(sheet, person, day, both))))
    hr.do(RemoveCallout(sheet.department.id, calls(sheet)[0]))
    hr.do(edit(sheet, change(sheet, person, day, [])))


def test_what_cannot_have_been(hr: Desk, sheet: RosterSheet, demo: OfficeFolder) -> None:
    refusal("callout.no_standby", lambda: hr.do(record(sheet, n=3)))
    for start, end in ((TEN, TEN), (TEN, NINE), (-1, 60), (0, 1441), (1500, 2881)):
        refusal("callout.times", lambda s=start, e=end: hr.do(record(sheet, s, e)))  # type: ignore[misc]
    refusal("callout.long_reason", lambda: hr.do(record(sheet, reason="很" * 201)))
    hr.do(record(sheet))
    refusal("callout.overlaps", lambda: hr.do(record(sheet, NINE + 59, ELEVEN)))
    hr.do(record(sheet, TEN, TEN + 200))
    refusal("callout.overlaps", lambda: hr.do(record(sheet, 0, 90, n=2)))  # the one before lasts until 01:20
    refusal("people.not_found", lambda: hr.do(replace(record(sheet), person=PersonId(9999))))
    later = sheet_of(hr, sheet.department.id, sheet.month.next())
    to_come = later.month.days[1]
    hr.do(edit(later, change(later, who(later), to_come, [entry(later, later.rows[2], "备")])))
    refusal("callout.to_come", lambda: hr.do(replace(record(sheet), day=to_come)))


def test_a_stale_change_is_refused(hr: Desk, sheet: RosterSheet, demo: OfficeFolder) -> None:
    sheet = applied(sheet, hr.do(record(sheet)))
    (call,) = calls(sheet)
    other = demo.enter("lab")
    other.do(ChangeCallout(sheet.department.id, call, NINE, ELEVEN))
    stale = refusal("callout.changed", lambda: hr.do(ChangeCallout(sheet.department.id, call, 0, 60)))
    assert isinstance(stale, StaleWrite)
    refusal("callout.changed", lambda: hr.do(RemoveCallout(sheet.department.id, call)))
    (theirs,) = calls(sheet_of(hr, sheet.department.id, sheet.month))
    assert theirs.end == ELEVEN
    other.leave()


def test_over_the_months_edge_both_months_know_it(hr: Desk, sheet: RosterSheet, demo: OfficeFolder) -> None:
    person, last = who(sheet), sheet.month.last
    hr.do(edit(sheet, change(sheet, person, last, [entry(sheet, sheet.rows[2], "备")])))
    later = sheet_of(hr, sheet.department.id, sheet.month.next())
    first = later.month.first
    hr.do(edit(later, change(later, person, first, [entry(later, later.rows[2], "A")])))
    demo.clock.advance(days=(first - demo.clock.today()).days)
    again = demo.enter("hr")
    again.do(RecordCallout(sheet.department.id, person, last, ELEVEN, 27 * 60))
    for month in (sheet.month, later.month):
        found = sheet_of(again, sheet.department.id, month)
        rests = [v for v in found.violations if v.rule == "rest" and v.person == person]
        assert (last, first) in {v.days for v in rests}
    again.leave()


def test_its_history_is_kept(hr: Desk, sheet: RosterSheet) -> None:
    sheet = applied(sheet, hr.do(record(sheet)))
    (call,) = calls(sheet)
    hr.do(ChangeCallout(sheet.department.id, call, NINE, ELEVEN, "缺人"))
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    query = """SELECT e.act, d.body FROM audit_record r JOIN audit_entry e ON e.seq = r.seq
        JOIN audit_detail d ON d.seq = r.seq WHERE r.kind = 'callout' AND r.record = ? ORDER BY r.seq"""
    rows = store.database.execute_sql(query, (str(int(call.id)),)).fetchall()
    assert [act for act, _ in rows] == ["RecordCallout", "ChangeCallout"]
    (changed,) = json.loads(rows[1][1])["changes"]
    assert changed["fields"] == [["end", TEN, ELEVEN]]


def test_the_person_sees_the_own_ones(hr: Desk, demo: OfficeFolder) -> None:
    clerk = demo.enter("clerk")
    own = clerk.entered.user.person
    assert own is not None
    lab = department(hr, "lab")
    sheet = sheet_of(hr, lab, Month.of(demo.clock.today()))
    row, day = next(r for r in sheet.rows if r.person == own), sheet.month.days[1]
    hr.do(edit(sheet, change(sheet, own, day, [entry(sheet, row, "备")])))
    hr.do(RecordCallout(lab, own, day, NINE, TEN))
    now = sheet_of(hr, lab, sheet.month)
    hr.do(PublishRoster(lab, sheet.month, now.version, "the reason"))
    seen = clerk.do(OpenRoster(lab, sheet.month))
    assert [c.minutes for c in cell_at(seen, own, day).callouts] == [60]
    clerk.leave()


def test_an_import_does_not_take_standby_away_from_under_a_call_in(hr: Desk, sheet: RosterSheet) -> None:
    sheet = applied(sheet, hr.do(record(sheet)))
    row = sheet.rows[2]
    first = [f"{sheet.month}排班表"], ["姓名", *range(1, 32)]
    away = workbook(("班", [*first, [row.name, "休", "休", "休"]]))
    preview = hr.do(PreviewImport(RosterSource(away, "r.xlsx", sheet.department.id, month=sheet.month)))
    assert [issue.code for issue in preview.errors] == ["callout.stands"]
    assert dict(preview.errors[0].figures)["day"] == sheet.month.days[1]
    kept = workbook(("班", [*first, [row.name, "休", "备", "休"]]))
    source = RosterSource(kept, "r.xlsx", sheet.department.id, month=sheet.month)
    assert hr.do(PreviewImport(source)).errors == ()
    hr.do(ApplyImport(source))
    assert len(calls(sheet_of(hr, sheet.department.id, sheet.month))) == 1


def test_an_import_is_not_taken_back_from_under_a_call_in(hr: Desk, sheet: RosterSheet) -> None:
    row, day = sheet.rows[2], sheet.month.days[3]
    book = workbook(("班", [[f"{sheet.month}排班表"], ["姓名", *range(1, 32)], [row.name, "", "", "", "备"]]))
    source = RosterSource(book, "r.xlsx", sheet.department.id, month=sheet.month)
    done = hr.do(ApplyImport(source))
    assert done.batch is not None
    hr.do(RecordCallout(sheet.department.id, row.person, day, NINE, TEN, "缺人"))
    refusal("imports.used_since", lambda: hr.do(UndoImport(done.batch)))  # type: ignore[arg-type]
