"""The project around the program: locks, packaging, make, texts."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import ehr_tui
from ehr_tui.cli.show import VIEWS
from ehr_tui.keymap import actions as known_actions
from tests.source import ROOT

LOCKS = ("run.txt", "build.txt", "dev.txt")
COMPILED = ("cffi", "cryptography", "python-calamine", "sqlcipher3")
"""Packages with machine code that the program needs: their locks must hold wheels of both architectures."""

TEXTS = (".py", ".toml", ".md", ".txt", ".json", ".tcss", ".yml", "")
HOSTS = re.compile(r"(py[p]i\.|python[h]osted|/simpl[e]\b|^--(extra-)?index|^--find)", re.M)
"""Addresses of package indexes, and the options in a lock that would carry them."""
MACHINE = re.compile(r"(?<![\w.])/(wor[k]|roo[t]|tm[p]/v|op[t]/\w+)/")


@lru_cache(1)
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@lru_cache
def lock(name: str) -> dict[str, tuple[Requirement, int]]:
    """Requirement and number of hashes by package."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, tuple[Requirement, int]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, *hashes = line.split("--hash=sha256:")
            requirement = Requirement(head.strip())
            assert all(re.fullmatch(r"[0-9a-f]{64}\s*", digest) for digest in hashes), line
            found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


def tracked() -> list[Path]:
    """Files of the project: what git knows or would add."""
    run = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        pytest.skip("not a git working copy")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    for package, (requirement, hashes) in lock(name).items():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), package
        assert hashes, package


@pytest.mark.parametrize("package", COMPILED)
def test_compiled_packages_are_locked_for_every_platform(package: str) -> None:
    assert lock("run.txt")[package][1] >= 10


def test_locks_hold_everything_the_project_asks_for() -> None:
    groups = project()["dependency-groups"]
    asked = {
        "run.txt": project()["project"]["dependencies"],
        "build.txt": [*groups["build"], *project()["build-system"]["requires"]],
        "dev.txt": [*project()["project"]["dependencies"], *groups["dev"], *groups["build"]],
    }
    for name, requirements in asked.items():
        for text in requirements:
            wanted = Requirement(text)
            held, _ = lock(name)[canonicalize_name(wanted.name)]
            assert Version(str(held.specifier).removeprefix("==")) in wanted.specifier, (
                f"{name}: {text}: make lock"
            )


def test_locks_agree() -> None:
    for name in ("run.txt", "build.txt"):
        for package, (requirement, _) in lock(name).items():
            assert str(lock("dev.txt")[package][0]) == str(requirement), f"{package}: make lock"


def test_locks_keep_what_only_some_pythons_need() -> None:
    assert 'python_full_version < "3.12"' in str(lock("run.txt")["importlib-metadata"][0].marker)


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for file in tracked():
        if file.suffix not in TEXTS or file == Path(__file__):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if HOSTS.search(line) or MACHINE.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found, "\n" + "\n".join(found)


def test_no_office_is_in_the_project() -> None:
    assert not [file for file in tracked() if file.name.endswith((".ehr", ".ehr-keys", ".ehr-lock"))]


def test_the_readme_names_every_package() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").casefold()
    if not readme.strip():
        pytest.skip("the readme is not written yet")
    names = [Requirement(text).name.casefold() for text in project()["project"]["dependencies"]]
    assert [name for name in names if name not in readme] == []


def test_the_readme_gives_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if not readme.strip():
        pytest.skip("the readme is not written yet")
    assert "make demo" in readme
    assert "make test" in readme


def test_the_version_is_told_once_and_in_the_changelog() -> None:
    assert project()["project"]["dynamic"] == ["version"]
    assert re.search(
        rf"^## {re.escape(ehr_tui.__version__)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def test_the_licence_is_the_one_declared() -> None:
    assert project()["project"]["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def test_the_command_leads_to_a_function() -> None:
    module, _, function = project()["project"]["scripts"]["ehr-tui"].partition(":")
    path = ROOT / (module.replace(".", "/") + ".py")
    assert path.is_file(), f"{path.name} is missing"
    assert re.search(rf"^(def {function}\(|from .* import .*\b{function}\b)", path.read_text(), re.MULTILINE)


def test_types_are_shipped() -> None:
    assert (ROOT / "ehr_tui" / "py.typed").is_file()


@pytest.mark.parametrize("name", [".ci/run", ".ci/installed", "requirements/lock"])
def test_scripts_can_be_run(name: str) -> None:
    script = ROOT / name
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_ci_runs_what_the_readme_says() -> None:
    assert re.search(r"^step \w+ make test$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) - {"ready", "ready-dev"}
    explained = set(re.findall(r"^([a-z-]+):.*  ## \S", makefile, re.MULTILINE))
    assert phony == explained


def test_the_guide_names_places_that_exist() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:ehr_tui|tests|data|docs|requirements|\.ci)/[\w./]*)`", guide)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "text", ["README.md", *(f"docs/{d.name}" for d in sorted((ROOT / "docs").glob("*.md")))]
)
def test_the_documentation_names_files_that_exist(text: str) -> None:
    written = (ROOT / text).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./]+\.(?:py|toml|json|sh|tcss))`", written)) | set(
        re.findall(r"`((?:ehr_tui|tests|data|docs|packaging|cli|store|screens|services)/[\w./]*)`", written)
    )
    roots = [
        ROOT,
        ROOT / "data",
        ROOT / "ehr_tui",
        *(path for path in (ROOT / "ehr_tui").rglob("*") if path.is_dir()),
    ]
    known = {"settings.toml", "./install.sh", "dist/wheelhouse"}
    missing = [
        name
        for name in sorted(named - known)
        if not any((root / f"{name}{end}").exists() for root in roots for end in ("", ".py"))
    ]
    assert not missing


@pytest.mark.parametrize("text", ["README.md", "docs/guide.zh.md"])
def test_pictures_and_links_lead_somewhere(text: str) -> None:
    file = ROOT / text
    found = re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8"))
    assert [name for name in found if not (file.parent / name).exists()] == []


def test_keys_and_commands_of_the_documentation_are_real() -> None:
    """Changed keys in examples name actions that are; ``show`` names views that are."""
    actions = {action.id for action in known_actions()}
    views = {view.name for view in VIEWS}
    for text in ("README.md", "docs/guide.zh.md"):
        written = (ROOT / text).read_text(encoding="utf-8")
        assert set(re.findall(r'^"([\w.]+)" = ', written, re.MULTILINE)) <= actions
        assert set(re.findall(r"ehr-tui show ([a-z]+)", written)) <= views
