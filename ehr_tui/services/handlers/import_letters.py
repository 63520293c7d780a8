"""What a roster sheet's codes mean in a department: kinds it has, decisions for codes it lacks, kinds to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ehr_tui.domain import ids
from ehr_tui.domain.alphabet import alphabet, check_kind, parse_times
from ehr_tui.domain.import_views import CodeInSheet
from ehr_tui.domain.names import Name
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.exchange.codes import codes_proposal
from ehr_tui.services.handlers.import_plan import Plan
from ehr_tui.services.intents.imports import NewKind

KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Letters:
    """One department's codes: its kinds, and those that the plan makes when a row needs them."""

    def __init__(
        self,
        plan: Plan,
        kinds: Sequence[ShiftKind],
        department: ids.DepartmentId,
        decisions: Sequence[NewKind],
        recalled: Mapping[str, str],
    ) -> None:
        self._plan = plan
        self.own = {k.code: k for k in alphabet(kinds, department if department > 0 else None)}
        self._kinds = dict(self.own)
        self._made: dict[str, ShiftKind] = {}  # by the sheet's code; with id 0 until a row needs it
        self.recalled: list[str] = []
        for code, as_code in recalled.items():
            if as_code in self.own and code not in self.own:
                self._kinds[code] = self.own[as_code]
                self.recalled.append(code)
        taken = {k.key.casefold() for k in self.own.values()}
        for decision in decisions:
            if decision.as_code:
                if decision.as_code not in self.own:
                    raise InputError("imports.no_such_code", code=decision.as_code)
                self._kinds[decision.code] = self.own[decision.as_code]
            elif decision.code not in self.own:
                kind = _new_kind(decision, department, taken)
                taken.add(kind.key.casefold())
                self._made[decision.code] = kind
                self._kinds.pop(decision.code, None)

    @property
    def known(self) -> frozenset[str]:
        """Codes to be taken as they stand in cells."""
        return frozenset(self._kinds) | frozenset(self._made)

    def kind(self, code: str) -> ShiftKind | None:
        """The kind of a code; None while nobody has decided."""
        return self._kinds.get(code) or self._made.get(code)

    def need(self, code: str) -> ShiftKind:
        """The same for a row that will be written: a kind to make gets its provisional id."""
        kind = self.kind(code)
        if kind is None:
            raise InputError("imports.no_such_code", code=code)
        if not kind.id:
            kind = replace(kind, id=ids.ShiftKindId(-len(self._plan.kinds) - 1))
            self._plan.kinds.append(kind)
            self._made[code] = kind
        return kind

    def explain(self, codes: Mapping[str, int]) -> list[CodeInSheet]:
        """Every code of a sheet: what it is taken for, or what it probably is."""
        found = []
        for guess in codes_proposal(codes, self.own.values()):
            if guess.known_as and self.kind(guess.code) is None:
                # The same letter in another width or case.
                self._kinds[guess.code] = self._kinds[guess.known_as]
            kind = self.kind(guess.code)
            found.append(
                CodeInSheet(guess.code, guess.count, "" if kind is None else kind.code, guess.proposal)
            )
        return found


def _new_kind(decision: NewKind, department: ids.DepartmentId, taken: set[str]) -> ShiftKind:
    if decision.duty_class not in list(DutyClass):
        raise InputError("imports.no_such_class", code=decision.code)
    duty_class = DutyClass(decision.duty_class)
    segments = parse_times(decision.times, decision.code) if decision.times.strip() else ()
    worked = sum(s.minutes for s in segments) - decision.meal_minutes
    wished = [c for c in decision.code.upper() if c in KEYS]
    key = next((c for c in (*wished, *KEYS) if c.casefold() not in taken), "")
    kind = ShiftKind(
        ids.ShiftKindId(0), decision.code, key, Name(decision.code, decision.code), duty_class, department, segments,
        decision.meal_minutes, max(worked, 0),
    )  # fmt: skip
    check_kind(kind)
    return kind
