"""Coaching ends before the first day on which the newcomer would work alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from ehr_tui.demo.board import Board, Kinds
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import DutyClass, ShiftKind


def with_coaching(people: tuple[Person, ...], boards: Iterable[Board]) -> tuple[Person, ...]:
    """The people with coaching cut where no experienced colleague works at the same time any more."""
    placed = {person.id: board for board in boards for person in board.people}
    return tuple(_cut(person, placed[person.id]) for person in people)


def _cut(person: Person, board: Board) -> Person:
    home = next((c for c in person.competences if c.coached_until is not None), None)
    if home is None or home.coached_until is None:
        return person
    alone = (day for day in board.days if home.coached(day) and _alone(person, board, day))
    first = next(alone, None)
    if first is None:
        return person
    until = first - timedelta(days=1)
    ended = until < home.since
    cut = replace(home, coached_until=None if ended else until, coach=None if ended else home.coach)
    return replace(person, competences=tuple(cut if c is home else c for c in person.competences))


def _alone(person: Person, board: Board, day: date) -> bool:
    worked = _worked(board.at(person.id, day))
    experienced = (
        other
        for other in board.people
        if other.id != person.id and any(c.post == person.post and c.experienced for c in other.competences)
    )
    beside = [kind for other in experienced for kind in _worked(board.at(other.id, day))]
    return any(not _together(kind, beside) for kind in worked)


def _worked(kinds: Kinds) -> Kinds:
    return tuple(kind for kind in kinds if kind.duty_class is DutyClass.WORK)


def _together(kind: ShiftKind, others: Iterable[ShiftKind]) -> bool:
    """Whether some other kind runs at the same time."""
    return any(
        a.start < b.end and b.start < a.end for other in others for a in kind.segments for b in other.segments
    )
