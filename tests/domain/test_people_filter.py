"""Who passes a filter of the people list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehr_tui.domain.contracts import Contract, EmploymentKind
from ehr_tui.domain.ids import ContractId, DepartmentId, PersonId, PostId
from ehr_tui.domain.people import Competence, Details, Education, Person, PersonState
from ehr_tui.domain.people_filter import NO, NONE, PEOPLE_FILTERS, STAYING, YES
from ehr_tui.domain.people_views import PersonLine
from ehr_tui.domain.restrictions import Effect

TODAY = date(2026, 11, 23)
BARE = PersonLine(
    Person(PersonId(1), "1", "单丽", "Shan Li", None, None),
    PersonState.ACTIVE,
    None,
    Details(),
    frozenset(),
    "",
    1,
)
CONTRACT = Contract(
    ContractId(1),
    PersonId(1),
    date(2024, 1, 1),
    date(2026, 12, 23),
    EmploymentKind.DISPATCHED,
    contractor="甲公司",
)
FULL = replace(
    BARE,
    person=replace(
        BARE.person,
        department=DepartmentId(3),
        post=PostId(7),
        hire_date=date(2024, 1, 1),
        standby_pool=True,
        competences=(
            Competence(PostId(7), date(2024, 1, 1), experienced=True),
            Competence(PostId(8), date(2024, 1, 1), date(2026, 11, 22)),
        ),
    ),
    contract=CONTRACT,
    details=Details(education=Education.COLLEGE),
    effects=frozenset({Effect.NO_NIGHT}),
)


@pytest.mark.parametrize(
    "name, chosen, full, bare",
    [
        ("department", ("3",), True, False),
        ("department", ("3", NONE), True, True),
        ("post", ("7",), True, False),
        ("can_take", ("7",), True, False),
        ("can_take", ("8",), False, False),  # until yesterday
        ("state", STAYING, True, True),
        ("state", ("left",), False, False),
        ("employment", ("dispatched",), True, False),
        ("employment", (NONE,), False, True),
        ("contractor", ("甲公司",), True, False),
        ("contractor", (NONE,), False, True),
        ("standby", (YES,), True, False),
        ("standby", (NO,), False, True),
        ("experienced", (YES,), True, False),
        ("experienced", (YES, NO), True, True),
        ("restriction", ("no_night", "no_overtime"), True, False),
        ("restriction", ("no_overtime",), False, False),
        ("restriction", (NONE,), False, True),
        ("contract_ends", ("30",), True, False),
        ("contract_ends", ("29",), False, False),
        ("hired", ("2024-01-01", ""), True, False),
        ("hired", ("", "2023-12-31"), False, False),
        ("education", ("college",), True, False),
        ("education", (NONE,), False, True),
    ],
)
def test_who_fits(name: str, chosen: tuple[str, ...], full: bool, bare: bool) -> None:
    assert PEOPLE_FILTERS[name](FULL, chosen, TODAY) is full
    assert PEOPLE_FILTERS[name](BARE, chosen, TODAY) is bare


def test_a_contract_that_has_ended_ends_no_more() -> None:
    ended = replace(FULL, contract=replace(CONTRACT, valid_to=date(2026, 11, 22)))
    assert not PEOPLE_FILTERS["contract_ends"](ended, ("30",), TODAY)
    opened = replace(FULL, contract=replace(CONTRACT, valid_to=None))
    assert not PEOPLE_FILTERS["contract_ends"](opened, ("30",), TODAY)


def test_nobody_who_left_is_among_those_who_stay() -> None:
    assert PersonState.LEFT.value not in STAYING
    assert PersonState.ERASED.value not in STAYING
    assert PersonState.LEAVING.value in STAYING
