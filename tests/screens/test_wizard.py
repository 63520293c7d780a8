"""A real hospital's first minutes: create an office, enrol, note the recovery codes, come in again."""

from __future__ import annotations

from typing import cast

from textual import events

from ehr_tui.domain.entry import Stage
from ehr_tui.i18n import t
from ehr_tui.screens.enrol import EnrolScreen
from ehr_tui.screens.wizard import WizardScreen, file_name
from tests.offices import PASSWORD, OfficeFolder, code_of
from tests.screens.helm import Helm, at_the_door


async def to_the_password(helm: Helm) -> None:
    """Through the first two steps."""
    await helm.see(t("login.choice.create"))
    await helm.press("enter")
    await helm.on("WizardScreen")
    await helm.type("市一院")
    await helm.press("enter", "enter")
    await helm.type("wang")
    await helm.press("enter")
    await helm.type("王芳")
    await helm.press("enter")
    await helm.see(t("wizard.ask.3"))


async def create(helm: Helm) -> EnrolScreen:
    """Through the whole wizard."""
    await to_the_password(helm)
    helm.fill(password=PASSWORD, again=PASSWORD)
    await helm.press("ctrl+n")
    await helm.see(t("wizard.ask.4"))
    await helm.press("enter")
    await helm.on("EnrolScreen")
    screen = cast("EnrolScreen", helm.app.screen)
    await helm.until(lambda: screen._enrolment is not None)
    return screen


async def test_a_new_office_is_made_enrolled_and_opened_again(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        screen = await create(helm)
        made = empty_office.folder / "市一院.ehr"
        assert made.is_file()
        assert made.with_name("市一院.ehr-keys").is_file()
        assert screen._enrolment is not None
        secret = screen._enrolment.secret
        await helm.type("000000")
        await helm.press("enter")
        await helm.until(lambda: helm.words("enrol-message") == t("enrol.code_wrong"))
        assert helm.app.entered is not None
        assert helm.app.entered.stage is Stage.ENROLLING
        await helm.type(code_of(secret, empty_office.clock))
        await helm.press("enter")
        await helm.until(lambda: screen.step == "recovery")
        assert screen._codes is not None
        codes = screen._codes.codes
        await helm.see(*codes)
        await helm.type("xxxxx")
        await helm.press("enter")
        await helm.until(lambda: helm.words("enrol-message") == t("enrol.wrong_group"))
        helm.fill(last_group=codes[1].split("-")[-1].lower())
        await helm.press("enter")
        await helm.until(lambda: helm.app.current_mode == "home")
        assert all(code not in helm.seen() for code in codes)
        assert t("app.demo_mark") not in helm.seen()

        helm.app.leave()
        await helm.see(t("login.login"))
        assert helm.value("password") == ""
        empty_office.clock.advance(seconds=30)
        helm.fill(login="wang", password=PASSWORD, code=code_of(secret, empty_office.clock))
        helm.app.screen.set_focus(helm.app.screen.query_one("#code"))
        await helm.press("enter")
        await helm.until(lambda: helm.app.current_mode == "home")


async def test_a_recovery_code_lets_in_to_set_everything_anew(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        screen = await create(helm)
        assert screen._enrolment is not None
        await helm.type(code_of(screen._enrolment.secret, empty_office.clock))
        await helm.press("enter")
        await helm.until(lambda: screen.step == "recovery")
        assert screen._codes is not None
        code = screen._codes.codes[0]
        await helm.press("escape")
        await helm.on("ConfirmDialog")
        await helm.press("right", "enter")
        await helm.see(t("login.login"))
        await helm.press("f3")
        helm.fill(login="wang", recovery=code)
        helm.app.screen.set_focus(helm.app.screen.query_one("#recovery"))
        await helm.press("enter")
        await helm.on("EnrolScreen")
        await helm.see(t("enrol.step.password"))
        helm.fill(new="another fine password", again="another fine passwort")
        helm.app.screen.set_focus(helm.app.screen.query_one("#again"))
        await helm.press("enter")
        await helm.until(lambda: helm.words("enrol-message") == t("error.password.differ"))
        helm.fill(again="another fine password")
        await helm.press("enter")
        again = cast("EnrolScreen", helm.app.screen)
        await helm.until(lambda: again.step == "authenticator" and again._enrolment is not None)


async def test_the_qr_code_and_the_key_for_typing_fit_a_small_screen(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        screen = await create(helm)
        assert screen._enrolment is not None
        await helm.see(*(line.strip() for line in screen._enrolment.qr))
        secret = screen._enrolment.secret
        await helm.see(" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)))


async def test_a_plain_terminal_gets_the_key_only(empty_office: OfficeFolder) -> None:
    t.switch("en")  # as on every terminal without Chinese characters
    async with at_the_door(empty_office, plain=True) as helm:
        screen = await create(helm)
        assert screen._enrolment is not None
        await helm.see(screen._enrolment.secret[:4])
        assert not set("▀▄█") & set(helm.seen())


async def test_going_back_and_switching_the_language_lose_nothing(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        await to_the_password(helm)
        await helm.type("abc")
        await helm.press("escape", "escape")
        await helm.see("市一院.ehr", t("wizard.ask.1"))
        await helm.press("ctrl+l")
        await helm.see("Office name", "市一院.ehr")
        await helm.press("ctrl+n", "ctrl+n")
        values = [helm.value(name) for name in ("name", "login", "display", "password")]
        assert values == ["市一院", "wang", "王芳", "abc"]


async def test_each_step_says_what_is_missing(empty_office: OfficeFolder) -> None:
    (empty_office.folder / "there.ehr").touch()
    async with at_the_door(empty_office) as helm:
        await helm.see(t("login.choice.create"))
        await helm.press("enter")
        await helm.on("WizardScreen")
        await helm.press("ctrl+n")
        assert helm.words("wizard-message") == t("error.wizard.no_name")
        helm.fill(name="there")
        await helm.press("ctrl+n")
        assert "there.ehr" in helm.words("wizard-message")
        helm.fill(name="人事科")
        await helm.press("ctrl+n", "ctrl+n")
        assert helm.words("wizard-message") == t("error.wizard.no_login")
        helm.fill(login="wang", display="王芳")
        await helm.press("ctrl+n")
        helm.fill(password="short", again="short")
        await helm.press("ctrl+n")
        assert helm.words("wizard-message") == t("error.vault.password_short", length=5, shortest=15)


async def test_a_password_the_vault_refuses_leads_back_to_its_step(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        await to_the_password(helm)
        helm.fill(password="abcabcabcabcabcabc", again="abcabcabcabcabcabc")
        await helm.press("ctrl+n")
        await helm.see(t("wizard.ask.4"))
        await helm.press("enter")
        await helm.see(t("wizard.ask.3"))
        assert helm.words("wizard-message") == t("error.vault.password_repeated", distinct=5)
        assert not (empty_office.folder / "市一院.ehr").exists()


def test_an_offices_name_becomes_a_file_name() -> None:
    assert file_name("市一院/门诊 人事科") == "市一院-门诊 人事科"
    assert file_name("  ../..  ") == "office"
    assert len(file_name("长" * 200)) == 60


async def test_text_sent_right_behind_enter_belongs_to_the_next_field(empty_office: OfficeFolder) -> None:
    """A fast typist or a pasted line: nothing of it lands in the field before."""
    async with at_the_door(empty_office) as helm:
        helm.app.push_screen(WizardScreen(None))
        await helm.on("WizardScreen")
        await helm.until(
            lambda: helm.app.focused is not None and helm.app.focused.id == "name", "the first field"
        )
        for key in ("Q", "enter", "Z"):
            helm.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await helm.until(lambda: "Z" in helm.value("folder") + helm.value("name"), "the last sign")
        assert helm.value("name") == "Q"
        assert helm.value("folder").endswith("Z")
