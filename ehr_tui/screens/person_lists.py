"""The lists of a person's record, as columns and rows for painting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from ehr_tui.domain.people import Competence, TaskMark
from ehr_tui.screens.person_words import RecordWords
from ehr_tui.screens.plain_list import Column
from ehr_tui.theme import Palette

POSTS, TASKS = "person-posts", "person-tasks"
CONTRACTS, RESTRICTIONS, CONTACTS = "person-contracts", "person-restrictions", "person-contacts"
LISTS_OF_TAB = {
    "posts": (POSTS, TASKS),
    "contracts": (CONTRACTS,),
    "restrictions": (RESTRICTIONS,),
    "contacts": (CONTACTS,),
}

Rows = list[tuple[str, Sequence[str | Text]]]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list ready to be painted: its columns and its rows by key."""

    columns: list[Column]
    rows: Rows


def posts_list(words: RecordWords, held: Sequence[Competence], palette: Palette) -> Listed:
    """Posts the person can take; those that are over are dimmed."""
    t = words.t
    columns = [
        Column(t("people.post")),
        Column(t("people.since"), firm=True),
        Column(t("people.until"), firm=True),
        Column(t("person.experienced"), optional=True, firm=True),
        Column(t("person.coached_to"), optional=True, firm=True),
        Column(t("person.coach"), optional=True),
    ]
    rows: Rows = [
        (str(n), _dim(words.competence_cells(c), c.until is not None and c.until < words.today, palette))
        for n, c in enumerate(held)
    ]
    return Listed(columns, rows)


def tasks_list(words: RecordWords, held: Sequence[TaskMark], palette: Palette) -> Listed:
    """可做 and 不可做; the sign tells them apart without colour."""
    t = words.t
    columns = [
        Column(t("person.may_or_not"), firm=True),
        Column(t("person.task")),
        Column(t("person.validity")),
        Column(t("people.note"), optional=True),
    ]
    rows: Rows = []
    for n, mark in enumerate(held):
        over = mark.until is not None and mark.until < words.today
        first, *rest = _dim(words.task_cells(mark), over, palette)
        if not over:
            first = Text(str(first), palette.success if mark.may else palette.error)
        rows.append((str(n), (first, *rest)))
    return Listed(columns, rows)


def contracts_list(words: RecordWords, palette: Palette) -> Listed:
    """Contracts, the newest first; those that are over are dimmed."""
    t = words.t
    columns = [
        Column(t("people.valid_from"), firm=True),
        Column(t("people.valid_to"), firm=True),
        Column(t("people.employment"), firm=True),
        Column(t("people.hours_system")),
        Column(t("person.probation_short"), optional=True, firm=True),
        Column(t("person.limits"), optional=True),
    ]
    rows: Rows = [
        (
            str(c.id),
            _dim(words.contract_cells(c), c.valid_to is not None and c.valid_to < words.today, palette),
        )
        for c in reversed(words.view.contracts)
    ]
    return Listed(columns, rows)


def restrictions_list(words: RecordWords, palette: Palette) -> Listed:
    """Effects and dates for whoever plans; kind and reason only for those who may know."""
    t, view = words.t, words.view
    knows = view.can_see_health
    columns = [
        Column(t("person.effects")),
        Column(t("people.since"), firm=True),
        Column(t("people.until"), firm=True),
    ]
    if knows:
        columns += [Column(t("person.kind"), firm=True), Column(t("person.reason"), optional=True)]
    rows: Rows = [
        (
            str(r.id),
            _dim(
                words.restriction_cells(r)[: len(columns)],
                r.until is not None and r.until < words.today,
                palette,
            ),
        )
        for r in view.restrictions
    ]
    return Listed(columns, rows)


def contacts_list(words: RecordWords) -> Listed:
    """Whom to call."""
    t = words.t
    columns = [Column(t("people.name")), Column(t("person.relation")), Column(t("people.phone_number"))]
    return Listed(columns, [(str(c.id), words.contact_cells(c)) for c in words.view.contacts])


def _dim(cells: Sequence[str], over: bool, palette: Palette) -> Sequence[str | Text]:
    """What is over stands in brackets at its first cell, so that it shows without colour."""
    if not over:
        return list(cells)
    return [Text(f"({cells[0]})", palette.muted), *(Text(cell, palette.muted) for cell in cells[1:])]
