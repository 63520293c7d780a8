"""Who may be in the office twice."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

from ehr_tui.domain.duplicates import DuplicatePair, DuplicateReason
from ehr_tui.domain.people import Person

SHARED_BY_MANY = 4
"""A phone that more people give is a desk's or a dormitory's and says nothing."""
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What records are compared by; the whole ``phone`` never leaves this module."""

    person: Person
    birth_date: date | None
    revision: int
    phone: str = field(default="", repr=False)


def find_duplicates(candidates: Iterable[Candidate]) -> tuple[DuplicatePair, ...]:
    """Pairs that share something, with all reasons, the surest first.

    Comparing takes one look at each record, not one at each pair: 5,000 people are a matter of milliseconds.
    """
    records = sorted(candidates, key=lambda c: c.person.id)
    reasons: dict[tuple[int, int], list[DuplicateReason]] = defaultdict(list)
    for reason in DuplicateReason:
        blocks: dict[Hashable, list[int]] = defaultdict(list)
        for place, record in enumerate(records):
            key = _KEYS[reason](record)
            if key is not None:
                blocks[key].append(place)
        for block in blocks.values():
            if reason is DuplicateReason.SAME_PHONE and len(block) > SHARED_BY_MANY:
                continue
            for n, one in enumerate(block):
                for other in block[n + 1 :]:
                    reasons[one, other].append(reason)
    order = list(DuplicateReason)
    found = [
        DuplicatePair(
            records[one].person,
            records[other].person,
            tuple(why),
            (records[one].revision, records[other].revision),
        )
        for (one, other), why in reasons.items()
    ]
    return tuple(
        sorted(found, key=lambda p: (order.index(p.reasons[0]), -len(p.reasons), p.one.id, p.other.id))
    )


def plain_phone(phone: str) -> str:
    """Digits only, without the country's own 86; empty when there are too few to tell people apart."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) > 11 and digits.removeprefix("00").startswith("86"):
        digits = digits.removeprefix("00").removeprefix("86")
    return digits if len(digits) >= 7 else ""


def plain_number(number: str) -> str:
    """A staff number without case, width, signs between and zeros in front: R-0012, ｒ12 and R012 are one."""
    text = unicodedata.normalize("NFKC", number).casefold()
    return _ZEROS.sub("", "".join(c for c in text if c.isalnum()))


def plain_name(name: str) -> str:
    """A name without blanks, dots between its parts and case."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in text if c.isalnum())


def _reading(person: Person) -> str:
    text = unicodedata.normalize("NFKD", person.latin).casefold()
    return "".join(c for c in text if c.isalnum())


def _by_birth(text: str, record: Candidate) -> Hashable:
    return (text, record.birth_date) if text and record.birth_date is not None else None


def _by_place(record: Candidate) -> Hashable:
    name, place = plain_name(record.person.name), record.person.department
    return (name, place) if name and place is not None else None


_KEYS: dict[DuplicateReason, Callable[[Candidate], Hashable]] = {
    DuplicateReason.SAME_PHONE: lambda r: plain_phone(r.phone) or None,
    DuplicateReason.SAME_NUMBER: lambda r: plain_number(r.person.number) or None,
    DuplicateReason.SAME_NAME_AND_BIRTH: lambda r: _by_birth(plain_name(r.person.name), r),
    DuplicateReason.SAME_READING_AND_BIRTH: lambda r: _by_birth(_reading(r.person), r),
    DuplicateReason.SAME_NAME_AND_PLACE: _by_place,
}
