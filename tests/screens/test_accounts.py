"""Users and roles on the screen."""

from __future__ import annotations

from datetime import timedelta

from ehr_tui.i18n import t
from ehr_tui.screens.account_form import AccountForm
from tests.offices import OfficeFolder
from tests.screens.helm import Helm, inside


async def open_accounts(helm: Helm) -> None:
    """The list of users, read."""
    await helm.press("f8")
    await helm.on("AccountsScreen")
    await helm.see("hr", "clerk")


async def give_code(helm: Helm, login: str = "admin") -> None:
    """Answer the question for a fresh code."""
    await helm.on("CodeDialog")
    helm.office.clock.advance(seconds=30)
    helm.fill(answer=helm.office.code(login))
    await helm.press("enter")


async def test_a_new_user_gets_a_first_password_shown_once(demo: OfficeFolder) -> None:
    async with inside(demo, "admin") as helm:
        await open_accounts(helm)
        await helm.press("ctrl+n")
        await helm.on("AccountForm")
        helm.fill(new_login="li", display_name="李雷")
        await helm.press("ctrl+n")
        await helm.on("ChooseScreen")
        await helm.press("5")
        await helm.on("AccountForm")
        await helm.press("ctrl+s")
        await give_code(helm)
        await helm.on("FirstPassword")
        password = helm.app.screen._first.password  # type: ignore[attr-defined]
        await helm.see(password)
        await helm.press("enter")
        await helm.on("AccountsScreen")
        await helm.see("李雷", t("accounts.state.not_enrolled"))
        assert password not in helm.seen()


async def test_a_wrong_fresh_code_asks_again_and_esc_does_nothing(demo: OfficeFolder) -> None:
    async with inside(demo, "admin") as helm:
        await open_accounts(helm)
        await helm.press("ctrl+n")
        await helm.on("AccountForm")
        helm.fill(new_login="li", display_name="李雷")
        await helm.press("ctrl+s")
        await helm.on("CodeDialog")
        helm.fill(answer="000000")
        await helm.press("enter")
        await helm.see(t("error.vault.code_wrong")[:8])
        await helm.press("escape")
        await helm.on("AccountForm")
        assert helm.value("new_login") == "li"
        await helm.press("escape", "escape")
        await helm.on("AccountsScreen")
        assert "李雷" not in helm.seen()


async def test_a_deputy_gets_the_others_roles_from_to(demo: OfficeFolder) -> None:
    async with inside(demo, "admin") as helm:
        await open_accounts(helm)
        await helm.press("ctrl+n")
        await helm.on("AccountForm")
        await helm.press("ctrl+t")
        await helm.on("ChooseScreen")
        await helm.press("2")
        await helm.on("DatesForm")
        helm.fill(first="t", last="")
        helm.app.screen.set_focus(helm.app.screen.query_one("#last"))
        await helm.press("enter")
        assert helm.app.screen.query("#dates-message")
        helm.fill(last="+7")
        await helm.press("enter")
        await helm.on("AccountForm")
        form = helm.app.screen
        assert isinstance(form, AccountForm)
        today = demo.clock.today()
        assert [(a.role, a.valid_from, a.valid_to) for a in form._assignments] == [
            ("coordinator", today, today + timedelta(days=7))
        ]
        assert form._assignments[0].deputy_for is not None


async def test_disabling_asks_first_and_shows(demo: OfficeFolder) -> None:
    async with inside(demo, "admin") as helm:
        await open_accounts(helm)
        await helm.press("end", "ctrl+e")
        await helm.on("ConfirmDialog")
        await helm.press("escape")
        await helm.on("AccountsScreen")
        assert t("accounts.state.disabled") not in helm.seen()
        await helm.press("ctrl+e")
        await helm.on("ConfirmDialog")
        await helm.press("right", "enter")
        await give_code(helm)
        await helm.see(t("accounts.state.disabled"))


async def test_nobody_without_the_right_is_offered_the_screen(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        assert t("mode.accounts") not in helm.seen()
        await helm.press("f8")
        assert helm.app.current_mode != "accounts"


async def test_english(demo: OfficeFolder) -> None:
    async with inside(demo, "admin", size=(120, 36)) as helm:
        await open_accounts(helm)
        await helm.press("ctrl+l")
        await helm.see("User name", "HR coordinator", "New user")
