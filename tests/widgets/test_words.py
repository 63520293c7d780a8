"""The catalogues of the widgets, and that every binding has words."""

from __future__ import annotations

import json

from textual.binding import Binding
from textual.widget import Widget

from ehr_tui.i18n import PLACEHOLDER, t
from ehr_tui.paths import locale_dir
from ehr_tui.widgets.form import Form
from ehr_tui.widgets.help_panel import HelpPanel
from ehr_tui.widgets.person_picker import PersonPicker
from ehr_tui.widgets.roster_grid import RosterGrid
from ehr_tui.widgets.table import ListTable
from ehr_tui.widgets.tick import Choice, Tick
from ehr_tui.widgets.violation_list import ViolationList
from tests.widgets.harness import LANGUAGES


def test_both_catalogues_have_the_same_keys_and_placeholders() -> None:
    chinese, english = (
        json.loads((locale_dir() / language / "widgets.json").read_text(encoding="utf-8"))
        for language in LANGUAGES
    )
    assert set(chinese) == set(english)
    for key, text in chinese.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key


def test_every_binding_of_the_widgets_has_words() -> None:
    kinds: list[type[Widget]] = [
        RosterGrid,
        ViolationList,
        Tick,
        Choice,
        Form,
        ListTable,
        PersonPicker,
        HelpPanel,
    ]
    for kind in kinds:
        for binding in kind.BINDINGS:
            assert isinstance(binding, Binding)
            assert t.has(binding.description), (kind, binding)


def test_the_grid_leaves_the_program_s_own_keys_alone() -> None:
    taken = {f"f{n}" for n in range(1, 13)} | {"ctrl+p", "ctrl+l", "ctrl+q", "tab"}
    for binding in RosterGrid.BINDINGS:
        assert isinstance(binding, Binding)
        assert not taken & set(binding.key.split(","))
