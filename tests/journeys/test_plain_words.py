"""The plain command line in a real terminal, and keys of one's own from the settings to the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehr_tui.services.demo_logins import demo_logins
from tests.journeys.conftest import Start
from tests.journeys.walker import Walker
from tests.offices import DEMO_PASSWORD, OfficeFolder

pytestmark = pytest.mark.journey


def answer(walker: Walker, login: str) -> None:
    """Type password and code as they are asked for."""
    walker.clock.advance(seconds=30)
    walker.at.see(walker.words("cli.login.password").strip())
    walker.at.type(f"{DEMO_PASSWORD}\r")
    walker.at.see(walker.words("cli.login.code").strip())
    code = next(demo.code for demo in demo_logins(walker.clock) if demo.login == login)
    walker.at.type(f"{code}\r")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_view_is_shown_after_the_login(start: Start, demo: OfficeFolder, language: str) -> None:
    words = ("show", "people", "--search", "zyh", "--user", "hr", "--office", demo.path)
    walker = start(*words, language=language, columns=100, rows=40)
    answer(walker, "hr")
    assert walker.at.wait_end() == 0
    screen = walker.at.text()
    assert "R0012" in screen
    assert "154****6476" in screen
    assert DEMO_PASSWORD not in screen.split(walker.words("cli.login.password").strip())[1]


def test_who_may_not_is_refused_in_one_sentence(start: Start, demo: OfficeFolder) -> None:
    walker = start("show", "audit", "--user", "clerk", "--office", demo.path, columns=100, rows=40)
    answer(walker, "clerk")
    assert walker.at.wait_end() == 2
    assert "ehr-tui: " in walker.at.text()


def test_the_office_is_verified_on_the_plain_terminal(start: Start, demo: OfficeFolder) -> None:
    walker = start("verify", "--user", "audit", "--office", demo.path, columns=100, rows=40)
    answer(walker, "audit")
    assert walker.at.wait_end() == 0
    assert walker.words("cli.verify.sound") in walker.at.text()


def test_ones_own_key_from_the_settings_to_the_screen(
    start: Start, demo: OfficeFolder, tmp_path: Path
) -> None:
    file = tmp_path / "terminal" / "config" / "ehr-tui" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[keys]\n"mode.people" = "ctrl+b"\n', encoding="utf-8")
    listed = start("keys", columns=110, rows=240)
    assert listed.at.wait_end() == 2  # it is the roster's key for publishing
    assert f"{file}:2" in listed.at.text().replace("\n", "")

    file.write_text('[keys]\n"mode.people" = "ctrl+underscore"\n', encoding="utf-8")
    assert start("keys").at.wait_end() == 2
    file.write_text('[keys]\n"mode.people" = "alt+p"\n', encoding="utf-8")
    listed = start("keys", columns=110, rows=240)
    assert listed.at.wait_end() == 0
    assert "Alt+P*" in listed.at.text()

    walker = start("--office", demo.path)
    walker.login_demo("hr")
    walker.at.see("Alt+P")
    walker.at.send("\x1bp")
    walker.see("people.number")
    walker.quit()
