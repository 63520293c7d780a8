"""What follows a shift kind on the next day by itself: 下夜 after a night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.duty import Duty, Entry
from ehr_tui.domain.ids import DepartmentId, PersonId, ShiftKindId
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.window import Window
from ehr_tui.services.context import Context

Change = tuple[PersonId, date, tuple[Entry, ...], tuple[Entry, ...]]
"""Person, day, entries before and after."""
Cell = tuple[PersonId, date]
DAY = timedelta(days=1)


def following(
    context: Context, window: Window, department: DepartmentId, changes: Sequence[Change]
) -> list[Change]:
    """The changes that an edit brings about on the days after its own, cells that it names itself left alone.

    An empty cell gets what follows; what the program had put there goes with its cause, if nobody touched it since.
    """
    kinds = window.kinds
    named = {(person, day) for person, day, _, _ in changes}
    found: list[Change] = []
    for person, day, before, after in changes:
        had, has = _followers(kinds, before), _followers(kinds, after)
        following_day = day + DAY
        if had == has or (person, following_day) in named:
            continue
        standing = [d for d in window.duties.get(person, ()) if d.day == following_day]
        was = tuple(d.entry for d in standing if d.department == department)
        now = () if _made_by(context, standing, had, department) else was
        if not now and len(standing) == len(was) and window.people[person].employed(following_day):
            now = _first(kinds, has, department)
        if now != was:
            found.append((person, following_day, was, now))
    return found


def follows(window: Window, changes: Iterable[Change], department: DepartmentId) -> frozenset[Cell]:
    """The cells that hold, after these changes, only what follows the day before."""
    after = {(person, day): entries for person, day, _, entries in changes}
    found = set()
    for (person, day), entries in after.items():
        if len(entries) == 1:
            cause = after.get((person, day - DAY))
            if cause is None:
                before = window.duties.get(person, ())
                cause = tuple(d.entry for d in before if d.day == day - DAY and d.department == department)
            if entries[0].kind in _followers(window.kinds, cause):
                found.add((person, day))
    return frozenset(found)


def _followers(kinds: Mapping[ShiftKindId, ShiftKind], entries: tuple[Entry, ...]) -> list[ShiftKindId]:
    found = (kinds[entry.kind].followed_by for entry in entries if entry.kind in kinds)
    return [kind for kind in found if kind is not None]


def _made_by(
    context: Context, standing: list[Duty], causes: list[ShiftKindId], department: DepartmentId
) -> bool:
    return (
        len(standing) == 1
        and standing[0].department == department
        and standing[0].kind in causes
        and context.store.roster.is_follower(standing[0].id)
    )


def _first(
    kinds: Mapping[ShiftKindId, ShiftKind], wanted: list[ShiftKindId], department: DepartmentId
) -> tuple[Entry, ...]:
    known = {k.id for k in alphabet(kinds.values(), department)} if wanted else set()
    return next(((Entry(kind),) for kind in wanted if kind in known), ())
