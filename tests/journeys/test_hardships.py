"""What goes wrong at a terminal: the power, the window, the password, the person who walks away."""

from __future__ import annotations

import re

import pytest

from ehr_tui.services.demo_logins import demo_logins
from tests.journeys.conftest import Start
from tests.journeys.walker import Walker
from tests.offices import PASSWORD, OfficeFolder, plan

pytestmark = pytest.mark.journey

WRONG_TRIES = 5


def test_nothing_that_was_shown_is_lost_when_the_program_is_killed(start: Start, demo: OfficeFolder) -> None:
    walker = start("--office", demo.path)
    name = _open_first_person(walker)
    walker.at.type("Y" * 31)
    walker.at.until(lambda _: _leave_days(walker, name) >= 5, "nothing is taken")
    walker.at.kill()
    shown = _leave_days(walker, name)

    again = start("--office", demo.path)
    assert _open_first_person(again) == name
    assert _leave_days(again, name) >= shown >= 5
    again.quit()


def test_a_window_too_small_says_so_and_loses_nothing(start: Start, demo: OfficeFolder) -> None:
    walker = start("--office", demo.path)
    walker.login_demo("hr")
    walker.at.press("f3")
    walker.see("roster.state.draft")
    walker.at.resize(40, 10)
    walker.see("small.title")
    walker.at.resize(80, 24)
    walker.see("roster.state.draft")
    walker.gone("small.title")
    walker.quit()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_five_wrong_passwords_lock_for_a_while(
    start: Start, empty_office: OfficeFolder, language: str
) -> None:
    door = empty_office.entrance()
    door.create(plan())
    door.logout()

    walker = start("--office", empty_office.path, language=language, home="terminal")
    walker.fill("login.login", "first")
    walker.fill("login.password", "not my password", hidden=True)
    for _ in range(WRONG_TRIES):
        walker.fill("login.code", "000000")
        walker.at.gone("000000")
        walker.at_field("login.password")
        walker.at.press("enter")
    walker.fill("login.code", "000000")
    walker.see("error.vault.locked")

    walker.clock.advance(hours=1)
    walker.see("login.wait_over")
    walker.at_field("login.password")
    walker.at.press("ctrl+u")
    walker.at.gone("•")
    walker.fill("login.password", PASSWORD, hidden=True)
    walker.at_field("login.code")
    walker.at.press("enter")
    walker.see("enrol.step.authenticator")
    walker.at.press("ctrl+q")


def test_a_terminal_left_alone_locks_and_opens_by_a_code(start: Start, demo: OfficeFolder) -> None:
    walker = start("--office", demo.path)
    walker.login_demo("hr")
    walker.see("home.group.work")
    walker.clock.advance(minutes=11)
    locked = walker.see("lock.title")
    assert walker.text("home.group.work") not in locked
    code = next(demo_login.code for demo_login in demo_logins(walker.clock) if demo_login.login == "hr")
    walker.fill("lock.unlock_code", code)
    walker.see("home.group.work")
    walker.quit()


def _open_first_person(walker: Walker) -> str:
    """Log in, open the laboratory's next month with the cursor on the first person's first day; gives the name."""
    walker.login_demo("lab")
    walker.at.press("f3")
    walker.see("roster.state.draft")
    walker.at.press("ctrl+home")
    found = walker.at.until(lambda screen: _PERSON.search(screen) is not None, "no people")
    match = _PERSON.search(found)
    assert match is not None
    return match.group(1)


_PERSON = re.compile(r"^([\u4e00-\u9fff]{2,4}) +.*\d/\d+$", re.MULTILINE)


def _leave_days(walker: Walker, name: str) -> int:
    """How many days of annual leave a person's row shows."""
    return next((line.count("Y") for line in walker.at.text().splitlines() if line.startswith(name)), 0)
