"""Every intent against every persona of the demo office: allowed or refused, as the table says, and nothing else.

A refusal is audited in a transaction of its own; what is allowed really runs.  The department acted on is the
laboratory, so that one supervisor is of the department and one of another.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

import ehr_tui.services.intents
from ehr_tui.domain.access import Assignment
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import ContractId, DepartmentId, ImportId, PersonId, PostId, UserId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Contract, Person
from ehr_tui.domain.roster import CellChange, RosterSheet
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.errors import AccessRefused, EhrError, FreshCodeNeeded
from ehr_tui.services.intents import accounts, audit, home, imports, organisation, people, roster
from ehr_tui.services.intents.base import Audit, Intent
from tests.offices import DEMO_PASSWORD, Desk, OfficeFolder, code_of, copy_office

PERSONAS = ("admin", "hr", "manager", "lab", "gastro", "leader", "clerk", "audit")
"""Administrator, HR coordinator, on-site manager, supervisor of the laboratory, supervisor of another department,
group leader of a third, clerk (of the laboratory), auditor."""

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    accounts.ListAccounts:          "yes  no no      no  no     no     no    yes",
    accounts.AddUser:               "yes  no no      no  no     no     no    no",
    accounts.SetAssignments:        "yes  no no      no  no     no     no    no",
    accounts.SetUserActive:         "yes  no no      no  no     no     no    no",
    accounts.ResetUser:             "yes  no no      no  no     no     no    no",
    accounts.ChangePassword:        "yes  yes yes    yes yes    yes    yes   yes",
    accounts.BeginAuthenticator:    "yes  yes yes    yes yes    yes    yes   yes",
    accounts.ConfirmAuthenticator:  "yes  yes yes    yes yes    yes    yes   yes",
    accounts.SaveOwnSettings:       "yes  yes yes    yes yes    yes    yes   yes",
    audit.ListAudit:                "no   no no      no  no     no     no    yes",
    audit.VerifyAudit:              "no   no no      no  no     no     no    yes",
    home.OpenHome:                  "yes  yes yes    yes yes    yes    yes   yes",
    imports.PreviewImport:          "no   yes no     no  no     no     no    no",
    imports.ApplyImport:            "no   yes no     no  no     no     no    no",
    imports.ListImports:            "no   yes no     no  no     no     no    no",
    imports.UndoImport:             "no   yes no     no  no     no     no    no",
    organisation.OpenOrganisation:  "yes  yes yes    yes yes    yes    no    yes",
    organisation.SaveDepartment:    "yes  yes no     no  no     no     no    no",
    organisation.SavePost:          "yes  yes no     no  no     no     no    no",
    organisation.SaveShiftKind:     "yes  yes no     no  no     no     no    no",
    organisation.SaveDemand:        "yes  yes no     no  no     no     no    no",
    organisation.SaveCalendarDay:   "yes  yes no     no  no     no     no    no",
    organisation.LoadHolidays:      "yes  yes no     no  no     no     no    no",
    people.ListPeople:              "no   yes yes    yes yes    yes    yes   yes",
    people.OpenPerson:              "no   yes yes    yes no     no     no    yes",
    people.SavePerson:              "no   yes no     no  no     no     no    no",
    people.SaveContract:            "no   yes no     no  no     no     no    no",
    people.RevealPhone:             "no   yes yes    yes no     no     no    no",
    roster.ListRosters:             "no   yes yes    yes yes    yes    yes   yes",
    roster.OpenRoster:              "no   yes yes    yes no     no     yes   yes",
    roster.EditRoster:              "no   yes yes    yes no     no     no    no",
    roster.UndoEdit:                "no   yes yes    yes no     no     no    no",
    roster.RedoEdit:                "no   yes yes    yes no     no     no    no",
    roster.PublishRoster:           "no   yes yes    yes no     no     no    no",
    roster.ExplainCell:             "no   yes yes    yes no     no     no    yes",
}  # fmt: skip

NOT_FOR_WANT_OF_RIGHTS = {
    roster.PublishRoster: {"roster.no_override_right"},  # a planted forbidden state needs the coordinator
    imports.UndoImport: {"imports.undone_already"},
}
"""Where an allowed act may still fail, and how."""


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


@dataclass
class House:
    """One demo office with everybody in it."""

    folder: OfficeFolder
    desks: dict[str, Desk]
    secrets: dict[str, str]
    passwords: dict[str, str]
    lab: DepartmentId
    spare: UserId = UserId(0)
    batch: ImportId = ImportId(0)
    count: int = 0

    def code(self, persona: str) -> str:
        """A code that was not used."""
        self.folder.clock.advance(seconds=30)
        return code_of(self.secrets[persona], self.folder.clock)

    def next(self) -> int:
        """A number not used before."""
        self.count += 1
        return self.count

    def sheet(self, month: Month | None = None) -> RosterSheet:
        """The laboratory's draft."""
        return self.desks["hr"].do(roster.OpenRoster(self.lab, month or self.draft))

    @property
    def draft(self) -> Month:
        """Next month."""
        return Month.of(self.folder.clock.today()).next()

    def entries(self) -> list[tuple[str, str, int]]:
        """The audit."""
        store = self.desks["audit"].door._inside.office.store  # type: ignore[union-attr]
        rows = store.database.execute_sql(
            "SELECT act, outcome, account FROM audit_entry ORDER BY seq"
        ).fetchall()
        return [tuple(row) for row in rows]


@pytest.fixture(scope="module")
def house(demo_template: OfficeFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from ehr_tui.services.demo_office import _users

    folder = copy_office(demo_template, tmp_path_factory.mktemp("matrix") / "office")
    secrets = {u.user.login: u.totp_secret for u in _users(Month.of(folder.clock.today()).first)}
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


def someone(house: House) -> PersonId:
    return house.sheet().rows[3].person


def clerk_of_lab(house: House) -> PersonId:
    person = house.desks["clerk"].entered.user.person
    assert person is not None
    return person


def example_change_password(house: House, persona: str) -> Intent[Any]:
    old, new = house.passwords[persona], f"{persona} takes password {house.next()}"
    if "yes" in MATRIX[accounts.ChangePassword]:
        house.passwords[persona] = new
    return accounts.ChangePassword(old, new)


def example_confirm(house: House, persona: str) -> Intent[Any]:
    secret = house.desks[persona].do(accounts.BeginAuthenticator()).secret
    return accounts.ConfirmAuthenticator(secret, code_of(secret, house.folder.clock))


def example_assign(house: House, persona: str) -> Intent[Any]:
    standing = next(
        line.user
        for line in house.desks["admin"].do(accounts.ListAccounts()).lines
        if line.user.id == house.spare
    )
    return accounts.SetAssignments(house.spare, (Assignment("auditor"),), standing.assignments)


def staff(house: House, persona: str) -> imports.StaffSource:
    text = f"工号,姓名,科室\nM{house.next():04},赵一{'二三四五六七八九十'[house.count % 9]},检验科\n"
    return imports.StaffSource(text.encode(), "staff.csv")


def example_undo_import(house: House, persona: str) -> Intent[Any]:
    done = house.desks["hr"].do(imports.ApplyImport(staff(house, persona)))
    return imports.UndoImport(done.batch or ImportId(0))


def example_kind(house: House, persona: str) -> Intent[Any]:
    number = house.next()
    kind = ShiftKind(0, f"X{number}", "XYZUVQ6789"[number % 10], Name("试", "Try"), DutyClass.LEAVE, None)  # type: ignore[arg-type]
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    taken = {k.key.upper() for k in view.kinds}
    free = next(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" if c not in taken)
    return organisation.SaveShiftKind(replace(kind, key=free), None, 2026)


def example_demand(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    standing = next(d for d in view.demand if d.department == house.lab)
    value = replace(standing, minimum=standing.minimum)
    return organisation.SaveDemand(value, standing, 2026)


def example_person(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(people.OpenPerson(someone(house)))
    return people.SavePerson(replace(view.person, note=f"note {house.next()}"), view.revision)


def example_contract(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(people.OpenPerson(someone(house)))
    standing = view.contracts[0]
    return people.SaveContract(replace(standing, contractor=f"c{house.next()}"), standing)


def example_edit(house: House, persona: str) -> Intent[Any]:
    sheet = house.sheet()
    row = sheet.rows[3]
    rest = next(k for k in sheet.kinds if k.duty_class is DutyClass.LEAVE)
    other = next(k for k in sheet.kinds if k.duty_class is DutyClass.REST)
    cell = row.cells[10]
    kind = other if cell.entries == (Entry(rest.id),) else rest
    return roster.EditRoster(
        house.lab, house.draft, (CellChange(row.person, house.draft.days[10], cell.seen, (Entry(kind.id),)),)
    )


def example_undo(house: House, persona: str) -> Intent[Any]:
    if persona in ("hr", "manager", "lab"):
        house.desks[persona].do(example_edit(house, persona))
    return roster.UndoEdit(house.lab, house.draft)


def example_redo(house: House, persona: str) -> Intent[Any]:
    if persona in ("hr", "manager", "lab"):
        house.desks[persona].do(example_undo(house, persona))
    return roster.RedoEdit(house.lab, house.draft)


def example_publish(house: House, persona: str) -> Intent[Any]:
    return roster.PublishRoster(house.lab, house.draft, house.sheet().version, "the reason")


EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    accounts.ListAccounts: lambda h, p: accounts.ListAccounts(),
    accounts.AddUser: lambda h, p: accounts.AddUser(
        f"user{h.next()}", "Somebody", None, (Assignment("clerk"),)
    ),
    accounts.SetAssignments: example_assign,
    accounts.SetUserActive: lambda h, p: accounts.SetUserActive(h.spare, False),
    accounts.ResetUser: lambda h, p: accounts.ResetUser(h.spare),
    accounts.ChangePassword: example_change_password,
    accounts.BeginAuthenticator: lambda h, p: accounts.BeginAuthenticator(),
    accounts.ConfirmAuthenticator: example_confirm,
    accounts.SaveOwnSettings: lambda h, p: accounts.SaveOwnSettings("zh_CN", ""),
    audit.ListAudit: lambda h, p: audit.ListAudit(),
    audit.VerifyAudit: lambda h, p: audit.VerifyAudit(),
    home.OpenHome: lambda h, p: home.OpenHome(),
    imports.PreviewImport: lambda h, p: imports.PreviewImport(staff(h, p)),
    imports.ApplyImport: lambda h, p: imports.ApplyImport(staff(h, p)),
    imports.ListImports: lambda h, p: imports.ListImports(),
    imports.UndoImport: example_undo_import,
    organisation.OpenOrganisation: lambda h, p: organisation.OpenOrganisation(2026),
    organisation.SaveDepartment: lambda h, p: organisation.SaveDepartment(
        Department(DepartmentId(0), f"d{h.next()}", Name("新科室", "New")), None, 2026
    ),
    organisation.SavePost: lambda h, p: organisation.SavePost(
        Post(PostId(0), f"p{h.next()}", Name("新岗位", "New"), h.lab), None, 2026
    ),
    organisation.SaveShiftKind: example_kind,
    organisation.SaveDemand: example_demand,
    organisation.SaveCalendarDay: lambda h, p: organisation.SaveCalendarDay(date(2026, 11, 28), None),
    organisation.LoadHolidays: lambda h, p: organisation.LoadHolidays(2026),
    people.ListPeople: lambda h, p: people.ListPeople(),
    people.OpenPerson: lambda h, p: people.OpenPerson(someone(h)),
    people.SavePerson: example_person,
    people.SaveContract: example_contract,
    people.RevealPhone: lambda h, p: people.RevealPhone(someone(h)),
    roster.ListRosters: lambda h, p: roster.ListRosters(),
    roster.OpenRoster: lambda h, p: roster.OpenRoster(h.lab, h.draft.previous()),
    roster.EditRoster: example_edit,
    roster.UndoEdit: example_undo,
    roster.RedoEdit: example_redo,
    roster.PublishRoster: example_publish,
    roster.ExplainCell: lambda h, p: roster.ExplainCell(h.lab, someone(h), h.draft.days[3]),
}
"""How an intent is asked in the demo office by a persona, so that nothing but rights can stand against it."""


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
