"""What people's records do to rosters: restrictions, limits, long periods, tasks; for planners' eyes only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ehr_tui.domain.contracts import ContractLimits, HoursSystem, Period
from ehr_tui.domain.ids import PersonId, RestrictionId
from ehr_tui.domain.month import Month
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.domain.violation import Severity
from ehr_tui.rules.roster.rulebook import RESTRICTIONS
from ehr_tui.services.intents.people import OpenPerson, SaveContract
from ehr_tui.services.intents.restrictions import SaveRestriction
from ehr_tui.services.intents.roster import ExplainCell
from tests.offices import Desk, OfficeFolder
from tests.services.rosters import applied, change, comparable, department, edit, entry, sheet_of


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def draft(hr: Desk, demo: OfficeFolder) -> RosterSheet:
    """The laboratory's next month."""
    return sheet_of(hr, department(hr, "lab"), Month.of(demo.clock.today()).next())


def restrict(hr: Desk, sheet: RosterSheet, *effects: Effect) -> PersonId:
    """The third person, through the whole month; a reason nobody may read."""
    person = sheet.rows[2].person
    value = Restriction(
        RestrictionId(0), person, frozenset(effects), sheet.month.first, sheet.month.last,
        kind=RestrictionKind.PREGNANCY, reason="第七个月",
    )  # fmt: skip
    hr.do(SaveRestriction(value))
    return person


def test_the_planner_sees_effects_and_never_the_reason(hr: Desk, draft: RosterSheet) -> None:
    person = restrict(hr, draft, Effect.NO_NIGHT, Effect.NO_STANDBY)
    sheet = sheet_of(hr, draft.department.id, draft.month)
    (held,) = sheet.rows[2].restrictions
    assert held.effects == {Effect.NO_NIGHT, Effect.NO_STANDBY}
    assert (held.kind, held.reason) == (RestrictionKind.HIDDEN, "")
    assert all(not row.restrictions for row in sheet.rows if row.person != person)
    day = draft.month.days[8]
    asked = edit(sheet, change(sheet, person, day, [entry(sheet, sheet.rows[2], "P")]))  # until 22:45
    sheet = applied(sheet, hr.do(asked))
    (found,) = [v for v in sheet.violations if v.rule == "no_night" and day in v.days]
    assert found.severity is Severity.FORBID
    assert found.identity in sheet.overridden
    assert comparable(sheet) == comparable(sheet_of(hr, draft.department.id, draft.month))
    stored = hr.door._inside.office.store.database.execute_sql(  # type: ignore[union-attr]
        "SELECT group_concat(body, ' ') FROM audit_detail"
    ).fetchone()[0]
    assert "第七个月" not in stored
    seen = hr.do(ExplainCell(draft.department.id, person, day))
    assert any(c.rule == "no_standby" and c.evidence for c in seen.checks)


def test_who_only_reads_is_not_told(hr: Desk, draft: RosterSheet, demo: OfficeFolder) -> None:
    person = restrict(hr, draft, Effect.NO_NIGHT)
    day = draft.month.days[8]
    sheet = sheet_of(hr, draft.department.id, draft.month)
    hr.do(edit(sheet, change(sheet, person, day, [entry(sheet, sheet.rows[2], "P")])))
    auditor = demo.enter("audit")
    seen = sheet_of(auditor, draft.department.id, draft.month)
    assert not seen.can_edit
    assert not any(row.restrictions for row in seen.rows)
    assert not [v for v in seen.violations if v.rule in RESTRICTIONS]
    told = auditor.do(ExplainCell(draft.department.id, person, day))
    assert not [c for c in told.checks if c.rule in RESTRICTIONS]
    auditor.leave()


def _agree(hr: Desk, person: PersonId, **terms: object) -> None:
    standing = hr.do(OpenPerson(person)).contracts[-1]
    hr.do(SaveContract(replace(standing, **terms), standing))  # type: ignore[arg-type]


def test_limits_and_the_day_of_the_contract(hr: Desk, draft: RosterSheet) -> None:
    row = next(r for r in draft.rows if hr.do(OpenPerson(r.person)).contracts)
    before = row.totals
    _agree(hr, row.person, limits=ContractLimits(max_weekends=0, max_month_minutes=6000), day_minutes=420)
    sheet = sheet_of(hr, draft.department.id, draft.month)
    after = next(r for r in sheet.rows if r.person == row.person)
    assert after.totals.target_minutes == before.target_minutes * 420 // 480
    found = {v.rule for v in sheet.violations if v.person == row.person}
    assert {"weekends", "month_limit"} <= found


def test_a_quarter_is_judged_with_what_lies_before_the_window(
    hr: Desk, draft: RosterSheet, demo: OfficeFolder
) -> None:
    """December ends the quarter: what October holds lies before the window and must be known all the same."""
    row = next(r for r in draft.rows if hr.do(OpenPerson(r.person)).contracts)
    assert draft.month.month == 12
    october = sheet_of(hr, draft.department.id, Month(draft.month.year, 10))
    agreed = {
        "hours_system": HoursSystem.COMPREHENSIVE, "period": Period.QUARTER, "approval": "2026-1",
        "approval_from": None, "approval_to": None, "valid_from": october.month.first - timedelta(400),
    }  # fmt: skip
    _agree(hr, row.person, **agreed)

    def said() -> dict[str, object]:
        seen = hr.do(ExplainCell(draft.department.id, row.person, draft.month.days[8]))
        check = next(c for c in seen.checks if c.rule == "period_hours")
        assert next(c for c in seen.checks if c.rule == "month_hours").evidence == ()
        return dict(check.evidence[0].figures)

    first = said()
    assert first["first_day"] == october.month.first
    hr.do(edit(october, change(october, row.person, october.month.days[3], [entry(october, row, "D")])))
    second = said()
    assert second["paid_minutes"] == first["paid_minutes"] + 450, "the edit of October is seen in December"  # type: ignore[operator]
    assert second["target_minutes"] == first["target_minutes"]
