from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.vault.lockout import (
    Allowed,
    Disabled,
    LockState,
    Wait,
    after_failure,
    after_success,
    delay,
    may_try,
    merge,
    require,
)
from tests.vault.conftest import Refusing

NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)
states = st.builds(
    LockState,
    failures=st.integers(0, 40),
    last_failure=st.none() | st.integers(0, 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    disabled=st.booleans(),
    epoch=st.integers(0, 3),
)


def failed(times: int) -> LockState:
    state = LockState()
    for _ in range(times):
        state = after_failure(state, NOW)
    return state


@pytest.mark.parametrize(
    "failures, seconds",
    [
        (0, 0),
        (4, 0),
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (11, 900),
        (19, 900),
        (10**6, 900),
    ],
)
def test_delays(failures: int, seconds: int) -> None:
    assert delay(failures) == timedelta(seconds=seconds)


def test_four_failures_are_free_and_the_fifth_waits() -> None:
    assert may_try(failed(4), NOW, last_administrator=False) == Allowed()
    assert may_try(failed(5), NOW, last_administrator=False) == Wait(NOW + timedelta(seconds=30))


def test_the_wait_ends_at_its_instant() -> None:
    until = NOW + timedelta(seconds=30)
    assert may_try(failed(5), until - timedelta(microseconds=1), last_administrator=False) == Wait(until)
    assert may_try(failed(5), until, last_administrator=False) == Allowed()


def test_twenty_failures_disable_but_not_the_last_administrator() -> None:
    later = NOW + timedelta(days=365)
    assert may_try(failed(19), later, last_administrator=False) == Allowed()
    assert may_try(failed(20), later, last_administrator=False) == Disabled()
    assert may_try(failed(20), later, last_administrator=True) == Allowed()
    assert may_try(failed(500), NOW, last_administrator=True) == Wait(NOW + timedelta(minutes=15))


def test_success_begins_anew_and_an_older_memory_does_not_bring_the_count_back() -> None:
    before = failed(12)
    cleared = after_success(before)
    assert may_try(cleared, NOW, last_administrator=False) == Allowed()
    assert merge(before, cleared) == merge(cleared, before) == cleared


def test_a_clock_set_back_does_not_shorten_the_wait() -> None:
    back = NOW - timedelta(hours=2)
    state = after_failure(failed(5), back)
    assert state.last_failure == NOW
    assert isinstance(may_try(state, back, last_administrator=False), Wait)


@given(states, states)
def test_merging_takes_the_maximum_and_the_order_does_not_matter(a: LockState, b: LockState) -> None:
    merged = merge(a, b)
    assert merged == merge(b, a)
    assert merge(a, a) == a
    newest = [state for state in (a, b) if state.epoch == max(a.epoch, b.epoch)]
    assert merged.failures == max(state.failures for state in newest)
    assert merged.disabled == any(state.disabled for state in newest)


@given(states, states, states)
def test_merging_can_be_done_in_any_grouping(a: LockState, b: LockState, c: LockState) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(states, states)
def test_merging_never_allows_what_the_newer_memory_refuses(a: LockState, b: LockState) -> None:
    newest = a if a.epoch >= b.epoch else b
    if not isinstance(may_try(newest, NOW, last_administrator=False), Allowed):
        assert not isinstance(may_try(merge(a, b), NOW, last_administrator=False), Allowed)


def test_require_says_how_long(refused: Refusing) -> None:
    require(Allowed(), NOW)
    with refused("vault.disabled"):
        require(Disabled(), NOW)
    with pytest.raises(Exception, match="locked") as caught:
        require(Wait(NOW + timedelta(seconds=29, microseconds=1)), NOW)
    assert caught.value.params == {"seconds": 30}  # type: ignore[attr-defined]
