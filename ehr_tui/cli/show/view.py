"""The shape of a view on the command line, and how departments, people, days and months are named there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Document
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.people import ListPeople

MOST_NAMED = 8
"""How many people a refusal names when a name is not clear."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked: words after the view's name, and options."""

    words: tuple[str, ...]
    options: Mapping[str, str]

    def word(self, number: int) -> str:
        """One of the words; empty when not given."""
        return self.words[number] if number < len(self.words) else ""

    def day(self, option: str) -> date | None:
        """A date option in ISO form.  Raises InputError ``cli.not_a_day``."""
        text = self.options.get(option, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InputError("cli.not_a_day", option=f"--{option}", value=text) from None

    def limit(self, usual: int) -> int:
        """``--limit``.  Raises InputError ``cli.not_a_number``."""
        text = self.options.get("limit", "")
        if not text:
            return usual
        if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 1_000_000:
            raise InputError("cli.not_a_number", option="--limit", value=text, lowest=1)
        return int(text)


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name, the intents it stands on, the words it needs, and what narrows it.

    ``words`` are names of what follows (words ``show.word.<name>``); the last ``optional`` of them may be missing.
    """

    name: str
    intents: tuple[type[Intent[Any]], ...]
    make: Callable[[Desk, Ask], Document]
    words: tuple[str, ...] = ()
    optional: int = 0
    options: frozenset[str] = frozenset()


def title(view: str, **figures: object) -> str:
    """The first line of a view."""
    return t(f"show.title.{view}", **figures)


def named(desk: Desk, person: Person) -> str:
    """A name, in pinyin on terminals without Chinese characters."""
    return person.latin or person.name if desk.plain else person.name


def names_of(things: Iterable[Department | Post]) -> dict[int, Name]:
    """Names by id."""
    return {int(thing.id): thing.name for thing in things}


def department(departments: Iterable[Department], text: str) -> Department:
    """A department by code or name.  Raises InputError ``cli.no_department`` with those there are."""
    known = tuple(departments)
    folded = text.casefold().strip()
    for one in known:
        if folded in (one.code.casefold(), one.name.zh.casefold(), one.name.en.casefold()):
            return one
    raise InputError("cli.no_department", text=text, known=tuple(one.code for one in known))


def post(posts: Iterable[Post], text: str) -> Post:
    """A post by code or name.  Raises InputError ``cli.no_post``."""
    folded = text.casefold().strip()
    for one in posts:
        if folded in (one.code.casefold(), one.name.zh.casefold(), one.name.en.casefold()):
            return one
    raise InputError("cli.no_post", text=text)


def kind(kinds: Iterable[ShiftKind], text: str) -> ShiftKind:
    """A shift kind by code (the first that has it) or name.  Raises InputError ``cli.no_kind``."""
    for one in kinds:
        if text in (one.code, one.key, one.name.zh, one.name.en):
            return one
    raise InputError("cli.no_kind", text=text)


def month(desk: Desk, text: str) -> Month:
    """``2026-11``; this month when empty.  Raises InputError ``cli.not_a_month``."""
    if not text:
        return Month.of(desk.today())
    try:
        return Month.parse(text)
    except ValueError:
        raise InputError("cli.not_a_month", value=text) from None


def person(desk: Desk, text: str) -> PersonId:
    """A person by number or name.  Raises InputError ``cli.no_person``, ``cli.several_people``."""
    found = desk.do(ListPeople(search=text)).people
    exact = [one for one in found if text in (one.number, one.name)] or list(found)
    if len(exact) == 1:
        return exact[0].id
    if not exact:
        raise InputError("cli.no_person", text=text)
    some = tuple(f"{one.number} {named(desk, one)}".strip() for one in exact[:MOST_NAMED])
    raise InputError("cli.several_people", text=text, people=some, n=len(exact))
