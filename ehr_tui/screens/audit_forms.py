"""The boxes of the audit: what to filter by, which day to go to, where to export to, an entry in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from ehr_tui.audit_words import act_words
from ehr_tui.domain.audit_views import OUTCOMES, AuditChoices, AuditFilter, AuditLine
from ehr_tui.errors import InputError
from ehr_tui.i18n import t as words
from ehr_tui.screens.audit_entry import entry_text
from ehr_tui.screens.forms.spec import Field, Options, Reads
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import RecordForm
from ehr_tui.widgets.themes import app_plain

R = TypeVar("R")
FORMATS = ("xlsx", "csv")


class _Box(RecordForm[R]):
    """A form that keeps nothing: Esc leaves at once."""

    drafted: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "audit.apply")]

    def has_unsaved(self) -> bool:
        """Nothing is lost that cannot be chosen again."""
        return False


class AuditFilterForm(_Box[AuditFilter]):
    """Which entries are wanted; the answer is the filter."""

    TITLE_KEY = "audit.filter_title"

    def __init__(self, asked: AuditFilter, choices: AuditChoices, subject: str) -> None:
        super().__init__()
        self._present, self._choices, self._subject = asked, choices, subject

    def fields(self) -> Sequence[Field]:
        """User, acts, outcome, span, looks; the subject where one was chosen."""
        t = self.t
        anyone: Options = [((), t("audit.any"))]
        users = [*anyone, *(((key,), name or str(key)) for key, name in self._choices.users)]
        acts = sorted(((act, act_words(words, act)) for act in self._choices.acts), key=lambda pair: pair[1])
        outcomes = [("", t("audit.any")), *((name, t(f"audit.choose_outcome.{name}")) for name in OUTCOMES)]
        found = [
            Field("users", "audit.user", options=users),
            Field("acts", "audit.act", options=acts, many=True),
            Field("outcome", "audit.outcome", options=outcomes),
            Field("first", "audit.first", hint="audit.day_hint", reads=Reads.DAY, most=12),
            Field("last", "audit.last", hint="audit.day_hint", reads=Reads.DAY, most=12),
            Field("looks", "audit.looks_field", tick=True),
        ]
        if self._present.records:
            subjects = [(self._present.records, self._subject), *anyone]
            found.append(Field("records", "audit.subject", options=subjects))
        return found

    def values(self) -> Mapping[str, object]:
        """The filter as it stands."""
        return {name: getattr(self._present, name) for name in AuditFilter.__dataclass_fields__}

    async def save(self) -> AuditFilter:
        """The filter; a span that ends before it begins is refused."""
        first, last = self.day("first"), self.day("last")
        if first is not None and last is not None and last < first:
            raise InputError("audit.span_reversed", first=first, last=last, field="last")
        return AuditFilter(
            users=self.choice("users"),
            acts=self.chosen("acts"),
            outcome=self.choice("outcome"),
            first=first,
            last=last,
            records=self.choice("records") if self._present.records else (),
            looks=self.ticked("looks"),
        )


class AuditDayForm(_Box[date]):
    """A day to go to."""

    TITLE_KEY = "audit.go_day_title"

    def fields(self) -> Sequence[Field]:
        """The day."""
        return [Field("day", "audit.day", hint="audit.day_hint", reads=Reads.DAY, most=12)]

    async def save(self) -> date:
        """The day; one must be given."""
        return self.required("day", self.day("day"))


class AuditExportForm(_Box[tuple[str, Path]]):
    """Format and place; the answer is both."""

    TITLE_KEY = "audit.export_title"

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day

    def fields(self) -> Sequence[Field]:
        """Format and place."""
        formats = [(name, self.t(f"audit.export_{name}")) for name in FORMATS]
        return [
            Field("format", "audit.export_format", options=formats),
            Field("place", "audit.export_place", most=400),
        ]

    def values(self) -> Mapping[str, object]:
        """Into the folder one is in, named after the day."""
        name = f"{self.t('audit.export_name')}-{self._day.isoformat()}"
        return {"format": FORMATS[0], "place": str(Path.cwd() / name)}

    async def save(self) -> tuple[str, Path]:
        """The file with the format's ending; its folder must be there, and no file of that name."""
        kind = str(self.choice("format"))
        typed = Path(self.required("place", self.text("place") or None)).expanduser()
        place = typed if typed.suffix.lower() == f".{kind}" else typed.with_name(f"{typed.name}.{kind}")
        if not place.parent.is_dir():
            raise InputError("audit.no_folder", folder=str(place.parent), field="place")
        if place.exists():
            raise InputError("audit.file_there", file=place.name, field="place")
        return kind, place


class AuditEntryBox(EhrModal[AuditFilter | None]):
    """An entry in full, and filters made from it."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "audit_entry.tcss"]
    TITLE_KEY = "audit.entry_title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u", "narrow('user')", "audit.same_user"),
        Binding("ctrl+t", "narrow('act')", "audit.same_act"),
        Binding("ctrl+o", "narrow('record')", "audit.record_filter"),
    ]

    def __init__(self, line: AuditLine) -> None:
        super().__init__()
        self.line = line

    def compose_box(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(id="audit-whole"):
            yield Prose(id="audit-whole-text")

    def on_mount(self) -> None:
        """The keys scroll."""
        self.query_one("#audit-whole").focus()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one(Prose).update(entry_text(words, self.line, plain=app_plain(self.app)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No filter by what an entry does not have."""
        if action != "narrow":
            return True
        has = {"user": self.line.user_id is not None, "act": True, "record": self.line.record is not None}
        return has[str(parameters[0])]

    def action_narrow(self, what: str) -> None:
        """Answer with a filter by what this entry has."""
        line = self.line
        if what == "user" and line.user_id is not None:
            self.dismiss(AuditFilter(users=(int(line.user_id),)))
        elif what == "record" and line.record is not None:
            self.dismiss(AuditFilter(records=(line.record,)))
        else:
            self.dismiss(AuditFilter(acts=(line.act,)))
