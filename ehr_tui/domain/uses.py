"""Where a department, a post, a shift kind or a code is used: what stands against taking it away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UseSort(StrEnum):
    """What may hold on to a department, a post, a shift kind or a code."""

    PEOPLE = "people"
    POSTS = "posts"
    KINDS = "kinds"
    DEMAND = "demand"
    DUTIES = "duties"
    PUBLISHED = "published"
    ROSTERS = "rosters"
    CALLOUTS = "callouts"
    USERS = "users"
    RULES = "rules"
    FOLLOWING = "following"  # a kind that this one follows by itself
    CONTRACTS = "contracts"
    RESTRICTIONS = "restrictions"
    LEAVING = "leaving"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Use:
    """Where something is used: ``sort`` says by what (words ``use.<sort>``), how often, and a few names."""

    sort: UseSort
    count: int
    examples: tuple[str, ...] = ()


class RecordSort(StrEnum):
    """Records of the organisation that can be removed while nothing uses them; also their kind in histories."""

    DEPARTMENT = "department"
    POST = "post"
    SHIFT_KIND = "shift_kind"
    CODE = "code"
