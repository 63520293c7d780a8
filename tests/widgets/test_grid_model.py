"""Deltas: what changes, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Place, Severity, Violation
from ehr_tui.widgets.grid_model import OVERRIDDEN_RANK, GridModel, apply_delta, merged_violations
from tests.widgets.sheets import DESK, A, N, make_delta, make_sheet


def test_one_cell_changes_one_cell_one_total_one_day_of_coverage() -> None:
    sheet = make_sheet(10)
    model = GridModel(sheet)
    changes = model.apply(make_delta(sheet, 4, 7))
    assert changes.cells == {(4, 7)}
    assert changes.totals == {4}
    assert changes.coverage == {(0, 7)}
    assert not changes.everything
    assert model.sheet.rows[4].cells[7].entries[0].kind == N
    assert model.sheet.rows[3] is sheet.rows[3]
    assert model.sheet.changed_cells == 1


def test_a_finding_that_comes_or_goes_repaints_its_days() -> None:
    sheet = make_sheet(10)
    model = GridModel(sheet)
    assert model.marks == {(1, 2): 0, (1, 3): 0, (0, 8): 1}
    changes = model.apply(replace(make_delta(sheet, 1, 3), violations=()))
    assert changes.cells == {(1, 2), (1, 3)}
    assert model.marks == {(0, 8): 1}


def test_findings_of_judged_people_and_days_are_replaced_others_stay() -> None:
    sheet = make_sheet(10)
    day = sheet.heads[5].day
    gap = Violation("demand", Severity.WARN, None, Place(DESK, day, A), (day,))
    far = replace(gap, place=Place(DESK, sheet.heads[9].day, A), days=(sheet.heads[9].day,))
    other = Violation("rest", Severity.FORBID, PersonId(3), None, (day,))
    before = (gap, far, other, *sheet.violations)
    delta = replace(make_delta(sheet, 1, 5), violations=())
    kept = merged_violations(before, delta)
    assert gap not in kept
    assert far in kept
    assert other in kept
    assert not [v for v in kept if v.person == PersonId(1)]


def test_a_finding_with_a_place_belongs_to_its_day_whomever_it_is_about() -> None:
    sheet = make_sheet(10)
    edited, elsewhere = sheet.heads[5].day, sheet.heads[9].day
    one = Violation("coached_alone", Severity.WARN, PersonId(1), Place(DESK, elsewhere, A), (elsewhere,))
    other = replace(one, person=PersonId(7), place=Place(DESK, edited, A), days=(edited,))
    kept = merged_violations((one, other), replace(make_delta(sheet, 1, 5), violations=()))
    assert kept == (one,)


def test_overridden_findings_are_marked_otherwise() -> None:
    sheet = make_sheet(10)
    model = GridModel(replace(sheet, overridden=frozenset({sheet.violations[0].identity})))
    assert model.marks[1, 2] == OVERRIDDEN_RANK


def test_a_finding_outside_the_days_marks_the_name() -> None:
    sheet = make_sheet(10)
    found = Violation("month_hours", Severity.WARN, PersonId(5), None, (date(2027, 1, 1),))
    assert GridModel(replace(sheet, violations=(found,))).row_marks == {5: 1}


def test_what_the_sheet_does_not_show_is_left_out() -> None:
    sheet = make_sheet(5)
    delta = make_delta(sheet, 1, 1)
    strange = replace(delta, cells=((PersonId(999), sheet.heads[0].day, delta.cells[0][2]),), totals=())
    assert apply_delta(sheet, strange).rows == sheet.rows
    new_line = replace(sheet.coverage[0], kind=sheet.kinds[6].id)
    changes = GridModel(sheet).apply(replace(delta, coverage=(new_line,)))
    assert changes.everything
