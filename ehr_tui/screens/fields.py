"""A line with words on the left and a text field on the right."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widgets import Input, Label


def field(name: str, *, password: bool = False, most: int = 0) -> Horizontal:
    """A field whose Input has the id ``name`` and whose Label has ``name-label``; ``most`` characters, 0 any number."""
    return Horizontal(
        Label(id=f"{name}-label", classes="field-label"),
        Input(id=name, password=password, max_length=most, compact=True, classes="field-input"),
        id=f"{name}-field",
        classes="field",
    )


def field_words(prefix: str, names: Iterable[str]) -> dict[str, str]:
    """``EhrScreen.WORDS`` for fields: the label of ``x`` says ``<prefix>.x``."""
    return {f"#{name}-label": f"{prefix}.{name}" for name in names}
