"""How things are done, one file per capability, inside the gate's transaction."""

from __future__ import annotations

import importlib
import pkgutil


def load_handlers() -> None:
    """Import every capability, which registers its handlers."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
