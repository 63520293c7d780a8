"""The door: in with the right things, out with the wrong ones, and nothing typed is lost."""

from __future__ import annotations

from ehr_tui.i18n import t
from tests.offices import DEMO_PASSWORD, OfficeFolder
from tests.screens.helm import at_the_door


async def test_without_an_office_three_ways_are_offered(empty_office: OfficeFolder) -> None:
    async with at_the_door(empty_office) as helm:
        await helm.see(t("login.choice.create"), t("login.choice.path"), t("login.choice.demo"))
        assert t("login.password_only") in helm.words("login-device")


async def test_demo_users_stand_on_the_login_screen_and_a_digit_and_enter_log_in(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(t("app.demo_mark"), DEMO_PASSWORD, demo.code("hr"))
        await helm.press("2", "enter")
        await helm.until(lambda: helm.app.entered is not None)
        assert helm.app.entered is not None
        assert helm.app.entered.user.login == "hr"
        await helm.see(t("app.demo_mark"), "示范")


async def test_full_width_digits_choose_and_are_taken_as_codes(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.press("２")
        await helm.until(lambda: helm.value("login") == "hr")
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in demo.code("hr"))
        helm.fill(code=wide)
        await helm.press("enter")
        await helm.until(lambda: helm.app.entered is not None)


async def test_the_chosen_users_code_stays_fresh(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.press("2")
        before = helm.value("code")
        demo.clock.advance(seconds=31)
        await helm.until(lambda: helm.value("code") != before)
        assert helm.value("code") == demo.code("hr")


async def test_a_code_typed_by_hand_is_left_alone(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.press("2", "backspace")
        await helm.type("123")
        demo.clock.advance(seconds=31)
        await helm.see(demo.code("hr"))
        assert helm.value("code") == "123"


async def test_wrong_password_and_unknown_user_get_the_same_words_and_keep_what_was_typed(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        said = []
        for login in ("hr", "nobody"):
            helm.fill(login=login, password="wrong wrong wrong", code="000000")
            helm.app.screen.set_focus(helm.app.screen.query_one("#code"))
            await helm.press("enter")
            await helm.until(lambda: not helm.value("code"), "an answer")
            said.append(helm.words("login-message"))
            assert helm.value("login") == login
            assert helm.value("password") == "wrong wrong wrong"
        assert said[0] == said[1] == t("error.vault.login_refused")


async def test_a_lockout_shows_the_seconds_run_down_and_ends(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        for _ in range(6):
            helm.fill(login="hr", password="wrong wrong wrong", code="000000")
            helm.app.screen.set_focus(helm.app.screen.query_one("#code"))
            await helm.press("enter")
            await helm.until(lambda: not helm.value("code"), "an answer")
        assert helm.words("login-message") == t("error.vault.locked", seconds=30)
        demo.clock.advance(seconds=10)
        await helm.until(lambda: helm.words("login-message") == t("error.vault.locked", seconds=20))
        demo.clock.advance(seconds=21)
        await helm.until(lambda: helm.words("login-message") == t("login.wait_over"))
        await helm.log_in("hr")


async def test_enter_moves_on_from_field_to_field(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        helm.app.screen.set_focus(helm.app.screen.query_one("#login"))
        await helm.type("hr")
        await helm.press("enter")
        await helm.type("x")
        await helm.press("enter")
        await helm.type("1")
        assert [helm.value(name) for name in ("login", "password", "code")] == ["hr", "x", "1"]


async def test_two_codes_in_a_row_get_a_drifted_authenticator_in(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        demo.clock.advance(minutes=5)
        first = demo.code("hr")
        demo.clock.advance(seconds=30)
        second = demo.code("hr")
        demo.clock.advance(minutes=-5)
        await helm.press("f4")
        await helm.see(t("login.title.resync"))
        helm.fill(login="hr", password=DEMO_PASSWORD, code=first, next=second)
        helm.app.screen.set_focus(helm.app.screen.query_one("#next"))
        await helm.press("enter")
        await helm.until(lambda: helm.app.entered is not None)


async def test_a_mistyped_recovery_code_is_told_and_esc_leads_back(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.press("f3")
        helm.fill(login="hr", recovery="ABCDE")
        helm.app.screen.set_focus(helm.app.screen.query_one("#recovery"))
        await helm.press("enter")
        await helm.until(lambda: helm.words("login-message"))
        assert helm.value("recovery") == "ABCDE"
        await helm.press("escape")
        await helm.see(t("login.title.password"))


async def test_the_language_switches_and_keeps_what_is_typed(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        helm.fill(login="hr", password="half a pass")
        await helm.press("ctrl+l")
        await helm.see("User name", "Demo users", "Recovery code")
        assert (helm.value("login"), helm.value("password")) == ("hr", "half a pass")
        await helm.press("ctrl+l")
        await helm.see("登录名", "演示用户")


async def test_a_truncated_file_is_told_and_another_office_can_be_chosen(demo: OfficeFolder) -> None:
    demo.path.write_bytes(demo.path.read_bytes()[:1000])
    async with at_the_door(demo) as helm:
        await helm.see(t("login.choice.path"))
        assert demo.path.name in helm.words("login-message")


async def test_a_small_terminal_says_so_and_loses_nothing(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        helm.fill(login="hr")
        await helm.pilot.resize_terminal(40, 10)
        await helm.see(t("small.title"))
        await helm.pilot.resize_terminal(80, 24)
        await helm.see(DEMO_PASSWORD)
        assert helm.value("login") == "hr"


async def test_a_used_code_is_told_and_the_next_one_comes_by_itself_in_the_demo_office(demo: OfficeFolder) -> None:
    demo.clock.advance(seconds=30)
    demo.enter("hr").leave()
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.press("2", "enter")
        await helm.until(lambda: helm.words("login-message"), "a refusal")
        assert helm.app.entered is None
        demo.clock.advance(seconds=31)
        await helm.until(lambda: helm.value("code") == demo.code("hr"), "the next code")
        await helm.press("enter")
        await helm.until(lambda: helm.app.entered is not None)
