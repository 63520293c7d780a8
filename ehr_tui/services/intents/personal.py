"""What each user keeps for themselves: drafts of forms, views of lists.  Nobody else ever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.draft import Draft, DraftLine
from ehr_tui.domain.saved_view import ListSettings, SavedView
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class OpenDraft(Intent[Draft | None]):
    """The own draft of a form and record; None when there is none."""

    form: str
    record: str
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class SaveDraft(Intent[datetime]):
    """Keep what is typed, in place of the draft before; answers when.  Raises InputError ``draft.too_large``."""

    form: str
    record: str
    title: str = field(repr=False)
    mode: str
    typed: Mapping[str, object] = field(repr=False)
    base: Mapping[str, object] = field(repr=False)
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
    writes: ClassVar = True
    secret_fields: ClassVar = frozenset({"title", "typed", "base"})  # a refusal would be written down


@dataclass(frozen=True, slots=True)
class DropDraft(Intent[bool]):
    """Forget a draft; False when there was none."""

    form: str
    record: str
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
    writes: ClassVar = True


@dataclass(frozen=True, slots=True)
class ListDrafts(Intent[tuple[DraftLine, ...]]):
    """The own drafts, newest first."""

    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class ListViews(Intent[tuple[SavedView, ...]]):
    """The own views of a list: how it was left first (when it was), then by name."""

    screen: str
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class SaveView(Intent[tuple[SavedView, ...]]):
    """Keep a list's settings under a name, in place of those before; empty: how the list was left.

    Raises InputError ``view.name`` for a name of more than forty characters or with control characters, ``view.many``.
    """

    screen: str
    name: str
    settings: ListSettings
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
    writes: ClassVar = True


@dataclass(frozen=True, slots=True)
class RemoveView(Intent[tuple[SavedView, ...]]):
    """Forget a named view; nothing happens when there is none."""

    screen: str
    name: str
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
    writes: ClassVar = True
