"""What the rules cost: one edit among many people, and a whole month's sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import Any

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.roster import CellChange, RosterSheet
from ehr_tui.rules.roster.judge import judge, made_worse
from ehr_tui.services.context import Context
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.facts import window_of
from ehr_tui.services.handlers.roster_sheet import month_window
from ehr_tui.services.intents.roster import EditRoster, OpenRoster
from tests.bench.big_office import MONTH, TURN
from tests.bench.harness import Bench, Figure, distribution, median, p95, timed

EARLY, LONG = "D", "L"


def rules_alone(bench: Bench) -> Iterator[Figure]:
    """The rules without the file: before and after one edit, and the whole sheet."""
    with _inside(bench) as (door, context):
        people = bench.big.people
        whole = month_window(context, bench.big.department, MONTH)
        person, day = people[len(people) // 2], MONTH.days[14]
        others = context.store.roster.duties_in_department(bench.big.department, day, day)
        window = window_of(context, bench.big.department, MONTH.first, MONTH.last, [person], others)

        def one_edit() -> None:
            made_worse(judge(window, [person], [day]), judge(window, [person], [day]))

        edits = timed(one_edit, bench.size.repeats)
        sheets = timed(lambda: judge(whole), max(2, bench.size.repeats // 6))
        del door
    size = {"people": len(people)}
    yield Figure("judge_edit", median(edits), "ms", more=size | {"p95": round(p95(edits), 2)})
    yield Figure("judge_sheet", median(sheets), "ms", more=size)


def through_the_gate(bench: Bench) -> Iterator[Figure]:
    """The same as a screen asks for it: rights, rules, rows, audit, commit."""
    office = bench.big.copy(bench.folder / "gate")
    bench.clock.advance(seconds=30)
    door = office.enter("hr")
    try:
        opened = timed(lambda: door.do(OpenRoster(office.department, MONTH)), max(2, bench.size.repeats // 6))
        sheet = door.do(OpenRoster(office.department, MONTH))
        changes = cycle(_changes(sheet))
        seen: dict[tuple[int, int], tuple[Any, ...]] = {}

        def edit() -> None:
            change = next(changes)
            place = (int(change.person), change.day.day)
            asked = CellChange(change.person, change.day, seen.get(place, change.seen), change.entries)
            delta = door.do(EditRoster(office.department, MONTH, (asked,)))
            seen[place] = delta.cells[0][2].seen

        edits = timed(edit, bench.size.repeats)
    finally:
        door.logout()
    yield Figure("open_roster", median(opened), "ms", more={"people": len(sheet.rows)})
    yield from distribution("edit_through_gate", edits)


def _changes(sheet: RosterSheet) -> Iterator[CellChange]:
    """One cell after another from D to L: nothing forbidden, always a change."""
    kinds = {kind.code: kind.id for kind in sheet.kinds}
    posts = {post.id for post in sheet.posts}
    for row in sheet.rows:
        for head, cell in zip(sheet.heads, row.cells, strict=True):
            if [entry.kind for entry in cell.entries] == [kinds[EARLY]] and row.post in posts:
                yield CellChange(row.person, head.day, cell.seen, (Entry(kinds[LONG], row.post),))


@contextmanager
def _inside(bench: Bench) -> Iterator[tuple[Entrance, Context]]:
    """A reading transaction with the context that handlers get."""
    assert EARLY in TURN
    big = bench.big  # made by somebody whose code is used up then
    bench.clock.advance(seconds=30)
    door = big.enter("hr")
    try:
        inside = door._inside
        assert inside is not None
        with inside.office.store.transaction(write=False), ExitStack() as held:
            asked = OpenRoster(bench.big.department, MONTH)
            yield door, inside.office._context(inside.session, asked, held)
    finally:
        door.logout()
