"""Reading .xls in a process of its own: the old format is a heap of offsets, and a damaged file can bring down
whatever parses it.  Run as a module it takes the file on standard input and writes its sheets as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import ehr_tui
from ehr_tui.errors import InputError

SECONDS = 30
_MEMORY = 1024 * 1024 * 1024
_ENCRYPTED = 3  # the process's exit status

RawSheet = tuple[str, bool, list[list[Any]], list[tuple[int, int, int, int]]]
"""Name, visible, rows, merged areas."""


def read_old_workbook(data: bytes, name: str) -> list[RawSheet]:
    """The sheets of an .xls; raises InputError ``exchange.damaged`` or ``exchange.encrypted``."""
    command = [sys.executable, "-m", "ehr_tui.exchange.old_workbook"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=SECONDS, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise InputError("exchange.damaged", file=name) from None
    if done.returncode == _ENCRYPTED:
        raise InputError("exchange.encrypted", file=name)
    if done.returncode:
        raise InputError("exchange.damaged", file=name)
    sheets = json.loads(done.stdout)
    return [
        (title, visible, [[_value(cell) for cell in row] for row in rows], [tuple(area) for area in merged])
        for title, visible, rows, merged in sheets
    ]


def _environment() -> dict[str, str]:
    """This process's own, with the package found where it was found here."""
    paths = [str(Path(ehr_tui.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def _value(cell: Any) -> Any:
    """Dates and times travel as a list of kind and text."""
    if not isinstance(cell, list):
        return cell
    kind, shown = cell
    if kind == "duration":
        return timedelta(seconds=shown)
    if kind == "time":
        return time.fromisoformat(shown)
    return datetime.fromisoformat(shown) if kind == "datetime" else date.fromisoformat(shown)


def _plain(cell: Any) -> Any:
    if isinstance(cell, timedelta):
        return ["duration", cell.total_seconds()]
    if isinstance(cell, datetime | date | time):
        return [type(cell).__name__, cell.isoformat()]
    return cell


def _main() -> int:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    _limit_memory()
    sheets = []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())) as book:
            for kind in book.sheets_metadata:
                if kind.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(kind.name)
                    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
                    sheets.append((kind.name, kind.visible == SheetVisibleEnum.Visible, rows, merged))
    except PasswordError:
        return _ENCRYPTED
    except CalamineError:
        return 1
    sys.stdout.write(json.dumps(sheets))
    return 0


def _limit_memory() -> None:
    """Where the system can, so that a false size ends this process and nothing else."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.exit(_main())
