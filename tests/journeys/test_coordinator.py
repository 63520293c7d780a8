"""Next month in the demo office: from the home screen to a published roster, and what others then see of it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Start
from tests.journeys.walker import Walker
from tests.offices import OfficeFolder

pytestmark = pytest.mark.journey

LAB = {"zh_CN": "医学检验科", "en": "Laboratory"}
OTHER = {"zh_CN": "超声科", "en": "Ultrasound"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_find_mend_publish_and_look_as_others(start: Start, demo: OfficeFolder, language: str) -> None:
    walker = start("--office", demo.path, language=language)
    walker.login_demo("hr")
    _open_finding(walker, LAB[language])
    before = walker.at.text()

    _explain(walker)
    _mend_and_walk_through_undo(walker, before)
    _publish(walker)
    walker.logout()

    walker.login_demo("lab")
    assert OTHER[language] not in walker.at.text()
    walker.at.press("f3")
    walker.see("roster.state.published")
    walker.at.until(lambda _: len(_people(walker)) > 1, "the supervisor does not see the department")
    walker.at.press("ctrl+o")
    chooser = walker.see("roster.choose.title")
    assert OTHER[language] not in chooser
    walker.at.press("escape")
    walker.gone("roster.choose.title")
    walker.logout()

    walker.login_demo("clerk")
    walker.see("home.group.own")
    walker.at.press("f3")
    walker.see("roster.read_only", "roster.state.published")
    walker.at.until(lambda _: len(_people(walker)) > 0, "the clerk does not see the own row")
    assert len(_people(walker)) == 1
    walker.at.press("A")
    walker.see("roster.cannot_edit")
    walker.quit()


def _open_finding(walker: Walker, department: str) -> None:
    """By the key of its line on the home screen."""
    walker.see("home.group.work")
    found = walker.at.until(
        lambda screen: re.search(rf"^ +1 \S {department}", screen, re.MULTILINE) is not None,
        "no finding comes first",
    )
    assert found
    walker.at.press("1")
    walker.see("roster.state.draft", "roster.forbids", "rule.rest")


def _explain(walker: Walker) -> None:
    walker.at.press("?")
    walker.see("rule.rest", "roster.explain.forbidden")
    walker.at.press("escape")
    walker.gone("roster.explain.forbidden")


def _mend_and_walk_through_undo(walker: Walker, before: str) -> None:
    """The early shift after the late one becomes a day off."""
    assert re.search(r"P[!✗]A[!✗]", before), before
    walker.at.press("right", "R")
    walker.gone("roster.forbids")
    walker.see("roster.all_well")
    walker.at.press("ctrl+z")
    walker.see("roster.forbids", "roster.undone")
    walker.at.press("ctrl+y")
    walker.see("roster.all_well", "roster.redone")


def _publish(walker: Walker) -> None:
    walker.at.press("ctrl+b")
    walker.see("roster.publish_clean")
    walker.at.press("enter")
    walker.see("roster.state.published")
    walker.gone("roster.state.draft", "roster.publish_clean")


def _people(walker: Walker) -> list[str]:
    """The rows of the grid: those that end in hours worked and due."""
    return [line for line in walker.at.text().splitlines() if re.search(r"\d(\.\d+)?/\d+$", line)]
