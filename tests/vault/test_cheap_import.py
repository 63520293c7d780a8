from __future__ import annotations

import subprocess
import sys

import pytest

from tests.source import PACKAGE, ROOT

HEAVY = ("keyring", "cryptography", "pyotp", "segno", "peewee", "playhouse", "sqlcipher3", "textual", "rich")
MODULES = sorted(
    f"ehr_tui.vault.{file.stem}" for file in (PACKAGE / "vault").glob("*.py") if file.stem != "__init__"
)


def loaded_after(code: str) -> list[str]:
    check = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_importing_the_vault_loads_the_standard_library_only() -> None:
    assert len(MODULES) > 10
    assert loaded_after("\n".join(f"import {name}" for name in MODULES)) == []


@pytest.mark.parametrize(
    "code, loads",
    [
        ("from ehr_tui.vault.totp import new_secret; new_secret()", []),
        ("from ehr_tui.vault.totp import *; qr_lines(provisioning_uri(new_secret(), 'u'))", ["segno"]),
        ("from ehr_tui.vault.device import *; find_device_store(DeviceChoice(Wish.NONE))", []),
        ("from ehr_tui.vault.device import *; find_device_store(DeviceChoice())", ["keyring"]),
    ],
)
def test_each_library_loads_where_it_is_used(code: str, loads: list[str]) -> None:
    assert [name for name in loaded_after(code) if name != "cryptography"] == loads
