"""Who may do what: drafts and views, each user's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ehr_tui.domain.saved_view import ListSettings
from ehr_tui.services.intents import personal
from ehr_tui.services.intents.base import Intent
from tests.access.house import House

EVERYBODY = "yes  yes yes    yes yes    yes    yes   yes"

MATRIX: dict[type[Intent[Any]], str] = {
    #                    admin hr manager lab gastro leader clerk audit
    personal.OpenDraft:  EVERYBODY,
    personal.SaveDraft:  EVERYBODY,
    personal.DropDraft:  EVERYBODY,
    personal.ListDrafts: EVERYBODY,
    personal.ListViews:  EVERYBODY,
    personal.SaveView:   EVERYBODY,
    personal.RemoveView: EVERYBODY,
}  # fmt: skip

EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    personal.OpenDraft: lambda h, p: personal.OpenDraft("PersonForm", "1"),
    personal.SaveDraft: lambda h, p: personal.SaveDraft("PersonForm", "1", "t", "people", {"name": p}, {}),
    personal.DropDraft: lambda h, p: personal.DropDraft("PersonForm", "1"),
    personal.ListDrafts: lambda h, p: personal.ListDrafts(),
    personal.ListViews: lambda h, p: personal.ListViews("people"),
    personal.SaveView: lambda h, p: personal.SaveView("people", p, ListSettings()),
    personal.RemoveView: lambda h, p: personal.RemoveView("people", p),
}
