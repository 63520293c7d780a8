"""Where somebody stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId, PersonId, PostId
from ehr_tui.domain.people import Competence, Details, Person, PersonState
from ehr_tui.rules.people.state import contract_shown, state_of

DAY = date(2026, 11, 23)
NEXT, LAST = DAY + timedelta(days=1), DAY - timedelta(days=1)
POST = PostId(3)
PERSON = Person(PersonId(1), "1", "何静", "He Jing", None, POST, hire_date=date(2026, 1, 1))
CONTRACT = Contract(ContractId(1), PERSON.id, date(2026, 1, 1))
COACHED = Competence(POST, date(2026, 1, 1), coached_until=DAY)


@pytest.mark.parametrize(
    ("person", "contract", "details", "state"),
    [
        ({}, {}, {}, PersonState.ACTIVE),
        ({}, {"probation_to": DAY}, {}, PersonState.PROBATION),
        ({}, {"probation_to": LAST}, {}, PersonState.ACTIVE),
        ({"competences": (COACHED,)}, {}, {}, PersonState.COACHED),
        ({"competences": (COACHED,)}, {"probation_to": NEXT}, {}, PersonState.PROBATION),
        ({"competences": (replace(COACHED, post=PostId(4)),)}, {}, {}, PersonState.ACTIVE),
        ({"competences": (replace(COACHED, coached_until=LAST),)}, {}, {}, PersonState.ACTIVE),
        ({"leave_date": DAY}, {"probation_to": NEXT}, {}, PersonState.LEAVING),
        ({"leave_date": LAST}, {}, {}, PersonState.LEFT),
        ({"hire_date": NEXT}, {}, {}, PersonState.NOT_YET),
        ({"hire_date": NEXT, "leave_date": NEXT}, {}, {}, PersonState.NOT_YET),
        ({"leave_date": LAST}, {}, {"erased": datetime(2026, 1, 1, tzinfo=UTC)}, PersonState.ERASED),
    ],
)
def test_the_first_that_fits(
    person: dict[str, object], contract: dict[str, object], details: dict[str, object], state: PersonState
) -> None:
    given_person = replace(PERSON, **person)  # type: ignore[arg-type]
    given_contract = replace(CONTRACT, **contract)  # type: ignore[arg-type]
    assert state_of(given_person, given_contract, Details(**details), DAY) is state  # type: ignore[arg-type]


def test_without_a_contract_nobody_is_on_probation() -> None:
    assert state_of(PERSON, None, Details(), DAY) is PersonState.ACTIVE
    over = replace(CONTRACT, valid_to=LAST, probation_to=NEXT)
    assert state_of(PERSON, over, Details(), DAY) is PersonState.ACTIVE


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(hired=st.none() | days, left=st.none() | days, day=days)
def test_states_agree_with_employment(hired: date | None, left: date | None, day: date) -> None:
    person = replace(PERSON, hire_date=hired, leave_date=left)
    state = state_of(person, None, Details(), day)
    if person.employed(day):
        assert state in (PersonState.ACTIVE, PersonState.LEAVING)
        assert (state is PersonState.LEAVING) == (left is not None)
    else:
        assert state in (PersonState.LEFT, PersonState.NOT_YET)


@given(st.lists(st.tuples(days, st.integers(0, 400)), max_size=4), days)
def test_the_contract_shown_is_in_force_when_one_is(spans: list[tuple[date, int]], day: date) -> None:
    contracts = [
        replace(CONTRACT, id=ContractId(n), valid_from=first, valid_to=first + timedelta(days=length))
        for n, (first, length) in enumerate(sorted(spans))
    ]
    shown = contract_shown(contracts, day)
    assert (shown is None) == (not contracts)
    if shown is not None:
        assert shown.holds(day) == any(c.holds(day) for c in contracts)
        if not shown.holds(day) and shown.valid_from > day:  # the first to come, and none was before
            assert shown.valid_from == min(c.valid_from for c in contracts)
