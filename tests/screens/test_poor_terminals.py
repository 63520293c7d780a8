"""The Linux console (ASCII only), no colour, sixteen colours: every screen stays whole and can be read."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome

from ehr_tui.domain.roster import RosterSheet
from ehr_tui.i18n import t
from ehr_tui.theme import MIN_CONTRAST, PALETTES, contrast
from ehr_tui.widgets.no_colour import CalmMonochrome
from tests.offices import OfficeFolder
from tests.screens.helm import Helm, at_the_door, inside

MODES = {
    "hr": (
        ("f2", "HomeScreen"),
        ("f3", "RosterScreen"),
        ("f4", "PeopleScreen"),
        ("f5", "OrganisationScreen"),
        ("f6", "ImportsScreen"),
        ("f9", "OwnAccountScreen"),
    ),
    "admin": (("f8", "AccountsScreen"),),
    "audit": (("f7", "AuditScreen"),),
}
"""Every mode, by somebody who may open it."""

OVERLAYS = (("f1", "HelpPanel"), ("ctrl+p", "CommandPalette"), ("f11", "ChooseScreen"))


async def each_screen(helm: Helm, login: str, *, over_each: bool = False) -> list[tuple[str, str]]:
    """Every mode and what can be laid over it (or only over the first): name and what is seen."""
    seen: list[tuple[str, str]] = []
    for key, name in MODES[login]:
        await helm.press(key)
        await helm.on(name)
        await helm.pilot.pause(0.2)
        seen.append((name, helm.seen()))
        for over, panel in OVERLAYS if over_each or key == MODES[login][0][0] else ():
            await helm.press(over)
            await helm.on(panel)
            await helm.pilot.pause(0.1)
            seen.append((f"{name} {panel}", helm.seen()))
            await helm.press("escape")
            await helm.on(name)
    return seen


@pytest.mark.parametrize("login", MODES)
async def test_on_the_linux_console_everything_is_ascii(demo: OfficeFolder, login: str) -> None:
    t.switch("en")
    async with inside(demo, login, plain=True) as helm:
        strange = [
            (name, line)
            for name, text in await each_screen(helm, login, over_each=True)
            for line in text.splitlines()
            if not line.isascii()
        ]
    assert strange == []


async def test_the_door_of_the_linux_console_is_ascii(demo: OfficeFolder) -> None:
    t.switch("en")
    async with at_the_door(demo, plain=True) as helm:
        await helm.see("show-me-the-roster")
        assert [line for line in helm.seen().splitlines() if not line.isascii()] == []


@pytest.mark.parametrize(
    "login, language", [("hr", "zh_CN"), ("hr", "en"), ("admin", "zh_CN"), ("audit", "en")]
)
async def test_without_colour_every_screen_stands(
    demo: OfficeFolder, login: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    t.switch(language)
    monkeypatch.setenv("NO_COLOR", "1")
    async with inside(demo, login) as helm:
        assert any(isinstance(f, CalmMonochrome) for f in helm.app._filters)
        assert not any(type(f) is Monochrome for f in helm.app._filters)
        for _, text in await each_screen(helm, login):
            assert len(text.split()) > 5


def test_text_without_a_style_is_no_trap() -> None:
    segments = [Segment("a", None), Segment("b", Style(color="red", bold=True))]
    out = CalmMonochrome().apply(segments, Color.parse("black"))
    assert [s.text for s in out] == ["a", "b"]
    assert out[1].style is not None
    assert out[1].style.bold


BOXES = {"HelpPanel": "VerticalScroll", "CommandPalette": "#--container", "ChooseScreen": "#modal-box"}
"""Where the words of an overlay stand; what lies veiled behind it is not to be read meanwhile."""


def pale(helm: Helm, overlay: str = "") -> set[tuple[str, str, str]]:
    """Words that are hard to read: colour, ground, the text."""
    found = set()
    x, y, width, height = (0, 0, *helm.app.size)
    if overlay:
        x, y, width, height = helm.app.screen.query(BOXES[overlay]).first().region
    for line in helm.app.screen._compositor.render_strips()[y : y + height]:
        for text, style, _ in line.crop(x, x + width):
            if (
                style is None
                or not any(sign.isalnum() for sign in text)
                or not style.color
                or not style.bgcolor
            ):
                continue
            ink, ground = style.color.triplet, style.bgcolor.triplet
            if ink is not None and ground is not None and contrast(ink.hex, ground.hex) < MIN_CONTRAST:
                found.add((ink.hex, ground.hex, text.strip()))
    return found


@pytest.mark.parametrize("login", MODES)
@pytest.mark.parametrize("theme", [palette.name for palette in PALETTES])
async def test_whatever_a_theme_paints_can_be_read(demo: OfficeFolder, theme: str, login: str) -> None:
    async with inside(demo, login, theme=theme) as helm:
        for key, name in MODES[login]:
            await helm.press(key)
            await helm.on(name)
            await helm.pilot.pause(0.2)
            assert helm.app.theme == theme
            assert (name, pale(helm)) == (name, set())
            for over, panel in OVERLAYS if key == MODES[login][0][0] else ():
                await helm.press(over)
                await helm.on(panel)
                await helm.pilot.pause(0.1)
                assert (name, panel, pale(helm, panel)) == (name, panel, set())
                await helm.press("escape")
                await helm.on(name)


def test_each_kind_of_shift_has_its_own_sign_without_colour(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    from ehr_tui.domain.month import Month
    from ehr_tui.services.intents.roster import ListRosters, OpenRoster

    for department in desk.do(ListRosters()).departments:
        sheet: RosterSheet = desk.do(OpenRoster(department.id, Month.of(demo.clock.today())))
        keys = [kind.key for kind in sheet.kinds]
        assert len(set(keys)) == len(keys)
        assert all(key.isascii() and len(key) == 1 for key in keys)
    desk.leave()
