"""A person's record: one form in tabs, read in five seconds, filled in a minute, nothing typed lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual.widgets import Input

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId
from ehr_tui.domain.people import Competence, Education, Sex
from ehr_tui.i18n import t
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.contact_form import ContactForm
from ehr_tui.screens.contract_form import ContractForm
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.person_painted import packed
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.people import ListPeople, SaveContract, SavePerson
from tests.offices import OfficeFolder
from tests.screens.records import open_record, put, record, rows, write
from tests.screens.terminal import seat


async def test_a_person_is_added_wholly(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+n")
        form = here.screen(PersonForm)
        put(here, name="单丽", number="R0999", birth_date="1999-05-01", hire_date="t", phone="13800138000")
        form.query_one("#field-sex", ChoiceLine).action_step(1)
        form.query_one("#field-department", ChoiceLine).action_step(1)
        await here.settle()
        form.query_one("#field-post", ChoiceLine).action_step(1)
        await here.press("ctrl+o")
        form.query_one("#field-education", ChoiceLine).action_step(4)
        put(here, major="护理", skills="普通话，办公软件")
        languages = form.query_one("#field-languages", ManyLine)
        languages.show(languages._options, [languages._options[0][0]])
        await here.press("ctrl+o", "ctrl+o", "ctrl+n")  # to the contracts: adding one keeps the record first
        here.screen(ContractForm)
        put(here, valid_to="2027-11-22", probation_to="+59")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        await here.press("6", "ctrl+n")
        here.screen(ContactForm)
        put(here, name="单父", relation="父亲", phone="13900139000")
        await here.press("ctrl+s", "escape")
        assert not isinstance(here.app.screen, PersonForm)
    view = record(demo, "R0999")
    assert (view.person.name, view.person.latin, view.person.sex) == ("单丽", "Shan Li", Sex.FEMALE)
    assert view.person.phone == "138****8000"
    assert view.details.birth_date == date(1999, 5, 1)
    assert view.details.education is Education.COLLEGE
    assert view.details.skills == ("普通话", "办公软件")
    assert len(view.details.languages) == 1
    assert [(c.post, c.since) for c in view.person.competences] == [(view.person.post, demo.clock.today())]
    assert [c.probation_to for c in view.contracts] == [date(2027, 1, 21)]
    assert [(c.name, c.phone) for c in view.contacts] == [("单父", "139****9000")]


async def test_probation_and_coaching_stand_apart(demo: OfficeFolder) -> None:
    view = record(demo)
    person = view.person
    held = replace(person.competences[0], coached_until=date(2026, 12, 31))
    write(demo, SavePerson(replace(person, competences=(held,)), view.revision))
    first = date(2026, 11, 1)
    contract = Contract(ContractId(0), person.id, first, probation_to=date(2026, 12, 15))
    write(demo, SaveContract(contract, end_former=True))
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        assert "试用期至 2026-12-15" in here.seen()
        assert "带教期至 2026-12-31" in here.seen()
        await here.press("ctrl+l")
        assert "probation to 2026-12-15" in here.seen()
        assert "coached to 2026-12-31" in here.seen()


async def test_the_department_narrows_the_posts(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        post = form.query_one("#field-post", ChoiceLine)
        before = [words for _, words in post._options]
        form.query_one("#field-department", ChoiceLine).action_step(1)
        await here.settle()
        after = [words for _, words in post._options]
        assert before != after
        view = form._record
        department = form.choice("department")
        assert {value for value, _ in post._options[1:]} == {
            p.id for p in view.posts if p.department == department and p.active
        }
        await here.press("ctrl+l")
        assert {value for value, _ in post._options[1:]} == {
            p.id for p in view.posts if p.department == department and p.active
        }


async def test_an_error_shows_its_tab_and_keeps_what_is_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        put(here, number="R0002", note="留着")
        await here.press("ctrl+o")
        assert form.tab == "background"
        await here.press("ctrl+s")
        assert form.tab == "basic"
        assert "已属于" in here.seen()
        assert form.text("note") == "留着"
        put(here, number="R0001", birth_date="2015-01-01")
        await here.press("ctrl+s")
        assert form.line("birth_date").wrong
        assert form.text("note") == "留着"


async def test_tabs_by_key_mouse_and_arrows(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        for tab in ("background", "posts", "contracts", "restrictions", "contacts", "basic"):
            await here.press("ctrl+o")
            assert form.tab == tab
            assert here.app.focused is not None
        await here.press("ctrl+b")
        assert form.tab == "contacts"
        await here.press("4")
        assert form.tab == "contracts"
        form.query_one("#person-tabs").focus()
        await here.press("left", "left")
        assert form.tab == "background"
        assert form.focused is form.query_one("#person-tabs")
        await here.pilot.click("#person-tabs", offset=(2, 0))
        await here.settle()
        assert form.tab == "basic"


async def test_what_may_not_be_edited_is_text(demo: OfficeFolder) -> None:
    async with seat(demo, "lab") as here:
        form = await open_record(here, demo, "R0009")
        assert not form.query(Input)
        assert "陈思远" in here.seen()
        assert "医学检验科文员" in here.seen()
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        await here.press("4", "enter")
        assert type(here.app.screen).__name__ == "FactsScreen"
        assert t("hours_system.comprehensive") in here.seen()
        await here.press("escape", "ctrl+n")
        assert here.screen(PersonForm) is form


async def test_others_changes_come_in_and_touched_fields_stay(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        put(here, note="我的备注")
        view = record(demo)
        other = replace(view.person, note="别人的备注", latin="Lin Xiao Tang")
        write(demo, SavePerson(other, view.revision))
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert "别人的备注" in here.seen()
        assert form.text("note") == "我的备注"
        assert form.text("latin") == "Lin Xiao Tang"
        await here.press("ctrl+s")
    assert record(demo).person.note == "我的备注"


async def test_details_are_kept_and_the_phone_only_when_changed(demo: OfficeFolder) -> None:
    before = record(demo)
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        put(here, birth_date="1995-11-05", major="护理")
        await here.press("ctrl+s")
    view = record(demo)
    assert view.details == replace(before.details, birth_date=date(1995, 11, 5), major="护理")
    assert view.person == before.person


async def test_looks_at_phones_are_said_and_recorded(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+t")
        assert "已记录" in here.seen()
    desk = demo.enter("audit")
    assert any(line.act == "RevealPhone" for line in desk.do(ListAudit()).lines)
    desk.leave()


async def test_a_wide_screen_and_english(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", size=(120, 36)) as here:
        await open_record(here, demo)
        await here.press("ctrl+l", "ctrl+o", "ctrl+o")
        assert "Posts this person can take" in here.seen()
        assert len(rows(here, "person-posts")) == 1


async def test_all_english_tabs_stand_on_one_narrow_line(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        competence = form._record.person.competences[0]
        assert isinstance(competence, Competence)
        await here.press("ctrl+l")
        assert "6 Contacts" in here.seen()


def test_parts_of_the_head_are_never_broken() -> None:
    assert packed(["一二三", "四五六"], 14) == [["一二三", "四五六"]]
    assert packed(["一二三", "四五六"], 13) == [["一二三"], ["四五六"]]
    assert packed(["一二三四五六七八九"], 6) == [["一二三四五六七八九"]]
    assert packed([], 6) == []


async def test_a_draft_of_a_new_record_keeps_department_post_and_lists(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+n")
        form = here.screen(PersonForm)
        put(here, name="仇丽")
        form.query_one("#field-department", ChoiceLine).action_step(2)
        await here.settle()
        form.query_one("#field-post", ChoiceLine).action_step(1)
        department, post = form.choice("department"), form.choice("post")
        assert post is not None
        await here.press("ctrl+o", "ctrl+o", "ctrl+n")
        put(here, since="2026-11-01")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert len(rows(here, "person-posts")) == 1
        await here.press("escape", "escape")
        await here.press("ctrl+n")
        again = here.screen(PersonForm)
        assert again is not form
        assert again.text("name") == "仇丽"
        assert (again.choice("department"), again.choice("post")) == (department, post)
        assert len(rows(here, "person-posts")) == 1
        await here.press("ctrl+s")
    desk = demo.enter("hr")
    found = desk.do(ListPeople("仇丽")).people[0]
    assert (found.department, found.post) == (department, post)
    assert [c.since for c in found.competences] == [date(2026, 11, 1)]
    desk.leave()


async def test_somebody_moved_by_others_comes_with_the_new_posts(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        put(here, note="我的备注")
        view = record(demo)
        other = next(p for p in view.posts if p.department != view.person.department)
        write(
            demo, SavePerson(replace(view.person, department=other.department, post=other.id), view.revision)
        )
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert (form.choice("department"), form.choice("post")) == (other.department, other.id)
        await here.press("ctrl+s")
    person = record(demo).person
    assert (person.department, person.post, person.note) == (other.department, other.id, "我的备注")


async def test_a_terminal_without_chinese_reads_pinyin(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        here.app.plain = True
        await open_record(here, demo)
        await here.press("ctrl+l")
        assert "Lin Xiaotang R0001" in here.seen()


async def test_others_changes_are_seen_at_once_and_what_clashes_is_said(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        here.app.poll()
        await here.settle()
        put(here, note="我的备注")
        view = record(demo)
        write(demo, SavePerson(replace(view.person, note="别人的备注", number="R7777"), view.revision))
        here.app.poll()
        await here.settle()
        assert form.text("number") == "R7777"
        assert form.text("note") == "我的备注"
        assert "别人的备注" in here.seen()
        await here.press("ctrl+s")
    assert record(demo, "R7777").person.note == "我的备注"
