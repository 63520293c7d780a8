"""The audit as it is asked for: pages, filters, words, checks in slices, exports, and what never stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ehr_tui.domain.audit_views import AuditFilter, AuditLine, AuditPage, CheckStage, CheckState
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import AccessRefused, InputError, WorkCancelled
from ehr_tui.exchange.audit_sheet import audit_csv
from ehr_tui.services.handlers import audit as handler
from ehr_tui.services.intents.audit import (
    AuditChoicesOf,
    CheckAudit,
    ExportAudit,
    FindAuditDay,
    ListAudit,
    MoreAudit,
    VerifyAudit,
)
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.people import RevealPhone
from ehr_tui.services.intents.roster import OpenRoster
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store
from tests.offices import START, Desk, OfficeFolder


@pytest.fixture
def desk(demo: OfficeFolder) -> Iterator[Desk]:
    """The auditor of the demo office, with sixty acts of a year behind them."""
    made = demo.enter("audit")
    store = store_of(made)
    with store.transaction(write=True):
        for n in range(60):
            detail = {"subject": f"对象{n}", "file_name": f"list{n}.xlsx", "new": n}
            about = (("person", str(n % 5 + 1)),)
            at = START - timedelta(days=360 - 6 * n)
            act = ("ApplyImport", "SavePerson", "RevealPhone")[n % 3]
            store.audit.append(
                NewEntry(at, n % 2 + 1, act, "refused" if n % 10 == 9 else "done", detail, about)
            )
    yield made
    made.leave()


def store_of(desk: Desk) -> Store:
    inside = desk.door._inside
    assert inside is not None
    return inside.office.store


def written(desk: Desk) -> int:
    return store_of(desk).audit.head()[0]


def walked(desk: Desk, asked: ListAudit) -> list[AuditLine]:
    """Everything, page by page."""
    page = desk.do(asked)
    lines = list(page.lines)
    while page.reached:
        page = desk.do(MoreAudit(asked, page.reached))
        lines += page.lines
    return lines


def test_a_look_is_written_down_once_and_not_for_every_page(desk: Desk) -> None:
    before = written(desk)
    lines = walked(desk, ListAudit(limit=7))
    assert written(desk) == before + 1
    assert [line.number for line in lines] == list(range(before, 0, -1))


def test_the_first_page_says_how_many_fit(desk: Desk) -> None:
    page = desk.do(ListAudit(limit=5, filter=AuditFilter(acts=("SavePerson",), outcome="refused")))
    assert page.matching == 2
    assert page.reached == 0
    assert {line.act for line in page.lines} == {"SavePerson"}
    assert {line.outcome for line in page.lines} == {"refused"}
    whole = desk.do(ListAudit(limit=5))
    assert whole.matching == whole.total


@pytest.mark.parametrize(
    "asked",
    [
        AuditFilter(users=(1,)),
        AuditFilter(outcome="refused"),
        AuditFilter(acts=("ApplyImport", "RevealPhone")),
        AuditFilter(records=(("person", "3"),)),
        AuditFilter(looks=True),
        AuditFilter(looks=True, users=(2,), outcome="done"),
        AuditFilter(first=date(2026, 3, 1), last=date(2026, 5, 31)),
    ],
)
def test_what_is_counted_is_what_is_given(desk: Desk, asked: AuditFilter) -> None:
    page = desk.do(ListAudit(limit=3, filter=asked))
    assert page.matching == len(walked(desk, ListAudit(limit=3, filter=asked)))
    assert page.matching


def test_days_are_the_offices_days(desk: Desk) -> None:
    lines = walked(desk, ListAudit(filter=AuditFilter(first=date(2026, 3, 1), last=date(2026, 5, 31))))
    days = {line.at.astimezone().date() for line in lines}
    assert min(days) >= date(2026, 3, 1)
    assert max(days) <= date(2026, 5, 31)
    (day, *_) = sorted(days)
    same = walked(desk, ListAudit(filter=AuditFilter(first=day, last=day)))
    assert {line.at.astimezone().date() for line in same} == {day}
    number = desk.do(FindAuditDay(day))
    assert number == max(line.number for line in same)
    assert desk.do(FindAuditDay(date(2001, 1, 1))) == 0
    assert desk.do(FindAuditDay(date.max)) > 0


def test_looks_are_those_at_masked_fields(desk: Desk) -> None:
    assert "RevealPhone" in handler.looks()
    assert not {"ListAudit", "VerifyAudit", "ExportAudit"} & set(handler.looks())
    lines = walked(desk, ListAudit(filter=AuditFilter(looks=True)))
    assert {line.act for line in lines} == {"RevealPhone"}
    none = desk.do(ListAudit(filter=AuditFilter(looks=True, acts=("SavePerson",))))
    assert none.lines == ()


@pytest.mark.parametrize("span", [3, 20, 10_000])
def test_words_are_found_in_stretches(desk: Desk, monkeypatch: pytest.MonkeyPatch, span: int) -> None:
    monkeypatch.setattr(handler, "SPAN", span)
    assert [line.subject for line in walked(desk, ListAudit(search="对象17"))] == ["对象17"]
    assert [line.subject for line in walked(desk, ListAudit(search="list3.XLSX"))] == ["对象3"]
    by_words = walked(desk, ListAudit(search="查看电话", text_acts=("RevealPhone",)))
    assert len(by_words) == 20
    assert walked(desk, ListAudit(search="没有这个"))[1:] == []


def test_a_name_finds_what_is_about_that_person(desk: Desk) -> None:
    name = store_of(desk).people.get(3).name
    found = walked(desk, ListAudit(search=name))
    about = walked(desk, ListAudit(filter=AuditFilter(records=(("person", "3"),))))
    assert {line.number for line in about} <= {line.number for line in found}


def test_the_filters_offer_what_occurs(desk: Desk) -> None:
    offered = desk.do(AuditChoicesOf())
    assert {"ApplyImport", "SavePerson", "RevealPhone", "Login"} <= set(offered.acts)
    assert offered.first is not None
    assert dict(offered.users)[int(desk.entered.user.id)] == desk.entered.user.display_name


# Changes


def changes(desk: Desk, detail: dict[str, Any], act: str = "SavePerson") -> list[tuple[str, str, str]]:
    store = store_of(desk)
    with store.transaction(write=True):
        store.audit.append(NewEntry(START, 1, act, "done", detail))
    line = desk.do(ListAudit(limit=1, filter=AuditFilter(acts=(act,)))).lines[0]
    return [(change.field, change.before, change.after) for change in line.changes]


def test_changes_are_told_by_field(desk: Desk) -> None:
    store = store_of(desk)
    posts = store.organisation.posts()
    fields = [
        ["name", "王芳", "王方"],
        ["post", int(posts[0].id), int(posts[1].id)],
        ["standby_pool", False, True],
        ["leave_date", None, "2026-12-31"],
        ["phone", "13812345678", "13912345678"],
        ["languages", ["en"], ["en", "ja"]],
        ["limits", {"max_nights": 3, "max_weekends": None}, {"max_nights": 5, "max_weekends": None}],
        [
            "competences",
            [],
            [{"post": int(posts[0].id), "since": "2026-01-01", "experienced": True, "until": None}],
        ],
    ]
    found = changes(desk, {"changes": [{"kind": "person", "record": "1", "fields": fields}]})
    assert found == [
        ("name", "王芳", "王方"),
        ("post", posts[0].name.zh, posts[1].name.zh),
        ("standby_pool", "false", "true"),
        ("leave_date", "", "2026-12-31"),
        ("languages", "en", "en · ja"),
        ("max_nights", "3", "5"),
        ("competences", "", f"{posts[0].name.zh} · experienced · since=2026-01-01"),
    ]


def test_health_is_never_shown_even_if_it_were_written(desk: Desk) -> None:
    one = {"effects": ["no_night"], "kind": "pregnancy", "reason": "第20周", "since": "2026-11-01"}
    found = changes(
        desk,
        {
            "changes": [
                {"kind": "restriction", "record": "1", "fields": [["kind", None, "pregnancy"], ["reason", "", "x"],
                                                                  ["effects", None, ["no_night"]]]},
                {"kind": "person", "record": "1", "fields": [["restrictions", [], [one]]]},
            ]
        },
    )  # fmt: skip
    assert found == [("effects", "", "no_night"), ("restrictions", "", "no_night · since=2026-11-01")]


def test_entries_that_hold_whole_values_are_told_as_changes_too(desk: Desk) -> None:
    before = {"id": 7, "code": "D", "paid_minutes": 480, "active": True}
    found = changes(
        desk, {"value": {**before, "paid_minutes": 450}, "seen": before, "year": 2026}, "SaveShiftKind"
    )
    assert found == [("paid_minutes", "480", "450")]
    new = changes(desk, {"value": {"id": 0, "code": "E", "active": True}, "seen": None}, "SaveShiftKind")
    assert sorted(new) == [("active", "", "true"), ("code", "", "E")]


def test_cells_of_a_roster_name_person_and_day(desk: Desk) -> None:
    store = store_of(desk)
    with store.transaction(write=True):
        cells = [[1, "2026-12-01", ["D"], []], [2, "2026-12-02", [], ["A", "P"]]]
        store.audit.append(NewEntry(START, 1, "EditRoster", "overridden", {"cells": cells, "reason": "急诊"}))
    line = desk.do(ListAudit(limit=1, filter=AuditFilter(outcome="overridden"))).lines[0]
    one, two = (store.people.get(n).name for n in (1, 2))
    assert [(c.what, c.before, c.after) for c in line.changes] == [
        (f"{one} · 2026-12-01", "D", ""),
        (f"{two} · 2026-12-02", "", "A/P"),
    ]
    assert ("reason", "急诊") in line.facts


def test_thousands_of_changes_are_counted_and_not_given(desk: Desk) -> None:
    cells = [[1, f"2026-12-{n % 28 + 1:02}", [], [str(n)]] for n in range(5000)]
    assert len(changes(desk, {"cells": cells}, "EditRoster")) == handler.MAX_CHANGES
    line = desk.do(ListAudit(limit=1, filter=AuditFilter(acts=("EditRoster",)))).lines[0]
    assert line.more_changes == 5000 - handler.MAX_CHANGES
    assert len(line.detail) <= handler.MAX_DETAIL


@pytest.mark.parametrize(
    "body", ["", "no json", "[1, 2]", '"text"', '{"changes": 7, "cells": [[1]], "before": []}']
)
def test_whatever_stands_there_can_be_read(desk: Desk, body: str) -> None:
    store = store_of(desk)
    with store.transaction(write=True):
        store.audit.append(NewEntry(START, None, "SavePerson", "done", {}))
        store.database.execute_sql("UPDATE audit_detail SET body = ? WHERE seq = ?", [body, written(desk)])
    line = desk.do(ListAudit(limit=2)).lines[0]
    assert line.changes == ()


def test_erased_details_are_told_as_such(desk: Desk) -> None:
    store = store_of(desk)
    with store.transaction(write=True):
        assert store.audit.forget([("person", "2")], START - timedelta(days=30)) > 0
    lines = walked(desk, ListAudit(filter=AuditFilter(records=(("person", "2"),))))
    assert any(line.erased and not line.subject for line in lines)
    assert desk.do(VerifyAudit()).erased == sum(line.erased for line in lines)


# Checking


def in_slices(desk: Desk) -> CheckState:
    state = CheckState()
    stages = []
    while state.stage is not CheckStage.OVER:
        stages.append(state.stage)
        state = desk.do(CheckAudit(state))
    assert list(dict.fromkeys(stages)) == [CheckStage.CHAIN, CheckStage.PAGES, CheckStage.TABLES]
    return state


def test_a_check_in_slices_leaves_time_for_others_and_finds_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "SLICE", 10)
    before = written(desk)
    state = in_slices(desk)
    assert written(desk) == before, "a slice is no entry"
    report = desk.do(VerifyAudit(state))
    assert report.sound
    assert report.entries == report.head_number == before
    assert written(desk) == before + 1
    whole = desk.do(VerifyAudit())
    assert (whole.sound, whole.entries) == (True, before + 1)


def test_somebody_may_work_between_two_slices(demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "SLICE", 2)
    auditor, coordinator = demo.enter("audit"), demo.enter("hr")
    state = auditor.do(CheckAudit())
    coordinator.do(RevealPhone(PersonId(1)))
    while state.stage is not CheckStage.OVER:
        state = auditor.do(CheckAudit(state))
    assert auditor.do(VerifyAudit(state)).entries == state.checked
    auditor.leave()
    coordinator.leave()


def test_what_is_broken_is_named_and_written_down(desk: Desk) -> None:
    store = store_of(desk)
    with store.transaction(write=True):
        store.database.execute_sql("UPDATE audit_detail SET body = '{}' WHERE seq = 9")
    report = desk.do(VerifyAudit(in_slices(desk)))
    assert (report.broken_number, report.code, report.file_ok) == (9, "detail", True)
    line = desk.do(ListAudit(limit=1, filter=AuditFilter(acts=("VerifyAudit",)))).lines[0]
    assert ("broken", "9") in line.facts


def test_a_check_can_be_watched_and_stopped(desk: Desk) -> None:
    progress = Progress()
    desk.door.do(VerifyAudit(), "", progress)
    assert progress.stage == "audit.stage.tables"
    assert progress.total == written(desk) - 1
    progress = Progress()
    progress.cancel()
    before = written(desk)
    with pytest.raises(WorkCancelled):
        desk.door.do(VerifyAudit(), "", progress)
    assert written(desk) == before


# Exporting


def test_a_table_holds_what_the_filter_leaves_and_the_head(desk: Desk) -> None:
    asked = AuditFilter(acts=("ApplyImport",), outcome="done")
    number, digest = store_of(desk).audit.head()
    file = desk.do(ExportAudit("csv", filter=asked))
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert digest in rows[1][0]
    assert str(number) in rows[1][0]
    assert rows[2][0].startswith("筛选条件：导入")
    lines = walked(desk, ListAudit(filter=asked))
    assert [int(row[0]) for row in rows[4:]] == sorted(line.number for line in lines)
    assert file.entries == len(lines)
    assert rows[4][5] == "对象0"
    assert written(desk) > number
    assert store_of(desk).audit.pages.acts().count("ExportAudit") == 1


def test_a_workbook_holds_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ehr_tui.exchange.sheets import read_book
    from ehr_tui.services.handlers import audit_export

    monkeypatch.setattr(audit_export, "PART", 4)
    file = desk.do(ExportAudit("xlsx", search="list1", language="en"))
    book = read_book(file.data, "audit.xlsx")
    rows = book.sheets[0].rows
    assert len([row for row in rows if "ApplyImport" in str(row) or "import" in str(row)]) >= 1
    assert file.entries == 11  # list1 and list10 to list19


def test_a_text_that_looks_like_a_formula_stays_a_text(desk: Desk) -> None:
    changes(desk, {"subject": "=1+1"}, "SavePost")
    data = desk.do(ExportAudit("csv", filter=AuditFilter(acts=("SavePost",)))).data.decode("utf-8-sig")
    assert "'=1+1" in data


def test_an_export_can_be_stopped_and_refuses_other_formats(desk: Desk) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(WorkCancelled):
        desk.door.do(ExportAudit("csv"), "", progress)
    with pytest.raises(InputError):
        desk.do(ExportAudit("pdf"))


def test_others_can_write_while_an_export_is_made(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehr_tui.services.handlers import audit_export

    auditor, coordinator = demo.enter("audit"), demo.enter("hr")
    looked: list[str] = []
    write = audit_csv

    def meanwhile(*given: Any) -> bytes:
        looked.append(coordinator.do(RevealPhone(PersonId(1))))
        return write(*given)

    monkeypatch.setattr(audit_export, "audit_csv", meanwhile)
    assert auditor.do(ExportAudit("csv")).entries
    assert looked
    auditor.leave()
    coordinator.leave()


def test_only_who_may_read_the_audit_gets_any_of_it(demo: OfficeFolder) -> None:
    desk = demo.enter("admin")
    asked: list[Intent[Any]] = [ListAudit(), MoreAudit(ListAudit(), 0), AuditChoicesOf(), CheckAudit()]
    for intent in (*asked, ExportAudit("csv")):
        with pytest.raises(AccessRefused):
            desk.do(intent)
    desk.leave()


def test_a_page_is_a_value(desk: Desk) -> None:
    page = desk.do(ListAudit(limit=1))
    assert isinstance(page, AuditPage)
    assert replace(page) == page
    assert OpenRoster.audit.value == "none"
