"""A person's record as it is painted: the head that is read in five seconds, tabs, lists, facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.text import Text
from textual.widgets import Label, Static

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import PersonState
from ehr_tui.domain.people_views import PersonView
from ehr_tui.screens.facts import facts_text
from ehr_tui.screens.person_fields import (
    background_fields,
    basic_fields,
    values_of,
)
from ehr_tui.screens.person_lists import (
    CONTACTS,
    CONTRACTS,
    LISTS_OF_TAB,
    POSTS,
    RESTRICTIONS,
    TASKS,
    Listed,
    contacts_list,
    contracts_list,
    posts_list,
    restrictions_list,
    tasks_list,
)
from ehr_tui.screens.person_words import RecordWords
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.widgets.cells import width_of
from ehr_tui.widgets.themes import app_palette

TABS = ("basic", "background", *LISTS_OF_TAB)


def packed(parts: Sequence[str], room: int) -> list[list[str]]:
    """Parts with two blanks between on as few lines of ``room`` cells as hold them; none is broken."""
    rows: list[list[str]] = []
    used = room
    for part in parts:
        width = width_of(part) + 2
        if used + width > room + 2:
            rows.append([])
            used = 0
        rows[-1].append(part)
        used += width
    return rows


class PersonPainted(RecordForm[PersonView]):
    """The record, its fields and how all of it is painted; where it stands is ``PersonPages``'s."""

    def __init__(self, view: PersonView) -> None:
        super().__init__()
        if view.state is PersonState.ERASED:
            view = replace(view, can_edit=False, can_edit_health=False)
        self._record = view
        self._names: Mapping[PersonId, str] = {}
        self.can_save = view.can_edit
        self.wrote = False

    # What the form framework asks for

    def title_words(self) -> str:
        """The name, or that it is a new record."""
        person = self._record.person
        return f"{self.words.name} {person.number}".strip() if person.id else self.t("people.new")

    def record_key(self) -> str:
        """The person."""
        person = self._record.person.id
        return str(int(person)) if person else ""

    def fields(self) -> Sequence[Field]:
        """All fields; none for who may only read: they get text."""
        return (*self._basic(), *self._background()) if self.can_save else ()

    def _basic(self) -> Sequence[Field]:
        typed = "department" in self._lines and self._lines["department"].is_mounted
        department = self.choice("department") if typed else self._record.person.department
        return basic_fields(self.t, self.language, self._record, department)

    def _background(self) -> Sequence[Field]:
        return background_fields(self.t, self.language, self._record)

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        return values_of(self._record)

    # Painting

    def on_resize(self) -> None:
        """Head and tabs are packed into the width there is."""
        self.call_after_refresh(self._pack)

    def _pack(self) -> None:
        self._paint_head(self.words)
        self._paint_tabs()

    @property
    def words(self) -> RecordWords:
        """Words for the record as it stands."""
        today, plain = self.host.clock.today(), self.host.plain
        return RecordWords(self.t, self.language, self._record, today, self._names, plain=plain)

    def paint_record(self) -> None:
        """Head, tabs, lists, facts."""
        words = self.words
        self._paint_head(words)
        self._paint_tabs()
        self._paint_lists(words)
        if not self.can_save:
            self._paint_facts()

    def _paint_head(self, words: RecordWords) -> None:
        palette = app_palette(self.app)
        head = self.query_one("#person-head", Static)
        if not self._record.person.id:
            head.update(Text(self.t("person.new_hint"), palette.muted))
            return
        text, room = Text(), max(20, head.size.width or 72)
        for n, line in enumerate(words.head()):
            for m, row in enumerate(packed(line, room)):
                text.append("\n" if n or m else "")
                for place, part in enumerate(row):
                    text.append("  " if place else "", "")
                    text.append(part, "bold" if (n, m, place) == (0, 0, 0) else "")
        for warning in packed(list(words.warnings()), room - 2):
            text.append("\n! " + "  ".join(warning), f"bold {palette.warning}")
        head.update(text)

    def _paint_tabs(self) -> None:
        record = self._record
        counts = {
            "posts": len(record.person.competences),
            "contracts": len(record.contracts),
            "restrictions": len(record.restrictions),
            "contacts": len(record.contacts),
        }
        line = self.query_one(TabLine)
        plain = [(tab, self.t(f"person.tab.{tab}")) for tab in TABS]
        counted = [(tab, f"{words} {counts[tab]}" if counts.get(tab) else words) for tab, words in plain]
        room = sum(width_of(words) + 4 for _, words in counted)
        line.show(counted if room <= (line.size.width or room) else plain)

    def _paint_lists(self, words: RecordWords) -> None:
        palette, person = app_palette(self.app), self._record.person
        lists: dict[str, Listed] = {
            POSTS: posts_list(words, person.competences, palette),
            TASKS: tasks_list(words, person.tasks, palette),
            CONTRACTS: contracts_list(words, palette),
            RESTRICTIONS: restrictions_list(words, palette),
            CONTACTS: contacts_list(words),
        }
        for name, listed in lists.items():
            listing = self.query_one(f"#{name}", PlainList)
            listing.fill(listed.columns, listed.rows)
            listing.show_header = bool(listed.rows)
            key = name.removeprefix("person-")
            head = self.t(f"person.head.{key}") if listed.rows else self.t(f"person.none.{key}")
            self.query_one(f"#{name}-head", Label).update(head)
        for tab in LISTS_OF_TAB:
            self.query_one(f"#hint-{tab}", Prose).update(self._list_hint(tab))

    def _list_hint(self, tab: str) -> str:
        record = self._record
        if record.can_edit and not record.person.id and tab != "posts":
            return self.t("person.hint.new")
        if tab == "restrictions":
            if record.can_see_health:
                return self.t("person.hint.restrictions_known")
            return self.t("person.hint.restrictions")
        if not record.can_edit:
            return self.t("person.hint.read_only")
        return self.t(f"person.hint.{tab}")

    def _paint_facts(self) -> None:
        muted, values = app_palette(self.app).muted, self.values()
        for tab, fields in (("basic", self._basic()), ("background", self._background())):
            text = facts_text(self.t, fields, values, muted, empty=True)
            self.query_one(f"#facts-{tab}", Static).update(text)
