"""What holds on every screen: modes, palette, language, idle lock, errors, end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Input

from ehr_tui.errors import AccessRefused, InputError
from ehr_tui.i18n import t
from ehr_tui.screens.modes import MODES
from tests.offices import OfficeFolder
from tests.screens.helm import at_the_door, inside


@pytest.mark.parametrize(
    "login, modes",
    [
        ("admin", {"home", "organisation", "accounts", "own"}),
        ("audit", {"home", "audit", "own"}),
        ("clerk", {"home", "roster", "own"}),
    ],
)
async def test_modes_are_offered_by_right(demo: OfficeFolder, login: str, modes: set[str]) -> None:
    async with inside(demo, login) as helm:
        offered = {
            mode.name for mode in MODES if f"{mode.key.upper()} {t('mode.' + mode.name)}" in helm.seen()
        }
        assert modes <= offered
        for mode in MODES:
            await helm.press(mode.key)
            assert (helm.app.current_mode == mode.name) == (mode.name in offered)


async def test_before_the_login_no_key_leads_inside(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(t("login.login"))
        await helm.press("f2", "f9", "f12")
        assert helm.app.current_mode == "door"
        assert not helm.app.locked


async def test_left_alone_it_locks_and_the_code_unlocks(demo: OfficeFolder) -> None:
    async with inside(demo, "hr", idle_minutes=10) as helm:
        demo.clock.advance(minutes=9, seconds=59)
        helm.app.lock_if_left_alone()
        assert not helm.app.locked
        demo.clock.advance(seconds=1)
        helm.app.lock_if_left_alone()
        await helm.on("LockScreen")
        assert t("mode.roster") not in helm.seen()
        await helm.press("f3", "f2", "ctrl+p")
        assert helm.app.locked
        await helm.type("000000")
        await helm.press("enter")
        await helm.until(lambda: helm.words("lock-message") == t("error.vault.code_wrong"))
        helm.fill(unlock_code=demo.code("hr"))
        await helm.press("enter")
        await helm.on("HomeScreen")
        assert helm.app.entered is not None


async def test_a_key_pressed_after_the_time_does_not_save_from_the_lock(demo: OfficeFolder) -> None:
    async with inside(demo, "hr", idle_minutes=10) as helm:
        demo.clock.advance(minutes=11)
        await helm.press("down")
        helm.app.lock_if_left_alone()
        await helm.on("LockScreen")


async def test_keys_keep_it_open_and_a_clock_set_back_too(demo: OfficeFolder) -> None:
    async with inside(demo, "hr", idle_minutes=10) as helm:
        for _ in range(3):
            demo.clock.advance(minutes=9)
            await helm.press("down")
        demo.clock.at -= timedelta(hours=2)
        helm.app.lock_if_left_alone()
        assert not helm.app.locked


async def test_another_user_may_take_over_a_locked_terminal(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("f12")
        await helm.on("LockScreen")
        await helm.press("f3")
        await helm.see(t("lock.sure")[:10])
        await helm.press("f3")
        await helm.see(t("login.login"))
        await helm.log_in("clerk")
        assert helm.app.entered is not None
        assert helm.app.entered.user.login == "clerk"


@pytest.mark.parametrize("words", ["pb", "paiban", "排班", "Roster"])
async def test_the_palette_finds_by_chinese_english_and_initials(demo: OfficeFolder, words: str) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("ctrl+p")
        await helm.on("CommandPalette")
        helm.app.screen.query_one(Input).value = words
        await helm.until(lambda: t("palette.open", what=t("mode.roster")) in helm.seen(), "the roster")


async def test_the_palette_says_when_nothing_matches(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("ctrl+p")
        await helm.on("CommandPalette")
        helm.app.screen.query_one(Input).value = "qqqqqq"
        await helm.see(t("palette.nothing"))


async def test_the_language_switches_everywhere(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("f9", "f2", "ctrl+l")
        await helm.see("Home", "Roster", "Help")
        await helm.press("f9")
        await helm.see("My account")


async def test_help_lists_the_keys(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        await helm.press("f1")
        await helm.on("HelpPanel")
        await helm.press("escape")
        await helm.on("HomeScreen")


async def test_small_errors_are_toasts_and_grave_ones_must_be_read(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        helm.app.show_error(InputError("date.unclear", typed="x"))
        await helm.on("HomeScreen")
        helm.app.show_error(AccessRefused("date.unclear", typed="x"))
        await helm.on("MessageDialog")


async def test_others_commits_reach_the_screen(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        helm.app.poll()
        await helm.until(lambda: helm.app._polled is not None)
        before = helm.app.commits
        demo.enter("clerk").leave()
        helm.app.poll()
        await helm.until(lambda: helm.app.commits > before)


async def test_quitting_asks_only_when_something_would_be_lost(demo: OfficeFolder) -> None:
    async with inside(demo, "admin") as helm:
        await helm.press("f8", "ctrl+n")
        await helm.on("AccountForm")
        helm.fill(new_login="li")
        await helm.press("ctrl+q")
        await helm.on("ConfirmDialog")
        await helm.press("escape")
        await helm.on("AccountForm")
        helm.fill(new_login="")
        await helm.press("ctrl+q")
        await helm.until(lambda: helm.app._exit)


async def test_a_mistake_of_the_program_ends_it_without_showing_values(
    demo: OfficeFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble() -> None:
        secret = "never to be shown"
        raise ZeroDivisionError(secret)

    async def crash() -> None:
        async with inside(demo, "hr") as helm:
            helm.app.call_later(stumble)
            await helm.until(lambda: helm.app._exception is not None)

    with pytest.raises(ZeroDivisionError):
        await crash()
    shown = capsys.readouterr().err
    assert "ehr-tui.log" in shown.replace("\n", "")
    assert "never to be shown" not in shown
