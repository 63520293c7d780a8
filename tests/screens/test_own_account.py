"""One's own account."""

from __future__ import annotations

from ehr_tui.i18n import t
from tests.offices import DEMO_PASSWORD, OfficeFolder
from tests.screens.helm import Helm, inside


async def open_own(helm: Helm) -> None:
    await helm.press("f9")
    await helm.on("OwnAccountScreen")
    await helm.see(t("own.password"))


async def test_the_password_is_changed_by_giving_the_old_one(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await open_own(helm)
        await helm.press("1")
        await helm.on("PasswordForm")
        helm.fill(old="not the old one", new="quite another phrase", again="quite another phrase")
        helm.app.screen.set_focus(helm.app.screen.query_one("#again"))
        await helm.press("enter")
        await helm.until(lambda: helm.words("password-message"), "a refusal")
        helm.fill(old=DEMO_PASSWORD)
        await helm.press("enter")
        await helm.on("OwnAccountScreen")
        await helm.see(t("own.password_changed"))


async def test_language_and_theme_are_kept_for_the_next_login(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await open_own(helm)
        await helm.press("3")
        await helm.on("ChooseScreen")
        await helm.press("2")
        await helm.on("OwnAccountScreen")
        await helm.see("My account", "Language: English")
        await helm.press("4")
        await helm.on("ChooseScreen")
        await helm.press("2")
        await helm.on("OwnAccountScreen")
        assert helm.app.theme == "ehr-light"
        await helm.see("Saved for every terminal.")
    t.switch("zh_CN")
    async with inside(demo, "clerk") as helm:
        assert (helm.app.language, helm.app.theme) == ("en", "ehr-light")


async def test_a_new_authenticator_needs_its_code(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await open_own(helm)
        await helm.press("2")
        await helm.on("EnrolScreen")
        await helm.see(t("enrol.step.authenticator"))
        await helm.press("escape")
        await helm.on("ConfirmDialog")
        await helm.press("right", "enter")
        await helm.on("OwnAccountScreen")


async def test_logging_out_leads_to_the_door_and_forgets(demo: OfficeFolder) -> None:
    async with inside(demo, "clerk") as helm:
        await open_own(helm)
        await helm.press("6")
        await helm.see(DEMO_PASSWORD)
        assert helm.app.entered is None
        await helm.log_in("hr")
        assert helm.app.entered is not None
