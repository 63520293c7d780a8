"""What the home list says of rosters is what the opened rosters say, however much of it was remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.domain.views import HomeKind
from ehr_tui.services.handlers.roster_sheet import standing_forbids
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.roster import PublishRoster, UndoEdit
from tests.offices import Desk, OfficeFolder
from tests.services.rosters import cell_at, change, department, edit, entry, sheet_of

ABOUT = {HomeKind.ROSTER_FORBIDS, HomeKind.ROSTER_GAPS, HomeKind.ROSTER_CHANGED}
Said = set[tuple[HomeKind, int, str, int]]


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


def said(desk: Desk) -> Said:
    return {
        (item.kind, int(item.department or 0), str(item.month), int(str(dict(item.figures)["n"])))
        for item in desk.do(OpenHome()).items
        if item.kind in ABOUT
    }


def expected(desk: Desk, today: date) -> Said:
    """The same from each roster by itself."""
    found: Said = set()
    for place in desk.do(OpenOrganisation(today.year)).departments:
        for month in (Month.of(today), Month.of(today).next()):
            sheet = sheet_of(desk, place.id, month)
            counts = {
                HomeKind.ROSTER_FORBIDS: sum(max(v.days) >= today for v in standing_forbids(sheet)),
                HomeKind.ROSTER_GAPS: sum(
                    max(v.days) >= today for v in sheet.violations if v.rule == "demand_under"
                ),
                HomeKind.ROSTER_CHANGED: sheet.changed_cells,
            }
            if any(cell.entries for row in sheet.rows for cell in row.cells):
                found |= {(kind, int(place.id), str(month), n) for kind, n in counts.items() if n}
    return found


def other_code(sheet: RosterSheet, row: int, day: date) -> str:
    """A code that does not stand in a cell."""
    standing = {e.kind for e in cell_at(sheet, sheet.rows[row].person, day).entries}
    return next(k.code for k in sheet.kinds if k.code in ("年", "休") and k.id not in standing)


def test_it_says_what_the_rosters_say(hr: Desk, demo: OfficeFolder) -> None:
    today = demo.clock.today()
    assert said(hr) == expected(hr, today)
    assert {kind for kind, *_ in said(hr)} >= {HomeKind.ROSTER_FORBIDS, HomeKind.ROSTER_GAPS}


def test_what_is_remembered_follows_every_edit(hr: Desk, demo: OfficeFolder) -> None:
    today = demo.clock.today()
    lab = department(hr, "lab")
    before = said(hr)
    published = sheet_of(hr, lab, Month.of(today))
    row, day = published.rows[1], published.month.last
    leave = entry(published, row, other_code(published, 1, day))
    hr.do(edit(published, change(published, row.person, day, [leave])))
    after = said(hr)
    assert (HomeKind.ROSTER_CHANGED, int(lab), str(published.month), 1) in after - before
    assert after == expected(hr, today)
    hr.do(UndoEdit(lab, published.month))
    assert said(hr) == before


def test_what_another_program_writes_is_seen(hr: Desk, demo: OfficeFolder) -> None:
    today = demo.clock.today()
    lab = department(hr, "lab")
    before = said(hr)
    other = demo.enter("lab")
    try:
        sheet = sheet_of(other, lab, Month.of(today))
        row, day = sheet.rows[1], sheet.month.last
        leave = entry(sheet, row, other_code(sheet, 1, day))
        other.do(edit(sheet, change(sheet, row.person, day, [leave])))
    finally:
        other.leave()
    assert said(hr) != before
    assert said(hr) == expected(hr, today)


def test_publishing_ends_what_was_changed(hr: Desk, demo: OfficeFolder) -> None:
    today = demo.clock.today()
    lab = department(hr, "lab")
    sheet = sheet_of(hr, lab, Month.of(today))
    row, day = sheet.rows[1], sheet.month.last
    hr.do(edit(sheet, change(sheet, row.person, day, [entry(sheet, row, other_code(sheet, 1, day))])))
    assert any(kind is HomeKind.ROSTER_CHANGED and place == int(lab) for kind, place, *_ in said(hr))
    hr.do(PublishRoster(lab, sheet.month, sheet.version, "换班"))
    assert not any(kind is HomeKind.ROSTER_CHANGED and place == int(lab) for kind, place, *_ in said(hr))
    assert said(hr) == expected(hr, today)


def test_coming_back_to_the_list_reads_no_roster(hr: Desk) -> None:
    asked: list[str] = []
    inside = hr.door._inside
    assert inside is not None
    said(hr)
    inside.office.store.database.connection().set_trace_callback(asked.append)
    said(hr)
    inside.office.store.database.connection().set_trace_callback(None)
    assert asked
    assert not [text for text in asked if "duty" in text and "BETWEEN" in text]
