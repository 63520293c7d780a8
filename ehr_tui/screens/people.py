"""The people of the office: a list with a search, each line one key from its record."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId
from ehr_tui.domain.people import Person
from ehr_tui.domain.views import HomeItem, PeopleView, PersonView
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.words import day_text
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RevealPhone
from ehr_tui.widgets.themes import app_palette, app_plain


class PeopleScreen(ModeScreen):
    """Typing in the search narrows the list at once; Enter opens a record."""

    CSS_PATH = "people.tcss"
    WORDS: ClassVar = {"#people-search": "people.search"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,slash", "search", "people.find", key_display="/"),
        Binding("ctrl+n,insert", "add", "people.add", key_display="Ctrl+N"),
        Binding("ctrl+t", "phone", "people.phone"),
        Binding("ctrl+r", "read", "people.read", show=False),
        Binding("down", "to_list", "people.to_list", show=False),
        Binding("escape", "leave_search", "people.leave_search", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: PeopleView | None = None

    def compose_body(self) -> ComposeResult:
        """Search, count, list."""
        yield Input(id="people-search", compact=True)
        yield Static(id="people-count")
        yield OpenList(id="people-list")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(PlainList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "people.read")

    async def _read(self) -> None:
        self._view = await self.ask(ListPeople(self.query_one(Input).value.strip()))
        self._paint()
        self.refresh_bindings()

    def on_others_committed(self) -> None:
        """Read again; the cursor stays on its person."""
        self.action_read()

    def open_place(self, place: HomeItem) -> None:
        """A person's record."""
        if place.person is not None:
            self._open(place.person)

    # Acting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Adding only for those who may; looking at phones too."""
        if action == "add":
            return self._view is not None and self._view.can_edit
        if action == "phone":
            return Permission.PHONE_READ in self.permissions
        return True

    @property
    def _marked(self) -> Person | None:
        key = self.query_one(PlainList).marked_key
        people = self._view.people if self._view else ()
        return next((person for person in people if str(person.id) == key), None)

    def action_search(self) -> None:
        """To the search field."""
        self.query_one(Input).focus()

    def action_to_list(self) -> None:
        """From the search field down into the list."""
        self.query_one(PlainList).focus()

    def action_leave_search(self) -> None:
        """Back to the list; from there to everybody."""
        field = self.query_one(Input)
        if field.value and not field.has_focus:
            field.value = ""
        self.query_one(PlainList).focus()

    @on(Input.Changed, "#people-search")
    def search_changed(self) -> None:
        """Search while typing."""
        self.action_read()

    @on(Input.Submitted, "#people-search")
    def search_done(self) -> None:
        """One found: open it; else to the list."""
        self.query_one(PlainList).focus()

    @on(PlainList.RowSelected)
    def row_chosen(self) -> None:
        """Enter or a click."""
        person = self._marked
        if person is not None:
            self._open(person.id)

    def _open(self, person: PersonId) -> None:
        self.start(self._opened(person), "people.open")

    async def _opened(self, person: PersonId) -> None:
        view = await self.ask(OpenPerson(person))
        await self._in_form(PersonForm(view))

    def action_add(self) -> None:
        """A new record."""
        self.start(self._added(), "people.open")

    async def _added(self) -> None:
        view = self._view
        if view is None:
            return
        department = view.departments[0].id if len(view.departments) == 1 else None
        blank = Person(PersonId(0), "", "", "", department, None)
        await self._in_form(PersonForm(PersonView(blank, 0, (), view.departments, view.posts, True, True)))

    async def _in_form(self, form: PersonForm) -> None:
        saved = await self.dialog(form)
        if saved is not None:
            self.say("people.saved", name=saved.person.name)
        if saved is not None or form.wrote:
            await self._read()
            if saved is not None:
                self.query_one(PlainList).mark(str(saved.person.id))

    def action_phone(self) -> None:
        """The whole number; the look is written down."""
        if self._marked is not None:
            self.start(self._phone(self._marked), "people.phone")

    async def _phone(self, person: Person) -> None:
        number = await self.ask(RevealPhone(person.id))
        self.say("people.phone_shown" if number else "people.no_phone", name=person.name, phone=number)

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        view = self._view
        if view is None:
            return
        names = ("number", "name", "latin", "department", "post", "hire_date", "phone_number")
        firm = ("number", "name", "hire_date", "phone_number")
        columns = [
            Column(self.t(f"people.{name}"), firm=name in firm, spare=name == "latin") for name in names
        ]
        departments = {d.id: d.name.in_language(self.language) for d in view.departments}
        posts = {p.id: p.name.in_language(self.language) for p in view.posts}
        rows = [(str(p.id), self._cells(p, departments, posts)) for p in view.people]
        self.query_one(PlainList).fill(columns, rows)
        key = "people.count" if len(view.people) == view.total else "people.found"
        self.query_one("#people-count", Static).update(self.t(key, n=len(view.people), total=view.total))

    def _cells(
        self, person: Person, departments: dict[DepartmentId, str], posts: dict[PostId, str]
    ) -> tuple[str | Text, ...]:
        palette, today = app_palette(self.app), self.host.clock.today()
        gone = not person.employed(today)
        name = person.latin if app_plain(self.app) and person.latin else person.name
        left = f" {self.t('people.left')}" if gone else ""
        return (
            person.number,
            Text(name + left, palette.muted if gone else "bold"),
            person.latin,
            departments.get(person.department, "") if person.department else "",
            posts.get(person.post, "") if person.post else "",
            day_text(person.hire_date),
            person.phone,
        )
