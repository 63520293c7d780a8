"""What the law protects from by itself, as restrictions to start from; every field may be changed before saving.

Source: Special Rules on the Labour Protection of Female Employees (State Council, 2012), arts. 6 and 9 and annex.
"""

from __future__ import annotations

from datetime import date, timedelta

from ehr_tui.domain.contract_law import months_after
from ehr_tui.domain.ids import PersonId, RestrictionId
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind

PREGNANCY_DAYS = 280
SEVENTH_MONTH_DAYS = 196
"""Seven months of four weeks, as pregnancies are counted."""
OVERDUE_DAYS = 14
NURSING_MINUTES = 60
"""A day while nursing a child under one, and as much again for each further baby (art. 9)."""


def for_pregnancy(
    person: PersonId, due: date, hazards: frozenset[str] = frozenset(), since: date | None = None
) -> tuple[Restriction, ...]:
    """From the seventh month no night and no overtime; none of the ``hazards`` from ``since`` on, at any month.

    ``due`` is the expected day of birth.  All last two weeks beyond it: a late child must not end the protection.
    """
    until = due + timedelta(days=OVERDUE_DAYS)
    from_seventh = due - timedelta(days=PREGNANCY_DAYS - SEVENTH_MONTH_DAYS)
    found = [
        Restriction(
            RestrictionId(0),
            person,
            frozenset({Effect.NO_NIGHT, Effect.NO_OVERTIME}),
            from_seventh,
            until,
            kind=RestrictionKind.PREGNANCY,
        )
    ]
    if hazards:
        begin = min(since or due - timedelta(days=PREGNANCY_DAYS), until)
        effects = frozenset({Effect.NO_HAZARD})
        kind = RestrictionKind.PREGNANCY
        found.insert(0, Restriction(RestrictionId(0), person, effects, begin, until, hazards, kind=kind))
    return tuple(found)


def for_nursing(person: PersonId, birth: date, babies: int = 1) -> tuple[Restriction, ...]:
    """Until the day before the child is one: no night, no overtime, an hour less a day for each of ``babies``."""
    return (
        Restriction(
            RestrictionId(0),
            person,
            frozenset({Effect.NO_NIGHT, Effect.NO_OVERTIME, Effect.SHORTER_DAY}),
            birth,
            months_after(birth, 12) - timedelta(days=1),
            minutes_off=NURSING_MINUTES * max(1, babies),
            kind=RestrictionKind.NURSING,
        ),
    )
