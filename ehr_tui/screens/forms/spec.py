"""What a field of a record form is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person

Options = Sequence[tuple[object, str]]
"""Values to choose from, with their words."""


class Reads(StrEnum):
    """What the text of a field means; all but TEXT are shown as understood, beside the field, while typing."""

    TEXT = "text"
    DAY = "day"
    TIME = "time"  # of day: minutes after midnight
    HOURS = "hours"  # a length: minutes
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.  ``label``, ``hint`` and ``section`` are locale keys.

    What it is follows from what is given: ``options`` a choice, with ``many`` several of them; ``people`` a person,
    found by part of name, number or pinyin (``keys``: or by these words); ``tick`` yes or no; ``lines`` above 1 a
    text of several lines, that high;
    else one line of text that is read as ``reads`` says.  ``most``: characters at most.  A ``section`` that differs
    from the field's before gets a head.  ``fixed`` is shown, not to be changed.  ``secret`` stands in no draft.
    ``errors``: codes of refusals that are about this field; one whose params have ``field`` with its name always is.
    """

    name: str
    label: str
    hint: str = ""
    most: int = 80
    options: Options | None = field(default=None, compare=False)
    tick: bool = False
    fixed: bool = False
    section: str = ""
    lines: int = 1
    people: Sequence[Person] | None = field(default=None, compare=False)
    keys: Mapping[PersonId, str] | None = field(default=None, compare=False)
    many: bool = False
    reads: Reads = Reads.TEXT
    secret: bool = False
    errors: tuple[str, ...] = ()


def coded(value: object) -> object:
    """A value as a draft can hold it: enums by their value, dates as text, several as a list."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (tuple, list, set, frozenset)):
        return [coded(each) for each in value]
    return str(value)
