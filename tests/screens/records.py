"""A person's record on the screen, and what tests do with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from textual.widgets import Input, TextArea

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Details, Person
from ehr_tui.domain.people_views import PersonView
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson
from tests.offices import Desk, OfficeFolder
from tests.screens.terminal import Seat


def number_of(desk: Desk, number: str) -> PersonId:
    """Who has a number."""
    return next(p.id for p in desk.do(ListPeople(number)).people if p.number == number)


def record(office: OfficeFolder, number: str = "R0001", login: str = "hr") -> PersonView:
    """A record as it stands in the file."""
    desk = office.enter(login)
    view = desk.do(OpenPerson(number_of(desk, number)))
    desk.leave()
    return view


def write(office: OfficeFolder, *intents: Any) -> Any:
    """Done by the coordinator from elsewhere; the last answer."""
    desk = office.enter("hr")
    answer = None
    for intent in intents:
        answer = desk.do(intent)
    desk.leave()
    return answer


def another(
    office: OfficeFolder,
    like: str = "R0001",
    details: Details | None = None,
    phone: str | None = None,
    **values: Any,
) -> PersonView:
    """A new record like another one, but for what is given."""
    view = record(office, like)
    given = {"number": "x-1", "competences": (), "tasks": (), "note": "", **values}
    person: Person = replace(view.person, id=PersonId(0), **given)
    saved: PersonView = write(office, SavePerson(person, 0, phone, details))
    return saved


async def open_record(here: Seat, office: OfficeFolder, number: str = "R0001") -> PersonForm:
    """The form of a record, as the list opens it."""
    people = (await here.app.office.do(ListPeople(number))).people
    person = next(p.id for p in people if p.number == number)
    form = PersonForm(await here.app.office.do(OpenPerson(person)))
    here.app.push_screen(form)
    await here.settle()
    return form


def put(here: Seat, **values: str) -> None:
    """Text into the fields of the present form at once."""
    for name, value in values.items():
        field = here.app.screen.query_one(f"#field-{name}")
        if isinstance(field, TextArea):
            field.text = value
        else:
            assert isinstance(field, Input), name
            field.value = value


def rows(here: Seat, name: str) -> list[str]:
    """The lines of a list, as text."""
    listing = here.app.screen.query_one(f"#{name}", PlainList)
    return ["  ".join(cell.plain.strip() for cell in listing.get_row_at(n)) for n in range(listing.row_count)]


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)
