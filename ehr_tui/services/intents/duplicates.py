"""What can be asked about records that may be one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.duplicates import DuplicatePair
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people_views import PersonView
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class FindDuplicates(Intent[tuple[DuplicatePair, ...]]):
    """Pairs of records that may be one person, the surest first; phones are compared inside and not shown.

    ``apart``: also those that were found to be two people.
    """

    apart: bool = False

    permission: ClassVar = Permission.PEOPLE_MERGE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class TellApart(Intent[None]):
    """Remember that two records are two people, or forget it again.  Raises InputError ``merge.same``, NotFound."""

    one: PersonId
    other: PersonId
    apart: bool = True
    permission: ClassVar = Permission.PEOPLE_MERGE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class MergePeople(Intent[PersonView]):
    """Make one record of two: everything of ``drop`` moves to ``keep``, and ``drop`` is no more.

    ``take`` names fields (of ``MERGE_FIELDS``) that the dropped record fills; a field the kept record leaves empty is
    filled by itself.  Raises InputError ``merge.clash`` with ``clashes``: a list of (code, figures) of everything that
    cannot stand side by side (words ``merge.clash.<code>``); ``merge.same``, ``merge.field``; StaleWrite when one of
    them changed since.
    """

    keep: PersonId
    drop: PersonId
    seen_keep: int
    seen_drop: int
    take: frozenset[str] = frozenset()
    permission: ClassVar = Permission.PEOPLE_MERGE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
