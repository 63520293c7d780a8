"""Nothing sensitive stands in the audit, whatever is asked and whether it is done or refused."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from ehr_tui.domain.restrictions import Restriction, RestrictionKind
from ehr_tui.i18n import LANGUAGES, load_catalogue
from ehr_tui.services.audit_reading import _NO_FACTS
from ehr_tui.services.intents.accounts import ChangePassword, ConfirmAuthenticator
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.personal import SaveDraft
from ehr_tui.services.office import _detail, _without_secrets
from tests.offices import START
from tests.source import called, modules
from tests.test_access_matrix import intents

NEVER = frozenset({"phone", "password", "secret"})
"""Names of fields that are sensitive wherever they stand."""
HERE = {
    (ChangePassword, "old"),
    (ChangePassword, "new"),
    (ConfirmAuthenticator, "code"),
    (Restriction, "reason"),
    (Restriction, "kind"),
    (SaveDraft, "title"),
    (SaveDraft, "typed"),
    (SaveDraft, "base"),
}
"""Fields that are sensitive in one class."""
TELLTALE = "sensitive-thing"


class Builder:
    """Values of a type; whatever is sensitive in them says so."""

    def __init__(self) -> None:
        self.hidden = 0

    def value(self, kind: Any, sensitive: bool) -> Any:
        origin = get_origin(kind)
        if origin in (Union, UnionType):
            return self.value(next(a for a in get_args(kind) if a is not type(None)), sensitive)
        if origin is tuple:
            inner = get_args(kind)
            return tuple(self.value(k, sensitive) for k in inner if k is not Ellipsis)
        if origin is frozenset:
            return frozenset({self.value(get_args(kind)[0], sensitive)})
        if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
            return {"key": self.text(sensitive)}
        kind = getattr(kind, "__supertype__", kind)
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            return self.made(kind)
        if kind is bytes:
            self.hidden += 1
            return TELLTALE.encode()
        if isinstance(kind, type) and issubclass(kind, Enum):
            self.hidden += sensitive
            return RestrictionKind.PREGNANCY if kind is RestrictionKind else list(kind)[-1]
        known = {
            str: self.text(sensitive),
            int: 7,
            bool: True,
            float: 1.5,
            datetime: START,
            date: date(2026, 1, 1),
        }
        return known.get(kind, self.text(sensitive))

    def text(self, sensitive: bool) -> str:
        self.hidden += sensitive
        return TELLTALE if sensitive else "harmless"

    def made(self, kind: Any) -> Any:
        """An instance with every field filled in."""
        hints = get_type_hints(kind)
        return kind(
            **{
                f.name: self.value(hints[f.name], f.name in NEVER or (kind, f.name) in HERE)
                for f in dataclasses.fields(kind)
                if f.init
            }
        )


@pytest.mark.parametrize("intent", sorted(intents(), key=str), ids=lambda kind: str(kind.__name__))
def test_no_field_of_an_intent_takes_it_there(intent: type[Intent[Any]]) -> None:
    """Also of intents that are never written down when done: a refusal of theirs is."""
    written = json.dumps(_without_secrets(_detail(Builder().made(intent))), ensure_ascii=False, default=str)
    assert TELLTALE not in written
    assert RestrictionKind.PREGNANCY.value not in written
    assert TELLTALE.encode().hex() not in written


def test_the_check_sees_what_it_looks_for() -> None:
    hiding = set()
    for intent in intents():
        builder = Builder()
        builder.made(intent)
        if builder.hidden:
            hiding.add(intent.__name__)
    assert {"SavePerson", "SaveRestriction", "ChangePassword", "ConfirmAuthenticator", "SaveDraft"} <= hiding
    assert {"PreviewImport", "ApplyImport"} <= hiding


def names_written_besides() -> Iterator[str]:
    """Acts that are written down without an intent."""
    yield from ("Login", "Logout", "CreateOffice", "Proof")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_words(language: str) -> None:
    words = load_catalogue(language)
    acts = {kind.__name__ for kind in intents()} | set(names_written_besides())
    assert sorted(act for act in acts if f"act.{act}" not in words) == []
    assert sorted(key for key in words if key.startswith("act.") and key[4:] not in acts) == []


RECORDS = (
    "people.Person people.Competence people.TaskMark people.Details people.Contact contracts.Contract"
    " contracts.ContractLimits restrictions.Restriction leaving.Leaving leaving.LeavingItem retention.RetentionRule"
    " codes.CodeEntry organisation.Department organisation.Post organisation.Demand post_profile.PostProfile"
    " post_profile.WorkStep shifts.ShiftKind calendar.CalendarDay duty.Callout"
).split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_a_record_has_words(language: str, record: str) -> None:
    import importlib

    words = load_catalogue(language)
    module, name = record.split(".")
    kind = getattr(importlib.import_module(f"ehr_tui.domain.{module}"), name)
    fields = {f.name for f in dataclasses.fields(kind)} - {"id"} - NEVER
    assert sorted(field for field in fields if f"audit.field.{field}" not in words) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_handlers_note_has_words(language: str) -> None:
    """Figures and texts beside the changes are shown by name too."""
    words = load_catalogue(language)
    noted = {
        keyword.arg
        for module in modules()
        if module.name.startswith("services/handlers/")
        for call in module.calls()
        if called(call) == "note"
        for keyword in call.keywords
        if keyword.arg
    }
    assert {"subject", "reason", "file_name"} <= noted
    assert sorted(n for n in noted if f"audit.field.{n}" not in words and not n.startswith(_NO_FACTS)) == []
