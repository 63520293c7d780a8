"""Times as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.alphabet import check_kind
from ehr_tui.domain.ids import ShiftKindId
from ehr_tui.domain.names import Name
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.screens.day_bar import day_bar, day_scale
from ehr_tui.screens.times_typed import read_clock, read_times, split_clock


@pytest.mark.parametrize(
    "typed, minute",
    [
        ("0730", 450), ("730", 450), ("7:30", 450), ("7：30", 450), ("７：３０", 450), ("7点半", 450), ("7点30分", 450),
        ("7点", 420), ("7时15", 435), ("7", 420), ("19.30", 1170), ("00:00", 0), ("24:00", 1440), ("", None),
    ],
)  # fmt: skip
def test_a_time(typed: str, minute: int | None) -> None:
    assert read_clock(typed) == minute


@pytest.mark.parametrize("typed", ["25:00", "24:01", "7:60", "早上", "7点半钟", "12345", "-7", "7:3:0"])
def test_no_time(typed: str) -> None:
    with pytest.raises(InputError) as raised:
        read_clock(typed)
    assert raised.value.code == "form.time"


DAY = (Segment(480, 720), Segment(840, 1050))


@pytest.mark.parametrize(
    "typed, segments",
    [
        ("08:00-12:00+14:00-17:30", DAY),
        ("0800-1200 1400-1730", DAY),
        ("8-12、14-17:30", DAY),
        ("8点到12点，14点至17点半", DAY),
        ("８：００—１２：００ １４：００～１７：３０", DAY),
        ("8:00 - 12:00 / 14:00 - 17:30", DAY),
        ("22:30-07:15+1", (Segment(1350, 1875),)),
        ("2230-715", (Segment(1350, 1875),)),
        ("22:30-次日7:15", (Segment(1350, 1875),)),
        ("20-24 次日0:30-4", (Segment(1200, 1440), Segment(1470, 1680))),
        ("22-2 3-6", (Segment(1320, 1560), Segment(1620, 1800))),
    ],
)
def test_spans(typed: str, segments: tuple[Segment, ...]) -> None:
    assert read_times(typed, "X") == segments


@pytest.mark.parametrize("typed", ["早上", "8:00", "8-", "-12", "8-12-14", "8-25", "八点到十二点"])
def test_no_spans(typed: str) -> None:
    with pytest.raises(InputError) as raised:
        read_times(typed, "X")
    assert (raised.value.code, raised.value.params["text"]) == ("shift_kind.times", typed)


def kind(*segments: Segment) -> ShiftKind:
    return ShiftKind(ShiftKindId(1), "X", "X", Name("试"), DutyClass.WORK, segments=segments)


def test_a_shift_of_twenty_six_hours_is_read_and_then_refused() -> None:
    segments = read_times("8:00-次日10:00", "X")
    assert segments == (Segment(480, 2040),)
    with pytest.raises(InputError) as raised:
        check_kind(kind(*segments))
    assert raised.value.code == "shift_kind.too_long"


@given(st.lists(st.integers(0, 47), min_size=2, max_size=6, unique=True).filter(lambda x: len(x) % 2 == 0))
def test_what_is_written_is_read_again(halves: list[int]) -> None:
    marks = sorted(half * 30 for half in halves)
    segments = tuple(Segment(a, b) for a, b in zip(marks[::2], marks[1::2], strict=True))
    assert read_times(kind(*segments).times(), "X") == segments


@pytest.mark.parametrize(
    "line, minute, text",
    [
        ("0730 接收标本", 450, "接收标本"),
        ("7:30，接收标本", 450, "接收标本"),
        ("7点半接收标本", 450, "接收标本"),
        ("０７：３０ 到岗，看交接", 450, "到岗，看交接"),
        ("8 开台", 480, "开台"),
        ("07:30", 450, ""),
    ],
)
def test_a_line_of_the_days_work(line: str, minute: int, text: str) -> None:
    assert split_clock(line) == (minute, text)


@pytest.mark.parametrize("line", ["接收标本", "25:00 接收", "24:00 接收", "7 60 接收"[2:] + "x"])
def test_a_line_without_a_time(line: str) -> None:
    with pytest.raises(InputError):
        split_clock(line)


def test_the_bar_shows_when_a_shift_is() -> None:
    bar = day_bar(DAY, plain=True)
    assert len(bar) == 48
    assert bar == "." * 16 + "#" * 8 + "." * 4 + "#" * 7 + "." * 13
    assert set(day_bar(DAY)) == {"█", "·"}


def test_what_a_night_takes_of_the_next_day_stands_behind_a_line() -> None:
    today, after = day_bar((Segment(1350, 1875),), plain=True).split("|")
    assert (len(today), today[45:]) == (48, "###")
    assert after.startswith("#" * 15)
    assert after.rstrip(".") == "#" * 15
    assert day_scale(1875).index("|") == 48
