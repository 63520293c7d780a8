"""Two people in one office at once, each with a program and a terminal of their own."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Start
from tests.offices import OfficeFolder

pytestmark = pytest.mark.journey


def test_the_second_write_on_a_changed_cell_is_refused_with_what_changed(
    start: Start, demo: OfficeFolder
) -> None:
    coordinator = start("--office", demo.path, home="office")
    supervisor = start("--office", demo.path, home="ward")
    coordinator.login_demo("hr")
    coordinator.at.press("1")
    coordinator.see("roster.state.draft", "roster.forbids")
    supervisor.login_demo("lab")
    supervisor.at.press("1")
    supervisor.see("roster.state.draft", "roster.forbids")
    for walker in (coordinator, supervisor):
        walker.at.press("right")
        walker.see("roster.forbids")

    supervisor.at.press("+")  # half an entry: from here on the screen waits with what others have done
    supervisor.see("roster.pending")
    coordinator.at.press("R")
    coordinator.see("roster.all_well")
    supervisor.at.press("D")
    supervisor.at.see("顾清和", "“休”")
    supervisor.at.press("escape")
    supervisor.see("roster.all_well")

    coordinator.at.press("f2")
    coordinator.at.see("严素心")
    supervisor.quit()
    coordinator.quit()
