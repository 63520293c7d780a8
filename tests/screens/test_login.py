"""The door: in with the right things, out with the wrong ones, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import cast

from textual import events
from textual.widgets import Input

from ehr_tui.i18n import t
from ehr_tui.screens.demo_logins import DemoLogins
from ehr_tui.screens.login import LoginScreen
from tests.offices import DEMO_PASSWORD, OfficeFolder
from tests.screens.helm import SIZE, Helm, app_on, at_the_door, inside


@asynccontextmanager
async def before_it_is_known(office: OfficeFolder) -> AsyncIterator[tuple[Helm, Event]]:
    """The door while nobody has looked into the office yet; the event lets that happen."""
    app, known = app_on(office), Event()
    app.office._thread.submit(known.wait)  # what is asked waits behind it
    try:
        async with app.run_test(size=SIZE) as pilot:
            yield Helm(app, pilot, office), known
            known.set()
    finally:
        known.set()


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


async def test_wrong_password_and_unknown_user_get_the_same_words_and_keep_what_was_typed(
    demo: OfficeFolder,
) -> None:
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


async def test_a_used_code_is_told_and_the_next_one_comes_by_itself_in_the_demo_office(
    demo: OfficeFolder,
) -> None:
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


async def test_the_fields_stand_before_the_office_is_known_and_what_is_typed_stays(
    demo: OfficeFolder,
) -> None:
    async with before_it_is_known(demo) as (helm, known):
        await helm.see(t("login.login"), t("login.password"), demo.path.stem)
        await helm.type("h")
        known.set()
        await helm.see(DEMO_PASSWORD)
        await helm.type("r")
        assert helm.value("login") == "hr"


async def test_the_caret_of_the_terminal_stands_in_the_field_before_any_key(demo: OfficeFolder) -> None:
    async with before_it_is_known(demo) as (helm, _known):
        login = helm.app.screen.query_one("#login", Input)
        assert helm.app.screen.focused is login
        await helm.until(lambda: helm.app.cursor_position == login.cursor_screen_offset)
        assert login.cursor_screen_offset.y > 0


async def test_a_digit_and_enter_typed_before_the_demo_users_stand_there_log_in(demo: OfficeFolder) -> None:
    async with before_it_is_known(demo) as (helm, known):
        await helm.press("2", "enter")
        known.set()
        await helm.until(lambda: helm.app.entered is not None)
        assert helm.app.entered is not None
        assert helm.app.entered.user.login == "hr"


async def test_a_digit_and_enter_sent_together_enter_the_chosen_user(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        helm.app.post_message(events.Key("2", "2"))
        helm.app.post_message(events.Key("enter", "\r"))
        await helm.until(lambda: helm.app.entered is not None)
        assert helm.app.entered is not None
        assert helm.app.entered.user.login == "hr"


async def test_letters_on_the_list_of_demo_users_begin_a_login_name(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see(DEMO_PASSWORD)
        await helm.type("hr")
        assert helm.value("login") == "hr"


async def test_demo_codes_are_not_read_again_while_somebody_works(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        door = cast("LoginScreen", helm.app.get_screen_stack("door")[0])
        before = door.query_one(DemoLogins)._read
        demo.clock.advance(seconds=31)
        door._tick()
        await helm.app.workers.wait_for_complete(
            [worker for worker in helm.app.workers if worker.group == "login.demo"]
        )
        assert door.query_one(DemoLogins)._read == before


async def test_what_was_said_inside_is_not_read_by_the_next_one_at_the_door(demo: OfficeFolder) -> None:
    async with inside(demo, "hr") as helm:
        helm.app.say("app.how_to_quit", pressed="Ctrl+Q")
        await helm.see(t("app.how_to_quit", pressed="Ctrl+Q")[:6])
        helm.app.leave()
        await helm.see(DEMO_PASSWORD)
        assert t("app.how_to_quit", pressed="Ctrl+Q")[:6] not in helm.seen()
