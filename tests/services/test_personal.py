"""Drafts and views: kept in the encrypted file, each user's own; two processes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ehr_tui.domain.people_views import PeopleChange
from ehr_tui.domain.saved_view import ListSettings, SavedView
from ehr_tui.services.handlers import personal as handlers
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.people import ChangePeople, ListPeople, OpenPerson, SavePerson
from ehr_tui.services.intents.personal import (
    DropDraft,
    ListDrafts,
    ListViews,
    OpenDraft,
    RemoveView,
    SaveDraft,
    SaveView,
)
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.source import ROOT

TYPED = {"name": "欧阳娜娜", "tick": True, "many": ["a", "b"], "none": None, "count": 3}


def keep(desk: Desk, record: str = "17", **typed: object) -> None:
    desk.do(SaveDraft("PersonForm", record, "欧阳娜娜", "people", typed or TYPED, {"name": "欧阳娜"}))


def test_a_draft_comes_back_as_it_was(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    keep(desk)
    desk.leave()
    desk = demo.enter("hr")
    found = desk.do(OpenDraft("PersonForm", "17"))
    assert found is not None
    assert dict(found.typed) == TYPED
    assert dict(found.base) == {"name": "欧阳娜"}
    assert found.line.title == "欧阳娜娜"
    keep(desk, name="x")
    again = desk.do(OpenDraft("PersonForm", "17"))
    assert again is not None
    assert dict(again.typed) == {"name": "x"}
    assert [line.record for line in desk.do(ListDrafts())] == ["17"]
    assert desk.do(DropDraft("PersonForm", "17"))
    assert not desk.do(DropDraft("PersonForm", "17"))
    assert desk.do(OpenDraft("PersonForm", "17")) is None


def test_a_draft_is_nobody_elses_and_stands_in_no_audit_and_no_repr(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    keep(desk)
    before = demo.enter("audit").do(ListAudit()).lines
    assert "SaveDraft" not in {line.act for line in before}
    other = demo.enter("clerk")
    assert other.do(OpenDraft("PersonForm", "17")) is None
    assert not other.do(DropDraft("PersonForm", "17"))
    assert other.do(ListDrafts()) == ()
    assert desk.do(OpenDraft("PersonForm", "17")) is not None
    assert "娜" not in repr(SaveDraft("PersonForm", "17", "欧阳娜娜", "people", TYPED, TYPED))
    assert "娜" not in repr(desk.do(OpenDraft("PersonForm", "17"))).replace("title='欧阳娜娜'", "")


def test_nothing_of_a_draft_stands_in_the_file_unencrypted(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    keep(desk, note="a sentence nobody else wrote")
    desk.leave()
    for path in demo.folder.rglob("*"):
        if path.is_file():
            assert b"nobody else wrote" not in path.read_bytes()


def test_drafts_do_not_grow_without_end(demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "MOST_DRAFTS", 3)
    desk = demo.enter("hr")
    for n in range(5):
        demo.clock.advance(seconds=1)
        keep(desk, str(n))
    assert [line.record for line in desk.do(ListDrafts())] == ["4", "3", "2"]
    refusal("draft.too_large", lambda: keep(desk, note="x" * 300_000))
    demo.clock.advance(days=91)
    desk = demo.enter("hr")
    assert desk.do(ListDrafts()) == ()
    assert desk.do(OpenDraft("PersonForm", "4")) is None


def test_views_by_name(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    settings = ListSettings(
        ("name", "post"), "name", True, {"department": ("1", "-"), "hired": ("", "2026-01-01")}, "x"
    )
    assert desk.do(ListViews("people")) == ()
    desk.do(SaveView("people", "乙", settings))
    desk.do(SaveView("people", "", ListSettings(sort="number")))
    desk.do(SaveView("kinds", "甲", ListSettings()))
    assert desk.do(ListViews("people")) == (
        SavedView("", ListSettings(sort="number")),
        SavedView("乙", settings),
    )
    desk.do(SaveView("people", " 乙 ", ListSettings()))
    assert desk.do(ListViews("people"))[1] == SavedView("乙", ListSettings())
    assert desk.do(RemoveView("people", "乙")) == (SavedView("", ListSettings(sort="number")),)
    refusal("view.name", lambda: desk.do(SaveView("people", "x" * 41, ListSettings())))
    refusal("view.name", lambda: desk.do(SaveView("people", "a\nb", ListSettings())))
    other = demo.enter("clerk")
    assert other.do(ListViews("people")) == ()


def test_a_view_of_another_program_is_left_out(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    desk.do(SaveView("people", "甲", ListSettings()))
    desk.do(SaveView("people", "乙", ListSettings()))
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        store.personal.save_view(desk.entered.user.id, "people", "甲", {"filters": 3})
    assert [view.name for view in desk.do(ListViews("people"))] == ["乙"]


OTHER = """
import sys
from datetime import datetime
from pathlib import Path
from tests.offices import MovableClock, OfficeFolder
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson
from dataclasses import replace
office = OfficeFolder(Path(sys.argv[1]), MovableClock(datetime.fromisoformat(sys.argv[2])), "demo")
desk = office.enter("hr")
view = desk.do(OpenPerson(desk.do(ListPeople("R0001")).lines[0].person.id))
desk.do(SavePerson(replace(view.person, note="another's"), view.revision))
"""


def elsewhere(demo: OfficeFolder) -> None:
    """Something done in another process."""
    demo.clock.advance(seconds=60)
    command = [sys.executable, "-c", OTHER, str(demo.folder), demo.clock.at.isoformat()]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    demo.clock.advance(seconds=60)


def test_another_process_changes_the_record_while_its_draft_waits(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    person = desk.do(ListPeople("R0001")).lines[0].person
    view = desk.do(OpenPerson(person.id))
    keep(desk, str(person.id), note="mine")
    elsewhere(demo)
    refusal("people.changed_meanwhile", lambda: desk.do(SavePerson(person, view.revision)))
    draft = desk.do(OpenDraft("PersonForm", str(person.id)))
    assert draft is not None
    assert dict(draft.typed) == {"note": "mine"}
    assert desk.do(OpenPerson(person.id)).person.note == "another's"


def test_only_what_is_written_down_is_news(demo: OfficeFolder) -> None:
    """Two connections on one file: what others keep for themselves is none of this one's business."""
    desk = demo.enter("hr")
    other = demo.enter("manager")
    version = desk.door.news()
    assert desk.door.news() == version
    other.do(SaveDraft("PersonForm", "1", "t", "people", {"name": "x"}, {}))
    other.do(SaveView("people", "", ListSettings()))
    assert desk.door.news() == version
    person = other.do(ListPeople("R0001")).lines[0]
    hr = demo.enter("hr")
    assert desk.door.news() == version + 1  # somebody came in
    hr.do(ChangePeople(((person.person.id, person.revision),), PeopleChange(standby_pool=True)))
    assert desk.door.news() == version + 2
    desk.do(DropDraft("PersonForm", "1"))
    assert desk.door.news() == version + 2
