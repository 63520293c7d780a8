"""A large office's people and a month's duties in and out: looking, writing under the lock, taking back, exporting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TypeVar

from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster
from ehr_tui.services.intents.imports import (
    ApplyImport,
    PreviewImport,
    RecordsSource,
    RosterSource,
    Source,
    StaffSource,
    UndoImport,
)
from tests.bench.big_office import MONTH, name_of, roster_sheet, staff_sheet
from tests.bench.harness import Bench, Figure

T = TypeVar("T")


def office_in_and_out(bench: Bench) -> Iterator[Figure]:
    """Each once, on a copy of the office: an import cannot be made twice.  The lock is held only while writing."""
    many = bench.size.crowd
    office = bench.big.copy(bench.folder / "in-and-out")
    bench.clock.advance(seconds=30)
    door = office.enter("hr")
    try:
        size = {"people": many}
        source = StaffSource(staff_sheet([(f"C{n:05}", name_of(n)) for n in range(many)]), "staff.xlsx")
        seen, looking = _once(lambda: door.do(PreviewImport(source)))
        done, writing = _once(lambda: door.do(ApplyImport(source, seen=seen.mark)))
        yield Figure("people_import_look", looking, "ms", more=size)
        yield Figure("people_import_write", writing, "ms", more=size)
        _, out = _once(lambda: door.do(ExportPeople()))
        yield Figure("people_export", out, "ms", more=size)
        records, out = _once(lambda: door.do(ExportOffice()))
        yield Figure("office_export", out, "ms", more=size)
        again: Source = RecordsSource(records.data, "office.xlsx")
        _, looking = _once(lambda: door.do(PreviewImport(again)))
        yield Figure("office_import_look", looking, "ms", more=size)
        if done.batch is not None:
            batch = done.batch
            _, back = _once(lambda: door.do(UndoImport(batch)))
            yield Figure("people_import_undo", back, "ms", more=size)
        rows = bench.size.people
        people = [(f"D{n:04}", f"{name_of(n)}二") for n in range(rows)]
        month = RosterSource(roster_sheet(people), "roster.xlsx", office.department, month=MONTH)
        size = {"people": rows, "days": len(MONTH.days)}
        looked, looking = _once(lambda: door.do(PreviewImport(month)))
        written, writing = _once(lambda: door.do(ApplyImport(month, seen=looked.mark)))
        yield Figure("roster_import_look", looking, "ms", more=size)
        yield Figure("roster_import_write", writing, "ms", more=size)
        _, out = _once(lambda: door.do(ExportRoster(office.department, MONTH)))
        yield Figure("roster_export", out, "ms", more=size)
        if written.batch is not None:
            batch = written.batch
            _, back = _once(lambda: door.do(UndoImport(batch)))
            yield Figure("roster_import_undo", back, "ms", more=size)
    finally:
        door.logout()


def _once(act: Callable[[], T]) -> tuple[T, float]:
    """What it answers, and how long it took in milliseconds."""
    begun = perf_counter()
    answer = act()
    return answer, (perf_counter() - begun) * 1_000
