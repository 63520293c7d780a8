"""What the organisation screen lists under each tab."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.organisation import Demand
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.field_values import shown_hours
from ehr_tui.screens.plain_list import Column
from ehr_tui.screens.words import day_text
from ehr_tui.widgets.themes import app_palette

TABS = ("departments", "posts", "kinds", "demand", "calendar")
Row = tuple[str, Sequence[str | Text]]
COLUMNS: dict[str, tuple[tuple[str, bool], ...]] = {
    "departments": (("code", False), ("name", False), ("posts", True), ("state", False)),
    "posts": (("department", False), ("code", False), ("name", False), ("headcount", True), ("state", False)),
    "kinds": (
        ("department", False), ("kind_code", False), ("key", False), ("name", False), ("duty_class", False),
        ("times", False), ("meal", True), ("paid", True), ("state", False),
    ),
    "demand": (
        ("department", False), ("post", False), ("kind", False), ("weekdays", False), ("on_holidays", False),
        ("minimum", True), ("maximum", True), ("valid", False),
    ),
    "calendar": (("date", False), ("weekday", False), ("day_kind", False), ("name", False), ("state", False)),
}  # fmt: skip

FIRM = frozenset({"times", "kind", "kind_code", "weekdays", "date"})
OPTIONAL = frozenset({"state", "valid", "meal", "headcount", "maximum"})
SPARE = frozenset({"meal"})


def columns_of(screen: EhrScreen[None], tab: str) -> list[Column]:
    """A tab's columns."""
    return [
        Column(screen.t(f"organisation.{name}"), right, name in FIRM, name in OPTIONAL, name in SPARE)
        for name, right in COLUMNS.get(tab, ())
    ]


def rows_of(screen: EhrScreen[None], tab: str, view: OrganisationView) -> list[Row]:
    """A tab's lines."""
    return {
        "departments": _departments,
        "posts": _posts,
        "kinds": _kinds,
        "demand": _demand,
        "calendar": _calendar,
    }[tab](screen, view)


def _state(screen: EhrScreen[None], active: bool) -> Text:
    return Text("" if active else screen.t("organisation.inactive"), app_palette(screen.app).muted)


def _departments(screen: EhrScreen[None], view: OrganisationView) -> list[Row]:
    return [
        (
            str(d.id),
            (
                d.code,
                Text(d.name.in_language(screen.language), "bold"),
                str(sum(p.department == d.id for p in view.posts)),
                _state(screen, d.active),
            ),
        )
        for d in view.departments
    ]


def _names(screen: EhrScreen[None], view: OrganisationView) -> dict[int, str]:
    return {d.id: d.name.in_language(screen.language) for d in view.departments}


def _posts(screen: EhrScreen[None], view: OrganisationView) -> list[Row]:
    names = _names(screen, view)
    return [
        (
            str(p.id),
            (
                names.get(p.department, ""),
                p.code,
                Text(p.name.in_language(screen.language), "bold"),
                str(p.headcount) if p.headcount else "",
                _state(screen, p.active),
            ),
        )
        for p in sorted(view.posts, key=lambda p: p.department)
    ]


def _kinds(screen: EhrScreen[None], view: OrganisationView) -> list[Row]:
    names, palette = _names(screen, view), app_palette(screen.app)
    return [
        (
            str(k.id),
            (
                names.get(k.department, "") if k.department else screen.t("organisation.all_departments"),
                Text(k.code, f"bold {palette.shift(k.colour)}"),
                k.key,
                k.name.in_language(screen.language),
                screen.t(f"duty_class.{k.duty_class.value}"),
                k.times(),
                str(k.meal_minutes) if k.meal_minutes else "",
                shown_hours(k.paid_minutes),
                _state(screen, k.active),
            ),
        )
        for k in sorted(view.kinds, key=lambda k: (k.department or 0, not k.active, k.id))
    ]


def _demand(screen: EhrScreen[None], view: OrganisationView) -> list[Row]:
    names = _names(screen, view)
    posts = {p.id: p.name.in_language(screen.language) for p in view.posts}
    kinds = {k.id: k.code for k in view.kinds}
    return [
        (
            str(d.id),
            (
                names.get(d.department, ""),
                posts.get(d.post, ""),
                Text(kinds.get(d.kind, ""), "bold"),
                _weekdays(screen, d.weekdays),
                screen.t("organisation.yes") if DayKind.STATUTORY_HOLIDAY in d.day_kinds else "",
                str(d.minimum),
                "" if d.maximum is None else str(d.maximum),
                _validity(d),
            ),
        )
        for d in sorted(view.demand, key=lambda d: (d.department, d.post, d.kind))
    ]


def _weekdays(screen: EhrScreen[None], days: frozenset[int]) -> str:
    if days == frozenset(range(1, 8)):
        return screen.t("organisation.every_day")
    return " ".join(screen.t(f"weekday_narrow.{day - 1}") for day in sorted(days))


def _validity(demand: Demand) -> str:
    if demand.valid_from is None and demand.valid_to is None:
        return ""
    return f"{day_text(demand.valid_from)}–{day_text(demand.valid_to)}"


def _calendar(screen: EhrScreen[None], view: OrganisationView) -> list[Row]:
    palette = app_palette(screen.app)
    return [
        (
            day.isoformat(),
            (
                day.isoformat(),
                screen.t(f"weekday.{day.weekday()}"),
                Text(
                    screen.t(f"day_kind.{entry.kind.value}"),
                    palette.error if entry.kind.is_holiday else palette.warning,
                ),
                entry.name.in_language(screen.language),
                screen.t("organisation.provisional") if entry.provisional else "",
            ),
        )
        for day, entry in sorted(view.calendar.days.items())
        if day.year == view.year
    ]
