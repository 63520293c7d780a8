"""The shipped shift kinds (data/shift_kinds.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ehr_tui.domain.alphabet import alphabet, check_alphabet, check_followed, check_kind, parse_segment
from ehr_tui.domain.ids import DepartmentId, ShiftKindId
from ehr_tui.domain.organisation import Department
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.exchange.data_files import Entry, entries

FILE = "shift_kinds.toml"


def read_kinds(folder: Path, departments: Mapping[str, Department]) -> tuple[ShiftKind, ...]:
    """Every kind in file order, numbered from 1.  Raises InputError naming file and entry."""
    kinds: list[ShiftKind] = []
    followers: list[tuple[Entry, str]] = []
    seen: set[tuple[DepartmentId | None, str]] = set()
    for entry in entries(folder, FILE, "kind"):
        followers.append((entry, entry.text("followed_by", "")))
        kind = _kind(entry, ShiftKindId(len(kinds) + 1), departments)
        if (kind.department, kind.code) in seen:
            raise entry.refuse("duplicate", key="code", value=kind.code)
        seen.add((kind.department, kind.code))
        kinds.append(kind)
    # Kinds that are switched off count too: switching one on must not break the alphabet.
    as_if_active = [replace(kind, active=True) for kind in kinds]
    for department in departments.values():
        check_alphabet(alphabet(as_if_active, department.id), f"{FILE}: {department.code}")
    return tuple(_followed(kinds, n, *followers[n]) for n in range(len(kinds)))


def _followed(kinds: list[ShiftKind], place: int, entry: Entry, code: str) -> ShiftKind:
    """The kind with what follows it on the next day, which may stand further down in the file."""
    kind = kinds[place]
    if not code:
        return kind
    offered = {k.code: k for k in alphabet([replace(k, active=True) for k in kinds], kind.department)}
    if code not in offered:
        raise entry.refuse("unknown_name", key="followed_by", value=code)
    followed = replace(kind, followed_by=offered[code].id)
    check_followed(followed, kinds, f"{entry.file}: {entry.entry}")
    return followed


def _kind(entry: Entry, id_: ShiftKindId, departments: Mapping[str, Department]) -> ShiftKind:
    homes: dict[str, DepartmentId | None] = {code: d.id for code, d in departments.items()}
    department = entry.one_of("department", homes | {"": None}, "")
    where = f"{entry.file}: {entry.entry}"
    duty_class = entry.one_of("class", {member.value: member for member in DutyClass})
    segments = tuple(parse_segment(text, where) for text in entry.texts("segments"))
    meal = entry.whole("meal", 0)
    timed = max(0, sum(segment.minutes for segment in segments) - meal)
    kind = ShiftKind(
        id=id_,
        code=entry.text("code"),
        key=entry.text("key"),
        name=entry.name(),
        duty_class=duty_class,
        department=department,
        segments=segments,
        meal_minutes=meal,
        paid_minutes=entry.whole("paid", timed),
        colour=entry.text("colour", "work"),
        active=entry.flag("active", default=True),
    )
    entry.done()
    check_kind(kind, where)
    return kind
