"""Builds a folder that installs the program without any network: wheels, hashes, an install script, instructions.

Usage: python packaging/wheelhouse.py FOLDER, with the program's wheel in dist/.  What is fetched is checked against the
hashes of requirements/run.txt; the folder fits this platform and this Python only, and says so.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import BytesHeaderParser
from pathlib import Path

ROOT = Path(__file__).parent.parent


def fetch(wheels: Path) -> None:
    """The wheels of everything the program runs on, for this machine."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--quiet", "--no-deps", "--require-hashes"]
    locked = ROOT / "requirements" / "run.txt"
    subprocess.run([*command, "--wheel-dir", str(wheels), "-r", str(locked)], check=True)


def pinned(wheel: Path) -> str:
    """A line of requirements that fits this very file."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
        head = BytesHeaderParser().parsebytes(archive.read(name))
    return f"{head['Name']}=={head['Version']} --hash=sha256:{digest(wheel)}\n"


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def build(folder: Path) -> None:
    """Make the folder anew."""
    (program,) = (ROOT / "dist").glob("ehr_tui-*.whl")
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    fetch(wheels)
    shutil.copy(program, wheels)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    figures = {
        "version": program.name.split("-")[1],
        "platform": sysconfig.get_platform(),
        "python": python,
    }
    readme = (ROOT / "packaging" / "README.txt").read_text(encoding="utf-8").format(**figures)
    (folder / "README.txt").write_text(readme, encoding="utf-8")
    (folder / "python-version").write_text(f"{python}\n", encoding="ascii")
    lines = sorted(map(pinned, wheels.glob("*.whl")), key=str.casefold)
    (folder / "requirements.txt").write_text("".join(lines), encoding="ascii")
    shutil.copy(ROOT / "packaging" / "install.sh", folder)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    sums = "".join(f"{digest(file)}  {file.relative_to(folder).as_posix()}\n" for file in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="ascii")
    size = sum(file.stat().st_size for file in files) // (1 << 20)
    print(f"{folder}: {len(lines)} wheels, {size} MiB")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
