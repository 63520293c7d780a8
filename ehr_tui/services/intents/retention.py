"""What can be asked about data that has no purpose left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.retention import DataCategory, ErasableView, RetentionRule
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class ListErasable(Intent[ErasableView]):
    """Who left so long ago that something of theirs has no purpose left, and the retention times."""

    permission: ClassVar = Permission.PEOPLE_ERASE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class EraseData(Intent[ErasableView]):
    """Erase categories of people's data for good; nothing brings it back.

    Raises InputError ``erase.not_yet`` naming the first whose time is not over; then nothing was erased.
    """

    items: tuple[tuple[PersonId, DataCategory], ...]
    permission: ClassVar = Permission.PEOPLE_ERASE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True


@dataclass(frozen=True, slots=True)
class SaveRetention(Intent[ErasableView]):
    """Change how long a category is kept; ``seen`` is the rule that was shown.

    Raises InputError ``retention.too_short`` (a law wants it kept longer), ``retention.months``, StaleWrite.
    """

    rule: RetentionRule
    seen: RetentionRule
    permission: ClassVar = Permission.PEOPLE_ERASE
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
