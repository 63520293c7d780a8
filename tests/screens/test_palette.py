"""The palette and help: every action is found in every way, records too; one's own keys are shown and work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Input

from ehr_tui.i18n import t
from ehr_tui.initials import pinyin_of
from tests.offices import OfficeFolder
from tests.screens.helm import Helm, app_on, inside


async def look_for(helm: Helm, words: str) -> None:
    if type(helm.app.screen).__name__ != "CommandPalette":
        await helm.press("ctrl+p")
        await helm.on("CommandPalette")
    helm.app.screen.query_one(Input).value = words


@pytest.mark.parametrize(
    "words, found",
    [
        ("xz", "organisation.add"),
        ("新增", "organisation.add"),
        ("xinzeng", "organisation.add"),
        ("New", "organisation.add"),
        ("sysm", "theme"),
        ("fz", "key.copy"),
    ],
)
async def test_actions_of_the_screen_are_found_in_every_way(
    demo: OfficeFolder, words: str, found: str
) -> None:
    wanted = {
        "organisation.add": t("organisation.add"),
        "theme": t("theme.ehr-light"),
        "key.copy": t("key.copy"),
    }[found]
    words = {"sysm": "浅色"}.get(words, words)
    async with inside(demo, "hr") as helm:
        await helm.press("f5")
        await helm.on("OrganisationScreen")
        await look_for(helm, words)
        await helm.until(lambda: wanted in helm.seen(), wanted)


@pytest.mark.parametrize(
    ("words", "screen"),
    [("查重", "DuplicatesScreen"), ("新增", "PersonForm"), ("rili", "OrganisationScreen")],
)
async def test_acts_of_other_screens_are_found_and_done_there(
    demo: OfficeFolder, words: str, screen: str
) -> None:
    async with inside(demo, "hr") as helm:
        await look_for(helm, words)
        await helm.until(lambda: " › " in helm.seen(), words)
        await helm.press("enter")
        await helm.on(screen)
        if screen == "OrganisationScreen":
            await helm.until(lambda: getattr(helm.app.screen, "tab", "") == "calendar")


async def test_acts_of_screens_that_are_closed_to_the_user_are_not_offered(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await look_for(helm, "查重")
        await helm.see(t("palette.nothing"))


@pytest.mark.parametrize("words", ["zyh", "曾宇", "R0012", "zengyu"])
async def test_people_are_found_and_opened(demo: OfficeFolder, words: str) -> None:
    async with inside(demo, "hr") as helm:
        await look_for(helm, words)
        await helm.see("曾宇航")
        assert t("palette.nothing") not in helm.seen()
        await helm.press("down")
        await helm.until(lambda: "曾宇航" in helm.seen())
        if words != "zyh":
            await helm.press("enter")
            await helm.until(lambda: helm.app.current_mode == "people", "the record")


async def test_departments_are_found_by_initials(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await look_for(helm, "yxjyk")
        await helm.see("医学检验科")
        await helm.press("enter")
        await helm.until(lambda: helm.app.current_mode == "roster", "the roster")


async def test_nobody_finds_what_he_may_not_read(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await look_for(helm, "曾宇航")
        await helm.see(t("palette.nothing"))


async def test_what_was_done_last_stands_first(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await look_for(helm, "pb")
        await helm.see(t("palette.open", what=t("mode.roster")))
        await helm.press("enter")
        await helm.until(lambda: helm.app.current_mode == "roster")
        assert helm.app.recent_actions[0] == "mode.roster"
        await helm.press("f2")
        await helm.on("HomeScreen")
        await helm.press("ctrl+p")
        await helm.on("CommandPalette")
        await helm.until(lambda: t("palette.open", what=t("mode.roster")) in helm.seen())
        lines = [line for line in helm.seen().splitlines() if t("palette.open", what="")[:2] in line]
        assert t("mode.roster") in lines[0]
        await helm.press("escape")
        helm.app.leave()
        await helm.until(lambda: not helm.app.recent_actions)
        await helm.log_in("hr")


async def test_enter_right_behind_the_last_letter_takes_what_was_typed(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("ctrl+p")
        await helm.on("CommandPalette")
        await helm.until(lambda: t("palette.open", what=t("mode.home")) in helm.seen())
        for key in ("r", "y", "enter"):
            helm.app.simulate_key(key)
        await helm.until(lambda: helm.app.current_mode == "people", "the people")


async def test_a_theme_chosen_in_the_palette_is_kept(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await look_for(helm, "浅色")
        await helm.see(t("palette.theme", what=t("theme.ehr-light")))
        await helm.press("enter")
        await helm.until(lambda: helm.app.theme == "ehr-light")
        await helm.until(lambda: helm.app.commits > 0, "kept")
    async with inside(demo, "hr") as helm:
        assert helm.app.theme == "ehr-light"


@pytest.mark.parametrize("size", [(80, 24), (62, 18)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_help_is_searched_by_typing(demo: OfficeFolder, language: str, size: tuple[int, int]) -> None:
    t.switch(language)
    async with inside(demo, "hr", size=size) as helm:
        t.switch(language)
        await helm.press("f1")
        await helm.on("HelpPanel")
        await helm.see(t("help.search"))
        helm.app.screen.query_one(Input).value = t("mode.roster")
        await helm.until(lambda: t("help.screen") not in helm.seen(), "only what matches")
        assert t("help.modes") in helm.seen()
        helm.app.screen.query_one(Input).value = "zzzz"
        await helm.see(t("help.nothing"))
        await helm.press("f1")
        await helm.on("HomeScreen")


def with_keys(office: OfficeFolder, **keys: tuple[str, ...]) -> Any:
    """An application with keys of one's own (``__`` for the dot)."""
    app = app_on(office)
    parts = replace(app.parts, keymap={name.replace("__", "."): value for name, value in keys.items()})
    return type(app)(parts)


async def test_ones_own_keys_work_and_are_shown_everywhere(demo: OfficeFolder) -> None:
    own = {
        "key__help": ("alt+h",),
        "mode__people": ("alt+p",),
        "home__read": ("ctrl+b",),
        "roster__explain": ("ctrl+e", "alt+w"),
    }
    app = with_keys(demo, **own)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        helm = Helm(app, pilot, demo)
        await helm.log_in("hr")
        await helm.on("HomeScreen")
        assert "Alt+P " + t("mode.people") in helm.seen()
        assert "Ctrl+B " + t("home.read") in helm.seen()
        assert "Alt+H " + t("key.help") in helm.seen()
        await helm.press("f1", "f4")
        await helm.on("HomeScreen")
        await helm.press("alt+h")
        await helm.on("HelpPanel")
        await helm.see("Alt+H", "Ctrl+B")
        await helm.press("escape")
        await helm.on("HomeScreen")
        await helm.press("alt+p")
        await helm.on("PeopleScreen")
        await helm.press("f2", "1")
        await helm.on("RosterScreen")
        await helm.see("8.25")
        await helm.press("alt+w")
        await helm.on("ExplainScreen")


def test_pinyin_of_words() -> None:
    assert {"pb", "paiban"} <= set(pinyin_of("排班"))
    assert pinyin_of("Roster") == ()
    assert len(pinyin_of("重新打开调休行业")) <= 16
