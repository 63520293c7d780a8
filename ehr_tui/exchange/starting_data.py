"""The shipped data as domain values: what a fresh office begins with and then edits as its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ehr_tui.domain.access import Permission, Role, Scope
from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import PLAIN_DAYS, Demand, Department, Post
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.window import RuleSettings
from ehr_tui.exchange.code_data import codes_in, known, read_codes
from ehr_tui.exchange.data_files import Entry, entries
from ehr_tui.exchange.kind_data import read_kinds
from ehr_tui.exchange.profile_data import read_post_profiles
from ehr_tui.exchange.rule_profiles import STARTING_PROFILE, read_profiles
from ehr_tui.paths import data_dir


@dataclass(frozen=True, slots=True)
class StartingData:
    """A fresh office's data.  Ids are 1, 2, 3 … in file order; the office stores them as they are."""

    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    kinds: tuple[ShiftKind, ...]
    demand: tuple[Demand, ...]
    roles: tuple[Role, ...]
    role_names: Mapping[str, Name]  # by role code
    role_descriptions: Mapping[str, Name]
    rule_settings: RuleSettings
    codes: tuple[CodeEntry, ...]
    profiles: Mapping[str, tuple[PostProfile, ...]]  # by catalogue language

    def department(self, code: str) -> Department:
        """A department by code; KeyError when there is none."""
        return {d.code: d for d in self.departments}[code]

    def post(self, code: str) -> Post:
        """A post by code; KeyError when there is none."""
        return {p.code: p for p in self.posts}[code]

    def kind(self, code: str, department: DepartmentId | None) -> ShiftKind:
        """The active kind a code stands for in a department; KeyError when there is none."""
        return {k.code: k for k in alphabet(self.kinds, department)}[code]


def load_starting_data(folder: Path | None = None) -> StartingData:
    """Read and check every data file; raises InputError naming the file and the entry that is wrong."""
    folder = folder or data_dir()
    departments = _departments(folder)
    codes = read_codes(folder)
    posts = _posts(folder, departments, codes)
    kinds = read_kinds(folder, departments)
    roles, names, descriptions = _roles(folder)
    return StartingData(
        departments=tuple(departments.values()),
        posts=tuple(posts.values()),
        kinds=kinds,
        demand=read_demand(folder, "demand.toml", departments, posts, kinds),
        roles=roles,
        role_names=names,
        role_descriptions=descriptions,
        rule_settings=read_profiles(folder)[STARTING_PROFILE].settings,
        codes=codes,
        profiles=read_post_profiles(folder, posts, codes),
    )


def read_demand(
    folder: Path,
    file: str,
    departments: Mapping[str, Department],
    posts: Mapping[str, Post],
    kinds: tuple[ShiftKind, ...],
) -> tuple[Demand, ...]:
    """A demand file; departments and posts by code.  Raises InputError naming file and entry."""
    found: list[Demand] = []
    places: set[tuple[object, ...]] = set()
    for entry in entries(folder, file, "demand", "post"):
        department = entry.one_of("department", departments)
        post = entry.one_of("post", posts)
        if post.department != department.id:
            raise entry.refuse("unknown_name", key="post", value=post.code)
        offered = {kind.code: kind for kind in alphabet(kinds, department.id)}
        kind = entry.one_of("kind", offered)
        weekdays = entry.wholes("weekdays")
        if any(not 1 <= weekday <= 7 for weekday in weekdays) or len(set(weekdays)) != len(weekdays):
            raise entry.refuse("weekdays", value=str(list(weekdays)))
        minimum, maximum = entry.whole("min"), entry.whole_or_none("max")
        if maximum is not None and maximum < minimum:
            raise entry.refuse("too_small", key="max", value=maximum, limit=minimum)
        day_kinds = _day_kinds(entry, weekdays)
        entry.done()
        for day in [*(weekdays if day_kinds & PLAIN_DAYS else ()), *sorted(day_kinds - PLAIN_DAYS)]:
            if (post.id, kind.id, day) in places:
                raise entry.refuse("duplicate", key="kind", value=kind.code)
            places.add((post.id, kind.id, day))
        found.append(
            Demand(
                DemandId(len(found) + 1), department.id, post.id, kind.id,
                frozenset(weekdays), day_kinds, minimum, maximum,
            )
        )  # fmt: skip
    return tuple(found)


def _day_kinds(entry: Entry, weekdays: Sequence[int]) -> frozenset[DayKind]:
    """Named, or: plain days, and swapped working days where Fridays count; ``holidays`` adds both kinds of those."""
    named = entry.texts("days")
    if named:
        if not set(named) <= {kind.value for kind in DayKind}:
            raise entry.refuse("unknown_name", key="days", value=", ".join(named))
        return frozenset(DayKind(name) for name in named)
    kinds = set(PLAIN_DAYS)
    if 5 in weekdays:
        kinds.add(DayKind.SWAPPED_WORKDAY)  # full service, as on the last day before a break
    if entry.flag("holidays", default=False):
        kinds |= {DayKind.STATUTORY_HOLIDAY, DayKind.DAY_OFF}
    return frozenset(kinds)


def _departments(folder: Path) -> dict[str, Department]:
    found: dict[str, Department] = {}
    for entry in entries(folder, "departments.toml", "department"):
        code = _fresh_code(entry, found)
        found[code] = Department(DepartmentId(len(found) + 1), code, entry.name())
        entry.done()
    return found


def _posts(
    folder: Path, departments: Mapping[str, Department], codes: tuple[CodeEntry, ...]
) -> dict[str, Post]:
    found: dict[str, Post] = {}
    hazards, tasks = known(codes, CodeList.HAZARD), known(codes, CodeList.TASK)
    for entry in entries(folder, "posts.toml", "post"):
        code = _fresh_code(entry, found)
        department = entry.one_of("department", departments)
        found[code] = Post(
            PostId(len(found) + 1),
            code,
            entry.name(),
            department.id,
            entry.whole("headcount", 0),
            exposures=frozenset(codes_in(entry, "exposures", hazards)),
            tasks=frozenset(codes_in(entry, "tasks", tasks)),
        )
        entry.done()
    return found


def _roles(folder: Path) -> tuple[tuple[Role, ...], dict[str, Name], dict[str, Name]]:
    roles: dict[str, Role] = {}
    names: dict[str, Name] = {}
    descriptions: dict[str, Name] = {}
    for entry in entries(folder, "roles.toml", "role"):
        code = _fresh_code(entry, roles)
        names[code] = entry.name()
        descriptions[code] = entry.name("about_zh", "about_en")
        grants: dict[Permission, Scope] = {}
        for permission, scope in entry.table("grants").items():
            if permission not in list(Permission):
                raise entry.refuse("unknown_name", key="grants", value=permission)
            if scope not in list(Scope):
                raise entry.refuse("unknown_name", key=permission, value=str(scope))
            grants[Permission(permission)] = Scope(scope)
        entry.done()
        roles[code] = Role(code, grants)
    return tuple(roles.values()), names, descriptions


def _fresh_code(entry: Entry, taken: Mapping[str, object]) -> str:
    code = entry.text("code")
    if not code or not code.isascii() or not code.replace("_", "").isalnum():
        raise entry.refuse("code_shape", value=code)
    if code in taken:
        raise entry.refuse("duplicate", key="code", value=code)
    return code
