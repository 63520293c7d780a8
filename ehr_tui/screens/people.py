"""The people of the office: found in a second, narrowed, ordered, changed together; each one key from its record."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ehr_tui.domain.access import Permission
from ehr_tui.domain.draft import DraftLine
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Details, Person, PersonState
from ehr_tui.domain.people_views import PeopleChange, PeopleView, PersonLine, PersonView
from ehr_tui.domain.views import HomeItem
from ehr_tui.errors import StaleWrite
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.people_changes import change_form
from ehr_tui.screens.people_listing import PeopleListing
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.services.intents.people import ChangePeople, ListPeople, OpenPerson, RevealPhone
from ehr_tui.widgets.themes import app_plain


class PeopleScreen(ModeScreen):
    """Typing searches at once; Enter opens a record; what is marked is changed together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,insert", "add", "people.add", key_display="Ctrl+N"),
        Binding("ctrl+t", "phone", "people.phone"),
        Binding("ctrl+d", "duplicates", "people_list.duplicates", show=False),
        Binding("ctrl+u", "retention", "people_list.retention", show=False),
        Binding("ctrl+r", "read", "people.read", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: PeopleView | None = None

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield ListPane(id="people", can_export=Permission.EXPORT in self.permissions)

    @property
    def _pane(self) -> ListPane:
        return self.query_one(ListPane)

    def on_mount(self) -> None:
        """Read."""
        self._pane.focus_list()
        self.action_read()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "people.read")

    async def _read(self) -> None:
        self._take(await self.ask(ListPeople()))

    def _take(self, view: PeopleView) -> None:
        self._view = view
        self._paint()
        self.refresh_bindings()

    def on_others_committed(self) -> None:
        """Read again; the cursor stays on its person, marks stay."""
        self.action_read()

    def open_place(self, place: HomeItem) -> None:
        """A person's record."""
        if place.person is not None:
            self._open(place.person)

    def open_draft(self, line: DraftLine) -> bool:
        """The record that a draft is about; False when it is none of a person."""
        kind, _, number = line.record.partition(":")
        if line.form != PersonForm.__name__:
            return False
        if not line.record:
            self.action_add()
        elif (number or kind).isdecimal():
            self._open(PersonId(int(number or kind)))
        else:
            return False
        return True

    # Acting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Adding only for those who may; looking at phones, merging, erasing too."""
        view = self._view
        match action:
            case "add":
                return view is not None and view.can_edit
            case "phone":
                return Permission.PHONE_READ in self.permissions
            case "duplicates":
                return view is not None and view.can_merge
            case "retention":
                return view is not None and view.can_erase
        return True

    @property
    def _current(self) -> Person | None:
        row = self._pane.current_row
        return row.person if isinstance(row, PersonLine) else None

    @on(RecordTable.Opened)
    def row_chosen(self) -> None:
        """Enter or a click."""
        person = self._current
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
        if self._view is None:
            await self._read()
        view = self._view
        if view is None or not view.can_edit:
            return
        await self._in_form(PersonForm(blank_record(view, Permission.PHONE_READ in self.permissions)))

    async def _in_form(self, form: PersonForm) -> None:
        saved = await self.dialog(form)
        if saved is not None:
            self.say("people.saved", name=saved.person.name)
        if saved is not None or form.wrote:
            await self._read()
            if saved is not None:
                self._pane.mark(str(saved.person.id))

    def action_phone(self) -> None:
        """The whole number; the look is written down."""
        if self._current is not None:
            self.start(self._phone(self._current), "people.phone")

    async def _phone(self, person: Person) -> None:
        number = await self.ask(RevealPhone(person.id))
        self.say("people.phone_shown" if number else "people.no_phone", name=person.name, phone=number)

    # With many at once

    @on(ListPane.ActChosen)
    def act_chosen(self, event: ListPane.ActChosen) -> None:
        """Ask for the rest of it, then change them all or none."""
        event.stop()
        self.start(self._change(event.name, event.keys), "people.change", exclusive=False)

    async def _change(self, act: str, keys: tuple[str, ...]) -> None:
        view = self._view
        if view is None:
            return
        form = change_form(act, view, len(keys))
        change = PeopleChange(standby_pool=act == "standby_in") if form is None else await self.dialog(form)
        if change is None:
            return
        wanted = set(keys)
        people = tuple(
            (line.person.id, line.revision) for line in view.lines if str(line.person.id) in wanted
        )
        try:
            after = await self.ask(ChangePeople(people, change))
        except StaleWrite:
            await self._read()
            raise
        self._pane.unmark()
        self._take(after)
        self.say("people_list.changed", n=len(people))

    # Other screens

    def action_duplicates(self) -> None:
        """Records that may be of one person."""
        from ehr_tui.screens.duplicates import DuplicatesScreen

        self.app.push_screen(DuplicatesScreen(), self._back)

    def action_retention(self) -> None:
        """What has no purpose left."""
        from ehr_tui.screens.retention import RetentionScreen

        self.app.push_screen(RetentionScreen(), self._back)

    def _back(self, changed: Any) -> None:
        if changed:
            self.action_read()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        view = self._view
        if view is not None:
            today, latin = self.host.clock.today(), app_plain(self.app)
            listing = PeopleListing(view, self.t, self.language, today, latin=latin).listing()
            self._pane.show(listing, view.lines)


def blank_record(view: PeopleView, can_see_phone: bool) -> PersonView:
    """A record to be filled in; in the only department there is, where there is but one."""
    department = view.departments[0].id if len(view.departments) == 1 else None
    return PersonView(
        person=Person(PersonId(0), "", "", "", department, None),
        revision=0,
        details=Details(),
        state=PersonState.ACTIVE,
        contracts=(),
        contacts=(),
        restrictions=(),
        leaving=None,
        future_duties=0,
        departments=view.departments,
        posts=view.posts,
        codes=view.codes,
        can_edit=True,
        can_see_phone=can_see_phone,
        can_see_health=False,
        can_edit_health=False,
    )
