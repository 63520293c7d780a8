"""Two records that may be one person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehr_tui.domain.people import Person


class DuplicateReason(StrEnum):
    """Why two records may be one person, the strongest first; words ``duplicate.<reason>``."""

    SAME_PHONE = "same_phone"
    SAME_NUMBER = "same_number"  # in another writing: r-0012, Ｒ12
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    SAME_READING_AND_BIRTH = "same_reading_and_birth"  # other characters, read alike
    SAME_NAME_AND_PLACE = "same_name_and_place"  # same home department


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two records with all reasons; ``one`` is the elder.  ``revisions`` as ``MergePeople`` wants them back.

    ``apart``: somebody looked and found them to be two people.
    """

    one: Person
    other: Person
    reasons: tuple[DuplicateReason, ...]
    revisions: tuple[int, int]
    apart: bool = False


MERGE_FIELDS = (
    "number", "name", "latin", "sex", "department", "post", "hire_date", "standby_pool", "note", "phone",
    "birth_date", "education", "major", "languages", "skills",
)  # fmt: skip
"""Fields of the dropped record that a merge may take over; all else moves or is joined by itself."""
