"""Codes in a roster's cells: taking a cell apart, and what a code that the department lacks probably means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.exchange.proposal import CodeProposal
from ehr_tui.exchange.sheet_words import CodeMeaning, plain, sheet_words

_PARTED = re.compile(r"[/+／＋|\s]+")
_PARTED_TOO = re.compile(r"[、，,;；&＆]+")
_PUNCH = re.compile(r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\s、，,;；/\-–~～至]*)+")
_LETTER_AND_NUMBER = re.compile(r"[A-Za-z]{1,2}\d{0,2}")


def is_punch_record(shown: str) -> bool:
    """Whether a cell holds clock times (``08:38、18:04``): an attendance record, no roster."""
    return _PUNCH.fullmatch(shown) is not None


def split_codes(shown: str, known: Collection[str] = frozenset()) -> tuple[str, ...]:
    """The codes of a cell in their order: ``上/休`` → 上, 休; ``--`` → none.

    ``known`` are codes to be taken as they stand, whatever they look like.  Full-width letters become plain ones.
    """
    if shown in known:
        return (shown,)
    if unicodedata.normalize("NFKC", shown).casefold() in sheet_words().nothing:
        return ()
    found: list[str] = []
    for part in _PARTED.split(shown):
        pieces = (part,) if part in known else _PARTED_TOO.split(part)
        for piece in pieces:
            code = piece if piece in known else unicodedata.normalize("NFKC", piece)
            if code in known or (code and code.casefold() not in sheet_words().nothing):
                found.append(code)
    return tuple(found)


def codes_proposal(codes: Mapping[str, int], alphabet: Iterable[ShiftKind]) -> tuple[CodeProposal, ...]:
    """What each code of a sheet is in a department's alphabet, in the mapping's order.

    A code is known when the alphabet has it, in whatever width and case.  Otherwise the names of kinds (白班) and the
    table of usual codes propose one; a letter with a number (A1) is proposed as a work shift that needs times.
    """
    kinds = tuple(alphabet)
    exact = {kind.code: kind for kind in kinds}
    alike: dict[str, ShiftKind] = {}
    for kind in kinds:
        alike.setdefault(plain(kind.code), kind)
    named: dict[str, ShiftKind] = {}
    for kind in kinds:
        for name in (kind.name.zh, kind.name.en):
            if name:
                named.setdefault(plain(name), kind)
    return tuple(_judge(code, count, exact, alike, named) for code, count in codes.items())


def _judge(
    code: str,
    count: int,
    exact: Mapping[str, ShiftKind],
    alike: Mapping[str, ShiftKind],
    named: Mapping[str, ShiftKind],
) -> CodeProposal:
    key = plain(code)
    kind = exact.get(code) or alike.get(key)
    if kind is not None:
        return CodeProposal(code, count, kind.code, "", kind.duty_class)
    if key in named:
        return CodeProposal(code, count, "", named[key].code, named[key].duty_class)
    meaning = sheet_words().codes.get(key)
    if meaning is not None:
        proposal = next((candidate for candidate in meaning.kinds if candidate in exact), "")
        return CodeProposal(code, count, "", proposal, meaning.duty_class, _needs_times(meaning, proposal))
    if _LETTER_AND_NUMBER.fullmatch(code):
        return CodeProposal(code, count, "", "", DutyClass.WORK, needs_times=True)
    return CodeProposal(code, count)


def _needs_times(meaning: CodeMeaning, proposal: str) -> bool:
    return meaning.duty_class.is_timed and not proposal
