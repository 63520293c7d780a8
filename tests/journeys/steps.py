"""Stretches that several journeys walk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.journeys.walker import Walker
from tests.offices import PASSWORD

NAME, LOGIN, PERSON = "人事科", "first", "唐以宁"
_SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
_RECOVERY = re.compile(r"(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}")


def create_office(walker: Walker) -> str:
    """From an empty machine through wizard and enrolment to the home screen; gives the authenticator's secret.

    Everything is read off the screen, as a person would.
    """
    walker.see("login.choice.create")
    walker.at.press("enter")
    walker.fill("wizard.name", NAME)
    walker.at_field("wizard.folder")
    walker.at.see(f"{NAME}.ehr")
    walker.at.press("enter")
    walker.fill("wizard.login", LOGIN)
    walker.fill("wizard.display", PERSON)
    walker.fill("wizard.password", PASSWORD, hidden=True)
    walker.fill("wizard.again", PASSWORD, hidden=True)
    walker.see("wizard.data.no")
    walker.at.press("enter")
    secret = _read(walker, _SECRET)[0].replace(" ", "")
    walker.fill("enrol.typed_code", walker.code(secret))
    codes = _read(walker, _RECOVERY)
    assert len(set(codes)) == 2
    walker.fill("enrol.last_group", codes[1].rpartition("-")[2])
    walker.see("home.today")
    return secret


def _read(walker: Walker, pattern: re.Pattern[str]) -> list[str]:
    """Wait for something of a shape and copy it."""
    walker.at.until(lambda screen: pattern.search(screen) is not None, f"nothing like {pattern.pattern}")
    return pattern.findall(walker.at.text())


def digit_of(walker: Walker, words: str) -> str:
    """The digit that stands before an entry of a menu."""
    found = re.search(rf"(\d) \S {re.escape(words)}", walker.at.text())
    assert found is not None, walker.at.text()
    return found.group(1)


def name_codes(walker: Walker, times: Mapping[str, str]) -> None:
    """Give every unknown code of an import its times, in the dialog that Enter opens on its line."""
    for _ in times:
        walker.at.press("down")
        walker.at.press("enter")
        walker.see("imports.code.times")
        found = re.search(r"“(\w\d)”", walker.at.text())
        assert found is not None, walker.at.text()
        walker.at.press("tab")
        walker.fill("imports.code.times", times[found.group(1)], key="ctrl+s")
        walker.gone("imports.code.times")
        walker.at.see(times[found.group(1)])
