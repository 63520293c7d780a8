"""Departments, posts, shift kinds, demand and rule settings: rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ehr_tui.domain import calendar as days_of_year
from ehr_tui.domain import ids, organisation, shifts
from ehr_tui.domain.names import Name
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import RuleSetting as Setting
from ehr_tui.domain.window import RuleSettings
from ehr_tui.store.calendar import CalendarGateway
from ehr_tui.store.codes import CodesGateway
from ehr_tui.store.profiles import ProfilesGateway
from ehr_tui.store.rows import put
from ehr_tui.store.tables import Demand, Department, Post, RuleSetting, ShiftKind
from ehr_tui.store.uses import UsesGateway


class OrganisationGateway(CalendarGateway, CodesGateway, ProfilesGateway, UsesGateway):
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
        """Take away a kind nothing refers to."""
        ShiftKind.delete().where(ShiftKind.id == kind).execute()

    def remove_department(self, department: int) -> None:
        """Take away a department nothing refers to."""
        Department.delete().where(Department.id == department).execute()

    def remove_post(self, post: int) -> None:
        """Take away a post nothing refers to; its profile goes with it."""
        Post.delete().where(Post.id == post).execute()

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
