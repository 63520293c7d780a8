"""Restrictions: effects for whoever plans, kind and reason only for those who may know, each look recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehr_tui.domain.ids import RestrictionId
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.person_presets import PresetForm
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.restriction_form import RestrictionForm
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.people import SavePerson
from ehr_tui.services.intents.restrictions import RevealHealth, SaveRestriction
from tests.offices import OfficeFolder
from tests.screens.records import open_record, put, record, rows, write
from tests.screens.terminal import Seat, seat

NUMBER = "R0009"


@pytest.fixture
def restricted(demo: OfficeFolder) -> OfficeFolder:
    """Somebody of the laboratory who does no nights, for a reason."""
    person = record(demo, NUMBER).person.id
    write(
        demo,
        SaveRestriction(
            Restriction(
                RestrictionId(0),
                person,
                frozenset({Effect.NO_NIGHT}),
                date(2026, 11, 1),
                kind=RestrictionKind.MEDICAL,
                reason="腰椎手术后",
            )
        ),
    )
    return demo


async def to_restrictions(here: Seat, demo: OfficeFolder) -> PersonForm:
    form = await open_record(here, demo, NUMBER)
    await here.press("ctrl+b", "ctrl+b")
    assert form.tab == "restrictions"
    return form


def looks(demo: OfficeFolder) -> int:
    desk = demo.enter("audit")
    found = sum(line.act == "RevealHealth" for line in desk.do(ListAudit()).lines)
    desk.leave()
    return found


async def test_a_supervisor_sees_effects_and_dates_and_nothing_else(restricted: OfficeFolder) -> None:
    async with seat(restricted, "lab") as here:
        form = await to_restrictions(here, restricted)
        assert rows(here, "person-restrictions") == ["不上夜班  2026-11-01  长期"]
        assert "限制：不上夜班（长期）" in here.seen()
        for key in ("ctrl+t", "ctrl+n", "ctrl+x"):
            await here.press(key)
            assert here.screen(PersonForm) is form
        await here.press("enter")
        assert type(here.app.screen).__name__ == "FactsScreen"
        seen = here.seen()
        assert "腰椎" not in seen
        assert "健康原因" not in seen
    assert looks(restricted) == 0


async def test_one_key_reveals_and_the_look_is_recorded(restricted: OfficeFolder) -> None:
    async with seat(restricted, "hr") as here:
        await to_restrictions(here, restricted)
        assert "腰椎手术后" not in here.seen()
        await here.press("ctrl+t")
        assert rows(here, "person-restrictions") == ["不上夜班  2026-11-01  长期  健康原因  腰椎手术后"]
        assert "已记录" in here.seen()
        here.app.poll()
        await here.settle()
        other = record(restricted, "R0010")
        write(restricted, SavePerson(replace(other.person, note="别人的事"), other.revision))
        here.app.poll()
        await here.settle()
        assert "腰椎手术后" in here.seen()  # nothing of this record has changed
    assert looks(restricted) == 1


async def test_a_restriction_is_changed_and_its_reason_stands_in_no_audit(restricted: OfficeFolder) -> None:
    async with seat(restricted, "hr") as here:
        form = await to_restrictions(here, restricted)
        await here.press("enter")
        dialog = here.screen(RestrictionForm)
        assert dialog.text("reason") == "腰椎手术后"
        put(here, until="2026-12-31", reason="复查后再定")
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        assert rows(here, "person-restrictions") == ["不上夜班  2026-11-01  2026-12-31  ***"]
    found = record(restricted, NUMBER).restrictions[0]
    assert (found.until, found.kind) == (date(2026, 12, 31), RestrictionKind.HIDDEN)
    known = write(restricted, RevealHealth(found.person))
    assert known[0].reason == "复查后再定"
    desk = restricted.enter("audit")
    assert not any("复查" in line.detail or "腰椎" in line.detail for line in desk.do(ListAudit()).lines)
    desk.leave()


async def test_no_effect_and_missing_minutes_are_said_at_their_fields(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await to_restrictions(here, demo)
        await here.press("ctrl+n", "3")
        dialog = here.screen(RestrictionForm)
        put(here, reason="留着")
        await here.press("ctrl+s")
        assert dialog.line("effects").wrong
        effects = dialog.query_one("#field-effects", ManyLine)
        effects.show(effects._options, [Effect.SHORTER_DAY])
        await here.press("ctrl+s")
        assert dialog.line("minutes_off").wrong
        assert dialog.text("reason") == "留着"
        put(here, minutes_off="1")
        dialog.query_one("#field-kind", ChoiceLine).action_step(1)
        await here.press("ctrl+s")
        here.screen(PersonForm)
    found = record(demo, NUMBER).restrictions
    assert [r.minutes_off for r in found] == [60]


async def test_pregnancy_is_filled_in_from_the_due_date(demo: OfficeFolder) -> None:
    due = demo.clock.today() + timedelta(days=100)
    async with seat(demo, "hr") as here:
        form = await to_restrictions(here, demo)
        await here.press("ctrl+n", "1")
        dialog = here.screen(PresetForm)
        preview = dialog.query_one("#preset-preview", Prose)
        assert "不加班（" not in preview.text
        await here.write("+100")
        assert (due - timedelta(days=84)).isoformat() in preview.text
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
    found = {frozenset(r.effects): r for r in record(demo, NUMBER).restrictions}
    nights = found[frozenset({Effect.NO_NIGHT, Effect.NO_OVERTIME})]
    hazards = found[frozenset({Effect.NO_HAZARD})]
    assert nights.since == due - timedelta(days=84)
    assert hazards.since == demo.clock.today()
    assert hazards.hazards
    assert nights.until == hazards.until == due + timedelta(days=14)


async def test_nursing_is_filled_in_from_the_birth(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await to_restrictions(here, demo)
        await here.press("ctrl+n", "2")
        here.screen(PresetForm)
        put(here, day="2026-10-01", babies="2")
        await here.press("ctrl+s")
        here.screen(PersonForm)
    (found,) = record(demo, NUMBER).restrictions
    assert (found.since, found.until, found.minutes_off) == (date(2026, 10, 1), date(2027, 9, 30), 120)
    assert found.effects == {Effect.NO_NIGHT, Effect.NO_OVERTIME, Effect.SHORTER_DAY}


async def test_english(restricted: OfficeFolder) -> None:
    async with seat(restricted, "hr") as here:
        await to_restrictions(here, restricted)
        await here.press("ctrl+l")
        assert rows(here, "person-restrictions") == ["no nights  2026-11-01  open  ***"]
        assert "Ctrl+T shows kinds and reasons" in here.seen()
