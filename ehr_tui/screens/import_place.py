"""Deciding to which department the people of a sheet, or of a site in it, belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.import_views import PlaceInSheet
from ehr_tui.domain.organisation import Department
from ehr_tui.errors import InputError
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.services.intents.imports import PlaceChoice

NEW, OUT = "new", "out"


class PlaceScreen(RecordForm[PlaceChoice]):
    """An existing department, a new one, or nothing of it; and the post of people who have none."""

    drafted: ClassVar[bool] = False

    def __init__(
        self,
        place: PlaceInSheet,
        decided: PlaceChoice | None,
        departments: Sequence[Department],
        *,
        posts: bool,
    ) -> None:
        super().__init__()
        self._place = place
        self._decided = decided
        self._departments = departments
        self._posts = posts

    def title_words(self) -> str:
        """The site or sheet and how many rows it has."""
        return self.t("imports.place.title", place=self._place.site or self._place.sheet, n=self._place.rows)

    def fields(self) -> Sequence[Field]:
        """Department, the name of a new one, the post."""
        listed: list[tuple[object, str]] = [
            (d.id, d.name.in_language(self.language)) for d in self._departments
        ]
        options = [*listed, (NEW, self.t("imports.place.new")), (OUT, self.t("imports.place.out"))]
        fields = [
            Field("department", "imports.place.department", options=options),
            Field("name", "imports.place.name", "imports.place.name_hint", most=40),
        ]
        if self._posts:
            fields.append(Field("post", "imports.place.post", "imports.place.post_hint", most=40))
        return fields

    def values(self) -> Mapping[str, object]:
        """What was decided before, else what is proposed."""
        place, decided = self._place, self._decided
        name = place.site or place.sheet
        if decided is not None:
            kind: object = OUT if decided.left_out else decided.department or NEW
            return {"department": kind, "name": decided.new_department or name, "post": decided.post}
        known = next((d.id for d in self._departments if place.department in (d.name.zh, d.name.en)), None)
        return {
            "department": OUT if place.left_out else known or NEW,
            "name": place.department or name,
            "post": "",
        }

    async def save(self) -> PlaceChoice:
        """The decision."""
        chosen, post = self.choice("department"), self.text("post") if self._posts else ""
        sheet, site = self._place.sheet, self._place.site
        if chosen == OUT:
            return PlaceChoice(sheet, site, left_out=True)
        if chosen == NEW:
            name = self.text("name")
            if not name:
                raise InputError("imports.place_unnamed")
            return PlaceChoice(sheet, site, None, name, post)
        return PlaceChoice(sheet, site, DepartmentId(chosen), "", post)

    def has_unsaved(self) -> bool:
        """Leaving a decision open loses nothing."""
        return False
