"""Leave (and absence without leave) stands alone, except for half days.

Work of a half day beside leave is leave for the other half.  休 is not leave: 上/休 is no matter of these
rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass, clock_time
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.rule import Gravity, Limits, PersonRule

HALF_DAY = "half_day_minutes"
_OFF = (DutyClass.LEAVE, DutyClass.ABSENT)


def _leave_codes(index: Index, person: PersonId) -> dict[int, str]:
    """The codes of leave by day; several in one cell joined by ``+``."""
    found: dict[int, str] = {}
    for mark in index.timeline(person).marks:
        if mark.facts.duty_class in _OFF:
            earlier = found.get(mark.ordinal)
            found[mark.ordinal] = f"{earlier}+{mark.facts.code}" if earlier else mark.facts.code
    return found


def check_work(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each day with leave and more work than half a day."""
    timeline = index.timeline(person)
    limit = limits[HALF_DAY]
    for ordinal, leave in _leave_codes(index, person).items():
        if timeline.paid.get(ordinal, 0) > limit:
            day = date.fromordinal(ordinal)
            codes = "+".join(s.facts.code for s in timeline.worked if s.ordinal == ordinal)
            yield _violation(
                WORK,
                person,
                (day,),
                (
                    ("first_day", day),
                    ("leave_kind", leave),
                    ("kind", codes),
                    ("work_minutes", timeline.paid[ordinal]),
                    ("limit_minutes", limit),
                ),
            )


def check_standby(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each standby on a day of leave: who is away cannot be called."""
    codes = _leave_codes(index, person)
    if not codes:
        return
    for mark in index.timeline(person).marks:
        leave = codes.get(mark.ordinal)
        if leave and mark.facts.duty_class is DutyClass.STANDBY:
            day = mark.duty.day
            figures = (("first_day", day), ("leave_kind", leave), ("kind", mark.facts.code))
            yield _violation(STANDBY, person, (day,), figures)


def check_night(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each night that runs into a day of leave."""
    codes = _leave_codes(index, person)
    if not codes:
        return
    for stretch in index.timeline(person).worked:
        leave = codes.get(stretch.ordinal + 1)
        if leave and stretch.facts.end > DAY_MINUTES:
            second = date.fromordinal(stretch.ordinal + 1)
            yield _violation(
                NIGHT,
                person,
                (stretch.duty.day, second),
                (
                    ("first_day", stretch.duty.day),
                    ("second_day", second),
                    ("kind", stretch.facts.code),
                    ("leave_kind", leave),
                    ("work_minutes", stretch.facts.end - DAY_MINUTES),
                    ("to_time", clock_time(stretch.facts.end - DAY_MINUTES)),
                ),
            )


def evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The leave of the day."""
    leave = _leave_codes(index, person).get(day.toordinal())
    if leave:
        yield Evidence("leave", (("first_day", day), ("leave_kind", leave)))


def _violation(
    rule: PersonRule, person: PersonId, days: tuple[date, ...], figures: tuple[tuple[str, Figure], ...]
) -> Violation:
    return Violation(rule.code, rule.severity, person, None, days, figures, remedy=rule.code)


WORK = PersonRule(
    "leave",
    Severity.FORBID,
    check_work,
    evidence,
    limits={HALF_DAY: 270},
    gravity=Gravity("work_minutes"),
)
STANDBY = PersonRule("leave_standby", Severity.FORBID, check_standby, evidence)
NIGHT = PersonRule("leave_after_night", Severity.WARN, check_night, evidence)
