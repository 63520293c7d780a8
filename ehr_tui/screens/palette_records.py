"""What the palette finds besides actions: people by name, number or pinyin, and departments' rosters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.text import Text
from textual.command import Hit, Hits
from textual.fuzzy import Matcher
from textual.markup import escape

from ehr_tui.domain.month import Month
from ehr_tui.domain.people_views import PeopleView
from ehr_tui.domain.roster import RosterChoices
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.errors import EhrError
from ehr_tui.screens.palette_actions import PaletteHost
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.services.intents.roster import ListRosters

FEWEST_SIGNS = 2
MOST = 8
SCORE = 0.4
"""People stand behind actions that match well."""


class Records:
    """Asks the office while somebody types; what may not be read is not found."""

    def __init__(self, host: PaletteHost) -> None:
        self._host = host
        self._rosters: RosterChoices | None = None

    async def search(self, query: str, matcher: Matcher) -> Hits:
        """People and rosters; nothing where nobody is logged in."""
        text = query.strip()
        if len(text) < FEWEST_SIGNS:
            return
        try:
            if self._host.may_open("people"):
                for hit in self._people(await self._host.office.do(ListPeople(search=text))):
                    yield hit
            if self._host.may_open("roster"):
                if self._rosters is None:
                    self._rosters = await self._host.office.do(ListRosters())
                for hit in self._departments(self._rosters, matcher):
                    yield hit
        except EhrError:
            return  # said when the list itself is opened

    def _people(self, view: PeopleView) -> Iterator[Hit]:
        departments = {d.id: d.name.in_language(self._host.language) for d in view.departments}
        for number, person in enumerate(view.people[:MOST]):
            name = person.latin or person.name if self._host.plain else person.name
            title = self._host.t("palette.person", name=name, number=person.number).strip()
            place = HomeItem(HomeKind.CONTRACT_EXPIRING, urgent=False, person=person.id)
            where = departments.get(person.department, "") if person.department else ""
            go = partial(self._host.go, "people", place)
            yield Hit(SCORE - number / 1000, Text(title), go, text=title, help=escape(where))

    def _departments(self, view: RosterChoices, matcher: Matcher) -> Iterator[Hit]:
        from ehr_tui.initials import pinyin_of

        month = Month.of(self._host.clock.today())
        for department in view.departments:
            names = (department.code, department.name.zh, department.name.en)
            score = max(matcher.match(name) for name in (*names, *pinyin_of(department.name.zh)))
            if score > 0:
                name = department.name.in_language(self._host.language)
                title = self._host.t("palette.roster", department=name, month=month)
                place = HomeItem(HomeKind.ROSTER_GAPS, urgent=False, department=department.id, month=month)
                go = partial(self._host.go, "roster", place)
                yield Hit(score * SCORE, Text(title), go, text=title, help=str(month))
