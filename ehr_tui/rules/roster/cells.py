"""What is written in a cell: several codes in one text, and the order in which entries stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from ehr_tui.domain.duty import Duty, Entry
from ehr_tui.domain.ids import PostId, ShiftKindId
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.errors import InputError

_SEPARATORS = frozenset("/+、,，;；\\ \t\n|")
_CLASS_ORDER = {c: n for n, c in enumerate(DutyClass)}


def sort_entries(entries: Iterable[Entry], kinds: Mapping[ShiftKindId, ShiftKind]) -> tuple[Entry, ...]:
    """Timed entries by start, then standby, rest and leave: the order in which a cell shows them."""
    return tuple(sorted(entries, key=lambda e: _order(kinds[e.kind], e.post)))


def sort_duties(duties: Iterable[Duty], kinds: Mapping[ShiftKindId, ShiftKind]) -> tuple[Duty, ...]:
    """Duties by day and, within a day, in the order of a cell: the order a window wants."""
    return tuple(sorted(duties, key=lambda d: (d.day, _order(kinds[d.kind], d.post), d.id)))


def _order(kind: ShiftKind, post: PostId | None) -> tuple[int, int, int, str, int]:
    timed = kind.duty_class.is_timed
    rank = 0 if timed else 1 + _CLASS_ORDER[kind.duty_class]
    return (rank, kind.start, kind.end, kind.code, post or 0)


def parse_codes(text: str, kinds: Iterable[ShiftKind], post: PostId | None = None) -> tuple[Entry, ...]:
    """Read ``上/休``, ``D+备``, ``A1`` or ``ＡP`` into entries in the order written.

    The longest code that fits is taken at each place; full-width letters and lower case are read as the
    alphabet writes them (an exact match goes first).  A kind of one department goes before a common one of
    the same code, an active one before an inactive one.  ``post`` is given to work entries.  Empty text is
    no entry.  Raises InputError ``cell.unknown`` with ``text`` and ``rest`` (what could not be read).
    """
    exact, loose = _alphabets(kinds)
    longest = max((len(code) for code in loose), default=0)
    rest = unicodedata.normalize("NFKC", text).strip()
    found: list[Entry] = []
    while rest:
        kind, length = _longest(rest, exact, loose, longest)
        if kind is not None:
            found.append(Entry(kind.id, post if kind.duty_class is DutyClass.WORK else None))
        elif rest[0] in _SEPARATORS:
            length = 1
        else:
            raise InputError("cell.unknown", text=text.strip(), rest=rest)
        rest = rest[length:]
    return tuple(found)


def _longest(
    rest: str, exact: Mapping[str, ShiftKind], loose: Mapping[str, ShiftKind], longest: int
) -> tuple[ShiftKind | None, int]:
    for length in range(min(longest, len(rest)), 0, -1):
        code = rest[:length]
        kind = exact.get(code) or loose.get(code.casefold())
        if kind is not None:
            return kind, length
    return None, 0


def _alphabets(kinds: Iterable[ShiftKind]) -> tuple[dict[str, ShiftKind], dict[str, ShiftKind]]:
    exact: dict[str, ShiftKind] = {}
    loose: dict[str, ShiftKind] = {}
    for kind in sorted(kinds, key=lambda k: (not k.active, k.department is None, k.id)):
        code = unicodedata.normalize("NFKC", kind.code)
        exact.setdefault(code, kind)
        loose.setdefault(code.casefold(), kind)
    return exact, loose
