"""Deciding what an unknown shift code of a sheet means: an existing code, or a kind made from times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.types import CSSPathType

from ehr_tui.domain.alphabet import parse_times
from ehr_tui.domain.import_views import CodeInSheet
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.services.intents.imports import NewKind
from ehr_tui.widgets.cells import plain_digits


class CodeScreen(RecordForm[NewKind]):
    """The proposal is filled in; times win over an existing code."""

    drafted: ClassVar[bool] = False
    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss"]

    def __init__(self, code: CodeInSheet, decided: NewKind | None, kinds: Sequence[ShiftKind]) -> None:
        super().__init__()
        self._code = code
        self._decided = decided
        self._known = kinds

    def title_words(self) -> str:
        """The code and how often it stands in the sheet."""
        return self.t("imports.code.title", code=self._code.code, n=self._code.count)

    def fields(self) -> Sequence[Field]:
        """An existing code, or times with class and break."""
        kinds = [
            (k.code, f"{k.code} {k.name.in_language(self.language)} {k.times()}".strip()) for k in self._known
        ]
        classes = [(c.value, self.t(f"duty_class.{c.value}")) for c in DutyClass]
        return (
            Field("as_code", "imports.code.as", options=[("", self.t("imports.code.none")), *kinds]),
            Field("times", "imports.code.times", "imports.code.times_hint", most=60),
            Field("meal", "imports.code.meal", "imports.code.meal_hint", most=4),
            Field("duty_class", "imports.code.class", options=classes),
        )

    def values(self) -> Mapping[str, object]:
        """What was decided before, else the proposal."""
        decided = self._decided
        if decided is None:
            as_code = self._code.known_as or self._code.proposal
            return {"as_code": as_code, "times": "", "meal": None, "duty_class": DutyClass.WORK.value}
        return {
            "as_code": decided.as_code,
            "times": decided.times,
            "meal": decided.meal_minutes or None,
            "duty_class": decided.duty_class,
        }

    async def save(self) -> NewKind:
        """The decision."""
        times = plain_digits(self.text("times")).replace(" ", "")
        duty_class = str(self.choice("duty_class"))
        if times:
            parse_times(times, self._code.code)
            return NewKind(self._code.code, "", times, self.number("meal") or 0, duty_class)
        as_code = str(self.choice("as_code") or "")
        if as_code:
            return NewKind(self._code.code, as_code)
        if DutyClass(duty_class).is_timed:
            raise InputError("imports.code_undecided", code=self._code.code)
        return NewKind(self._code.code, "", "", 0, duty_class)

    def has_unsaved(self) -> bool:
        """Leaving a decision open loses nothing."""
        return False
