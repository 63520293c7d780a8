"""The shipped code lists (data/codes.toml)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ehr_tui.domain.codes import CodeEntry, CodeList, is_code
from ehr_tui.exchange.data_files import Entry, entries

FILE = "codes.toml"


def read_codes(folder: Path) -> tuple[CodeEntry, ...]:
    """Every entry in file order, numbered within its list.  Raises InputError naming file and entry."""
    found: dict[tuple[CodeList, str], CodeEntry] = {}
    counts: dict[CodeList, int] = {}
    for entry in entries(folder, FILE, "code"):
        listed = entry.one_of("list", {member.value: member for member in CodeList})
        code = entry.text("code")
        if not is_code(code):
            raise entry.refuse("code_shape", value=code)
        if (listed, code) in found:
            raise entry.refuse("duplicate", key="code", value=code)
        counts[listed] = counts.get(listed, 0) + 1
        special = entry.flag("special", default=False)
        if special and listed is not CodeList.TASK:
            raise entry.refuse("unknown_key", key="special")
        found[listed, code] = CodeEntry(listed, code, entry.name(), special=special, position=counts[listed])
        entry.done()
    return tuple(found.values())


def known(codes: Iterable[CodeEntry], wanted: CodeList) -> frozenset[str]:
    """The codes of one list."""
    return frozenset(entry.code for entry in codes if entry.list is wanted)


def codes_in(entry: Entry, key: str, allowed: frozenset[str]) -> tuple[str, ...]:
    """A list of codes under a key, each of them known and given once."""
    given = entry.texts(key)
    for code in given:
        if code not in allowed:
            raise entry.refuse("unknown_name", key=key, value=code)
    if len(set(given)) != len(given):
        raise entry.refuse("duplicate", key=key, value=", ".join(given))
    return given
