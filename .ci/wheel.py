"""Checks that the built packages hold everything the program reads at run time, and nothing else.

Usage: python .ci/wheel.py DIST
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
READ_AT_RUN_TIME = (".json", ".tcss", ".toml", ".py", ".typed")
STRANGERS = (".pyc", ".ehr", ".ehr-keys", ".svg", ".xlsx")


def files(folder: str) -> set[str]:
    """Every file that the program may read, relative to the root."""
    return {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def complain(archive: Path, missing: Iterable[str], strange: Iterable[str]) -> bool:
    """Say what is wrong; whether anything is."""
    lines = [f"{archive.name} lacks {name}" for name in sorted(missing)]
    lines += [f"{archive.name} should not hold {name}" for name in sorted(strange)]
    print("\n".join(lines) or f"{archive.name}: complete, {archive.stat().st_size // 1024} KiB")
    return bool(lines)


def main(dist: Path) -> int:
    """Look into the one wheel and the one source archive."""
    (wheel,) = dist.glob("*.whl")
    (source,) = dist.glob("*.tar.gz")
    program, data = files("ehr_tui"), files("data")
    program = {name for name in program if name.endswith(READ_AT_RUN_TIME)}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = program | {"ehr_tui/_" + name for name in data}
    strange = {n for n in held if n.endswith(STRANGERS) or not n.startswith(("ehr_tui/", "ehr_tui-"))}
    bad = complain(wheel, wanted - held, strange)
    with tarfile.open(source) as archive_of_source:
        held = {name.partition("/")[2] for name in archive_of_source.getnames()}
    return bad | complain(source, (program | data | {"LICENSE", "README.md", "pyproject.toml"}) - held, ())


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
