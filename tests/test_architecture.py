"""The shape of the program, beyond who imports whom: read from its syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import HAN, PACKAGE, ROOT, Module, modules

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60

CLOCKS = ("bootstrap.py", "__main__.py")
"""Where the machine may be asked what time it is."""

SPEAKERS = ("__main__.py", "cli/")
"""What may print: everything else runs under a screen."""

ROW_MODULES = ("ehr_tui.store.tables", "ehr_tui.store.fields")
"""Rows stay inside the store."""

CHINESE_IN_CODE = {
    "exchange/": "column titles and marks by which a foreign spreadsheet is recognised",
    "screens/field_values.py": "dates and times as people type them",
    "screens/times_typed.py": "times as people type them",
    "vault/passwords.py": "common passwords and keyboard rows",
}
"""Chinese that is matched against input, not shown.  Whatever is shown belongs into the catalogues."""

WHOLE_ERRORS = ("vault/limited.py",)
"""Where any error of foreign code is caught, to be handed on whole to the caller's thread."""

HEAVY = ("pypinyin", "holidays", "xlsxwriter", "python_calamine", "keyring", "peewee", "playhouse", "sqlcipher3",
         "cryptography", "segno", "openpyxl", "reportlab", "ehr_tui.store", "ehr_tui.services.handlers")  # fmt: skip
"""What must not load before the first picture."""


def faults(found: Iterator[str]) -> None:
    """Fail with every fault on a line of its own."""
    listed = list(found)
    assert not listed, "\n" + "\n".join(listed)


def test_imports_keep_the_contracts() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_says_what_it_is_for() -> None:
    faults(m.name for m in modules() if m.text.strip() and not ast.get_docstring(m.tree))


def test_modules_and_functions_stay_small() -> None:
    def found() -> Iterator[str]:
        for module in modules():
            lines = module.text.count("\n")
            if lines > MAX_MODULE_LINES:
                yield f"{module.name}: {lines} lines"
            for node in module.nodes:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    size = (node.end_lineno or node.lineno) - node.lineno + 1
                    if size > MAX_FUNCTION_LINES:
                        yield f"{module.name}:{node.lineno}: {node.name} has {size} lines"

    faults(found())


def asks_the_clock(module: Module) -> Iterator[str]:
    """Calls of ``datetime.now()`` and its kin.  Counting seconds that have passed (monotonic) is no clock."""
    for call in module.calls():
        match call.func:
            case ast.Attribute(
                attr="now" | "today" | "utcnow", value=ast.Name(id="datetime" | "date" | "dt")
            ):
                yield f"{module.name}:{call.lineno}"
            case ast.Attribute(
                attr="now" | "today" | "utcnow",
                value=ast.Attribute(attr="datetime" | "date", value=ast.Name(id="datetime" | "dt")),
            ):
                yield f"{module.name}:{call.lineno}"
            case ast.Attribute(attr="time" | "time_ns" | "localtime", value=ast.Name(id="time")):
                yield f"{module.name}:{call.lineno}"
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            bad = {name.name for name in node.names} & {"time", "time_ns", "localtime"}
            yield from (f"{module.name}:{node.lineno}: from time import {name}" for name in sorted(bad))


def test_time_is_handed_in() -> None:
    faults(fault for m in modules() if m.name not in CLOCKS for fault in asks_the_clock(m))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime as dt\ndt.date.today()",
        "import time\ntime.time()",
        "from time import time",
    ],
)
def test_the_clock_check_sees(source: str) -> None:
    assert list(asks_the_clock(Module("x.py", source)))


def test_a_clock_that_was_handed_in_is_fine() -> None:
    assert not list(asks_the_clock(Module("x.py", "self.clock.now()\nclock.today()\ntime.monotonic()")))


def broad_excepts(module: Module) -> Iterator[str]:
    """Bare ``except``, ``except Exception``, and ``except BaseException`` unless it tidies up and raises again."""
    for node in module.nodes:
        if not isinstance(node, ast.ExceptHandler):
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        names = {kind.id if isinstance(kind, ast.Name) else "" if kind else "bare" for kind in kinds}
        again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if names & {"bare", "Exception"} or ("BaseException" in names and not again):
            yield f"{module.name}:{node.lineno}"


def test_no_broad_excepts() -> None:
    faults(fault for m in modules() if m.name not in WHOLE_ERRORS for fault in broad_excepts(m))


@pytest.mark.parametrize("kind", ["", " Exception", " (OSError, Exception)", " BaseException"])
def test_the_except_check_sees(kind: str) -> None:
    assert list(broad_excepts(Module("x.py", f"try:\n    f()\nexcept{kind}:\n    pass")))


def test_only_the_command_line_prints() -> None:
    faults(
        f"{m.name}:{call.lineno}"
        for m in modules()
        if not m.name.startswith(SPEAKERS)
        for call in m.calls()
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    )


def test_rows_stay_inside_the_store() -> None:
    """Nobody else imports a table, and no gateway's signature mentions one: what goes out are domain values."""
    tables = [m for m in modules() if m.name.startswith("store/tables/")]
    rows = {n.name for m in tables for n in m.tree.body if isinstance(n, ast.ClassDef)} | {"peewee", "Model"}
    assert len(rows) > 20

    def found() -> Iterator[str]:
        for module in modules():
            inside = module.name.startswith("store/")
            for node in module.nodes:
                if (
                    not inside
                    and isinstance(node, ast.ImportFrom)
                    and (node.module or "").startswith(ROW_MODULES)
                ):
                    yield f"{module.name}:{node.lineno}: {node.module}"
                if inside and isinstance(node, ast.ClassDef) and node.name.endswith("Gateway"):
                    yield from (f"{module.name}:{line}: {name}" for line, name in row_types(node, rows))

    faults(found())


def row_types(gateway: ast.ClassDef, rows: set[str]) -> Iterator[tuple[int, str]]:
    """Row classes in the annotations of a gateway's public methods."""
    for method in gateway.body:
        if not isinstance(method, ast.FunctionDef) or method.name.startswith("_"):
            continue
        arguments = [*method.args.args, *method.args.kwonlyargs]
        for annotation in [*(a.annotation for a in arguments), method.returns]:
            for node in ast.walk(annotation) if annotation else ():
                if isinstance(node, ast.Name) and node.id in rows:
                    yield method.lineno, f"{method.name} mentions {node.id}"


def test_words_are_in_the_catalogues() -> None:
    faults(
        f"{m.name}:{line}: {text!r}"
        for m in modules()
        if not m.name.startswith(tuple(CHINESE_IN_CODE))
        for line, text in m.strings()
        if HAN.search(text)
    )


def test_every_place_with_chinese_in_code_exists() -> None:
    faults(name for name in CHINESE_IN_CODE if not (PACKAGE / name).exists())


@pytest.mark.skipif(not (PACKAGE / "app.py").exists(), reason="there is no app yet")
def test_the_first_picture_waits_for_nothing_heavy() -> None:
    """Loading the app and the first screen loads none of the libraries that are needed only later."""
    code = (
        "import sys, ehr_tui.app, ehr_tui.i18n, ehr_tui.settings, ehr_tui.paths, ehr_tui.screens.login\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
