"""A record and its dialogs as plain text, in both languages, at 80 × 24 and wide: what changes shows in review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.contracts import Contract, ContractLimits, EmploymentKind, HoursSystem, Period
from ehr_tui.domain.ids import ContractId, RestrictionId
from ehr_tui.domain.people import Competence, Details, Education, Sex, TaskMark
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.i18n import t
from ehr_tui.screens.duplicates import DuplicatesScreen
from ehr_tui.screens.retention import RetentionScreen
from ehr_tui.services.intents.people import SaveContract, SavePerson
from ehr_tui.services.intents.restrictions import SaveRestriction
from tests.offices import OfficeFolder
from tests.screens.records import another, open_record, record, write
from tests.screens.terminal import Seat, seat

SIZES = {"narrow": (80, 24), "wide": (120, 36)}


def fill(demo: OfficeFolder) -> None:
    """A record in which every sort of thing stands, one like it, and somebody who left long ago."""
    view = record(demo)
    tasks = [entry.code for entry in entries_of(view.codes, CodeList.TASK)][:2]
    person = replace(
        view.person,
        name="林晓棠",
        sex=Sex.FEMALE,
        standby_pool=True,
        note="夜班后不安排早班",
        competences=(
            *view.person.competences[:1],
            Competence(view.posts[2].id, date(2026, 10, 1), coached_until=date(2026, 12, 31)),
        ),
        tasks=tuple(TaskMark(task, n == 0, date(2026, 1, 1)) for n, task in enumerate(tasks)),
    )
    details = Details(date(1995, 11, 5), Education.COLLEGE, "护理", (), ("办公软件",))
    contract = Contract(
        ContractId(0),
        person.id,
        date(2026, 10, 1),
        None,
        EmploymentKind.OUTSOURCED,
        "示范人力服务公司",
        HoursSystem.COMPREHENSIVE,
        Period.QUARTER,
        "综合工时第 12 号",
        probation_to=date(2026, 12, 31),
        limits=ContractLimits(max_nights=4, per_kind={"N": 4}),
    )
    restriction = Restriction(
        RestrictionId(0),
        person.id,
        frozenset({Effect.NO_NIGHT, Effect.SHORTER_DAY}),
        date(2026, 11, 1),
        date(2027, 4, 30),
        minutes_off=60,
        kind=RestrictionKind.NURSING,
    )
    write(
        demo,
        SavePerson(person, view.revision, None, details),
        SaveContract(contract, end_former=True),
        SaveRestriction(restriction),
    )
    another(demo, details=replace(details, education=Education.BACHELOR), phone="13900139000", number="r-1")
    gone = {"hire_date": date(2010, 1, 1), "leave_date": date(2018, 1, 31)}
    older = replace(details, birth_date=date(1985, 1, 1))
    another(demo, like="R0002", details=older, phone="13900139001", number="x-9", name="旧员工", **gone)


async def pictures(here: Seat, demo: OfficeFolder) -> dict[str, str]:
    """Every screen on the way through a record."""
    seen: dict[str, str] = {}

    async def look(name: str, *keys: str) -> None:
        await here.press(*keys)
        lines = here.seen().splitlines()
        seen[name] = "\n".join(line.rstrip() for line in lines)

    await open_record(here, demo)
    await look("basic")
    await look("background", "ctrl+o")
    await look("posts", "ctrl+o")
    await look("post", "end", "enter")
    await look("contracts", "escape", "ctrl+o")
    await look("contract", "enter")
    await look("restrictions", "escape", "ctrl+o")
    await look("history", "ctrl+y")
    await here.press("escape", "ctrl+r")
    await here.write("+30")
    await look("leaving")
    await look("leaving-list", "ctrl+s")
    await here.press("escape", "escape")
    here.app.push_screen(DuplicatesScreen())
    await here.settle()
    await look("duplicates")
    await look("merge", "enter")
    await here.press("escape", "escape")
    here.app.push_screen(RetentionScreen())
    await here.settle()
    await look("retention", "space")
    await look("times", "ctrl+o")
    return seen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_record_reads_as_it_did(
    language: str, size: str, demo: OfficeFolder, snapshot: SnapshotAssertion
) -> None:
    """All screens of a record in one language and size."""
    fill(demo)
    async with seat(demo, "hr", size=SIZES[size]) as here:
        if language == "en":
            await here.press("ctrl+l")
        assert t.language == language
        for name, text in (await pictures(here, demo)).items():
            assert text == snapshot(name=name)
