"""How long personal data is kept after somebody left; what has no purpose left is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.names import Name


class DataCategory(StrEnum):
    """Kinds of data with a time of their own."""

    CONTACTS = "contacts"  # own phone, whom to call
    HEALTH = "health"  # reasons of restrictions
    BACKGROUND = "background"  # birth date, education, major, languages, skills, note
    IDENTITY = (
        "identity"  # name, number, sex, contracts: rosters then show nobody's name (a login stays in the log)
    )
    LOGS = "logs"  # personal details of the audit; the chain itself stays


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """``months`` after the last day (for LOGS: after the entry) something may be kept; ``basis`` says by which rule.

    ``least`` is how long a law wants it kept: no shorter time is accepted.
    """

    category: DataCategory
    months: int
    basis: Name = Name("")
    least: int = 0


@dataclass(frozen=True, slots=True)
class Erasable:
    """What may be erased of one person who left, and since when each category may be."""

    person: PersonId
    name: str
    number: str
    last_day: date
    categories: tuple[tuple[DataCategory, date], ...]


@dataclass(frozen=True, slots=True)
class ErasableView:
    """Everybody of whom something has no purpose left, longest gone first, and the times that say so."""

    lines: tuple[Erasable, ...]
    rules: tuple[RetentionRule, ...]  # one for each category, in order


ERASED_NAME = "***"
"""What stands where a name was."""
