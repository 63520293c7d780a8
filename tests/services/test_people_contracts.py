"""Contracts and restrictions: what contradicts is refused, reasons stay with whoever may know them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.contracts import Contract, ContractLimits, HoursSystem
from ehr_tui.domain.ids import ContractId, PersonId, RestrictionId
from ehr_tui.domain.people import Person
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restriction_presets import for_nursing, for_pregnancy
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.errors import InputError
from ehr_tui.services.handlers.contract_checks import check_contract
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RemoveContract, SaveContract, SavePerson
from ehr_tui.services.intents.restrictions import RemoveRestriction, RevealHealth, SaveRestriction
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.services.test_people_records import audit, fields

FIRST = date(2026, 1, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def person(hr: Desk) -> PersonId:
    """Somebody new without a contract."""
    return hr.do(SavePerson(Person(PersonId(0), "Z1", "欧阳娜娜", "", None, None), 0)).person.id


def contract(person: PersonId, **values: Any) -> Contract:
    return replace(Contract(ContractId(0), person, FIRST), **values)


def limited(**values: Any) -> ContractLimits:
    return ContractLimits(**values)


PERMIT: dict[str, Any] = {"hours_system": HoursSystem.COMPREHENSIVE, "approval": "示范1号"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"valid_to": date(2025, 12, 31)}, "people.dates_reversed"),
        ({"limits": limited(max_day_minutes=0)}, "contract.limit_hours"),
        ({"limits": limited(max_day_minutes=1441)}, "contract.limit_hours"),
        ({"limits": limited(max_week_minutes=7 * 1440 + 1)}, "contract.limit_hours"),
        ({"limits": limited(max_month_minutes=31 * 1440 + 1)}, "contract.limit_hours"),
        ({"limits": limited(max_month_overtime=-1)}, "contract.limit_hours"),
        ({"limits": limited(max_consecutive_days=32)}, "contract.limit"),
        ({"limits": limited(min_consecutive_days=0)}, "contract.limit"),
        ({"limits": limited(min_days_off=0)}, "contract.limit"),
        ({"limits": limited(max_days_off=32)}, "contract.limit"),
        ({"limits": limited(max_weekends=7)}, "contract.limit"),
        ({"limits": limited(max_nights=-1)}, "contract.limit"),
        ({"limits": limited(max_nights_in_row=32)}, "contract.limit"),
        ({"limits": limited(per_kind={"N": 32})}, "contract.limit"),
        ({"limits": limited(per_kind={"nope": 3})}, "contract.no_kind"),
        ({"limits": limited(min_consecutive_days=5, max_consecutive_days=4)}, "contract.min_above_max"),
        ({"limits": limited(min_days_off=3, max_days_off=2)}, "contract.min_above_max"),
        ({"limits": limited(max_day_minutes=600, max_week_minutes=540)}, "contract.min_above_max"),
        ({"limits": limited(max_week_minutes=600, max_month_minutes=540)}, "contract.min_above_max"),
        ({"limits": limited(max_nights_in_row=3, max_nights=2)}, "contract.min_above_max"),
        ({"day_minutes": 0}, "contract.limit_hours"), ({"day_minutes": 1441}, "contract.limit_hours"),
        ({"hours_system": HoursSystem.COMPREHENSIVE, "approval": "  "}, "contract.no_approval"),
        ({"hours_system": HoursSystem.IRREGULAR}, "contract.no_approval"),
        ({"approval_from": FIRST}, "contract.approval_without_number"),
        (PERMIT | {"approval_from": FIRST, "approval_to": date(2025, 1, 1)}, "people.dates_reversed"),
        (PERMIT | {"approval_to": date(2025, 12, 31)}, "contract.approval_elsewhere"),
        (PERMIT | {"valid_to": date(2026, 5, 1), "approval_from": date(2026, 5, 2)}, "contract.approval_elsewhere"),
        ({"probation_to": date(2025, 12, 31)}, "contract.probation_outside"),
        ({"valid_to": date(2026, 5, 1), "probation_to": date(2026, 5, 2)}, "contract.probation_outside"),
        ({"contractor": "长" * 1_000_000}, "text.long"), ({"approval": "x" * 61}, "text.long"),
        ({"contractor": "a\x07"}, "text.bad_sign"),
    ],
)  # fmt: skip
def test_contracts_that_contradict_themselves(
    hr: Desk, person: PersonId, values: dict[str, Any], code: str
) -> None:
    refusal(code, partial(hr.do, SaveContract(contract(person, **values))))
    assert hr.do(OpenPerson(person)).contracts == ()


whole = st.none() | st.integers(-2, 50)


LIMITS = (
    "min_consecutive_days",
    "max_consecutive_days",
    "min_days_off",
    "max_days_off",
    "max_nights",
    "max_nights_in_row",
)


@given(st.fixed_dictionaries(dict.fromkeys(LIMITS, whole)))
def test_what_is_accepted_can_be_kept_to(limits: dict[str, int | None]) -> None:
    """No accepted contract asks for more at least than it allows at most."""
    given_limits = ContractLimits(**limits)  # type: ignore[arg-type]
    try:
        check_contract(Contract(ContractId(0), PersonId(1), FIRST, limits=given_limits), ())
    except InputError:
        return
    for least, most in (
        ("min_consecutive_days", "max_consecutive_days"), ("min_days_off", "max_days_off"),
        ("max_nights_in_row", "max_nights"),
    ):  # fmt: skip
        one, other = limits[least], limits[most]
        assert one is None or other is None or one <= other
    assert all(value is None or 0 <= value <= 31 for value in limits.values())


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 900)), min_size=2, max_size=4))
def test_contracts_that_are_kept_never_hold_together(spans: list[tuple[date, int | None]]) -> None:
    kept: list[Contract] = []
    for n, (first, length) in enumerate(spans, 1):
        last = None if length is None else first + timedelta(days=length)
        new = Contract(ContractId(n), PersonId(1), first, last)
        try:
            check_contract(new, kept)
        except InputError:
            continue
        kept.append(new)
    for one in kept:
        for day in (one.valid_from, one.valid_to or date(2040, 1, 1)):
            assert sum(c.holds(day) for c in kept) == 1


def test_edges_of_limits_are_allowed(hr: Desk, person: PersonId) -> None:
    limits = limited(
        max_day_minutes=1440, max_week_minutes=7 * 1440, max_month_overtime=0, max_consecutive_days=4,
        min_consecutive_days=4, min_days_off=2, max_days_off=2, max_weekends=0, max_nights=0,
        per_kind={"N": 0, "A": 31},
    )  # fmt: skip
    kept = contract(
        person,
        **PERMIT,
        approval_to=FIRST,
        valid_to=date(2026, 6, 1),
        probation_to=date(2026, 6, 1),
        limits=limits,
    )
    (found,) = hr.do(SaveContract(kept)).contracts
    assert replace(found, id=ContractId(0)) == kept


def test_overlaps_and_the_former_contract(hr: Desk, person: PersonId) -> None:
    (open_end,) = hr.do(SaveContract(contract(person))).contracts
    later = contract(person, valid_from=date(2026, 7, 1))
    refusal("contract.overlap_open", partial(hr.do, SaveContract(later)))
    ended, new = hr.do(SaveContract(later, end_former=True)).contracts
    assert (ended.valid_to, new.valid_from, new.valid_to) == (date(2026, 6, 30), date(2026, 7, 1), None)
    changes = audit(hr)[-1][1]["changes"]
    assert [c["record"] for c in changes] == [str(ended.id), str(new.id)]
    assert changes[0]["fields"] == [["valid_to", None, "2026-06-30"]]
    # One that begins no later than what runs cannot end it.
    same_day = contract(person, valid_from=FIRST, valid_to=FIRST)
    refusal("contract.overlap", partial(hr.do, SaveContract(same_day, end_former=True)))
    # Ending the former must not hide a clash with another.
    long = contract(person, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 1))
    refusal("contract.overlap_open", partial(hr.do, SaveContract(long, end_former=True)))
    assert hr.do(OpenPerson(person)).contracts == (ended, new)
    moved = replace(open_end, valid_to=date(2026, 6, 29))
    refusal("contract.changed_meanwhile", partial(hr.do, SaveContract(moved, open_end)))


def test_ending_the_former_inside_its_probation_is_refused(hr: Desk, person: PersonId) -> None:
    hr.do(SaveContract(contract(person, probation_to=date(2026, 3, 31))))
    early = contract(person, valid_from=date(2026, 3, 1))
    refusal("contract.probation_outside", partial(hr.do, SaveContract(early, end_former=True)))


def test_a_contract_is_taken_out(hr: Desk, person: PersonId) -> None:
    (kept,) = hr.do(SaveContract(contract(person, contractor="某公司"))).contracts
    other = replace(kept, contractor="另一家")
    refusal("contract.changed_meanwhile", partial(hr.do, RemoveContract(person, kept.id, other)))
    stranger = next(p.id for p in hr.do(ListPeople()).people if p.id != person)
    refusal("contract.not_found", partial(hr.do, RemoveContract(stranger, kept.id)))
    assert hr.do(RemoveContract(person, kept.id, kept)).contracts == ()
    assert fields(hr)["contractor"] == ("某公司", None)
    refusal("contract.not_found", partial(hr.do, RemoveContract(person, kept.id)))


# Restrictions

SECRET = "先兆早产"


def restriction(person: PersonId, **values: Any) -> Restriction:
    given: dict[str, Any] = {"kind": RestrictionKind.MEDICAL, "reason": SECRET} | values
    effects = given.pop("effects", frozenset({Effect.NO_NIGHT}))
    since = given.pop("since", TODAY)
    return Restriction(RestrictionId(0), person, effects, since, **given)


def test_planners_see_effects_and_only_the_right_role_the_reason(demo: OfficeFolder, hr: Desk) -> None:
    lab = demo.enter("lab")
    someone = lab.do(ListPeople()).people[0].id
    view = hr.do(SaveRestriction(restriction(someone, until=TODAY + timedelta(days=30))))
    for reader in (view, hr.do(OpenPerson(someone)), lab.do(OpenPerson(someone))):
        (shown,) = reader.restrictions
        assert (shown.kind, shown.reason) == (RestrictionKind.HIDDEN, "")
        assert shown.effects == {Effect.NO_NIGHT}
    assert (view.can_see_health, view.can_edit_health) == (True, True)
    seen = lab.do(OpenPerson(someone))
    assert (seen.can_see_health, seen.can_edit_health) == (False, False)
    assert next(x for x in lab.do(ListPeople()).lines if x.person.id == someone).effects == {Effect.NO_NIGHT}
    (whole,) = hr.do(RevealHealth(someone))
    assert (whole.kind, whole.reason) == (RestrictionKind.MEDICAL, SECRET)
    assert audit(hr)[-1][0] == "RevealHealth"
    refusal("access.no_right", partial(lab.do, RevealHealth(someone)))
    lab.leave()


def test_no_reason_and_no_kind_stands_in_the_audit(hr: Desk, person: PersonId) -> None:
    value = restriction(person, kind=RestrictionKind.PREGNANCY)
    assert SECRET not in repr(SaveRestriction(value))
    kept = hr.do(SaveRestriction(value)).restrictions[0]
    (whole,) = hr.do(RevealHealth(person))
    hr.do(SaveRestriction(replace(whole, reason="另一个原因"), whole))
    assert fields(hr) == {"grounds": ("***", "****")}
    hr.do(SaveRestriction(replace(kept, until=TODAY)))  # a kind that is hidden leaves both as they are
    assert fields(hr) == {"until": (None, "2026-11-23")}
    assert hr.do(RevealHealth(person))[0].reason == "另一个原因"
    assert hr.do(RevealHealth(person))[0].kind is RestrictionKind.PREGNANCY
    hr.do(RemoveRestriction(person, kept.id))
    written = json.dumps(audit(hr), ensure_ascii=False)
    for secret in (SECRET, "另一个原因", "pregnancy"):
        assert secret not in written


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"effects": frozenset()}, "restriction.no_effect"),
        ({"until": TODAY - timedelta(days=1)}, "people.dates_reversed"),
        ({"effects": frozenset({Effect.SHORTER_DAY})}, "restriction.minutes"),
        ({"effects": frozenset({Effect.SHORTER_DAY}), "minutes_off": 481}, "restriction.minutes"),
        ({"effects": frozenset({Effect.SHORTER_DAY}), "minutes_off": -60}, "restriction.minutes"),
        ({"effects": frozenset({Effect.NO_HAZARD})}, "restriction.no_hazard"),
        ({"effects": frozenset({Effect.NO_HAZARD}), "hazards": frozenset({"kryptonite"})}, "people.unknown_code"),
        ({"kind": RestrictionKind.HIDDEN}, "restriction.no_kind"),
        ({"reason": "长" * 1_000_000}, "text.long"), ({"reason": "a\x00"}, "text.bad_sign"),
    ],
)  # fmt: skip
def test_restrictions_that_cannot_be(hr: Desk, person: PersonId, values: dict[str, Any], code: str) -> None:
    error = refusal(code, partial(hr.do, SaveRestriction(restriction(person, **values))))
    assert SECRET not in str(error.params)
    assert hr.do(OpenPerson(person)).restrictions == ()


def test_what_no_effect_asks_for_is_not_kept(hr: Desk, person: PersonId) -> None:
    extra = restriction(person, minutes_off=60, hazards=frozenset({"noise"}))
    (kept,) = hr.do(SaveRestriction(extra)).restrictions
    assert (kept.minutes_off, kept.hazards) == (0, frozenset())


def test_presets_can_be_saved_as_they_come(hr: Desk, person: PersonId) -> None:
    hazards = frozenset({"anaesthetic_gas", "unsealed_sources"})
    presets = (
        *for_pregnancy(person, date(2027, 3, 1), hazards, TODAY),
        *for_nursing(person, date(2027, 3, 5)),
    )
    view: PersonView | None = None
    for preset in presets:
        view = hr.do(SaveRestriction(preset))
    assert view is not None
    assert [r.effects for r in view.restrictions] == [p.effects for p in presets]


def test_stale_and_missing_restrictions(hr: Desk, person: PersonId) -> None:
    hr.do(SaveRestriction(restriction(person)))
    (whole,) = hr.do(RevealHealth(person))
    hr.do(SaveRestriction(replace(whole, until=TODAY), whole))
    refusal(
        "restriction.changed_meanwhile",
        partial(hr.do, SaveRestriction(replace(whole, until=TODAY + timedelta(days=1)), whole)),
    )
    other = next(p.id for p in hr.do(ListPeople()).people if p.id != person)
    refusal("restriction.not_found", partial(hr.do, RemoveRestriction(other, whole.id)))
    refusal("restriction.not_found", partial(hr.do, SaveRestriction(replace(whole, person=other))))
