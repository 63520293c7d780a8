"""Offices of the tests' own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.people import RealOffice, copied, found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> RealOffice:
    """A real office, made once."""
    return found(tmp_path_factory.mktemp("founded") / "office")


@pytest.fixture
def office(founded: RealOffice, tmp_path: Path) -> RealOffice:
    """A real office with one administrator who is enrolled."""
    return copied(founded, tmp_path / "real")
