from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.alphabet import alphabet, check_alphabet, check_kind, parse_times
from ehr_tui.domain.ids import DepartmentId, ShiftKindId
from ehr_tui.domain.names import Name
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.errors import InputError

LAB, DENTAL = DepartmentId(1), DepartmentId(2)


def kind(
    number: int, code: str, key: str, department: DepartmentId | None = None, *,
    duty_class: DutyClass = DutyClass.WORK, active: bool = True,
) -> ShiftKind:  # fmt: skip
    segments = (Segment(480, 720),) if duty_class.is_timed else ()
    return ShiftKind(
        ShiftKindId(number), code, key, Name(code), duty_class, department, segments, active=active
    )


def codes(kinds: tuple[ShiftKind, ...]) -> list[tuple[str, int]]:
    return [(k.code, int(k.id)) for k in kinds]


def test_a_departments_kind_replaces_the_common_one_whichever_comes_first() -> None:
    common, own, other = kind(1, "S", "S"), kind(2, "S", "T", LAB), kind(3, "E", "E", DENTAL)
    assert codes(alphabet([common, own, other], LAB)) == [("S", 2)]
    assert codes(alphabet([own, common, other], LAB)) == [("S", 2)]
    assert codes(alphabet([common, own, other], DENTAL)) == [("S", 1), ("E", 3)]
    assert codes(alphabet([common, own, other], None)) == [("S", 1)]


def test_inactive_kinds_are_left_out_and_an_own_one_hides_the_common_one() -> None:
    kinds = [kind(1, "L", "L"), kind(2, "L", "L", LAB, active=False), kind(3, "N", "N", active=False)]
    assert alphabet(kinds, LAB) == ()
    assert codes(alphabet(kinds, DENTAL)) == [("L", 1)]


def test_work_is_typed_first() -> None:
    rest = kind(1, "休", "R", duty_class=DutyClass.REST)
    assert codes(alphabet([rest, kind(2, "D", "D")], LAB)) == [("D", 2), ("休", 1)]


def test_keys_are_unique_whatever_the_case() -> None:
    check_alphabet([kind(1, "D", "D"), kind(2, "E", "E")], "lab")
    with pytest.raises(InputError) as raised:
        check_alphabet([kind(1, "D", "D"), kind(2, "E", "d")], "lab")
    assert raised.value.code == "shift_kind.same_key"
    assert raised.value.params == {"where": "lab", "key": "d", "kind": "E", "other": "D"}


def test_a_sound_kind_passes() -> None:
    check_kind(kind(1, "上", "M"))
    check_kind(kind(2, "休", "R", duty_class=DutyClass.REST))


@pytest.mark.parametrize(
    "text, segments",
    [
        ("8:00-12:00", ((480, 720),)),
        ("08:00-12:00+14:00-17:30", ((480, 720), (840, 1050))),
        ("22:30-07:15+1", ((1350, 1875),)),
        ("18:00-20:00+22:30-00:00+1", ((1080, 1200), (1350, 1440))),
        ("16:00-24:00", ((960, 1440),)),
    ],
)
def test_times_are_read(text: str, segments: tuple[tuple[int, int], ...]) -> None:
    assert parse_times(text, "x") == tuple(Segment(*s) for s in segments)


@pytest.mark.parametrize("text", ["", "8-12", "08:00", "24:30-25:00", "08:60-09:00", "08:00-12:00+", "+1"])
def test_times_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_times(text, "x")
    assert raised.value.code == "shift_kind.times"


minutes = st.lists(st.integers(0, 2879), min_size=2, max_size=6, unique=True).map(sorted)


@given(minutes)
def test_times_read_back_as_written(points: list[int]) -> None:
    segments = tuple(Segment(a, b) for a, b in zip(points[::2], points[1::2], strict=False))
    written = ShiftKind(ShiftKindId(1), "Z", "Z", Name("Z"), DutyClass.WORK, segments=segments).times()
    assert parse_times(written, "x") == segments
