"""Spreadsheets of a large department, and finding a person in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ehr_tui.exchange.export import roster_workbook
from ehr_tui.i18n import t
from ehr_tui.services.intents.imports import PreviewImport, RosterSource
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.services.intents.roster import OpenRoster
from tests.bench.big_office import MONTH, name_of, roster_sheet
from tests.bench.harness import Bench, Figure, median, timed

SOUGHT = ("赵", "安", "zhao", "lmy", "B0123", "nobody")


def spreadsheets(bench: Bench) -> Iterator[Figure]:
    """The month out as a workbook, in again as cells, and in as a whole dry run."""
    from ehr_tui.exchange.roster_sheet import roster_proposal
    from ehr_tui.exchange.sheets import read_book

    repeats = max(2, bench.size.repeats // 6)
    big = bench.big  # made now, so that its makers' codes are spent before the clock moves
    bench.clock.advance(seconds=30)
    door = big.enter("hr")
    try:
        sheet = door.do(OpenRoster(bench.big.department, MONTH))
        written = timed(lambda: roster_workbook(sheet, t), repeats)
        people = [(f"B{n:04}", name_of(n)) for n in range(bench.size.people)]
        data = roster_sheet(people)
        read = timed(lambda: read_book(data, "roster.xlsx"), repeats)
        book = read_book(data, "roster.xlsx")
        understood = timed(lambda: roster_proposal(book, month=MONTH), repeats)
        source = RosterSource(data, "roster.xlsx", bench.big.department, month=MONTH)
        previewed = timed(lambda: door.do(PreviewImport(source)), repeats)
    finally:
        door.logout()
    size = {"people": bench.size.people}
    yield Figure("xlsx_out", median(written), "ms", most=200, more=size)
    yield Figure("xlsx_in", median(read), "ms", most=50, more=size)
    yield Figure("xlsx_in_understood", median(understood), "ms", more=size)
    yield Figure("import_dry_run", median(previewed), "ms", more=size)


def search(bench: Bench) -> Iterator[Figure]:
    """Finding people by character, pinyin, initials and number."""
    big = bench.big  # made now, so that its makers' codes are spent before the clock moves
    bench.clock.advance(seconds=30)
    door = big.enter("hr")
    try:
        total = door.do(ListPeople()).total
        repeats = max(2, bench.size.repeats // 3)
        times = [ms for text in SOUGHT for ms in timed(partial(door.do, ListPeople(text)), repeats)]
    finally:
        door.logout()
    yield Figure(
        "search", median(times), "ms", most=10, more={"people": total, "slowest": round(max(times), 2)}
    )
