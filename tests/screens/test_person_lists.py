"""Posts, tasks, contracts and contacts of a record: each kept at once, by its own dialog."""

from __future__ import annotations

from datetime import date

import pytest

from ehr_tui.domain.contracts import Contract, HoursSystem
from ehr_tui.domain.ids import ContactId, ContractId
from ehr_tui.domain.people import Contact
from ehr_tui.errors import InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.competence_form import CompetenceForm, TaskForm
from ehr_tui.screens.contact_form import ContactForm
from ehr_tui.screens.contract_form import ContractForm, read_per_kind
from ehr_tui.screens.person_fields import skills_of
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.people import SaveContact, SaveContract
from ehr_tui.widgets.dialogs import ConfirmDialog
from ehr_tui.widgets.person_picker import PersonPicker
from tests.offices import OfficeFolder
from tests.screens.records import open_record, put, record, rows, write
from tests.screens.terminal import seat


async def test_a_post_with_a_coach_found_by_initials(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        put(here, note="还没保存")
        await here.press("ctrl+o", "ctrl+o", "ctrl+n")
        dialog = here.screen(CompetenceForm)
        put(here, since="2026-11-01", coached_until="2026-12-31")
        picker = dialog.query_one("#field-coach", PersonPicker)
        picker.focus_input()
        await here.write("zzh")
        await here.press("enter")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert "周子涵" in "\n".join(rows(here, "person-posts"))
        assert form.text("note") == "还没保存"
    view = record(demo)
    held = view.person.competences[-1]
    assert (held.since, held.coached_until) == (date(2026, 11, 1), date(2026, 12, 31))
    assert held.coach == record(demo, "R0002").person.id
    assert view.person.note == ""


async def test_the_same_post_twice_is_said_at_the_field(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o")
        await here.press("ctrl+n")
        dialog = here.screen(CompetenceForm)
        post = dialog.query_one("#field-post", ChoiceLine)
        post.show(post._options, record(demo).person.competences[0].post)
        await here.press("ctrl+s")
        assert here.screen(CompetenceForm) is dialog
        assert dialog.line("until").wrong


async def test_tasks_and_removing(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "tab", "ctrl+n")
        dialog = here.screen(TaskForm)
        dialog.query_one("#field-may", ChoiceLine).action_step(1)
        put(here, note="未持证")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert rows(here, "person-tasks")[0].startswith("不可做")
        mark = record(demo).person.tasks[0]
        assert (mark.may, mark.note) == (False, "未持证")
        form.query_one("#person-tasks").focus()
        await here.press("ctrl+x")
        here.screen(ConfirmDialog)
        await here.press("escape")
        assert record(demo).person.tasks
        await here.press("ctrl+x")
        await here.press("right", "enter")
        assert not record(demo).person.tasks


async def test_a_minimum_above_its_maximum_is_said_at_the_field(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "ctrl+o", "enter")
        dialog = here.screen(ContractForm)
        put(here, min_consecutive_days="6", max_consecutive_days="3", per_kind="N 4、P=6")
        await here.press("ctrl+s")
        assert here.screen(ContractForm) is dialog
        assert dialog.line("min_consecutive_days").wrong
        assert "不能大于" in here.seen()
        assert dialog.text("max_consecutive_days") == "3"
        put(here, min_consecutive_days="2")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
    limits = record(demo).contracts[0].limits
    assert (limits.min_consecutive_days, limits.max_consecutive_days) == (2, 3)
    assert dict(limits.per_kind) == {"N": 4, "P": 6}


async def test_a_new_contract_ends_the_one_before(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "ctrl+o", "ctrl+n")
        dialog = here.screen(ContractForm)
        assert dialog.ticked("end_former")
        put(here, valid_from="2027-01-01", valid_to="2027-01-31", probation_to="2027-01-31")
        await here.settle()
        assert "不得约定试用期" in dialog.query_one("#contract-remarks", Prose).text
        await here.press("ctrl+s")
        here.screen(PersonForm)
    first, second = record(demo).contracts
    assert (first.valid_to, second.valid_from) == (date(2026, 12, 31), date(2027, 1, 1))


async def test_an_unclear_date_and_a_missing_permit(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "ctrl+o", "enter")
        dialog = here.screen(ContractForm)
        system = dialog.query_one("#field-hours_system", ChoiceLine)
        system.show(system._options, HoursSystem.STANDARD)
        system.action_step(1)
        await here.settle()
        assert dialog.line("approval").display
        put(here, approval="", approval_from="", approval_to="", probation_to="明天")
        await here.press("ctrl+s")
        assert dialog.line("probation_to").wrong
        put(here, probation_to="")
        await here.press("ctrl+s")
        assert dialog.line("approval").wrong


async def test_a_contract_changed_by_somebody_else_keeps_what_is_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "ctrl+o", "enter")
        dialog = here.screen(ContractForm)
        put(here, max_nights="4")
        seen = record(demo).contracts[0]
        values = {name: getattr(seen, name) for name in Contract.__dataclass_fields__}
        write(demo, SaveContract(Contract(**{**values, "contractor": "另一家"}), seen))
        await here.press("ctrl+s")
        assert here.screen(ContractForm) is dialog
        assert dialog.text("max_nights") == "4"
        assert dialog.text("contractor") == "另一家"
        await here.press("ctrl+s")
    found = record(demo).contracts[0]
    assert (found.contractor, found.limits.max_nights) == ("另一家", 4)


async def test_a_contract_entered_in_error_is_removed(demo: OfficeFolder) -> None:
    person = record(demo).person.id
    write(demo, SaveContract(Contract(ContractId(0), person, date(2030, 1, 1))))
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+o", "ctrl+o", "ctrl+o")
        assert len(rows(here, "person-contracts")) == 2
        await here.press("ctrl+x", "right", "enter")
        assert len(rows(here, "person-contracts")) == 1
    assert [c.valid_from.year for c in record(demo).contracts] == [2019]


async def test_contacts_are_masked_and_revealed_one_by_one(demo: OfficeFolder) -> None:
    person = record(demo).person.id
    write(demo, SaveContact(person, Contact(ContactId(0), "林父", "父亲"), "13800138000"))
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+b")
        assert "林父  父亲  138****8000" in rows(here, "person-contacts")
        await here.press("end", "ctrl+t")
        assert "13800138000" in here.seen()
        await here.press("enter")
        here.screen(ContactForm)
        put(here, relation="家父")
        await here.press("ctrl+s")
        assert "林父  家父  138****8000" in rows(here, "person-contacts")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", {}),
        ("N 4", {"N": 4}),
        ("N4，P 6", {"N": 4, "P": 6}),
        ("A1=10; 夜 3", {"A1": 10, "夜": 3}),
        ("Ｎ　４", {"N": 4}),
    ],
)
def test_most_duties_of_each_kind_are_read(typed: str, found: dict[str, int]) -> None:
    assert read_per_kind(typed) == found


@pytest.mark.parametrize("typed", ["N", "4", "N 四", "N 4 5"])
def test_what_is_unclear_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        read_per_kind(typed)
    assert caught.value.params["field"] == "per_kind"


def test_skills_are_parted_by_lines_and_commas() -> None:
    assert skills_of("普通话，办公软件\n粤语、普通话\n\n") == ("普通话", "办公软件", "粤语")
