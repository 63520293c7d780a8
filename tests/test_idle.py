"""When a terminal counts as left alone."""

from __future__ import annotations

from ehr_tui.idle import IdleWatch
from tests.offices import MovableClock


def test_the_limit_itself_locks_and_a_sign_of_life_starts_anew() -> None:
    clock = MovableClock()
    watch = IdleWatch(clock, 10)
    clock.advance(minutes=9, seconds=59)
    assert not watch.left_alone()
    clock.advance(seconds=1)
    assert watch.left_alone()
    watch.alive()
    assert not watch.left_alone()


def test_a_clock_set_back_does_not_keep_it_open_for_hours() -> None:
    clock = MovableClock()
    watch = IdleWatch(clock, 10)
    clock.advance(hours=-2)
    assert not watch.left_alone()
    clock.advance(minutes=10)
    assert watch.left_alone()


def test_no_limit_never_locks() -> None:
    clock = MovableClock()
    watch = IdleWatch(clock, 0)
    clock.advance(days=3)
    assert not watch.left_alone()
