"""What of people's records stands on the home list: within rights, with figures, and never why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId, PersonId, RestrictionId
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.i18n import t
from ehr_tui.screens.home_words import item_words
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.leaving import BeginLeaving
from ehr_tui.services.intents.organisation import OpenOrganisation, SavePost
from ehr_tui.services.intents.people import SaveContract, SavePerson
from ehr_tui.services.intents.restrictions import SaveRestriction
from tests.offices import Desk
from tests.services.people import RealOffice

TODAY = date(2026, 11, 23)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def admin(office: RealOffice) -> Iterator[Desk]:
    desk = office.login()
    yield desk
    desk.leave()


def somebody(desk: Desk, number: str = "Z1", **values: Any) -> PersonId:
    person = Person(PersonId(0), number, "欧阳娜娜", "", None, None, hire_date=date(2026, 1, 1))
    return desk.do(SavePerson(replace(person, **values), 0)).person.id


def contract(desk: Desk, person: PersonId, **values: Any) -> None:
    desk.do(SaveContract(replace(Contract(ContractId(0), person, date(2026, 1, 1)), **values)))


def items(desk: Desk, kind: HomeKind) -> list[HomeItem]:
    return [item for item in desk.do(OpenHome()).items if item.kind is kind]


def said(item: HomeItem) -> str:
    return item_words(t, item, "zh_CN", 2026)


def test_what_ends_soon(admin: Desk) -> None:
    person = somebody(admin)
    contract(admin, person, valid_to=ahead(30), probation_to=ahead(15))
    ((ending,), (probation,)) = (
        items(admin, k) for k in (HomeKind.CONTRACT_EXPIRING, HomeKind.PROBATION_ENDING)
    )
    assert (ending.person, ending.urgent, dict(ending.figures)["n"]) == (person, False, 30)
    assert (probation.person, probation.urgent, dict(probation.figures)["n"]) == (person, False, 15)
    assert said(probation) == "欧阳娜娜 的试用期 12月8日 周二 结束，还有 15 天"
    contract(admin, person, valid_from=ahead(31))  # it has a successor
    assert items(admin, HomeKind.CONTRACT_EXPIRING) == []


def test_what_is_too_far_or_over_is_not_told(admin: Desk) -> None:
    far, gone = somebody(admin, "Z1"), somebody(admin, "Z2")
    contract(admin, far, valid_to=ahead(31), probation_to=ahead(16))
    contract(admin, gone, valid_to=ahead(-1), probation_to=ahead(-1))
    kinds = {item.kind for item in admin.do(OpenHome()).items}
    assert not kinds & {HomeKind.CONTRACT_EXPIRING, HomeKind.PROBATION_ENDING}


def test_restrictions_say_when_and_never_why(admin: Desk) -> None:
    person = somebody(admin)
    kind = RestrictionKind.PREGNANCY
    value = Restriction(
        RestrictionId(0), person, frozenset({Effect.NO_NIGHT}), TODAY, ahead(3), kind=kind, reason="先兆早产"
    )
    admin.do(SaveRestriction(value))
    (item,) = items(admin, HomeKind.RESTRICTION_ENDING)
    assert (item.person, item.day) == (person, ahead(3))
    for secret in ("先兆早产", "pregnancy", "孕"):
        assert secret not in repr(item) + said(item)


def test_lists_still_open(admin: Desk) -> None:
    person = somebody(admin)
    admin.do(BeginLeaving(person, ahead(20), "", 1))
    assert items(admin, HomeKind.LEAVING_OPEN) == []  # three weeks ahead nothing can be given back yet
    admin.do(BeginLeaving(person, ahead(14), "", 2))
    (item,) = items(admin, HomeKind.LEAVING_OPEN)
    assert (item.urgent, dict(item.figures)["day"]) == (False, ahead(14))
    admin.do(BeginLeaving(person, TODAY, "", 3))
    assert items(admin, HomeKind.LEAVING_OPEN)[0].urgent


def test_many_become_one_line(admin: Desk) -> None:
    for n in range(5):
        contract(admin, somebody(admin, f"Z{n}"), valid_to=ahead(10 + n))
    assert items(admin, HomeKind.CONTRACT_EXPIRING) == []
    (line,) = items(admin, HomeKind.CONTRACTS_EXPIRING)
    assert (dict(line.figures)["n"], line.day, line.urgent, line.person) == (5, ahead(10), True, None)
    assert said(line) == "5 人的合同将到期，最早 12月3日 周四"


def test_headcounts_and_coaching(admin: Desk) -> None:
    view = admin.do(OpenOrganisation(2026))
    post = next(p for p in view.posts if p.headcount)
    admin.do(SavePost(replace(post, review_due=TODAY), post, 2026))
    taught = (Competence(post.id, date(2026, 1, 1), coached_until=ahead(15)),)
    person = somebody(admin, department=post.department, post=post.id, competences=taught)
    (review,) = items(admin, HomeKind.HEADCOUNT_REVIEW)
    assert (review.department, dict(review.figures)["n"]) == (post.department, 1)
    assert post.name.zh in said(review)
    assert item_words(t, review, "en", 2026).count(post.name.in_language("en")) == 1
    (coaching,) = items(admin, HomeKind.COACHING_ENDING)
    assert (coaching.person, dict(coaching.figures)["n"]) == (person, 15)


def test_who_may_not_edit_records_is_not_told(office: RealOffice, admin: Desk) -> None:
    lab = next(d for d in admin.do(OpenOrganisation(2026)).departments if d.code == "lab")
    contract(admin, somebody(admin, department=lab.id), valid_to=ahead(3), probation_to=ahead(3))
    office.user("lab", "supervisor", lab.id, by=admin)
    desk = office.login("lab")
    told = {item.kind for item in desk.do(OpenHome()).items}
    assert not told & {HomeKind.CONTRACT_EXPIRING, HomeKind.PROBATION_ENDING}
    desk.leave()
