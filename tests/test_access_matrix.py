"""Every intent against every persona of the demo office: allowed or refused, as the table says, and nothing else.

A refusal is audited in a transaction of its own; what is allowed really runs.  The department acted on is the
laboratory, so that one supervisor is of the department and one of another.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

import ehr_tui.services.intents
import tests.access
from ehr_tui.domain.access import Assignment
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import ContractId, PersonId
from ehr_tui.domain.organisation import Demand
from ehr_tui.domain.people import Person
from ehr_tui.domain.roster import CellChange
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.errors import AccessRefused, EhrError, FreshCodeNeeded
from ehr_tui.services.intents import accounts, organisation, people, roster
from ehr_tui.services.intents.base import Audit, Intent
from tests.access.house import PERSONAS, House, clerk_of_lab, someone
from tests.offices import DEMO_PASSWORD, OfficeFolder, copy_office

MATRIX: dict[type[Intent[Any]], str] = {}
EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {}
NOT_FOR_WANT_OF_RIGHTS: dict[type[Intent[Any]], set[str]] = {}
for _module in pkgutil.iter_modules(tests.access.__path__):
    _rows = importlib.import_module(f"tests.access.{_module.name}")
    MATRIX |= getattr(_rows, "MATRIX", {})
    EXAMPLES |= getattr(_rows, "EXAMPLES", {})
    NOT_FOR_WANT_OF_RIGHTS |= getattr(_rows, "NOT_FOR_WANT_OF_RIGHTS", {})


def intents() -> set[type[Intent[Any]]]:
    """Every intent there is."""
    found: set[type[Intent[Any]]] = set()
    for module in pkgutil.iter_modules(ehr_tui.services.intents.__path__):
        loaded = importlib.import_module(f"{ehr_tui.services.intents.__name__}.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, Intent) and hasattr(value, "permission"):
                found.add(value)
    return found


def test_every_intent_has_a_row_and_an_example() -> None:
    assert intents() == set(MATRIX) == set(EXAMPLES)
    assert all(len(row.split()) == len(PERSONAS) for row in MATRIX.values())


def test_every_intent_has_a_handler() -> None:
    from ehr_tui.services.handlers import load_handlers
    from ehr_tui.services.registry import HANDLERS

    load_handlers()
    assert intents() <= set(HANDLERS)


@pytest.fixture(scope="module")
def house(demo_template: OfficeFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from ehr_tui.demo.content import load_content

    folder = copy_office(demo_template, tmp_path_factory.mktemp("matrix") / "office")
    secrets = {line.login: line.totp for line in load_content().users}
    desks = {persona: folder.enter(persona) for persona in PERSONAS}
    lab = next(
        d.id for d in desks["hr"].do(organisation.OpenOrganisation(2026)).departments if d.code == "lab"
    )
    made = House(folder, desks, secrets, dict.fromkeys(PERSONAS, DEMO_PASSWORD), lab)
    desks["admin"].do(accounts.AddUser("spare", "Spare", None, (Assignment("clerk"),)), made.code("admin"))
    made.spare = next(
        line.user.id
        for line in desks["admin"].do(accounts.ListAccounts()).lines
        if line.user.login == "spare"
    )
    yield made
    for desk in desks.values():
        desk.leave()


@pytest.mark.parametrize("intent", MATRIX, ids=lambda kind: kind.__name__)
def test_allowed_or_refused(house: House, intent: type[Intent[Any]]) -> None:
    wrong = []
    for persona, word in zip(PERSONAS, MATRIX[intent].split(), strict=True):
        example = EXAMPLES[intent](house, persona)
        assert type(example) is intent
        before = house.entries()
        found = asked(house, persona, example)
        new = house.entries()[len(before) :]
        if found != ("yes" if word == "yes" else "no"):
            wrong.append(f"{persona}: {found} instead of {word}")
        wrong.extend(f"{persona}: {fault}" for fault in written(house, persona, intent, found, new))
    assert not wrong, "\n".join(wrong)


def asked(house: House, persona: str, example: Intent[Any]) -> str:
    """``yes``, ``no``, or the code of what else stood against it."""
    desk = house.desks[persona]
    try:
        try:
            desk.do(example)
        except FreshCodeNeeded:
            assert example.fresh_code
            desk.do(example, house.code(persona))
        if isinstance(example, accounts.ConfirmAuthenticator):
            house.secrets[persona] = example.secret
    except AccessRefused:
        return "no"
    except EhrError as error:
        return "yes" if error.code in NOT_FOR_WANT_OF_RIGHTS.get(type(example), ()) else error.code
    return "yes"


def written(
    house: House, persona: str, intent: type[Intent[Any]], found: str, new: list[tuple[str, str, int]]
) -> Iterator[str]:
    """What is wrong with the audit after it."""
    account = int(house.desks[persona].entered.user.id)
    if found == "no" and new != [(intent.__name__, "refused", account)]:
        yield f"a refusal wrote {new}"
    if found == "yes" and intent.audit is Audit.NONE and new:
        yield f"a look wrote {new}"
    if found == "yes" and intent.audit is not Audit.NONE and intent not in NOT_FOR_WANT_OF_RIGHTS:
        acts = [(act, by) for act, outcome, by in new if outcome != "refused"]
        if acts != [(intent.__name__, account)]:
            yield f"an act wrote {new}"


# How far the rights reach


def test_supervisors_see_and_touch_only_their_departments(house: House) -> None:
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    for persona in ("lab", "gastro", "leader"):
        desk = house.desks[persona]
        own = next(a.department for a in desk.entered.user.assignments)
        assert own is not None
        assert [d.id for d in desk.do(roster.ListRosters()).departments] == [own]
        assert {p.department for p in desk.do(people.ListPeople()).people} == {own}
        assert desk.do(roster.OpenRoster(own, house.draft)).can_edit
        for department in view.departments:
            if department.id != own:
                with pytest.raises(AccessRefused):
                    desk.do(roster.OpenRoster(department.id, house.draft))


def test_a_supervisor_cannot_look_at_or_borrow_people_of_another_department(house: House) -> None:
    """By naming them under the own department."""
    gastro = house.desks["gastro"]
    own = gastro.entered.user.assignments[0].department
    assert own is not None
    stranger, day = someone(house), house.draft.days[3]
    with pytest.raises(AccessRefused):
        gastro.do(roster.ExplainCell(own, stranger, day))
    sheet = gastro.do(roster.OpenRoster(own, house.draft))
    change = CellChange(stranger, day, (), (Entry(sheet.kinds[0].id, sheet.posts[0].id),))
    with pytest.raises(AccessRefused):
        gastro.do(roster.EditRoster(own, house.draft, (change,)))
    # Once somebody with the whole house has lent the person, the department may go on with them.
    house.desks["manager"].do(roster.EditRoster(own, house.draft, (change,), "lent for a day"))
    lent = next(row for row in gastro.do(roster.OpenRoster(own, house.draft)).rows if row.person == stranger)
    assert not lent.home
    gastro.do(roster.ExplainCell(own, stranger, day))
    gastro.do(roster.EditRoster(own, house.draft, (CellChange(stranger, day, lent.cells[3].seen, ()),)))


def test_a_group_leader_drafts_and_cannot_publish(house: House) -> None:
    leader = house.desks["leader"]
    own = leader.entered.user.assignments[0].department
    assert own is not None
    sheet = leader.do(roster.OpenRoster(own, house.draft))
    assert (sheet.can_edit, sheet.can_publish, sheet.can_override) == (True, False, False)
    with pytest.raises(AccessRefused):
        leader.do(roster.PublishRoster(own, house.draft, sheet.version, "reason"))


def test_a_clerk_sees_the_own_row_as_published_and_nothing_else(house: House) -> None:
    clerk, person = house.desks["clerk"], clerk_of_lab(house)
    this, draft = house.draft.previous(), house.draft
    home_id = house.desks["hr"].do(people.OpenPerson(person)).person.department
    assert home_id is not None
    sheet = clerk.do(roster.OpenRoster(home_id, this))
    assert [row.person for row in sheet.rows] == [person]
    assert any(cell.entries for cell in sheet.rows[0].cells)
    assert sheet.violations == ()
    assert sheet.coverage == ()
    assert (sheet.can_edit, sheet.can_publish, sheet.can_override) == (False, False, False)
    # A draft of the own row is not shown before it is published, nor a change made since.
    whole = house.desks["hr"].do(roster.OpenRoster(home_id, this))
    row = next(r for r in whole.rows if r.person == person)
    leave = next(k for k in whole.kinds if k.duty_class is DutyClass.LEAVE)
    day = 26 if row.cells[26].entries != (Entry(leave.id),) else 27
    house.desks["hr"].do(
        roster.EditRoster(home_id, this, (CellChange(person, this.days[day], row.cells[day].seen, (Entry(leave.id),)),),
                          "ill")
    )  # fmt: skip
    assert (
        clerk.do(roster.OpenRoster(home_id, this)).rows[0].cells[day].entries
        == sheet.rows[0].cells[day].entries
    )
    if house.desks["hr"].do(roster.OpenRoster(home_id, draft)).version == 0:
        assert not any(cell.entries for cell in clerk.do(roster.OpenRoster(home_id, draft)).rows[0].cells)
    assert [p.id for p in clerk.do(people.ListPeople()).people] == [person]
    assert clerk.do(people.ListPeople("陈")).total == 1
    assert clerk.do(people.OpenPerson(person)).person.id == person
    with pytest.raises(AccessRefused):
        clerk.do(people.OpenPerson(someone(house)))
    with pytest.raises(AccessRefused):
        clerk.do(people.RevealPhone(person))


def test_nobody_but_the_auditor_reads_the_audit_and_the_auditor_changes_nothing() -> None:
    place = PERSONAS.index("audit")
    for intent, row in MATRIX.items():
        if intent.audit is Audit.WRITE and row.split()[place] == "yes":
            assert intent.permission.value == "own.account", intent.__name__
        if intent.permission.value == "audit.read":
            assert row.split() == ["no"] * 7 + ["yes"]


def test_a_target_without_department_needs_the_whole_house(house: House) -> None:
    nobody = Person(PersonId(0), "", "无名氏", "", None, None)
    with pytest.raises(AccessRefused):
        house.desks["lab"].do(people.SavePerson(nobody, 0))
    with pytest.raises(AccessRefused):
        house.desks["lab"].do(people.OpenPerson(PersonId(999_999)))
    with pytest.raises(EhrError) as caught:
        house.desks["hr"].do(people.OpenPerson(PersonId(999_999)))
    assert not isinstance(caught.value, AccessRefused)
    with pytest.raises(AccessRefused):
        house.desks["lab"].do(
            people.SaveContract(Contract(ContractId(0), PersonId(999_999), date(2026, 1, 1)))
        )


def test_the_demand_of_another_department_stays_out_of_reach(house: House) -> None:
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    demand: Demand = next(d for d in view.demand if d.department != house.lab)
    with pytest.raises(AccessRefused):
        house.desks["lab"].do(organisation.SaveDemand(demand, demand, 2026))
