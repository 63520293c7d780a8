from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.errors import VaultError
from ehr_tui.vault.lockout import LockState
from ehr_tui.vault.watermark import (
    MOST_LOCKS,
    HighWater,
    StepBack,
    check_clock,
    step_back,
    user_key,
)
from tests.vault.conftest import OFFICE, Refusing

NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)
instants = st.integers(0, 10**15).map(lambda after: NOW + timedelta(microseconds=after))
keys = st.sampled_from(["a" * 20, "b" * 20, "c" * 20])
locks = st.builds(
    LockState, st.integers(0, 30), st.none() | instants, disabled=st.booleans(), epoch=st.integers(0, 3)
)
marks = st.builds(
    HighWater,
    generation=st.integers(0, 5),
    keyfile_generation=st.integers(0, 5),
    serial=st.integers(0, 5),
    highest_utc=st.none() | instants,
    clock_epoch=st.integers(0, 3),
    locks=st.dictionaries(keys, locks),
    never_disabled=st.frozensets(keys),
)


@given(marks)
def test_written_and_read(mark: HighWater) -> None:
    assert HighWater.from_text(mark.to_text()) == mark
    assert HighWater.from_text(mark.to_mark()) == mark


@given(marks, marks)
def test_merging_keeps_the_highest_of_everything(a: HighWater, b: HighWater) -> None:
    merged = a.merge(b)
    assert merged == b.merge(a)
    assert a.merge(a) == a
    assert merged.generation == max(a.generation, b.generation)
    assert merged.keyfile_generation == max(a.keyfile_generation, b.keyfile_generation)
    if a.clock_epoch == b.clock_epoch:
        assert merged.highest_utc == max((t for t in (a.highest_utc, b.highest_utc) if t), default=None)
    for name in {*a.locks, *b.locks}:
        if a.lock(name).epoch == b.lock(name).epoch:
            assert merged.lock(name).failures == max(a.lock(name).failures, b.lock(name).failures)


@given(marks, marks, marks)
def test_merging_can_be_done_in_any_grouping(a: HighWater, b: HighWater, c: HighWater) -> None:
    assert a.merge(b).merge(c) == a.merge(b.merge(c))


def test_a_false_time_is_taken_back_and_does_not_come_again() -> None:
    false = HighWater().seen(datetime(2030, 1, 1, tzinfo=UTC))
    cleared = false.clock_cleared(NOW)
    for memory in (false.merge(cleared), cleared.merge(false)):
        assert memory.highest_utc == NOW
    assert cleared.seen(NOW - timedelta(hours=1)).highest_utc == NOW
    assert cleared.seen(NOW + timedelta(hours=1)).highest_utc == NOW + timedelta(hours=1)


def test_failures_count_and_clear() -> None:
    mark = HighWater()
    for _ in range(6):
        mark = mark.with_failure("k", NOW)
    assert mark.lock("k").failures == 6
    cleared = mark.with_success("k")
    assert mark.merge(cleared).lock("k").failures == 0
    assert cleared.with_failure("k", NOW).merge(mark).lock("k").failures == 1
    assert mark.lock("other") == LockState()


def test_the_memory_is_bounded_and_keeps_those_that_matter() -> None:
    mark = (
        HighWater()
        .with_lock("known", LockState(1, NOW))
        .with_lock("worst", LockState(20, NOW, disabled=True))
    )
    for number in range(2 * MOST_LOCKS):
        mark = mark.with_failure(f"stranger{number}", NOW + timedelta(seconds=number), known=["known"])
    assert len(mark.locks) == MOST_LOCKS
    assert mark.lock("known").failures == mark.lock(f"stranger{2 * MOST_LOCKS - 1}").failures == 1
    assert mark.lock("worst").disabled
    assert mark.lock("stranger0") == LockState()
    assert HighWater.from_text(mark.to_text()) == mark


def test_the_mark_is_short_enough_for_every_keyring() -> None:
    mark = HighWater(
        10**9, 10**9, 10**9, NOW.replace(microsecond=123456), 99, never_disabled=frozenset({"a" * 20})
    )
    for number in range(300):
        mark = mark.with_lock(f"{number:020}", LockState(number, NOW.replace(microsecond=123456), epoch=9999))
    short = HighWater.from_text(mark.to_mark())
    assert len(mark.to_mark()) <= 1200
    assert set(short.locks) == {f"{number:020}" for number in range(288, 300)}
    assert (short.generation, short.highest_utc) == (mark.generation, mark.highest_utc)


@pytest.mark.parametrize(
    "text",
    ["", "null", "{}", "[]", "{", '{"generation": -1}', "\udc80", HighWater().to_text().replace("0", "true", 1),
     HighWater().to_text().replace('"locks":{}', '"locks":{"k":[1,"","0",0]}'),
     HighWater().to_text().replace('"locks":{}', '"locks":{"k":[1,""]}'),
     HighWater().to_text().replace('"locks":{}', '"locks":[]'),
     HighWater().to_text().replace('"never":[]', '"never":[1]'),
     HighWater().to_text().replace('"highest":""', '"highest":"2026-11-05T08:00:00"'),
     HighWater().to_text().replace('"highest":""', '"highest":"yesterday"'),
     HighWater().to_text().replace("}", ',"more":1}')],
)  # fmt: skip
def test_damaged_marks(text: str, refused: Refusing) -> None:
    with refused("vault.state_damaged"):
        HighWater.from_text(text)


@pytest.mark.parametrize(
    "behind, good",
    [
        (timedelta(days=-4000), True),
        (timedelta(0), True),
        (timedelta(minutes=5), True),
        (timedelta(minutes=5, microseconds=1), False),
        (timedelta(days=4 * 365), False),
    ],
)
def test_the_clock_may_be_five_minutes_behind(behind: timedelta, good: bool, refused: Refusing) -> None:
    if good:
        check_clock(NOW - behind, NOW)
    else:
        with refused("vault.clock_back"):
            check_clock(NOW - behind, NOW)


def test_the_clock_is_not_judged_before_anything_was_seen() -> None:
    check_clock(NOW, None)


def test_the_refusal_names_the_time_in_utc() -> None:
    seen = NOW.astimezone(timezone(timedelta(hours=8)))
    with pytest.raises(VaultError) as caught:
        check_clock(NOW - timedelta(minutes=90), seen)
    assert caught.value.params == {"minutes": 90, "seen": "2026-11-05 08:00 UTC"}


def test_older_copies_are_noticed() -> None:
    seen = HighWater(generation=7, keyfile_generation=3)
    assert step_back(seen, generation=7, keyfile_generation=3) is None
    assert step_back(seen, generation=8, keyfile_generation=4) is None
    assert step_back(seen) is None
    assert step_back(seen, generation=6) == StepBack("vault.office_older", 7, 6)
    assert step_back(seen, keyfile_generation=2) == StepBack("vault.keyfile_older", 3, 2)
    error = StepBack("vault.office_older", 7, 6).error()
    assert (error.code, error.params) == ("vault.office_older", {"seen": 7, "found": 6})


def test_user_keys_are_digests_alike_for_every_typing() -> None:
    assert user_key("Wang", OFFICE) == user_key(" ｗａｎｇ", OFFICE)
    assert user_key("Wang", OFFICE) != user_key("Wang", OFFICE.replace("1", "2"))
    assert user_key("李娜", OFFICE) != user_key("王芳", OFFICE)
    assert len(user_key("\udc80" * 1000, OFFICE)) == 20
    assert "wang" not in user_key("wang", OFFICE)


@pytest.mark.parametrize(
    "act", [lambda m: m.with_failure("k", NOW), lambda m: m.seen(NOW), lambda m: m.with_success("k")]
)
def test_marks_are_values(act: Callable[[HighWater], HighWater]) -> None:
    mark = HighWater()
    assert act(mark) != mark
    assert mark == HighWater()
