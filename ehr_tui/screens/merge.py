"""Two records side by side: which one stays, and field by field whose value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.duplicates import MERGE_FIELDS, DuplicateReason
from ehr_tui.domain.people import Details, Person
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import EhrError, StaleWrite
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.person_words import RecordWords
from ehr_tui.screens.plain_list import Column, PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import day_text
from ehr_tui.services.intents.duplicates import MergePeople
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs

_LABELS = {
    "number": "people.number",
    "name": "people.name",
    "latin": "people.latin",
    "sex": "person.sex",
    "department": "people.department",
    "post": "person.home_post",
    "hire_date": "people.hire_date",
    "standby_pool": "person.standby_pool",
    "note": "people.note",
    "phone": "people.phone_number",
    "birth_date": "person.birth_date",
    "education": "person.education",
    "major": "person.major",
    "languages": "person.languages",
    "skills": "person.skills",
}
_MOVES = ("posts", "tasks", "contracts", "restrictions", "contacts")


class MergeScreen(EhrModal[PersonView]):
    """The answer is the record that stays, None when nothing was merged."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "duplicates.tcss"]
    TITLE_KEY = "merge.title"
    WORDS: ClassVar = {"#merge-hint": "merge.hint"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "merge", "merge.merge"),
        Binding("ctrl+t", "swap", "merge.swap"),
        Binding(
            "space,ideographic_space,enter", "choose(-1)", "merge.choose", key_display="Enter", priority=True
        ),
        Binding("left", "choose(0)", "merge.left", show=False, priority=True),
        Binding("right", "choose(1)", "merge.right", show=False, priority=True),
    ]

    def __init__(self, one: PersonView, other: PersonView, reasons: Sequence[DuplicateReason]) -> None:
        super().__init__()
        self._views = [one, other]
        self._reasons = reasons
        self._keep = 0
        self._picked: dict[str, int] = {}  # by the user; other fields go by themselves
        self._said: EhrError | None = None

    def compose_box(self) -> ComposeResult:
        """Why, the records, what is wrong, what to do."""
        yield Prose(id="merge-why")
        yield PlainList(id="merge-list")
        yield Prose(id="merge-message", classes="message")
        yield Prose(id="merge-hint", classes="hint")

    def on_mount(self) -> None:
        """Into the list, on the first difference."""
        listing = self.query_one(PlainList)
        listing.focus()
        first = next((name for name in MERGE_FIELDS if self._differs(name)), None)
        if first is not None:
            listing.mark(first)

    # What stands where

    def _value(self, place: int, name: str) -> object:
        view = self._views[place]
        part: Person | Details = view.details if hasattr(view.details, name) else view.person
        found: object = getattr(part, name)
        return found

    def _differs(self, name: str) -> bool:
        return self._value(0, name) != self._value(1, name)

    def _from(self, name: str) -> int:
        """Whose value the merged record will have: as picked, else the kept one's unless it is empty."""
        if name in self._picked:
            return self._picked[name]
        drop = 1 - self._keep
        return (
            drop
            if _empty(self._value(self._keep, name)) and not _empty(self._value(drop, name))
            else self._keep
        )

    def _taken(self) -> frozenset[str]:
        drop = 1 - self._keep
        return frozenset(n for n in MERGE_FIELDS if self._differs(n) and self._from(n) == drop)

    # Acting

    def action_choose(self, place: int) -> None:
        """Whose value for the marked field; -1: the other one's."""
        name = self.query_one(PlainList).marked_key
        if name in MERGE_FIELDS and self._differs(name):
            self._picked[name] = 1 - self._from(name) if place < 0 else place
            self._paint()

    @on(PlainList.RowSelected)
    def clicked(self, event: PlainList.RowSelected) -> None:
        """A click on the marked line takes the other value."""
        event.stop()
        self.action_choose(-1)

    def action_swap(self) -> None:
        """The other record stays; what was picked stays picked."""
        self._keep = 1 - self._keep
        self._said = None
        self._paint()

    def action_merge(self) -> None:
        """Make them one, after a question."""
        self._said = None
        self._paint_message()
        self.start(self._merge(), "merge.write", exclusive=False)

    async def _merge(self) -> None:
        keep, drop = self._views[self._keep], self._views[1 - self._keep]
        question = "\n".join(self._what_moves(keep, drop))
        if not await self.dialog(confirm_dialog(self.host, question)):
            raise GivenUp
        intent = MergePeople(keep.person.id, drop.person.id, keep.revision, drop.revision, self._taken())
        try:
            kept = await self.ask(intent)
        except StaleWrite as stale:
            self._views = [await self.ask(OpenPerson(view.person.id)) for view in self._views]
            self._paint()
            self.on_refusal(stale)
            return
        self.dismiss(kept)

    def _what_moves(self, keep: PersonView, drop: PersonView) -> list[str]:
        counts = [
            self.t(f"merge.moves.{name}", n=count)
            for name, count in zip(_MOVES, _counts(drop), strict=True)
            if count
        ]
        counts.append(self.t("merge.moves.duties"))
        plain = app_plain(self.app)
        names = {"keep": _who(keep, plain=plain), "drop": _who(drop, plain=plain)}
        lines = [
            self.t("merge.sure", **names),
            self.t("merge.moves", what=self.t("format.list_separator").join(counts)),
        ]
        taken = [self.t(_LABELS[name]) for name in MERGE_FIELDS if name in self._taken()]
        if taken:
            lines.append(self.t("merge.taken", what=self.t("format.list_separator").join(taken)))
        lines.append(self.t("merge.for_good", **names))
        return lines

    def on_refusal(self, error: EhrError) -> None:
        """Everything that stands against it, in the box."""
        self._said = error
        self._paint_message()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        why = self.t("format.list_separator").join(
            self.t(f"duplicate_reason.{r.value}") for r in self._reasons
        )
        self.query_one("#merge-why", Prose).update(self.t("merge.why", why=why))
        heads = [self._head(place) for place in (0, 1)]
        columns = [
            Column("", firm=True),
            Column(self.t("merge.field"), firm=True),
            Column(heads[0]),
            Column(heads[1]),
        ]
        rows = [(name, self._cells(name)) for name in MERGE_FIELDS]
        rows += [(f"move-{name}", self._count_cells(n, name)) for n, name in enumerate(_MOVES)]
        self.query_one("#merge-list", PlainList).fill(columns, rows)
        self._paint_message()

    def _head(self, place: int) -> str:
        key = "merge.stays" if place == self._keep else "merge.goes"
        return self.t(key, who=_who(self._views[place], plain=app_plain(self.app)))

    def _cells(self, name: str) -> tuple[str | Text, ...]:
        palette, signs = app_palette(self.app), app_signs(self.app)
        label = self.t(_LABELS[name])
        shown = [self._shown(place, name) for place in (0, 1)]
        if not self._differs(name):
            return ("", Text(label, palette.muted), *(Text(f"    {words}", palette.muted) for words in shown))
        chosen = self._from(name)
        cells = [
            Text(f"({signs.bullet}) {words}", f"bold {palette.success}")
            if place == chosen
            else Text(f"( ) {words}", palette.muted)
            for place, words in enumerate(shown)
        ]
        return (Text("!", f"bold {palette.warning}"), Text(label, "bold"), *cells)

    def _count_cells(self, place: int, name: str) -> tuple[str | Text, ...]:
        muted = app_palette(self.app).muted
        counts = [_counts(view)[place] for view in self._views]
        return (
            "",
            Text(self.t(f"person.head_short.{name}"), muted),
            *(
                Text(f"    {self.t(f'merge.moves.{name}', n=n) if n else self.t('form.empty')}", muted)
                for n in counts
            ),
        )

    def _shown(self, place: int, name: str) -> str:
        value, view = self._value(place, name), self._views[place]
        words = RecordWords(self.t, self.language, view, self.host.clock.today())
        if name == "department":
            text = words.department(view.person.department)
        elif name == "post":
            text = words.post(view.person.post)
        elif name == "languages":
            text = words.join([words.code(CodeList.LANGUAGE, code) for code in view.details.languages])
        elif name == "standby_pool":
            text = self.t("person.yes" if value else "person.no")
        elif isinstance(value, Enum):
            text = self.t(f"{name}.{value.value}") if value.value else ""
        elif isinstance(value, tuple):
            text = words.join([str(each) for each in value])
        else:
            text = day_text(value) if isinstance(value, date) else str(value or "")
        return text or self.t("form.empty")

    def _paint_message(self) -> None:
        error, message = self._said, self.query_one("#merge-message", Prose)
        lines = [] if error is None else ["! " + self.host.error_text(error)]
        clashes = error.params.get("clashes") if error is not None else None
        if isinstance(clashes, (list, tuple)):
            bullet = app_signs(self.app).bullet
            each = (f"{bullet} {self.host.error_text(clash)}" for clash in clashes)
            lines = ["! " + self.t("merge.clashes"), *each]
        message.update("\n".join(lines))
        message.display = bool(lines)


def _who(view: PersonView, *, plain: bool) -> str:
    person = view.person
    name = person.latin if plain and person.latin else person.name
    return f"{name} {person.number}".strip()


def _counts(view: PersonView) -> tuple[int, ...]:
    person = view.person
    return (
        len(person.competences),
        len(person.tasks),
        len(view.contracts),
        len(view.restrictions),
        len(view.contacts),
    )


def _empty(value: object) -> bool:
    return value is None or value in ("", (), False) or (isinstance(value, Enum) and not value.value)
