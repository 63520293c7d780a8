"""Texts of cells."""

from __future__ import annotations

import pytest

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, ShiftKindId
from ehr_tui.errors import InputError
from ehr_tui.rules.roster.cells import parse_codes, sort_entries
from tests.rules.builders import BY_CODE, CLERK, KIND_LIST, KINDS, kind


def _codes(text: str) -> list[str]:
    return [KINDS[entry.kind].code for entry in parse_codes(text, KIND_LIST)]


@pytest.mark.parametrize(
    "text,codes",
    [
        ("上/休", ["上", "休"]),
        ("D+备", ["D", "备"]),
        ("A1", ["A1"]),
        ("AP", ["A", "P"]),
        ("下夜", ["下夜"]),
        ("下", ["下"]),
        ("a1、d", ["A1", "D"]),
        ("Ａ１／Ｐ", ["A1", "P"]),
        (" d  休 ", ["D", "休"]),
        ("", []),
        (" / ", []),
    ],
)
def test_codes_are_read(text: str, codes: list[str]) -> None:
    assert _codes(text) == codes


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError) as caught:
        parse_codes(" D/Q8 ", KIND_LIST)
    assert caught.value.code == "cell.unknown"
    assert caught.value.params == {"text": "D/Q8", "rest": "Q8"}


def test_the_post_goes_to_work_only() -> None:
    assert [e.post for e in parse_codes("D/备/学", KIND_LIST, CLERK)] == [CLERK, None, None]


def test_an_exact_match_goes_before_another_case() -> None:
    upper, lower = kind(60, "K"), kind(61, "k")
    assert [e.kind for e in parse_codes("kK", [upper, lower])] == [61, 60]


def test_the_departments_kind_goes_before_the_common_one() -> None:
    common, own = kind(60, "A"), kind(61, "A")
    own = type(own)(own.id, "A", "A", own.name, own.duty_class, DepartmentId(1))
    assert parse_codes("A", [common, own]) == (Entry(ShiftKindId(61)),)


def test_a_cell_shows_work_by_start_and_then_the_rest() -> None:
    entries = [Entry(BY_CODE[code].id) for code in ("休", "备", "下", "上")]
    assert [KINDS[e.kind].code for e in sort_entries(entries, KINDS)] == ["上", "下", "备", "休"]
