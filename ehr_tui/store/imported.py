"""What an import of a whole office brings besides people and rosters, and how it is taken out again."""

from __future__ import annotations

from datetime import date

from ehr_tui.domain.codes import CodeEntry as DomainCode
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.names import Name
from ehr_tui.store.tables import CalendarDay, CalendarYear, CodeEntry, Post


class ImportedGateway:
    """Code entries as an import reads and adds them; posts, entries, days and years it takes out again."""

    def codes(self) -> tuple[DomainCode, ...]:
        """All entries of all code lists."""
        return tuple(
            DomainCode(
                CodeList(row["list"]),
                row["code"],
                Name(row["name_zh"], row["name_en"]),
                bool(row["special"]),
                bool(row["active"]),
                row["position"],
            )
            for row in CodeEntry.select().order_by(CodeEntry.list, CodeEntry.position, CodeEntry.code).dicts()
        )

    def add_code(self, entry: DomainCode) -> None:
        """Add an entry."""
        CodeEntry.insert(
            list=entry.list.value,
            code=entry.code,
            name_zh=entry.name.zh,
            name_en=entry.name.en,
            special=int(entry.special),
            active=int(entry.active),
            position=entry.position,
        ).execute()

    def remove_code(self, entry: DomainCode) -> None:
        """Take an entry out."""
        CodeEntry.delete().where(
            (CodeEntry.list == entry.list.value) & (CodeEntry.code == entry.code)
        ).execute()

    def remove_post(self, post: int) -> None:
        """Take out a post nothing refers to."""
        Post.delete().where(Post.id == post).execute()

    def remove_day(self, day: date) -> None:
        """A plain day of the week again."""
        CalendarDay.delete().where(CalendarDay.day == day).execute()

    def remove_year(self, year: int) -> None:
        """As if the year had never been loaded."""
        within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
        CalendarDay.delete().where(within & (CalendarDay.by_hand == 0)).execute()
        CalendarYear.delete().where(CalendarYear.year == year).execute()
