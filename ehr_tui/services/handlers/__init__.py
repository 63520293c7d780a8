"""How things are done, one file per capability, inside the gate's transaction."""

from __future__ import annotations

import importlib

CAPABILITIES = ("accounts", "audit", "home", "imports", "organisation", "people", "roster")


def load_handlers() -> None:
    """Import every capability, which registers its handlers."""
    for name in CAPABILITIES:
        importlib.import_module(f"{__name__}.{name}")
