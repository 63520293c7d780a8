"""Code lists: rows ↔ domain values, and where a code is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ehr_tui.domain.codes import CodeEntry as Entry
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.names import Name
from ehr_tui.domain.uses import Use, UseSort
from ehr_tui.store.tables import CodeEntry, LeavingStep, Person, Post, PostProfile, Restriction, TaskMark

EXAMPLES = 3
"""How many posts are named for where a code is used."""


class CodesGateway:
    """Reads and writes the lists."""

    def codes(self) -> tuple[Entry, ...]:
        """Every entry, list by list in its order."""
        order = (CodeEntry.list, CodeEntry.position, CodeEntry.code)
        return tuple(_code(row) for row in CodeEntry.select().order_by(*order).dicts())

    def save_code(self, value: Entry) -> None:
        """Add or change; list and code say which."""
        values = {
            "name_zh": value.name.zh,
            "name_en": value.name.en,
            "special": int(value.special),
            "active": int(value.active),
            "position": value.position,
        }
        which = (CodeEntry.list == value.list.value) & (CodeEntry.code == value.code)
        if CodeEntry.update(**values).where(which).execute() == 0:
            CodeEntry.insert(list=value.list.value, code=value.code, **values).execute()

    def add_missing_codes(self, values: Iterable[Entry]) -> None:
        """Add entries whose code is not in its list yet."""
        standing = {(c.list, c.code) for c in self.codes()}
        for value in values:
            if (value.list, value.code) not in standing:
                self.save_code(value)

    def remove_code(self, wanted: CodeList, code: str) -> None:
        """Take an entry away."""
        CodeEntry.delete().where((CodeEntry.list == wanted.value) & (CodeEntry.code == code)).execute()

    def order_codes(self, wanted: CodeList, ordered: Sequence[str]) -> None:
        """Number a list's entries in this order."""
        for position, code in enumerate(ordered, start=1):
            which = (CodeEntry.list == wanted.value) & (CodeEntry.code == code)
            CodeEntry.update(position=position).where(which).execute()

    def code_uses(self, wanted: CodeList, code: str) -> tuple[Use, ...]:
        """Where a code is used."""
        return tuple(use for use in _uses(wanted, code) if use.count)


def _uses(wanted: CodeList, code: str) -> Iterator[Use]:
    match wanted:
        case CodeList.TASK:
            yield _posts(Post.tasks, code)
            marked = TaskMark.select(TaskMark.person).where(TaskMark.task == code)
            yield _people(UseSort.PEOPLE, (p for (p,) in marked.tuples()))
        case CodeList.HAZARD:
            yield _posts(Post.exposures, code)
            # Whose restriction it is, is health data: only how many.
            rows = Restriction.select(Restriction.hazards).tuples()
            yield Use(UseSort.RESTRICTIONS, sum(code in hazards for (hazards,) in rows))
        case CodeList.LEAVING_ITEM:
            steps = LeavingStep.select(LeavingStep.person).where(LeavingStep.item == code)
            yield _people(UseSort.LEAVING, (p for (p,) in steps.tuples()))
        case CodeList.COURSE:
            yield _profiles(PostProfile.courses, code)
        case CodeList.QUALIFICATION:
            yield _profiles(PostProfile.qualifications, code)
        case CodeList.LANGUAGE:
            rows = Person.select(Person.id, Person.languages).tuples()
            yield _people(UseSort.PEOPLE, (p for p, spoken in rows if code in spoken))


def _posts(column: Any, code: str) -> Use:
    rows = Post.select(Post.name_zh, Post.name_en, column).tuples()
    names = [zh or en for zh, en, held in rows if code in held]
    return Use(UseSort.POSTS, len(names), tuple(names[:EXAMPLES]))


def _profiles(column: Any, code: str) -> Use:
    rows = PostProfile.select(Post.name_zh, Post.name_en, column).join(Post).tuples()
    names = [zh or en for zh, en, held in rows if code in held]
    return Use(UseSort.POSTS, len(names), tuple(names[:EXAMPLES]))


def _people(sort: UseSort, people: Iterable[int]) -> Use:
    """Counted only: not everybody who keeps lists may know people."""
    return Use(sort, len(set(people)))


def _code(row: dict[str, Any]) -> Entry:
    return Entry(
        CodeList(row["list"]),
        row["code"],
        Name(row["name_zh"], row["name_en"]),
        bool(row["special"]),
        bool(row["active"]),
        row["position"],
    )
