"""Verifying on the plain terminal: in slices, with a bar where somebody can see it, with what was erased."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from ehr_tui.cli import verify as command
from ehr_tui.cli.login import Desk as CommandDesk
from ehr_tui.domain.audit_views import VerifyReport
from ehr_tui.i18n import t
from ehr_tui.services.handlers import audit as handler
from tests.offices import START, Desk, OfficeFolder


class Watched(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def auditor(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("audit")
    yield desk
    desk.leave()


@pytest.mark.parametrize("stream", [Watched, io.StringIO])
def test_a_bar_is_shown_to_whoever_sits_there(
    auditor: Desk, monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    monkeypatch.setattr(handler, "SLICE", 2)
    shown: Any = stream()
    monkeypatch.setattr("sys.stderr", shown)
    report = command.checked(cast("CommandDesk", auditor))
    assert report.sound
    text = shown.getvalue()
    if stream is io.StringIO:
        assert text == ""
        return
    assert t("audit.stage.chain") in text
    assert t("audit.stage.tables") in text
    assert "%" in text
    assert "[###" in text
    assert text.endswith("\r\x1b[K"), "the bar is wiped out before the result"


def test_what_was_erased_is_said_and_breaks_nothing(auditor: Desk) -> None:
    inside = auditor.door._inside
    assert inside is not None
    with inside.office.store.transaction(write=True):
        entry = ("person", "1")
        inside.office.store.audit.append(
            entry_about(entry),
        )
        assert inside.office.store.audit.forget([entry], START + timedelta(days=1)) == 1
    report = command.checked(cast("CommandDesk", auditor))
    assert report.sound
    assert t("audit.sound_erased", n=1) in command.result(report)
    assert t("cli.verify.sound") in command.result(report)


def entry_about(about: tuple[str, str]) -> Any:
    from ehr_tui.store.audit import NewEntry

    return NewEntry(START, 1, "SavePerson", "done", {"subject": "某"}, (about,))


@pytest.mark.parametrize("code", ["missing", "chain", "entry", "detail", "cut"])
def test_the_first_broken_entry_is_named(code: str) -> None:
    lines = command.result(VerifyReport(9, 9, "ab", broken_number=4, code=code))
    assert t("cli.verify.broken", number=4) in lines
    assert t(f"verify.{code}") in lines
    assert t("cli.verify.unsound") == lines[-1]
