"""Which office a start means."""

from __future__ import annotations

from pathlib import Path

from ehr_tui import paths
from ehr_tui.last_office import demo_path, office_path, remember
from ehr_tui.settings import Settings


def test_without_anything_it_is_the_platforms_folder() -> None:
    assert office_path(Settings()) == paths.office_dir() / "office.ehr"


def test_the_last_one_entered_is_remembered_while_it_is_there(tmp_path: Path) -> None:
    office = tmp_path / "市一院.ehr"
    office.touch()
    remember(office)
    assert office_path(Settings()) == office
    assert office_path(Settings(office=tmp_path / "other.ehr")) == tmp_path / "other.ehr"
    office.unlink()
    assert office_path(Settings()) == paths.office_dir() / "office.ehr"


def test_a_state_that_cannot_be_written_or_read_is_no_obstacle(tmp_path: Path) -> None:
    paths.state_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.state_dir().write_text("a file where the folder should be")
    remember(tmp_path / "office.ehr")
    assert office_path(Settings()) == paths.office_dir() / "office.ehr"


def test_the_demo_office_lies_apart() -> None:
    assert demo_path().parent != office_path(Settings()).parent
