"""What is handed out, opened and saved by LibreOffice, is read as it was; without LibreOffice nothing is tried."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.export_views import ExportFormat
from ehr_tui.exchange.sheets import read_book
from ehr_tui.services.intents.audit import ExportAudit
from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster, ExportTable
from ehr_tui.services.intents.imports import PreviewImport, RecordsSource, RosterSource, Source, StaffSource
from ehr_tui.services.intents.roster import ListRosters
from tests.offices import Desk, OfficeFolder
from tests.services.test_exports import BAD

SOFFICE = shutil.which("soffice")
CSV_UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
LONGEST = 180
"""Seconds for a whole office."""

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture
def hr(demo: OfficeFolder) -> Any:
    at = demo.enter("hr")
    yield at
    at.leave()


def saved_again(data: bytes, name: str, folder: Path, form: str = "xlsx") -> bytes:
    """The file as LibreOffice writes it after opening it."""
    folder.mkdir(exist_ok=True)
    source, target = folder / name, folder / "out"
    source.write_bytes(data)
    subprocess.run(
        [
            str(SOFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile",
            *(("--infilter=Text - txt - csv (StarCalc):44,34,76",) if source.suffix == ".csv" else ()),
            "--convert-to", form, "--outdir", str(target), str(source),
        ],
        check=True, timeout=LONGEST, capture_output=True,
    )  # fmt: skip
    return next(target.glob(f"{source.stem}.*")).read_bytes()


def rows_of(data: bytes, name: str) -> list[Any]:
    """Every sheet's cells; trailing empty ones say nothing."""
    found = []
    for sheet in read_book(data, name).sheets:
        rows = []
        for row in sheet.rows:
            cells = list(row)
            while cells and cells[-1] == "":
                cells.pop()
            rows.append(cells)
        while rows and not rows[-1]:
            rows.pop()
        found.append(rows)
    return found


def unchanged(hr: Desk, source: Source) -> None:
    preview = hr.do(PreviewImport(source))
    assert (preview.new, preview.changed, preview.errors) == (0, 0, ())
    assert preview.same


def test_people_and_office_come_back_as_they_were(hr: Desk, tmp_path: Path) -> None:
    people = hr.do(ExportPeople(phones=True))
    again = saved_again(people.data, "people.xlsx", tmp_path)
    assert rows_of(again, "p.xlsx") == rows_of(people.data, "p.xlsx")
    unchanged(hr, StaffSource(again, "people.xlsx"))
    text = hr.do(ExportPeople(phones=True, format=ExportFormat.CSV))
    unchanged(hr, StaffSource(saved_again(text.data, "text.csv", tmp_path / "t"), "people.xlsx"))
    unchanged(hr, StaffSource(saved_again(people.data, "to.xlsx", tmp_path / "c", CSV_UTF8), "people.csv"))
    office = hr.do(ExportOffice(phones=True))
    again = saved_again(office.data, "office.xlsx", tmp_path / "o")
    assert rows_of(again, "o.xlsx") == rows_of(office.data, "o.xlsx")
    unchanged(hr, RecordsSource(again, "office.xlsx"))


def test_a_roster_comes_back_as_it_was(hr: Desk, tmp_path: Path) -> None:
    line = hr.do(ListRosters()).months[0]
    roster = hr.do(ExportRoster(line.department.id, line.month))
    again = saved_again(roster.data, "roster.xlsx", tmp_path)
    assert rows_of(again, "r.xlsx") == rows_of(roster.data, "r.xlsx")
    unchanged(hr, RosterSource(again, "roster.xlsx", line.department.id))


@pytest.mark.parametrize("form", ExportFormat)
def test_texts_stay_texts(hr: Desk, tmp_path: Path, form: ExportFormat) -> None:
    # A .csv has no types: what looks like a figure or a date becomes one in any spreadsheet program.
    told = (
        BAD if form is ExportFormat.XLSX else tuple(x for x in BAD if x not in ("007", "2026-11-23", "1e5"))
    )
    exported = hr.do(ExportTable("表", ("甲", "乙"), tuple((text, "x") for text in told), form))
    to = CSV_UTF8 if form is ExportFormat.CSV else "xlsx"
    again = saved_again(exported.data, f"table.{form.value}", tmp_path, to)
    assert [row[0] for row in rows_of(again, f"t.{form.value}")[0][1:]] == list(told)


def test_the_audit_opens(demo: OfficeFolder, tmp_path: Path) -> None:
    desk = demo.enter("audit")
    file = desk.do(ExportAudit("xlsx"))
    desk.leave()
    assert rows_of(saved_again(file.data, "audit.xlsx", tmp_path), "a.xlsx") == rows_of(file.data, "a.xlsx")
    assert len(rows_of(file.data, "a.xlsx")[0]) == 5
