"""Departments, posts, shift kinds, demand, calendar and rule settings: rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ehr_tui.domain import calendar as days_of_year
from ehr_tui.domain import ids, organisation, shifts
from ehr_tui.domain.names import Name
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import RuleSetting as Setting
from ehr_tui.domain.window import RuleSettings
from ehr_tui.store.rows import put
from ehr_tui.store.tables import (
    CalendarDay,
    CalendarYear,
    Competence,
    Demand,
    Department,
    Duty,
    EditStep,
    Override,
    Person,
    Post,
    RoleAssignment,
    Roster,
    RuleSetting,
    ShiftKind,
    VersionDuty,
)

_OF_DEPARTMENT = (
    Person, Post, ShiftKind, Demand, RuleSetting, Duty, Roster, EditStep, Override, RoleAssignment,
)  # fmt: skip


class OrganisationGateway:
    """Reads and writes what the office is made of."""

    def departments(self) -> tuple[organisation.Department, ...]:
        """All departments in the order they were given."""
        return tuple(
            organisation.Department(
                ids.DepartmentId(row["id"]),
                row["code"],
                Name(row["name_zh"], row["name_en"]),
                bool(row["active"]),
            )
            for row in Department.select().order_by(Department.id).dicts()
        )

    def posts(self) -> tuple[organisation.Post, ...]:
        """All posts."""
        return tuple(
            organisation.Post(
                ids.PostId(row["id"]),
                row["code"],
                Name(row["name_zh"], row["name_en"]),
                ids.DepartmentId(row["department"]),
                row["headcount"],
                bool(row["active"]),
                row["headcount_reviewed"],
                row["review_due"],
                frozenset(row["exposures"]),
                frozenset(row["tasks"]),
            )
            for row in Post.select().order_by(Post.id).dicts()
        )

    def kinds(self) -> tuple[shifts.ShiftKind, ...]:
        """All shift kinds of every department."""
        return tuple(_kind(row) for row in ShiftKind.select().order_by(ShiftKind.id).dicts())

    def demand(self, department: int | None = None) -> tuple[organisation.Demand, ...]:
        """All demand, or one department's."""
        query = Demand.select().order_by(Demand.id)
        if department is not None:
            query = query.where(Demand.department == department)
        return tuple(_demand(row) for row in query.dicts())

    def calendar(self, first: date, last: date) -> days_of_year.Calendar:
        """The days of a span that differ from the plain week, and the years not yet announced."""
        rows = CalendarDay.select().where(CalendarDay.day.between(first, last)).dicts()
        years = CalendarYear.select(CalendarYear.year).where(CalendarYear.provisional == 1).tuples()
        provisional = frozenset(y for (y,) in years)
        return days_of_year.Calendar(
            {row["day"]: _calendar_day(row, provisional) for row in rows}, provisional
        )

    def known_years(self) -> dict[int, bool]:
        """Years that were loaded → whether provisional."""
        years = CalendarYear.select(CalendarYear.year, CalendarYear.provisional)
        return {year: bool(flag) for year, flag in years.tuples()}

    def rule_settings(self) -> RuleSettings:
        """The office's rule settings and the departments' own."""
        office: dict[str, Setting] = {}
        departments: dict[tuple[ids.DepartmentId, str], Setting] = {}
        for row in RuleSetting.select().dicts():
            value = Setting(
                row["rule"], bool(row["enabled"]), Severity(row["severity"]), row["weight"], row["limits"]
            )
            if row["department"] is None:
                office[value.rule] = value
            else:
                departments[ids.DepartmentId(row["department"]), value.rule] = value
        return RuleSettings(office, departments)

    def save_department(self, value: organisation.Department) -> ids.DepartmentId:
        """Add (id 0) or change."""
        values = {"code": value.code, "active": int(value.active), **_names(value.name)}
        return ids.DepartmentId(put(Department, value.id, values))

    def save_post(self, value: organisation.Post) -> ids.PostId:
        """Add (id 0) or change."""
        values = {
            "code": value.code,
            "department": value.department,
            "headcount": value.headcount,
            "active": int(value.active),
            "headcount_reviewed": value.headcount_reviewed,
            "review_due": value.review_due,
            "exposures": sorted(value.exposures),
            "tasks": sorted(value.tasks),
            **_names(value.name),
        }
        return ids.PostId(put(Post, value.id, values))

    def save_kind(self, value: shifts.ShiftKind) -> ids.ShiftKindId:
        """Add (id 0) or change."""
        values = {
            "code": value.code,
            "key": value.key,
            "duty_class": value.duty_class.value,
            "department": value.department,
            "segments": [[s.start, s.end] for s in value.segments],
            "meal_minutes": value.meal_minutes,
            "paid_minutes": value.paid_minutes,
            "colour": value.colour,
            "active": int(value.active),
            "followed_by": value.followed_by,
            **_names(value.name),
        }
        return ids.ShiftKindId(put(ShiftKind, value.id, values))

    def remove_kind(self, kind: int) -> None:
        """Take away a kind nothing refers to (undo of an import)."""
        ShiftKind.delete().where(ShiftKind.id == kind).execute()

    def remove_department(self, department: int) -> None:
        """Take away a department nothing refers to (undo of an import)."""
        Department.delete().where(Department.id == department).execute()

    def department_used(self, department: int) -> bool:
        """Whether anything names the department: people, posts, shift kinds, demand, rules, rosters, roles."""
        return any(table.select().where(table.department == department).exists() for table in _OF_DEPARTMENT)

    def post_used(self, post: int) -> bool:
        """Whether people, demand or rosters name the post."""
        return any(
            table.select().where(table.post == post).exists() for table in (Person, Competence, Demand, Duty)
        )

    def kind_demanded(self, kind: int) -> bool:
        """Whether demand names a kind."""
        return bool(Demand.select().where(Demand.kind == kind).exists())

    def kind_used(self, kind: int) -> int:
        """How many entries, rostered or published, use a kind."""
        return int(
            Duty.select().where(Duty.kind == kind).count()
            + VersionDuty.select().where(VersionDuty.kind == kind).count()
        )

    def save_demand(self, value: organisation.Demand) -> ids.DemandId:
        """Add (id 0) or change."""
        values = {
            "department": value.department,
            "post": value.post,
            "kind": value.kind,
            "weekdays": sum(1 << (day - 1) for day in value.weekdays),
            "day_kinds": sorted(kind.value for kind in value.day_kinds),
            "minimum": value.minimum,
            "maximum": value.maximum,
            "valid_from": value.valid_from,
            "valid_to": value.valid_to,
        }
        return ids.DemandId(put(Demand, value.id, values))

    def remove_demand(self, demand: int) -> None:
        """Take a demand away."""
        Demand.delete().where(Demand.id == demand).execute()

    def set_calendar_day(self, day: date, value: days_of_year.CalendarDay | None) -> None:
        """Set a day by hand; None: as the plain week has it, also by hand, so that a reload keeps it."""
        kind = value.kind if value else days_of_year.EMPTY_CALENDAR.kind(day)
        name = value.name if value else Name("")
        CalendarDay.delete().where(CalendarDay.day == day).execute()
        off = {"off_minutes": value.off_minutes, "off_for": value.off_for.value} if value else {}
        CalendarDay.insert(day=day, kind=kind.value, by_hand=1, **off, **_names(name)).execute()

    def load_year(self, year: int, days: Iterable[days_of_year.CalendarDay], *, provisional: bool) -> None:
        """Replace a year's days that were not set by hand."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        within = CalendarDay.day.between(first, last)
        kept = {
            d
            for (d,) in CalendarDay.select(CalendarDay.day)
            .where(within & (CalendarDay.by_hand == 1))
            .tuples()
        }
        CalendarDay.delete().where(within & (CalendarDay.by_hand == 0)).execute()
        rows = [
            {
                "day": d.day,
                "kind": d.kind.value,
                "off_minutes": d.off_minutes,
                "off_for": d.off_for.value,
                **_names(d.name),
            }
            for d in days
            if d.day not in kept
        ]
        if rows:
            CalendarDay.insert_many(rows).execute()
        CalendarYear.delete().where(CalendarYear.year == year).execute()
        CalendarYear.insert(year=year, provisional=int(provisional)).execute()

    def save_rule_setting(self, value: Setting, department: int | None = None) -> None:
        """Set a rule's data for the office or a department."""
        where = RuleSetting.rule == value.rule
        where &= (
            RuleSetting.department.is_null() if department is None else RuleSetting.department == department
        )
        RuleSetting.delete().where(where).execute()
        RuleSetting.insert(
            department=department,
            rule=value.rule,
            enabled=int(value.enabled),
            severity=value.severity.value,
            weight=value.weight,
            limits=dict(value.limits),
        ).execute()

    def insert_starting(
        self,
        departments: Iterable[organisation.Department],
        posts: Iterable[organisation.Post],
        kinds: Iterable[shifts.ShiftKind],
        demand: Iterable[organisation.Demand],
    ) -> None:
        """Fill an empty office, keeping the ids that the values carry."""
        for department in departments:
            self.save_department(department)
        for post in posts:
            self.save_post(post)
        kinds = tuple(kinds)
        for kind in kinds:
            self.save_kind(replace(kind, followed_by=None))
        for kind in kinds:
            if kind.followed_by is not None:  # which may stand further down
                self.save_kind(kind)
        for need in demand:
            self.save_demand(need)


def _names(name: Name) -> dict[str, str]:
    return {"name_zh": name.zh, "name_en": name.en}


def _kind(row: dict[str, Any]) -> shifts.ShiftKind:
    return shifts.ShiftKind(
        id=ids.ShiftKindId(row["id"]),
        code=row["code"],
        key=row["key"],
        name=Name(row["name_zh"], row["name_en"]),
        duty_class=shifts.DutyClass(row["duty_class"]),
        department=None if row["department"] is None else ids.DepartmentId(row["department"]),
        segments=tuple(shifts.Segment(a, b) for a, b in row["segments"]),
        meal_minutes=row["meal_minutes"],
        paid_minutes=row["paid_minutes"],
        colour=row["colour"],
        active=bool(row["active"]),
        followed_by=None if row["followed_by"] is None else ids.ShiftKindId(row["followed_by"]),
    )


def _demand(row: dict[str, Any]) -> organisation.Demand:
    return organisation.Demand(
        id=ids.DemandId(row["id"]),
        department=ids.DepartmentId(row["department"]),
        post=ids.PostId(row["post"]),
        kind=ids.ShiftKindId(row["kind"]),
        weekdays=frozenset(day for day in range(1, 8) if row["weekdays"] >> (day - 1) & 1),
        day_kinds=frozenset(days_of_year.DayKind(kind) for kind in row["day_kinds"]),
        minimum=row["minimum"],
        maximum=row["maximum"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _calendar_day(row: dict[str, Any], provisional: frozenset[int]) -> days_of_year.CalendarDay:
    day: date = row["day"]
    return days_of_year.CalendarDay(
        day,
        days_of_year.DayKind(row["kind"]),
        Name(row["name_zh"], row["name_en"]),
        day.year in provisional,
        row["off_minutes"],
        days_of_year.OffFor(row["off_for"]),
    )
