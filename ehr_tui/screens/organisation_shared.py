"""What the lists of the organisation share: names, states, departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from ehr_tui.domain.views import OrganisationView
from ehr_tui.initials import pinyin_of
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.listing.definition import ListColumn, ListFilter
from ehr_tui.widgets.themes import app_palette

ON, OFF = "on", "off"


class SharedLists:
    """The lists of one view in the present language."""

    def __init__(self, screen: EhrScreen[Any], view: OrganisationView) -> None:
        self._t, self._view = screen.t, view
        self._language = screen.language
        self._palette = app_palette(screen.app)
        self._today = screen.host.clock.today()
        self._homes: dict[int, str] = {d.id: d.name.in_language(self._language) for d in view.departments}
        self._posts = {p.id: p.name.in_language(self._language) for p in view.posts}
        self._kinds = {k.id: k for k in view.kinds}

    # What several lists have

    def _hay(self, *texts: str) -> str:
        """What finds a line: the texts, and pinyin and initials of Chinese ones."""
        return " ".join((*texts, *(each for text in texts for each in pinyin_of(text))))

    def _name(self, title: str = "organisation.name") -> ListColumn[Any]:
        return ListColumn(
            "name",
            title,
            lambda r: Text(r.name.in_language(self._language), "bold"),
            lambda r: r.name.in_language(self._language),
        )

    def _state(self, rows: Sequence[Any]) -> ListColumn[Any]:
        """Left out while everything is in use."""
        return ListColumn(
            "state",
            "organisation.state",
            lambda r: Text("" if r.active else self._t("organisation.inactive"), self._palette.muted),
            lambda r: 0 if r.active else 1,
            shown=not all(row.active for row in rows),
        )

    def _active(self) -> ListFilter[Any]:
        options = [(ON, self._t("organisation.in_use")), (OFF, self._t("organisation.inactive"))]
        return ListFilter(
            "active", "organisation.state", lambda r, c: (ON if r.active else OFF) in c, options=options
        )

    def _home(self, none: str = "") -> ListFilter[Any]:
        every = [("0", none)] if none else []
        options = [*every, *((str(n), name) for n, name in self._homes.items())]
        return ListFilter(
            "department",
            "organisation.department",
            lambda r, c: str(int(r.department or 0)) in c,
            options=options,
        )

    def _department_column(self) -> ListColumn[Any]:
        return ListColumn(
            "department", "organisation.department", lambda r: self._homes.get(r.department, "")
        )
