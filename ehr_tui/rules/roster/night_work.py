"""Night work as the law means it: any minute of 22:00–06:00, counted on the date it lies on."""

from __future__ import annotations

from ehr_tui.domain.shifts import DAY_MINUTES, NIGHT_FROM, NIGHT_TO, Segment
from ehr_tui.rules.roster.kinds import KindFacts

_FIRST = ((0, NIGHT_TO), (NIGHT_FROM, DAY_MINUTES))
_SECOND = tuple((start + DAY_MINUTES, end + DAY_MINUTES) for start, end in _FIRST)


def night_minutes_by_date(facts: KindFacts) -> tuple[int, int]:
    """Minutes of night work on the duty's day and on the day after."""
    if not facts.placed or (facts.start >= NIGHT_TO and facts.end <= NIGHT_FROM):
        return 0, 0
    return _within(facts.segments, _FIRST), _within(facts.segments, _SECOND)


def _within(segments: tuple[Segment, ...], nights: tuple[tuple[int, int], ...]) -> int:
    return sum(max(0, min(s.end, last) - max(s.start, first)) for s in segments for first, last in nights)
