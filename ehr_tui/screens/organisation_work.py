"""The lists of shift kinds and of demand."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.organisation import Demand
from ehr_tui.domain.shifts import DutyClass, ShiftKind, clock_time
from ehr_tui.screens.demand_form import EVERY_DAY, WORKING_DAYS
from ehr_tui.screens.field_values import shown_hours
from ehr_tui.screens.listing.definition import AnyListing, ListColumn, ListFilter, Listing, Value
from ehr_tui.screens.organisation_shared import SharedLists
from ehr_tui.screens.words import day_text

PLAIN = frozenset({DayKind.WORKDAY, DayKind.REST_DAY})
HOLIDAYS = frozenset({DayKind.STATUTORY_HOLIDAY, DayKind.DAY_OFF})


class WorkLists(SharedLists):
    """Part of the organisation's lists."""

    def _of_kinds(self) -> tuple[AnyListing, Sequence[ShiftKind]]:
        everywhere = self._t("organisation.all_departments")

        def code(kind: ShiftKind) -> Text:
            return Text(kind.code, f"bold {self._palette.shift(kind.colour)}")

        def after(kind: ShiftKind) -> str:
            return self._kinds[kind.followed_by].code if kind.followed_by in self._kinds else ""

        columns: tuple[ListColumn[ShiftKind], ...] = (
            ListColumn("code", "organisation.kind_code", code, lambda k: k.code, firm=True),
            ListColumn("key", "organisation.key", lambda k: k.key, firm=True),
            self._name(),
            ListColumn(
                "department",
                "organisation.department",
                lambda k: self._homes.get(k.department, everywhere) if k.department else everywhere,
            ),
            ListColumn("times", "organisation.times", span_words, lambda k: k.start, firm=True),
            ListColumn(
                "meal",
                "organisation.meal",
                lambda k: str(k.meal_minutes or ""),
                lambda k: k.meal_minutes,
                True,
                shown=False,
            ),
            ListColumn(
                "paid",
                "organisation.paid_short",
                lambda k: shown_hours(k.paid_minutes),
                lambda k: k.paid_minutes,
                True,
            ),
            ListColumn(
                "class", "organisation.duty_class", lambda k: self._t(f"duty_class.{k.duty_class.value}")
            ),
            ListColumn("after", "kind.after_short", after),
            self._state(self._view.kinds),
        )
        classes = [(c.value, self._t(f"duty_class.{c.value}")) for c in DutyClass]
        of_class: ListFilter[ShiftKind] = ListFilter(
            "class", "organisation.duty_class", lambda k, c: k.duty_class.value in c, options=classes
        )
        listing: AnyListing = Listing(
            "organisation.kinds",
            columns,
            lambda k: str(k.id),
            lambda k: self._hay(k.code, k.name.zh, k.name.en, self._homes.get(k.department or 0, "")),
            (self._home(everywhere), of_class, self._active()),
            muted=lambda k: not k.active,
            empty="organisation.empty",
            hint="organisation.search_kinds",
        )
        rows = sorted(self._view.kinds, key=lambda k: (k.department or 0, not k.active, k.id))
        return listing, rows

    def _of_demand(self) -> tuple[AnyListing, Sequence[Demand]]:
        def code(need: Demand) -> Text:
            kind = self._kinds.get(need.kind)
            return Text(kind.code if kind else "", "bold")

        def begin(need: Demand) -> Value:
            return self._kinds[need.kind].start if need.kind in self._kinds else None

        def overlap(need: Demand) -> str:
            return self._t("demand.overlap_short") if need.id in self._view.overlaps else ""

        columns: tuple[ListColumn[Demand], ...] = (
            ListColumn(
                "post",
                "organisation.post",
                lambda d: Text(self._posts.get(d.post, ""), "bold"),
                lambda d: self._posts.get(d.post, ""),
            ),
            ListColumn(
                "department",
                "organisation.department",
                lambda d: self._homes.get(d.department, ""),
                shown=False,
            ),
            ListColumn("kind", "organisation.kind", code, begin, firm=True),
            ListColumn("weekdays", "organisation.weekdays", lambda d: self._weekdays(d.weekdays), firm=True),
            ListColumn("day_kinds", "demand.day_kinds", self._day_kinds),
            ListColumn(
                "minimum", "organisation.minimum", lambda d: str(d.minimum), lambda d: d.minimum, True
            ),
            ListColumn(
                "maximum",
                "organisation.maximum",
                lambda d: "" if d.maximum is None else str(d.maximum),
                lambda d: d.maximum,
                True,
            ),
            ListColumn(
                "valid",
                "organisation.valid",
                validity,
                lambda d: d.valid_from,
                shown=any(map(validity, self._view.demand)),
            ),
            ListColumn("overlap", "demand.overlap", overlap, shown=bool(self._view.overlaps)),
        )
        listing: AnyListing = Listing(
            "organisation.demand",
            columns,
            lambda d: str(d.id),
            lambda d: self._hay(
                self._posts.get(d.post, ""), self._homes.get(d.department, ""), code(d).plain
            ),
            (self._home(),),
            muted=lambda d: d.valid_to is not None and d.valid_to < self._today,
            empty="organisation.empty",
            hint="organisation.search_demand",
        )
        rows = sorted(self._view.demand, key=lambda d: (d.department, d.post, begin(d) or 0, d.id))
        return listing, rows

    # Words

    def _weekdays(self, days: frozenset[int]) -> str:
        if days == EVERY_DAY:
            return self._t("organisation.every_day")
        if days == WORKING_DAYS:
            return self._t("demand.monday_to_friday")
        return "".join(self._t(f"weekday_narrow.{day - 1}") for day in sorted(days))

    def _day_kinds(self, need: Demand) -> str:
        """What differs from the plain week."""
        kinds = need.day_kinds
        parts = []
        if kinds & PLAIN and not kinds >= PLAIN and need.weekdays & {6, 7} and need.weekdays & WORKING_DAYS:
            parts += [self._t(f"day_kind.{k.value}") for k in DayKind if k in kinds & PLAIN]
        if kinds >= HOLIDAYS:
            parts.append(self._t("organisation.on_holidays"))
        else:
            parts += [self._t(f"day_kind.{k.value}") for k in DayKind if k in kinds & HOLIDAYS]
        # Swapped working days run like a Friday unless somebody says otherwise.
        if (DayKind.SWAPPED_WORKDAY in kinds) != (5 in need.weekdays):
            told = "demand.swapped_short" if DayKind.SWAPPED_WORKDAY in kinds else "demand.not_swapped_short"
            parts.append(self._t(told))
        return self._t("format.list_separator").join(parts)


def span_words(kind: ShiftKind) -> str:
    """``08:00-12:00 14:00-17:30``: the segments, parted by blanks."""
    return " ".join(f"{clock_time(s.start)}-{clock_time(s.end)}" for s in kind.segments)


def validity(demand: Demand) -> str:
    """From–to, empty when it always holds."""
    if demand.valid_from is None and demand.valid_to is None:
        return ""
    return f"{day_text(demand.valid_from)}–{day_text(demand.valid_to)}"
