"""Makes the table of actions from the screens and widgets themselves: ``python -m tests.key_table``."""

from __future__ import annotations

import json
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from textual.binding import BindingsMap
from textual.dom import DOMNode

import ehr_tui.screens
import ehr_tui.widgets
from ehr_tui.i18n import t
from ehr_tui.keymap import TABLE
from ehr_tui.widgets.remap import own_action


def classes() -> list[type[DOMNode]]:
    """Everything of ours that takes keys."""
    for package in (ehr_tui.screens, ehr_tui.widgets):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    import_module("ehr_tui.app")
    found: list[type[DOMNode]] = []
    waiting: list[type[DOMNode]] = [DOMNode]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("ehr_tui.") and kind not in found:
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__qualname__)


def table() -> list[dict[str, Any]]:
    """One row for each action: id, usual keys, who knows it, whether it holds everywhere."""
    rows: dict[str, dict[str, Any]] = {}
    for kind in classes():
        bindings = kind._merged_bindings or BindingsMap()
        for id in {binding.description for _, binding in bindings if t.has(binding.description)}:
            action = own_action(bindings, id)
            if action is None:
                continue
            row = rows.setdefault(id, {"id": id, "keys": [], "where": [], "everywhere": False})
            row["where"].append(kind.__name__)
            for key, binding in bindings:
                if (binding.description, binding.action) == (id, action):
                    row["everywhere"] |= kind.__name__ == "EhrApp"
                    if key not in row["keys"]:
                        row["keys"].append(key)
    return [rows[id] for id in sorted(rows)]


def text() -> str:
    """The file's text: a row a line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table()) + "\n]\n"


if __name__ == "__main__":
    TABLE.write_text(text(), encoding="utf-8")
