"""What is done to the lists of a person's record: adding, opening, removing, looking at what is masked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from ehr_tui.domain.access import Permission
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId
from ehr_tui.domain.people import Competence, Contact, Person, TaskMark
from ehr_tui.domain.people_views import PersonLine
from ehr_tui.domain.restrictions import Restriction, RestrictionKind
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.competence_form import CompetenceForm, TaskForm
from ehr_tui.screens.contact_form import ContactForm
from ehr_tui.screens.contract_form import ContractForm
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.person_lists import CONTACTS, CONTRACTS, LISTS_OF_TAB, POSTS, RESTRICTIONS, TASKS
from ehr_tui.screens.person_presets import PresetForm
from ehr_tui.screens.person_record import PersonRecord
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.restriction_form import RestrictionForm
from ehr_tui.services.intents.people import (
    ListPeople,
    OpenPerson,
    RemoveContact,
    RemoveContract,
    RevealPhone,
    SavePerson,
)
from ehr_tui.services.intents.restrictions import RemoveRestriction, RevealHealth

V = TypeVar("V")
Act = Callable[[], Coroutine[Any, Any, None]]
PRESETS = (RestrictionKind.PREGNANCY, RestrictionKind.NURSING)


class PersonActs(PersonRecord):
    """Every entry of a list is kept at once; for a new record posts and tasks wait until it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,insert", "add", "person.add", key_display="Ctrl+N"),
        Binding("ctrl+x,delete", "remove", "person.remove", key_display="Ctrl+X"),
        Binding("ctrl+t", "phone", "person.see_phone"),
        Binding("ctrl+t", "health", "person.reveal_health"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what may be done, on the tab where it is done."""
        record, tab = self._record, self.tab if self.is_mounted else ""
        if action in ("add", "remove"):
            return tab in LISTS_OF_TAB and (
                self._may_restrict() if tab == "restrictions" else record.can_edit
            )
        if action == "phone":
            return record.can_see_phone and bool(record.person.id) and tab != "restrictions"
        if action == "health":
            return record.can_see_health and tab == "restrictions" and bool(record.restrictions)
        return super().check_action(action, parameters)

    def _may_restrict(self) -> bool:
        """For a new record, whether the user holds the right at all: saving it will tell for sure."""
        if self._record.person.id:
            return self._record.can_edit_health
        return Permission.HEALTH_EDIT in self.permissions

    # Choosing what is acted upon

    def _list(self) -> str:
        """The list acts are about: the focused one, else the first of the tab."""
        names = LISTS_OF_TAB[self.tab]
        focused = self.focused.id if self.focused is not None else None
        return focused if focused in names else names[0]

    def _marked_key(self, name: str) -> str | None:
        return self.query_one(f"#{name}", PlainList).marked_key

    def action_add(self) -> None:
        """One more entry in the list."""
        work: dict[str, Act] = {
            POSTS: self._competence,
            TASKS: self._open_task,
            CONTRACTS: self._add_contract,
            RESTRICTIONS: self._add_restriction,
            CONTACTS: self._contact,
        }
        self.start(work[self._list()](), "person.act", exclusive=False)

    @on(PlainList.RowSelected)
    def row_chosen(self, event: PlainList.RowSelected) -> None:
        """Enter or a click opens the entry."""
        event.stop()
        name, key = event.data_table.id or "", str(event.row_key.value)
        person, record = self._record.person, self._record
        if name == POSTS:
            self.start(self._competence(person.competences[int(key)]), "person.act", exclusive=False)
        elif name == TASKS:
            self.start(self._open_task(person.tasks[int(key)]), "person.act", exclusive=False)
        elif name == CONTRACTS:
            contract = next(c for c in record.contracts if str(c.id) == key)
            self.start(self._contract(contract), "person.act", exclusive=False)
        elif name == CONTACTS:
            contact = next(c for c in record.contacts if str(c.id) == key)
            self.start(self._contact(contact), "person.act", exclusive=False)
        elif name == RESTRICTIONS:
            restriction = next(r for r in record.restrictions if str(r.id) == key)
            self.start(self._restriction(restriction), "person.act", exclusive=False)

    # Posts and tasks: part of the person

    async def _keep_person(self, person: Person) -> None:
        """Keep the record's lists, without what is typed in the fields."""
        record = self._record
        if not person.id:
            self._record = replace(record, person=person)
            self.paint_record()
            return
        try:
            self._wrote(await self.ask(SavePerson(person, record.revision)))
        except StaleWrite:
            self.take_record(await self.ask(OpenPerson(person.id)))
            raise

    async def _competence(self, value: Competence | None = None) -> None:
        people = await self._people()

        async def keep(competence: Competence) -> None:
            person = self._record.person
            await self._keep_person(
                replace(person, competences=changed(person.competences, value, competence))
            )

        await self._in_dialog(CompetenceForm(self.words, value, people, keep))

    async def _people(self) -> Sequence[PersonLine]:
        """Everybody within reach who may coach."""
        found = (await self.ask(ListPeople())).lines
        self._name_people(found)
        self.paint_record()
        return [line for line in found if line.person.id != self._record.person.id]

    def _name_people(self, lines: Sequence[PersonLine]) -> None:
        plain = self.host.plain
        people = (line.person for line in lines)
        self._names = {p.id: p.latin if plain and p.latin else p.name for p in people}

    async def _open_task(self, value: TaskMark | None = None) -> None:
        async def keep(mark: TaskMark) -> None:
            person = self._record.person
            await self._keep_person(replace(person, tasks=changed(person.tasks, value, mark)))

        await self._in_dialog(TaskForm(self.words, value, keep))

    # Contracts, contacts

    async def _add_contract(self) -> None:
        await self.ensure_saved()
        person = self._record.person
        begin = self.host.clock.today() if self._record.contracts else person.hire_date
        await self._contract(Contract(ContractId(0), person.id, begin or self.host.clock.today()))

    async def _contract(self, contract: Contract) -> None:
        saved = await self._in_dialog(ContractForm(self._record, contract))
        if saved is not None:
            self._wrote(saved)

    async def _contact(self, contact: Contact | None = None) -> None:
        await self.ensure_saved()
        saved = await self._in_dialog(ContactForm(self._record, contact))
        if saved is not None:
            self._wrote(saved)

    # Restrictions

    async def _add_restriction(self) -> None:
        await self.ensure_saved()
        lines = [self.t(f"person.preset.{kind.value}") for kind in PRESETS]
        picked = await self.dialog(
            ChooseScreen(self.t("person.add_restriction"), [*lines, self.t("person.preset.other")])
        )
        if picked is None:
            raise GivenUp
        today = self.host.clock.today()
        if picked < len(PRESETS):
            saved = await self.dialog(PresetForm(self._record, PRESETS[picked], today))
        else:
            saved = await self.dialog(RestrictionForm(self._record, None, today))
        if saved is not None:
            self._wrote(saved)

    async def _restriction(self, restriction: Restriction) -> None:
        """To be changed it must be seen whole by those who may; that look is written down."""
        if self._record.can_see_health and self._record.can_edit_health:
            known = await self.ask(RevealHealth(self._record.person.id))
            restriction = next((r for r in known if r.id == restriction.id), restriction)
        saved = await self._in_dialog(RestrictionForm(self._record, restriction, self.host.clock.today()))
        if saved is not None:
            self._wrote(saved)

    def action_health(self) -> None:
        """Kinds and reasons; the look is written down."""
        self.start(self._health(), "person.act", exclusive=False)

    async def _health(self) -> None:
        known = await self.ask(RevealHealth(self._record.person.id))
        self._record = replace(self._record, restrictions=known)
        self.paint_record()
        self.say("person.health_shown", name=self._record.person.name)

    # Phones

    def action_phone(self) -> None:
        """The whole number, of the person or of the marked contact; the look is written down."""
        self.start(self._phone(), "person.phone")

    async def _phone(self) -> None:
        person = self._record.person
        name, contact = person.name, None
        if self.tab == "contacts":
            key = self._marked_key(CONTACTS)
            contact = next((c for c in self._record.contacts if str(c.id) == key), None)
            name = contact.name if contact else name
        number = await self.ask(RevealPhone(person.id, contact.id if contact else None))
        self.say("people.phone_shown" if number else "people.no_phone", name=name, phone=number)

    # Removing

    def action_remove(self) -> None:
        """Take the marked entry out, after a question."""
        name = self._list()
        key = self._marked_key(name)
        if key is not None:
            self.start(self._remove(name, key), "person.act", exclusive=False)

    async def _remove(self, name: str, key: str) -> None:
        row = self.query_one(f"#{name}", PlainList).get_row(key)
        what = "  ".join(cell.plain for cell in row[:3] if cell.plain)
        question = self.t(f"person.sure_remove.{name.removeprefix('person-')}", what=what)
        if not await self.dialog(confirm_dialog(self.host, question)):
            raise GivenUp
        person = self._record.person
        if name == POSTS:
            gone = person.competences[int(key)]
            await self._keep_person(
                replace(person, competences=tuple(c for c in person.competences if c is not gone))
            )
        elif name == TASKS:
            mark = person.tasks[int(key)]
            await self._keep_person(replace(person, tasks=tuple(m for m in person.tasks if m is not mark)))
        else:
            self._wrote(await self.ask(self._removing(name, key)))

    def _removing(self, name: str, key: str) -> RemoveContract | RemoveContact | RemoveRestriction:
        record, person = self._record, self._record.person.id
        if name == CONTRACTS:
            contract = next((c for c in record.contracts if str(c.id) == key), None)
            if contract is None:
                raise InputError("contract.not_found")
            return RemoveContract(person, contract.id, contract)
        if name == CONTACTS:
            return RemoveContact(person, next(c.id for c in record.contacts if str(c.id) == key))
        return RemoveRestriction(person, next(r.id for r in record.restrictions if str(r.id) == key))


def changed(values: tuple[V, ...], old: V | None, new: V) -> tuple[V, ...]:
    """The values with ``new`` in place of ``old``, at the end where there is no such (any more)."""
    if old is None or old not in values:
        return (*values, new)
    return tuple(new if value == old else value for value in values)
