"""What is needed on which day: a department's week as demand and calendar have it, and the hours of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.demand_week import DemandWeek, NeedOfDay, PostWeek
from ehr_tui.domain.ids import DepartmentId, PostId
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.words import short_day_words
from ehr_tui.services.intents.organisation import PreviewWeek
from ehr_tui.widgets.cells import fit
from ehr_tui.widgets.themes import app_palette

POST, KIND, DAY, SUM = 14, 4, 6, 7
"""Cells of the columns."""


class WeekScreen(EhrModal[None]):
    """The arrows change the week, the first line the department."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "organisation.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,pagedown,right_square_bracket", "week(1)", "demand.next_week", key_display="PgDn"),
        Binding("ctrl+b,pageup,left_square_bracket", "week(-1)", "demand.last_week", key_display="PgUp"),
        Binding("ctrl+t", "today", "demand.this_week"),
    ]

    def __init__(self, view: OrganisationView, department: DepartmentId | None, day: date) -> None:
        super().__init__()
        self._office = view
        offered = [d for d in view.departments if d.active] or list(view.departments)
        self._department = department or offered[0].id
        self._offered = offered
        self._day = day
        self._week: DemandWeek | None = None

    def compose_box(self) -> ComposeResult:
        """Department, the week, the hours."""
        yield ChoiceLine(id="week-department")
        with VerticalScroll(id="week-body", can_focus=False):
            yield Static(id="week-lines")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(ChoiceLine).show(self._departments(), self._department)
        self.query_one(ChoiceLine).focus()
        self.action_week(0)

    def _departments(self) -> list[tuple[object, str]]:
        return [(d.id, d.name.in_language(self.language)) for d in self._offered]

    def title_words(self) -> str:
        """What it is."""
        return self.t("demand.week")

    @on(ChoiceLine.Changed)
    def department_chosen(self) -> None:
        """Another department."""
        self._department = next(d.id for d in self._offered if d.id == self.query_one(ChoiceLine).value)
        self.action_week(0)

    def action_week(self, by: int) -> None:
        """Another week."""
        self._day += timedelta(days=7 * by)
        self.start(self._read(), "demand.week")

    def action_today(self) -> None:
        """The week of today."""
        self._day = self.host.clock.today()
        self.action_week(0)

    async def _read(self) -> None:
        self._week = await self.ask(PreviewWeek(self._department, self._day))
        self._paint()

    def on_others_committed(self) -> None:
        """Somebody changed demand perhaps."""
        self.action_week(0)

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        choice = self.query_one(ChoiceLine)
        choice.title = self.t("organisation.department")
        choice.relabel(self._departments())
        self._paint()

    def _paint(self) -> None:
        if self._week is not None:
            self.query_one("#week-lines", Static).update(Text("\n").join(self._lines(self._week)))

    def _lines(self, week: DemandWeek) -> Iterator[Text]:
        first, last = week.days[0], week.days[-1]
        yield Text(
            self.t(
                "demand.week_of",
                first=short_day_words(self.t, first),
                last=short_day_words(self.t, last),
                year=first.year,
            ),
            "bold",
        )
        yield from self._heads(week)
        posts = {p.id: p.name.in_language(self.language) for p in self._office.posts}
        kinds = {k.id: k.code for k in self._office.kinds}
        if not week.lines:
            yield Text(self.t("demand.nothing_needed"))
        shown = ""
        for line in week.lines:
            name = posts.get(line.post, "")
            text = Text(fit(name if name != shown else "", POST) + " " + fit(kinds.get(line.kind, ""), KIND))
            for need in line.days:
                text.append_text(self._need(need))
            text.append(fit(str(line.duties), SUM, right=True) + self._hours(line.week_minutes))
            shown = name
            yield text
        yield Text()
        yield from (self._post(found, posts) for found in week.posts)
        if any(need is not None and len(need.lines) > 1 for line in week.lines for need in line.days):
            yield Text(self.t("demand.week_overlap"), app_palette(self.app).warning)

    def _heads(self, week: DemandWeek) -> Iterator[Text]:
        palette = app_palette(self.app)
        days = Text(fit("", POST + KIND + 1), "bold")
        kinds = Text(fit("", POST + KIND + 1))
        for day, kind in zip(week.days, week.kinds, strict=True):
            style = palette.error if kind.is_holiday else palette.warning if not kind.is_working else ""
            words = f"{self.t(f'weekday_narrow.{day.weekday()}')}{day.day}"
            days.append(fit(words, DAY, right=True), f"bold {style}")
            mark = self.t(f"calendar.kind_short.{kind.value}")
            kinds.append(fit(mark, DAY, right=True), style or palette.muted)
        days.append(fit(self.t("demand.duties_short"), SUM, right=True))
        days.append(fit(self.t("demand.hours_short"), SUM + 1, right=True))
        yield days
        yield kinds

    def _need(self, need: NeedOfDay | None) -> Text:
        if need is None:
            return Text(
                fit("·" if not self.host.plain else ".", DAY, right=True), app_palette(self.app).muted
            )
        most = "+" if need.maximum is None else f"–{need.maximum}" if need.maximum != need.minimum else ""
        mark = "!" if len(need.lines) > 1 else ""
        return Text(fit(f"{mark}{need.minimum}{most}", DAY, right=True), "bold" if need.minimum else "")

    def _hours(self, minutes: int) -> str:
        return fit(f"{minutes / 60:.1f}", SUM + 1, right=True)

    def _post(self, found: PostWeek, posts: Mapping[PostId, str]) -> Text:
        name = posts.get(found.post, "")
        if not found.headcount:
            return Text(self.t("demand.post_open", post=name, needed_minutes=found.needed_minutes))
        over = found.needed_minutes > found.available_minutes
        words = self.t(
            "demand.post_over" if over else "demand.post_fits",
            post=name,
            needed_minutes=found.needed_minutes,
            headcount=found.headcount,
            available_minutes=found.available_minutes,
        )
        return Text(words, app_palette(self.app).warning if over else "")
