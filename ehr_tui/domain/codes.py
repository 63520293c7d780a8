"""Code lists: short names the hospital keeps itself, each known by a code (tasks, hazards, courses …)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ehr_tui.domain.names import Name


class CodeList(StrEnum):
    """The lists there are."""

    TASK = "task"  # what a post does and a person may or may not do; ``special``: only with a licence
    HAZARD = "hazard"  # what a post is exposed to
    LEAVING_ITEM = "leaving_item"  # what is settled when somebody leaves
    COURSE = "course"
    QUALIFICATION = "qualification"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One entry; ``code`` is short, unique in its list and plain ASCII.  An inactive one is no longer offered.

    ``special`` means what its list says: for a task, that nobody may do it without being licensed for it.
    """

    list: CodeList
    code: str
    name: Name
    special: bool = False
    active: bool = True
    position: int = 0  # order on screens


MAX_CODE = 30


def is_code(code: str) -> bool:
    """Whether a text may be a code: 1 to ``MAX_CODE`` plain letters, digits, underscores, hyphens."""
    return 0 < len(code) <= MAX_CODE and code.isascii() and code.replace("_", "").replace("-", "").isalnum()


def entries_of(
    codes: Iterable[CodeEntry], wanted: CodeList, *, active: bool = False
) -> tuple[CodeEntry, ...]:
    """One list's entries in their order; only those still offered with ``active``."""
    return tuple(
        sorted(
            (c for c in codes if c.list is wanted and (c.active or not active)),
            key=lambda c: (c.position, c.code),
        )
    )
