"""What the forms of the organisation share, and the form of a department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.record_form import Field, Options, RecordForm
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveDepartment

V = TypeVar("V", Department, Post, Demand, ShiftKind)

NAME_FIELDS = (
    Field("zh", "organisation.zh", most=80, errors=("organisation.no_name", "organisation.long_name")),
    Field("en", "organisation.en", most=80),
)
CODE_FIELD = Field(
    "code",
    "organisation.code",
    "organisation.code_hint",
    most=30,
    errors=("organisation.code", "organisation.code_taken"),
)
ACTIVE_FIELD = Field("active", "organisation.active", tick=True, errors=("organisation.needed",))


class OrganisationForm(RecordForm[OrganisationView]):
    """Shared: the view the choices come from, the record's history."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "organisation.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+y", "history", "organisation.history")]

    def __init__(self, view: OrganisationView) -> None:
        super().__init__()
        self._office = view
        self.can_save = view.can_edit

    def history_of(self) -> tuple[str, str] | None:
        """Kind and record as the audit names them; None for what is new."""
        return None

    def action_history(self) -> None:
        """Who changed the record, and when."""
        from ehr_tui.screens.history import HistoryScreen
        from ehr_tui.services.intents.histories import OrganisationHistory

        found = self.history_of()
        if found is not None:
            kind, record = found
            self.app.push_screen(
                HistoryScreen(
                    self.title_words(), lambda language: OrganisationHistory(kind, record, language)
                )
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No history of what is new."""
        if action == "history":
            return self.history_of() is not None
        return super().check_action(action, parameters)

    def departments(self, none: str = "", *, keep: DepartmentId | None = None) -> Options:
        """The active departments and ``keep``, with ``none`` (a locale key) before them."""
        options: list[tuple[object, str]] = [(None, self.t(none))] if none else []
        offered = (d for d in self._office.departments if d.active or d.id == keep)
        return [*options, *((d.id, d.name.in_language(self.language)) for d in offered)]

    def department_words(self, department: DepartmentId | None) -> str:
        """A department's name."""
        found = (d for d in self._office.departments if d.id == department)
        return next((d.name.in_language(self.language) for d in found), "")

    def codes(self, wanted: CodeList, keep: Iterable[str] = ()) -> Options:
        """A code list's entries that are on offer, and those in ``keep``."""
        kept = set(keep)
        return [
            (entry.code, entry.name.in_language(self.language))
            for entry in entries_of(self._office.codes, wanted)
            if entry.active or entry.code in kept
        ]

    def both_names(self) -> Name:
        """The two name fields."""
        return Name(self.text("zh"), self.text("en"))

    async def reread(self) -> OrganisationView:
        """After somebody else's change."""
        self._office = await self.ask(OpenOrganisation(self._office.year))
        return self._office


def again(values: Sequence[V], seen: V | None) -> V | None:
    """The same record as it stands now; None when it was removed meanwhile."""
    return next((value for value in values if seen is not None and value.id == seen.id), None)


class DepartmentForm(OrganisationForm):
    """A department; a new one has id 0."""

    def __init__(self, view: OrganisationView, value: Department | None) -> None:
        super().__init__(view)
        self._record = value

    def record_key(self) -> str:
        """Its id."""
        return str(self._record.id) if self._record else ""

    def history_of(self) -> tuple[str, str] | None:
        """The department's."""
        return ("department", str(self._record.id)) if self._record else None

    def title_words(self) -> str:
        """New or its name."""
        if self._record is None:
            return self.t("organisation.new.departments")
        return self._record.name.in_language(self.language)

    def fields(self) -> Sequence[Field]:
        """Code and names."""
        return (CODE_FIELD, *NAME_FIELDS, ACTIVE_FIELD)

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._record
        if seen is None:
            return {"active": True}
        return {"code": seen.code, "zh": seen.name.zh, "en": seen.name.en, "active": seen.active}

    async def save(self) -> OrganisationView:
        """Keep it."""
        number = self._record.id if self._record else DepartmentId(0)
        value = Department(number, self.plain_text("code"), self.both_names(), self.ticked("active"))
        return await self.ask(SaveDepartment(value, self._record, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = again((await self.reread()).departments, self._record)
