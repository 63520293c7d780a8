"""The first day of a real office: created by the wizard, enrolled by a code typed back, entered again."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Start
from tests.journeys.steps import LOGIN, PERSON, create_office
from tests.offices import PASSWORD

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_create_enrol_leave_and_come_back(start: Start, language: str) -> None:
    walker = start(language=language)
    secret = create_office(walker)
    walker.see("home.group.first")
    walker.at.see(PERSON)

    walker.logout()
    walker.login(LOGIN, PASSWORD, walker.code(secret))
    walker.see("home.today", "home.last_login")
    walker.quit()


def test_the_office_is_found_again_at_the_next_start(start: Start) -> None:
    first = start(home="desk")
    secret = create_office(first)
    first.quit()

    second = start(home="desk", columns=120, rows=36)
    second.login(LOGIN, PASSWORD, second.code(secret))
    second.see("home.today", "home.group.first")
    second.quit()
