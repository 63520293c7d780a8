"""What ``ehr-tui show --help`` says: every view, what it takes, and an example."""

from __future__ import annotations

from collections.abc import Iterator

from ehr_tui.cli.show import VIEWS
from ehr_tui.cli.show.view import View
from ehr_tui.i18n import t


def usage(view: View) -> str:
    """The view's name and what may follow it."""
    must = len(view.words) - view.optional
    words = [t(f"show.word.{word}") for word in view.words]
    parts = [view.name, *words[:must], *(f"[{word}]" for word in words[must:])]
    return " ".join(parts + [f"[--{option}]" for option in sorted(view.options)])


def show_help() -> Iterator[str]:
    """The lines to print."""
    yield t("cli.show.help_head")
    for view in VIEWS:
        written = usage(view)
        yield f"  {written}"
        yield f"      {t(f'show.about.{view.name}')}"
    yield ""
    yield t("cli.show.help_tail")
