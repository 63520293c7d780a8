"""Who may be there twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.duplicates import DuplicateReason
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.people import Person
from ehr_tui.rules.people.duplicates import (
    SHARED_BY_MANY,
    Candidate,
    find_duplicates,
    plain_number,
    plain_phone,
)

LAB, WARD = DepartmentId(1), DepartmentId(2)
BORN = date(1995, 5, 5)


def one(
    number: int, name: str = "", staff: str = "", phone: str = "", born: date | None = None,
    place: DepartmentId | None = None, latin: str = "",
) -> Candidate:  # fmt: skip
    person = Person(PersonId(number), staff, name or f"某{number}", latin or f"Mou {number}", place, None)
    return Candidate(person, born, number, phone)


R = DuplicateReason


@pytest.mark.parametrize(
    ("a", "b", "reasons"),
    [
        (one(1, phone="138-0000 0001"), one(2, phone="+8613800000001"), {R.SAME_PHONE}),
        (one(1, phone="8001"), one(2, phone="8001"), set()),  # an extension is a desk's
        (one(1, staff="R0012"), one(2, staff="ｒ-12"), {R.SAME_NUMBER}),
        (one(1, staff="R12"), one(2, staff="R120"), set()),
        (one(1, staff="A1B02"), one(2, staff="a1b2"), {R.SAME_NUMBER}),
        (one(1), one(2), set()),
        (one(1, "何静", born=BORN, latin="He Jing"), one(2, "何静", born=BORN, latin="He Jing"),
         {R.SAME_NAME_AND_BIRTH, R.SAME_READING_AND_BIRTH}),
        (one(1, "何静", born=BORN), one(2, "何静", born=date(1995, 5, 6)), set()),
        (one(1, "何静", born=BORN, latin="He Jing"), one(2, "何婧", born=BORN, latin="Hé Jìng"),
         {R.SAME_READING_AND_BIRTH}),
        (one(1, "何 静", place=LAB), one(2, "何静", place=LAB), {R.SAME_NAME_AND_PLACE}),
        (one(1, "何静", place=LAB), one(2, "何静", place=WARD), set()),
        (one(1, "何静"), one(2, "何静"), set()),
    ],
)  # fmt: skip
def test_reasons(a: Candidate, b: Candidate, reasons: set[DuplicateReason]) -> None:
    found = find_duplicates([b, a])
    assert {r for pair in found for r in pair.reasons} == reasons
    if reasons:
        assert [(p.one.id, p.other.id, p.revisions) for p in found] == [(1, 2, (1, 2))]


def test_a_phone_of_many_says_nothing_and_stands_in_no_answer() -> None:
    many = [one(n, phone="020 8888 8888") for n in range(1, SHARED_BY_MANY + 2)]
    assert find_duplicates(many) == ()
    few = find_duplicates(many[:2])
    assert len(few) == 1
    assert "8888" not in repr(few)
    assert "8888" not in repr(many)


def test_the_surest_come_first_and_each_pair_once() -> None:
    people = [
        one(1, "何静", place=LAB),
        one(2, "何静", place=LAB),
        one(3, phone="13800000001"),
        one(4, phone="13800000001", staff="7"),
        one(5, staff="007"),
    ]
    pairs = [(p.one.id, p.other.id, p.reasons[0]) for p in find_duplicates(people)]
    assert pairs == [(3, 4, R.SAME_PHONE), (4, 5, R.SAME_NUMBER), (1, 2, R.SAME_NAME_AND_PLACE)]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "R1", "r01", "X"]), st.sampled_from(["", "13800000001"])), max_size=6
    )
)
def test_order_of_records_does_not_matter(values: list[tuple[str, str]]) -> None:
    people = [one(n, staff=staff, phone=phone) for n, (staff, phone) in enumerate(values, 1)]
    assert find_duplicates(people) == find_duplicates(people[::-1])
    for pair in find_duplicates(people):
        assert pair.one.id < pair.other.id
        assert pair.reasons


@given(st.text(max_size=12))
def test_what_is_compared_is_the_same_when_compared_again(text: str) -> None:
    assert plain_number(plain_number(text)) == plain_number(text)
    assert plain_phone(plain_phone(text)) == plain_phone(text)


def test_five_thousand_are_quick() -> None:
    people = [
        replace(one(n, f"名{n % 2000}", f"R{n:05}", f"138{n:08}"), birth_date=date(1990, 1, 1 + n % 28))
        for n in range(1, 5001)
    ]
    start = perf_counter()
    find_duplicates(people)
    assert perf_counter() - start < 2
