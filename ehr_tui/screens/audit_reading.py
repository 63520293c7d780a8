"""How the audit's screen reads: pages on demand in both directions, words in stretches, days by a jump."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual.widgets import Input

from ehr_tui.audit_words import acts_named, filter_text, instant_text
from ehr_tui.domain.audit_views import AuditChoices, AuditFilter, AuditLine, AuditPage
from ehr_tui.i18n import t as words
from ehr_tui.screens.audit_list import AuditList
from ehr_tui.screens.base import ModeScreen
from ehr_tui.services.intents.audit import AuditChoicesOf, FindAuditDay, ListAudit, MoreAudit

PAGE = 200
MOST = 5_000
"""Entries kept in memory; what is further away is read again when the cursor comes back."""
ENOUGH = 60
"""Entries with a searched text that are found before the search rests."""


class AuditReading(ModeScreen):
    """What is loaded is one stretch of what fits, newest first, without a gap."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[AuditLine] = []
        self.asked = ListAudit(limit=PAGE)
        self.filter = AuditFilter()
        self.subject = ""  # in words, of a filter by record
        self.choices = AuditChoices((), (), None)
        self._total = 0
        self._matching: int | None = None
        self._reached = 0  # what lies below was not looked at yet; 0: nothing is left
        self._newest = True  # whether the stretch reaches up to the newest
        self._seeking = False
        self._busy = False

    @property
    def listing(self) -> AuditList:
        """The lines."""
        return self.query_one(AuditList)

    @property
    def sought(self) -> str:
        """What is searched for."""
        return self.query_one("#audit-search", Input).value.strip()

    def painted(self) -> None:
        """What is loaded changed: say how much there is."""

    # From the newest

    async def read_anew(self) -> None:
        """From the newest on, by the filter and the text as they stand; the look is written down."""
        self.choices = await self.ask(AuditChoicesOf())
        text = self.sought
        self.asked = ListAudit(
            limit=PAGE,
            search=text,
            text_acts=acts_named(words, text, self.choices.acts),
            filter=self.filter,
            language=self.language,
        )
        page = await self.ask(self.asked)
        self._newest, self._matching = True, page.matching
        self._take(page, [], anew=True)
        await self._look_further()

    async def _look_further(self) -> None:
        """With words: stretch by stretch until enough is found; other work comes between."""
        enough = len(self.lines) + ENOUGH if len(self.lines) >= ENOUGH else ENOUGH
        try:
            while self.asked.search and self._reached and len(self.lines) < enough:
                self._seeking = True
                self.painted()
                self._take(await self.ask(MoreAudit(self.asked, self._reached)), self.lines)
        finally:
            self._seeking = False
        self.painted()

    async def read_older(self) -> None:
        """The next page downwards."""
        if self._busy or not self._reached:
            return
        self._busy = True
        try:
            self._take(await self.ask(MoreAudit(self.asked, self._reached)), self.lines)
            await self._look_further()
        finally:
            self._busy = False

    async def read_newer(self) -> None:
        """What lies above: after a jump the next page, else what was written since."""
        if self._busy:
            return
        self._busy = True
        try:
            above = self.lines[0].number if self.lines else 0
            page = await self.ask(MoreAudit(self.asked, above, newer=True))
            if self._matching is not None and self._newest:
                self._matching += len(page.lines)
            self._newest = len(page.lines) < PAGE
            top = self.listing.place == 0 and self._newest
            self.lines, self._total = [*page.lines, *self.lines], page.total
            if len(self.lines) > MOST:
                del self.lines[MOST:]
                self._reached = self.lines[-1].number
            self.listing.show(self.lines, anew=top and not page.lines, broken=self.broken)
            self.painted()
        finally:
            self._busy = False

    @property
    def broken(self) -> int | None:
        """The entry that a check found broken."""
        return None

    def _take(self, page: AuditPage, before: list[AuditLine], *, anew: bool = False) -> None:
        self.lines = [*before, *page.lines]
        self._reached, self._total = page.reached, page.total
        if len(self.lines) > MOST:
            del self.lines[:-MOST]
            self._newest = False
        self.listing.show(self.lines, anew=anew, broken=self.broken)
        self.painted()

    # Elsewhere

    async def go_to(self, number: int) -> None:
        """Show an entry with those around it; what is filtered stays."""
        if self.listing.mark(number):
            return
        page = await self.ask(MoreAudit(self.asked, number + 1))
        self._newest = False
        self._take(page, [], anew=True)
        await self.read_newer()
        self.listing.mark(number)

    async def go_to_day(self, day: date) -> None:
        """Show the newest entry up to a day."""
        number = await self.ask(FindAuditDay(day, self.filter))
        if number:
            await self.go_to(number)
        else:
            self.say("audit.no_entry_by_then", day=day.isoformat())

    async def go_to_oldest(self) -> None:
        """To the very first that fits."""
        page = await self.ask(MoreAudit(replace(self.asked), 0, newer=True))
        self._newest = len(page.lines) < PAGE
        self.lines, self._reached, self._total = list(page.lines), 0, page.total
        self.listing.show(self.lines, anew=True, broken=self.broken)
        self.listing.action_move(len(self.lines))
        self.painted()

    # In words

    def state_text(self) -> str:
        """Filter, how many fit, how many are shown."""
        users = dict(self.choices.users)
        what = filter_text(words, self.filter, users, self.asked.search, self.subject)
        parts = [self.t("audit.filter_by", what=what)] if what else []
        parts.append(self._count_text())
        if not self._newest:
            parts.append(self.t("audit.not_newest"))
        return "   ".join(parts)

    def _count_text(self) -> str:
        n, total = len(self.lines), self._total
        if self.asked.search:
            if self._reached:
                day = (
                    instant_text(self.lines[-1].at)[:10]
                    if self.lines
                    else self.t("audit.entry_number", n=self._reached)
                )
                key = "audit.found_so_far" if self._seeking else "audit.found_paused"
                return self.t(key, n=n, day=day)
            return (
                self.t("audit.found_all", n=n, total=total) if n else self.t("audit.found_none", total=total)
            )
        if self._matching is None or self.filter.empty:
            found = self.t("audit.count", n=total)
        elif not self._matching:
            return self.t("audit.found_none", total=total)
        else:
            found = self.t("audit.count_of", n=self._matching, total=total)
        return found if not self._reached and self._newest else f"{found}   {self.t('audit.shown', n=n)}"
