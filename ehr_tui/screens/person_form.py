"""One person's record: fields, the posts the person can take, contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Label

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.views import PersonView
from ehr_tui.errors import InputError
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.contract_form import ContractForm
from ehr_tui.screens.dates_form import DatesForm
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.record_form import Field, Options, RecordForm
from ehr_tui.screens.words import day_text
from ehr_tui.services.intents.people import OpenPerson, RevealPhone, SavePerson

POSTS, CONTRACTS = "person-posts", "person-contracts"


class PersonForm(RecordForm[PersonView]):
    """A new record has id 0.  Contracts are kept on their own, at once; posts together with the fields."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "person_form.tcss"]
    WORDS: ClassVar = {
        "#person-posts-head": "people.competences",
        "#person-contracts-head": "people.contracts",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,insert", "add_post", "people.add_post", key_display="Ctrl+N"),
        Binding("ctrl+o", "add_contract", "people.add_contract"),
        Binding("ctrl+x", "remove_post", "people.remove_post", show=False),
        Binding("ctrl+t", "phone", "people.phone"),
    ]

    def __init__(self, view: PersonView) -> None:
        super().__init__()
        self._record = view
        self._competences = list(view.person.competences)
        self.can_save = view.can_edit
        self.wrote = False

    def title_words(self) -> str:
        """The name, or that it is a new record."""
        person = self._record.person
        return f"{person.name} {person.number}".strip() if person.id else self.t("people.new")

    # Fields

    def fields(self) -> Sequence[Field]:
        """What a record holds."""
        return (
            Field("name", "people.name", most=40),
            Field("number", "people.number", "people.number_hint", most=20),
            Field("latin", "people.latin", "people.latin_hint", most=60),
            Field("department", "people.department", options=self._departments()),
            Field("post", "people.post", options=self._posts()),
            Field("hire_date", "people.hire_date", "people.day_hint", most=12),
            Field("leave_date", "people.leave_date", "people.leave_hint", most=12),
            Field("phone", "people.phone_number", most=30),
            Field("note", "people.note", most=200),
        )

    def _departments(self) -> Options:
        present = self._record.person.department
        shown = [d for d in self._record.departments if d.active or d.id == present]
        return [(None, self.t("people.none")), *((d.id, d.name.in_language(self.language)) for d in shown)]

    def _posts(self) -> Options:
        present = self._record.person.post
        names = {d.id: d.name.in_language(self.language) for d in self._record.departments}
        shown = [p for p in self._record.posts if p.active or p.id == present]
        return [
            (None, self.t("people.none")),
            *((p.id, f"{p.name.in_language(self.language)} ({names.get(p.department, '')})") for p in shown),
        ]

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        person = self._record.person
        return {field.name: getattr(person, field.name) for field in self.fields()}

    def extra(self) -> ComposeResult:
        """Posts and contracts."""
        yield Label(id="person-posts-head", classes="form-head")
        yield OpenList(id=POSTS)
        yield Label(id="person-contracts-head", classes="form-head")
        yield OpenList(id=CONTRACTS)

    async def save(self) -> PersonView:
        """The whole record; the phone only when it was changed."""
        before = self._record.person
        phone = self.plain_text("phone")
        person = Person(
            before.id,
            self.plain_text("number"),
            self.text("name"),
            self.text("latin"),
            self.choice("department"),
            self.choice("post"),
            tuple(self._competences),
            self.day("hire_date"),
            self.day("leave_date"),
            before.phone,
            self.text("note"),
        )
        return await self.ask(
            SavePerson(person, self._record.revision, phone if phone != before.phone else None)
        )

    async def renew(self) -> None:
        """After somebody else's change."""
        old = self._record.person.competences
        self._record = await self.ask(OpenPerson(self._record.person.id))
        if tuple(self._competences) == old:
            self._competences = list(self._record.person.competences)
        self._paint_lists()

    def has_unsaved(self) -> bool:
        """Fields or posts."""
        return super().has_unsaved() or tuple(self._competences) != self._record.person.competences

    # Phone

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what may be done."""
        if action == "phone":
            return self._record.can_see_phone and bool(self._record.person.id)
        if action == "add_contract":
            return self.can_save and bool(self._record.person.id)
        if action in ("add_post", "remove_post"):
            return self.can_save
        return super().check_action(action, parameters)

    def action_phone(self) -> None:
        """The whole number; the look is written down."""
        self.start(self._phone(), "person.phone")

    async def _phone(self) -> None:
        person = self._record.person
        number = await self.ask(RevealPhone(person.id))
        self.say("people.phone_shown" if number else "people.no_phone", name=person.name, phone=number)

    # Posts

    def action_add_post(self) -> None:
        """One more post the person can take."""
        self.start(self._add_post(), "person.post")

    async def _add_post(self) -> None:
        held = {c.post for c in self._competences}
        posts = [p for p in self._record.posts if p.active and p.id not in held]
        if not posts:
            raise InputError("people.all_posts_held")
        options = dict(self._posts())
        picked = await self.dialog(ChooseScreen(self.t("people.add_post"), [options[p.id] for p in posts]))
        if picked is None:
            raise GivenUp
        hired = self._hired()
        self._competences.append(Competence(posts[picked].id, hired or self.host.clock.today()))
        self._paint_lists()
        self.query_one(f"#{POSTS}", PlainList).mark(str(len(self._competences) - 1))

    def _hired(self) -> date | None:
        try:
            return self.day("hire_date")
        except InputError:
            return None

    @on(PlainList.RowSelected, f"#{POSTS}")
    def post_chosen(self) -> None:
        """From when to when."""
        marked = self.query_one(f"#{POSTS}", PlainList).marked_key
        if marked is not None and self.can_save:
            self.start(self._post_dates(int(marked)), "person.post")

    async def _post_dates(self, index: int) -> None:
        held = self._competences[index]
        span = await self.dialog(DatesForm(held.since, held.until, needs_end=False))
        if span is not None:
            self._competences[index] = Competence(held.post, span[0] or held.since, span[1])
            self._paint_lists()

    def action_remove_post(self) -> None:
        """Take the marked post away."""
        listing = self.query_one(f"#{POSTS}", PlainList)
        if listing.has_focus and listing.marked_key is not None:
            del self._competences[int(listing.marked_key)]
            self._paint_lists()

    # Contracts

    def action_add_contract(self) -> None:
        """A new one."""
        person = self._record.person
        begin = person.hire_date or self.host.clock.today()
        self.start(self._contract(Contract(ContractId(0), person.id, begin)), "person.contract")

    @on(PlainList.RowSelected, f"#{CONTRACTS}")
    def contract_chosen(self) -> None:
        """Change it."""
        marked = self.query_one(f"#{CONTRACTS}", PlainList).marked_key
        found = next((c for c in self._record.contracts if str(c.id) == marked), None)
        if found is not None:
            self.start(self._contract(found), "person.contract")

    async def _contract(self, contract: Contract) -> None:
        saved = await self.dialog(ContractForm(contract, can_edit=self.can_save))
        if saved is not None:
            self.wrote = True
            self._record = replace(self._record, contracts=saved.contracts, revision=saved.revision)
            self._paint_lists()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint_lists()

    def _paint_lists(self) -> None:
        posts = dict(self._posts())
        self.query_one(f"#{POSTS}", PlainList).fill(
            [Column(self.t(f"people.{name}")) for name in ("post", "since", "until")],
            [
                (
                    str(n),
                    (
                        posts.get(c.post, ""),
                        day_text(c.since),
                        day_text(c.until) or self.t("people.open_end"),
                    ),
                )
                for n, c in enumerate(self._competences)
            ],
        )
        self.query_one(f"#{CONTRACTS}", PlainList).fill(
            [
                Column(self.t(f"people.{name}"))
                for name in ("valid_from", "valid_to", "employment", "hours_system")
            ],
            [(str(c.id), self._contract_cells(c)) for c in self._record.contracts],
        )

    def _contract_cells(self, contract: Contract) -> tuple[str, ...]:
        return (
            day_text(contract.valid_from),
            day_text(contract.valid_to) or self.t("people.open_end"),
            self.t(f"employment_kind.{contract.employment.value}"),
            self.t(f"hours_system.{contract.hours_system.value}"),
        )
