"""A waiting time running down."""

from __future__ import annotations

from datetime import timedelta

from ehr_tui.errors import VaultError
from ehr_tui.screens.wait import Wait
from tests.offices import START


def test_it_runs_down_and_ends() -> None:
    wait = Wait()
    wait.start(VaultError("vault.locked", seconds=30), START)
    assert wait.left(START) == 30
    assert wait.left(START + timedelta(seconds=0.4)) == 30
    assert wait.left(START + timedelta(seconds=29.5)) == 1
    assert wait.left(START + timedelta(seconds=30)) == 0


def test_an_error_without_a_time_brings_none() -> None:
    wait = Wait()
    wait.start(VaultError("vault.locked", seconds=30), START)
    wait.start(VaultError("vault.login_refused"), START)
    assert wait.left(START) == 0
