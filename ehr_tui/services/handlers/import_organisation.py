"""The organisation in a record workbook: what the office lacks is made, what stands stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.alphabet import check_kind, parse_times
from ehr_tui.domain.calendar import CalendarDay, DayKind, OffFor
from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.import_views import ChangeKind, ImportRow
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Education
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.errors import EhrError, InputError
from ehr_tui.exchange.record_book import Told
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_differences import tell_differences
from ehr_tui.services.handlers.import_plan import Places, Plan
from ehr_tui.services.handlers.posts import check_profile, tidy

Tell = Callable[..., None]
Sheets = Mapping[str, list[Told]]


def plan_organisation(
    context: Context, plan: Plan, places: Places, sheets: Sheets, names: Mapping[str, str], error: Tell
) -> None:
    """Put what the office lacks into the plan, table by table."""
    work = _Work(context, plan, places, error, names)
    work.codes(sheets.get("codes", []))
    work.departments(sheets.get("departments", []))
    work.posts(sheets.get("posts", []))
    work.profiles(sheets.get("profiles", []))
    work.kinds(sheets.get("kinds", []))
    work.demand(sheets.get("demand", []))
    work.calendar(sheets.get("calendar", []), sheets.get("years", []))
    tell_differences(context, plan, places, sheets, names)


@dataclass(slots=True)
class _Work:
    context: Context
    plan: Plan
    places: Places
    error: Tell
    names: Mapping[str, str]  # table → sheet
    _kinds: dict[tuple[ids.DepartmentId | None, str], ids.ShiftKindId] = field(default_factory=dict)

    def codes(self, rows: list[Told]) -> None:
        """Entries of code lists."""
        known = {(c.list, c.code) for c in self.context.store.imported.codes()}
        for told in rows:
            v = told.values
            same = (v.get("code_list"), v.get("code", "")) in known
            if not same:
                entry = CodeEntry(
                    v["code_list"], v["code"], _name(v), v.get("special", False), v.get("active", True),
                    v.get("position") or 0,
                )  # fmt: skip
                self.plan.code_entries.append(entry)
            self._row("codes", told, v.get("name_zh") or v.get("code", ""), same=same)

    def departments(self, rows: list[Told]) -> None:
        """Departments by their codes."""
        for told in rows:
            v = told.values
            same = self.places.find(v.get("code", "")) is not None
            if not same:
                number = ids.DepartmentId(-len(self.plan.departments) - 1)
                made = Department(number, v.get("code", ""), _name(v), v.get("active", True))
                self.plan.departments.append(made)
                self.places.add(made)
            self._row("departments", told, v.get("name_zh") or v.get("code", ""), same=same)

    def posts(self, rows: list[Told]) -> None:
        """Posts by their codes."""
        for told in rows:
            v = told.values
            home = self.places.find(v.get("department", ""))
            if home is None:
                self.error(
                    "posts", told.row, "department", "department_unknown", text=v.get("department", "")
                )
                continue
            same = self.places.any_post(v.get("code", "")) is not None
            if not same:
                number = ids.PostId(-len(self.plan.posts) - 1)
                made = Post(
                    number, v.get("code", ""), _name(v), home, v.get("headcount") or 0, v.get("active", True),
                    v.get("headcount_reviewed"), v.get("review_due"), frozenset(v.get("exposures", ())),
                    frozenset(v.get("tasks", ())),
                )  # fmt: skip
                self.plan.posts.append(made)
                self.places.add_post(made)
            self._row("posts", told, v.get("name_zh") or v.get("code", ""), same=same)

    def profiles(self, rows: list[Told]) -> None:
        """Pages of posts that have none; one that stands stays as it is."""
        standing = {p.post for p in self.context.store.organisation.profiles() if p != PostProfile(p.post)}
        for told in rows:
            v = told.values
            post = self.places.any_post(v.get("post", ""))
            if post is None:
                self.error("profiles", told.row, "post", "post_unknown", text=v.get("post", ""))
                continue
            try:
                page = self._profile(v, post)
            except EhrError as error:
                self.error("profiles", told.row, "", error.code, **error.params)
                continue
            same = post in standing or page == PostProfile(post)
            if not same:
                self.plan.profiles.append(page)
                standing.add(post)
            self._row("profiles", told, self.places.post_names.get(post) or str(v.get("post", "")), same=same)

    def _profile(self, v: Mapping[str, Any], post: ids.PostId) -> PostProfile:
        codes = {(c.list, c.code) for c in (*self.context.store.imported.codes(), *self.plan.code_entries)}
        page = tidy(
            PostProfile(
                post, v.get("duties", ()), v.get("workflow", ()), v.get("education", Education.UNKNOWN),
                v.get("experience", ""), v.get("skills", ()), v.get("preferences", ()), v.get("courses", ()),
                v.get("qualifications", ()), v.get("handbook", ""),
            )
        )  # fmt: skip
        check_profile(page)
        for listed, given in ((CodeList.COURSE, page.courses), (CodeList.QUALIFICATION, page.qualifications)):
            unknown = next((code for code in given if (listed, code) not in codes), None)
            if unknown is not None:
                raise InputError("organisation.unknown_code", code=unknown, list=listed)
        return page

    def kinds(self, rows: list[Told]) -> None:
        """Shift kinds by department and code."""
        standing = {(k.department, k.code): k.id for k in self.context.store.organisation.kinds()}
        followers: list[tuple[int, str, ids.DepartmentId | None]] = []
        for told in rows:
            v = told.values
            home = self.places.find(v["department"]) if v.get("department") else None
            same = (home, v.get("code", "")) in standing
            if not same:
                try:
                    made = self._kind(v, home)
                except EhrError as error:
                    self.error("kinds", told.row, "", error.code, **error.params)
                    continue
                self.plan.kinds.append(made)
                standing[home, made.code] = made.id
                if v.get("followed_by"):
                    followers.append((len(self.plan.kinds) - 1, v["followed_by"], home))
            self._row("kinds", told, v.get("code", ""), same=same)
        for place, code, home in followers:
            follower = standing.get((home, code)) or standing.get((None, code))
            self.plan.kinds[place] = replace(self.plan.kinds[place], followed_by=follower)
        self._kinds = standing

    def _kind(self, v: Mapping[str, Any], home: ids.DepartmentId | None) -> ShiftKind:
        times = v.get("times", "")
        kind = ShiftKind(
            ids.ShiftKindId(-len(self.plan.kinds) - 1), v.get("code", ""), v.get("key", ""), _name(v),
            v.get("duty_class") or DutyClass.WORK, home, parse_times(times, v.get("code", "")) if times else (),
            v.get("meal_minutes") or 0, v.get("paid_minutes") or 0, v.get("colour") or "work", v.get("active", True),
        )  # fmt: skip
        check_kind(kind)
        return kind

    def demand(self, rows: list[Told]) -> None:
        """Demand that does not stand already."""
        standing = {_asked(d) for d in self.context.store.organisation.demand()}
        kinds = self._kinds
        for told in rows:
            v = told.values
            home = self.places.find(v.get("department", ""))
            post = self.places.any_post(v.get("post", ""))
            kind = kinds.get((home, v.get("kind", ""))) or kinds.get((None, v.get("kind", "")))
            if home is None or post is None or kind is None:
                self.error("demand", told.row, "", "demand_unknown")
                continue
            weekdays = frozenset(int(sign) for sign in v.get("weekdays", "") if sign in "1234567")
            made = Demand(
                ids.DemandId(0), home, post, kind, weekdays, frozenset(v.get("day_kinds", ())), v.get("minimum") or 0,
                v.get("maximum"), v.get("valid_from"), v.get("valid_to"),
            )  # fmt: skip
            same = _asked(made) in standing
            if not same:
                self.plan.demand.append(made)
            self._row("demand", told, f"{v.get('post', '')} {v.get('kind', '')}", same=same)

    def calendar(self, rows: list[Told], years: list[Told]) -> None:
        """Years the office never loaded, and days that do not stand."""
        known = self.context.store.organisation.known_years()
        new = {t.values["year"]: t.values.get("provisional", False) for t in years if t.values.get("year")}
        self.plan.years = {year: flag for year, flag in new.items() if year not in known}
        days = [t.values["day"] for t in rows if t.values.get("day")]
        if not days:
            return
        standing = self.context.store.organisation.calendar(min(days), max(days)).days
        for told in rows:
            v = told.values
            same = v.get("day") is None or v["day"] in standing
            if not same:
                made = CalendarDay(
                    v["day"], v.get("day_kind") or DayKind.REST_DAY, _name(v), new.get(v["day"].year, False),
                    v.get("off_minutes") or 0, v.get("off_for") or OffFor.NOBODY, v.get("by_hand", False),
                )  # fmt: skip
                self.plan.days.append(made)
            self._row("calendar", told, str(v.get("day") or ""), same=same)

    def _row(self, table: str, told: Told, what: str, *, same: bool) -> None:
        kind = ChangeKind.SAME if same else ChangeKind.NEW
        self.plan.rows.append(ImportRow(told.row, what, kind, sheet=self.names.get(table, "")))


def _name(values: Mapping[str, Any]) -> Name:
    return Name(values.get("name_zh", ""), values.get("name_en", ""))


def _asked(d: Demand) -> tuple[Any, ...]:
    return (
        d.department, d.post, d.kind, d.weekdays, d.day_kinds, d.minimum, d.maximum, d.valid_from, d.valid_to,
    )  # fmt: skip
