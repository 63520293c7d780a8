"""Forms: every kind of field, errors where they belong, nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest
from textual import events
from textual.types import CSSPathType
from textual.widgets import Input, Static, TextArea

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.forms.many import ManyLine, ManyScreen
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.services.intents.personal import ListDrafts, OpenDraft
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat
from tests.source import ROOT

SOURCE = ROOT / "ehr_tui"
PEOPLE = (
    Person(PersonId(1), "1001", "赵伟", "Zhao Wei", None, None),
    Person(PersonId(2), "1002", "张薇", "Zhang Wei", None, None),
)
STANDING: dict[str, object] = {
    "name": "单丽",
    "note": "两行\n文字",
    "kind": "b",
    "coach": 1,
    "skills": ("x",),
}


class TryForm(RecordForm[dict[str, Any]]):
    """A field of each kind."""

    CSS_PATH: ClassVar[CSSPathType | None] = [
        SOURCE / "screens" / name for name in ("modal.tcss", "record_form.tcss")
    ]
    key = "7"

    def __init__(self, standing: Mapping[str, object] = STANDING) -> None:
        super().__init__()
        self.standing = dict(standing)
        self.problem: InputError | None = None

    def record_key(self) -> str:
        return self.key

    def title_words(self) -> str:
        return "试"

    def fields(self) -> Sequence[Field]:
        return (
            Field("name", "draft.form", section="list.views", errors=("people.no_name",)),
            Field("day", "draft.at", "list.from", reads=Reads.DAY),
            Field("start", "list.from", reads=Reads.TIME),
            Field("length", "list.file", reads=Reads.HOURS),
            Field("kind", "list.format", options=(("a", "甲"), ("b", "乙")), section="list.columns"),
            Field("skills", "list.columns", options=(("x", "一"), ("y", "二"), ("z", "三")), many=True),
            Field("coach", "list.filters", people=PEOPLE),
            Field("note", "draft.what", lines=3, most=50),
            Field("reason", "draft.what", secret=True),
            *(Field(f"more{n}", "list.file", most=12) for n in range(12)),
        )

    def values(self) -> Mapping[str, object]:
        return self.standing

    async def save(self) -> dict[str, Any]:
        if self.problem is not None:
            raise self.problem
        return {
            "day": self.day("day"),
            "start": self.time("start"),
            "length": self.minutes("length"),
            "skills": self.chosen("skills"),
            "coach": self.person("coach"),
            "note": self.text("note"),
        }


async def opened(here: Seat, form: TryForm | None = None) -> TryForm:
    shown = form or TryForm()
    here.app.push_screen(shown)
    await here.settle()
    return here.screen(TryForm)


def read(form: TryForm, name: str) -> str:
    return str(form.query_one(f"#read-{name}", Static).render())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_dates_and_times_are_shown_as_understood(demo: OfficeFolder, language: str) -> None:
    async with seat(demo, "hr") as here:
        here.app.set_language(language)
        form = await opened(here)
        form.line("day").field.focus()
        for typed, seen in (
            ("t", "2026-11-23"),
            ("+3", "2026-11-26"),
            ("-1", "2026-11-22"),
            ("11-5", "2026-11-05"),
            ("0105", "2027-01-05"),
            ("2026-11-5", "2026-11-05"),
        ):
            form.query_one("#field-day", Input).value = ""
            await here.write(typed)
            assert seen in read(form, "day")
        assert t("weekday.3") in read(form, "day")
        await here.write("x")
        assert read(form, "day") == t("form.unread")
        form.query_one("#field-start", Input).value = "0730"
        form.query_one("#field-length", Input).value = "７.5"
        await here.settle()
        assert read(form, "start") == "07:30"
        assert "7" in read(form, "length")
        assert "30" in read(form, "length")


async def test_enter_walks_through_and_the_field_stays_in_sight(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        assert "视图" in here.seen()  # the section's head
        await here.press(*["down"] * 30)
        for name in ("more11", "more3", "name"):
            field = form.query_one(f"#field-{name}", Input)
            field.focus()
            await here.settle()
            assert form.query_one("#form-body").region.contains_region(field.region), name
            assert field.region.bottom <= 23
        await here.press("enter")
        assert form.focused is form.query_one("#field-day")


async def test_an_error_stands_at_its_field(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-start", Input).value = "25:99"
        form.query_one("#field-more11", Input).focus()
        await here.press("ctrl+s")
        assert form.line("start").wrong
        assert form.focused is form.query_one("#field-start")
        assert "不是时间" in here.seen()
        await here.press("backspace")
        assert not form.line("start").wrong
        form.query_one("#field-start", Input).value = ""
        form.problem = InputError("people.no_name")
        await here.press("ctrl+s")
        assert form.line("name").wrong
        form.problem = InputError("form.number", typed="x", field="more5")
        await here.press("ctrl+s")
        assert form.line("more5").wrong
        assert not form.line("name").wrong


async def test_a_person_is_completed_by_part_of_the_name(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        field = form.query_one("#field-coach Input", Input)
        assert "赵伟" in field.value
        field.value = ""
        field.focus()
        await here.write("薇")  # as an input method sends it
        await here.press("enter")
        assert form.person("coach") == 2
        assert "张薇" in field.value
        await here.press("enter")  # taken: now on to the next field
        assert form.focused is form.query_one("#field-note")
        field.value = "nobody"
        await here.press("ctrl+s")
        assert form.line("coach").wrong


async def test_several_of_a_list_and_lines_of_text(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-skills", ManyLine).focus()
        await here.press("enter")
        here.screen(ManyScreen)
        await here.press("down", "space", "enter")
        assert form.chosen("skills") == ("x", "y")
        area = form.query_one("#field-note", TextArea)
        area.focus()
        await here.press("down", "down")  # leaves at the last line
        assert form.focused is form.query_one("#field-reason")
        assert form.text("note") == "两行\n文字"


async def test_a_paste_of_a_megabyte_is_cut_with_a_word(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        for name in ("name", "note"):
            field = form.query_one(f"#field-{name}")
            field.focus()
            field.post_message(events.Paste("长文字 x\n" * 200_000))
            await here.settle()
        assert len(form.text("name")) <= 80
        assert len(form.text("note")) <= 50
        assert "太长" in here.seen()
        field = form.query_one("#field-more0", Input)
        field.focus()
        field.post_message(events.Paste("一行\n二行"))
        await here.settle()
        assert field.value == "一行 二行"


async def test_a_draft_comes_back_after_a_lock_or_a_crash(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-name", Input).value = "单丽丽"
        form.query_one("#field-kind", ChoiceLine).action_step(1)
        form.query_one("#field-reason", Input).value = "孕"
        here.app.action_lock()  # nothing is pressed any more: the terminal goes away under the lock
        await here.settle()
    desk = demo.enter("hr")
    draft = desk.do(OpenDraft("TryForm", "7"))
    assert draft is not None
    assert draft.typed == {"name": "单丽丽", "kind": "a"}  # the reason never
    desk.leave()
    async with seat(demo, "hr") as here:
        form = await opened(here)
        assert form.text("name") == "单丽丽"
        assert form.choice("kind") == "a"
        assert "草稿" in here.seen()
        assert "01:0" in here.seen()
        await here.press("ctrl+g")
        assert form.text("name") == "单丽"
        assert not form.has_unsaved()
        await here.press("ctrl+g")
        assert form.text("name") == "单丽丽"
        await here.press("ctrl+s")
        assert not isinstance(here.app.screen, TryForm)
        desk = demo.enter("hr")
        assert desk.do(ListDrafts()) == ()
        desk.leave()


async def test_typing_is_kept_by_itself(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        await here.write("x")
        for _ in range(100):
            await here.pilot.pause(0.05)
            if form._kept:
                break
        assert form._kept
        assert "x" in str(form._kept["name"])
        assert "草稿 " in str(form.query_one("#modal-box").border_subtitle)


async def test_a_draft_of_a_record_changed_since_says_so(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-name", Input).value = "单丽丽"
        await here.press("escape", "escape")
        assert not isinstance(here.app.screen, TryForm)
        form = await opened(here, TryForm({**STANDING, "name": "单莉", "day": "2026-01-01"}))
        assert form.text("name") == "单丽丽"
        assert "单莉" in here.seen()
        assert form.text("day") == "2026-01-01"


async def test_others_never_see_a_draft(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-name", Input).value = "单丽丽"
        await here.press("escape", "escape")
    for login in ("clerk", "admin"):
        desk = demo.enter(login)
        assert desk.do(OpenDraft("TryForm", "7")) is None
        assert desk.do(ListDrafts()) == ()
        desk.leave()


async def test_a_draft_written_while_saving_does_not_outlive_the_record(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await opened(here)
        form.query_one("#field-name", Input).value = "单丽丽"
        saving = asyncio.Event()
        go_on = asyncio.Event()

        async def slowly() -> dict[str, Any]:
            saving.set()
            await go_on.wait()
            return {}

        form.save = slowly  # type: ignore[method-assign]
        form.keep_now()
        form.action_save()
        await saving.wait()
        form.query_one("#field-more0", Input).value = "typed on"
        form.keep_now()
        form.on_screen_suspend()
        go_on.set()
        await here.settle()
        assert not isinstance(here.app.screen, TryForm)
        desk = demo.enter("hr")
        assert desk.do(ListDrafts()) == ()
        desk.leave()


async def test_a_long_list_is_chosen_from_by_typing(demo: OfficeFolder) -> None:
    lines = [f"{n} 号岗位" if n else "导诊岗" for n in range(30)]
    async with seat(demo, "hr") as here:
        for keys, place in ((("导", "enter"), 0), (("号", "space", "2", "9", "enter"), 29), (("3",), 2)):
            took: list[int | None] = []
            here.app.push_screen(ChooseScreen("试", lines), took.append)
            await here.settle()
            await here.press(*keys)
            assert took == [place], keys
        took = []
        here.app.push_screen(ChooseScreen("试", lines, 7), took.append)
        await here.settle()
        await here.press("down", "enter")
        assert took == [8]
        here.app.push_screen(ChooseScreen("试", lines[:5], 1), took.append)
        await here.settle()
        await here.press("up", "enter")
        assert took == [8, 0]
