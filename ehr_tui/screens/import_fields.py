"""The fields of an import: what is brought in, from which file, for which department and month."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.ids import DepartmentId, PostId
from ehr_tui.domain.import_views import ImportPreview
from ehr_tui.domain.month import Month
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.plain_list import OpenList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.imports import (
    Mapping,
    Meant,
    NewKind,
    PlaceChoice,
    RecordsSource,
    RosterSource,
    Source,
    StaffSource,
)

KINDS = ("staff", "roster", "records")


class ImportFields(ModeScreen):
    """The fields above and what they add up to; the acts are added by ``ImportsScreen``."""

    WORDS: ClassVar = {
        "#import-kind-label": "imports.kind",
        "#import-path-label": "imports.file",
        "#import-path": "imports.path_hint",
        "#import-department-label": "imports.department",
        "#import-post-label": "imports.post",
        "#import-sheet-label": "imports.sheet",
        "#import-month-label": "imports.month",
        "#import-month": "imports.month_hint",
    }

    def __init__(self) -> None:
        super().__init__()
        self._organisation: OrganisationView | None = None
        self._data: bytes = b""
        self._file = Path()
        self._preview: ImportPreview | None = None
        self._kinds: dict[str, NewKind] = {}
        self._places: dict[tuple[str, str], PlaceChoice] = {}
        self._persons: dict[tuple[str, int], Meant] = {}
        self._shapes: dict[str, Mapping] = {}  # what was decided on columns, by the headings they stand under
        self._anew = False

    def compose_body(self) -> ComposeResult:
        """Fields, tabs, one list."""
        with Horizontal(classes="import-line"):
            yield Label(id="import-kind-label")
            yield ChoiceLine(id="import-kind")
            yield Label(id="import-path-label")
            yield PathField(id="import-path")
        with Horizontal(classes="import-line", id="import-roster"):
            yield Label(id="import-department-label")
            yield ChoiceLine(id="import-department")
            yield Label(id="import-post-label")
            yield ChoiceLine(id="import-post")
            yield Label(id="import-month-label")
            yield Input(id="import-month", compact=True, max_length=10)
            yield Label(id="import-sheet-label")
            yield ChoiceLine(id="import-sheet")
        yield Static(id="import-state")
        yield TabLine(id="import-tabs")
        yield OpenList(id="import-list")
        yield ListPane(id="import-history", can_export=Permission.EXPORT in self.permissions)

    @property
    def kind(self) -> str:
        """``staff``, ``roster`` or ``records``."""
        return str(self._choice("kind").value or "staff")

    def _choice(self, name: str) -> ChoiceLine:
        return self.query_one(f"#import-{name}", ChoiceLine)

    def _kind_options(self) -> list[tuple[object, str]]:
        return [(kind, self.t(f"imports.kind.{kind}")) for kind in KINDS]

    def _show_kinds(self) -> None:
        self._choice("kind").show(self._kind_options(), self.kind)
        self._choice("kind").title = self.t("imports.kind")
        self.query_one("#import-roster").display = self.kind == "roster"

    def _any_sheet(self) -> None:
        """Another file has other sheets."""
        self._choice("sheet").show([("", self.t("imports.all_sheets"))], "")

    def _show_choices(self) -> None:
        view = self._organisation
        if view is None:
            return
        departments = self._choice("department")
        departments.title = self.t("imports.department")
        named: list[tuple[object, str]] = [
            (d.id, d.name.in_language(self.language)) for d in view.departments if d.active
        ]
        departments.show([(None, self.t("imports.by_sheet")), *named], departments.value)
        self._show_posts()
        sheets = self._preview.sheets if self._preview else ()
        sheet = self._choice("sheet")
        sheet.title = self.t("imports.sheet")
        sheet.show([("", self.t("imports.all_sheets")), *((name, name) for name in sheets)], sheet.value)

    def _show_posts(self) -> None:
        view, department = self._organisation, self._choice("department").value
        posts = [p for p in view.posts if p.department == department and p.active] if view else []
        post = self._choice("post")
        post.title = self.t("imports.post")
        options: list[tuple[object, str]] = [(p.id, p.name.in_language(self.language)) for p in posts]
        only = posts[0].id if len(posts) == 1 else None
        post.show([(None, self.t("imports.no_post")), *options], post.value or only)

    def _source(self) -> Source:
        persons, places = tuple(self._persons.values()), tuple(self._places.values())
        if self.kind == "records":
            return RecordsSource(self._data, self._file.name, persons)
        if self.kind == "staff":
            shapes = tuple(self._shapes.items())
            return StaffSource(self._data, self._file.name, (), "", places, persons, self._anew, shapes)
        department = self._choice("department").value
        post = self._choice("post").value
        return RosterSource(
            self._data,
            self._file.name,
            DepartmentId(department) if isinstance(department, int) else None,
            sheet=str(self._choice("sheet").value or ""),
            month=self._month(),
            post=PostId(post) if isinstance(post, int) else None,
            kinds=tuple(self._kinds.values()),
            places=places,
            persons=persons,
            anew=self._anew,
            shapes=tuple(self._shapes.items()),
        )

    def _month(self) -> Month | None:
        text = self.query_one("#import-month", Input).value.strip()
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError as error:
            raise InputError("imports.bad_month", text=text) from error
