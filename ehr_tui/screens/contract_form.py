"""One contract of a person: validity, employment, working-hours system, agreed limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.types import CSSPathType

from ehr_tui.domain.contracts import Contract, ContractLimits, EmploymentKind, HoursSystem, Period
from ehr_tui.domain.views import PersonView
from ehr_tui.errors import InputError
from ehr_tui.screens.field_values import shown_hours
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.services.intents.people import SaveContract


class ContractForm(RecordForm[PersonView]):
    """A new contract has id 0.  Limits left empty are those of the rules."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss"]

    def __init__(self, contract: Contract, *, can_edit: bool) -> None:
        super().__init__()
        self._contract = contract
        self.can_save = can_edit

    def title_words(self) -> str:
        """New or not."""
        return self.t("people.contract" if self._contract.id else "people.new_contract")

    def fields(self) -> Sequence[Field]:
        """What a contract says."""
        return (
            Field("valid_from", "people.valid_from", "people.day_hint", most=12),
            Field("valid_to", "people.valid_to", "people.end_hint", most=12),
            Field(
                "employment",
                "people.employment",
                options=[(kind, self.t(f"employment_kind.{kind.value}")) for kind in EmploymentKind],
            ),
            Field("contractor", "people.contractor", "people.contractor_hint"),
            Field(
                "hours_system",
                "people.hours_system",
                options=[(kind, self.t(f"hours_system.{kind.value}")) for kind in HoursSystem],
            ),
            Field(
                "period",
                "people.period",
                options=[(period, self.t(f"people.period.{period.value}")) for period in Period],
            ),
            Field("approval", "people.approval", "people.approval_hint"),
            Field("approval_to", "people.approval_to", "people.day_hint", most=12),
            Field("max_day_minutes", "people.max_day", "people.limit_hint", most=6),
            Field("max_week_minutes", "people.max_week", "people.limit_hint", most=6),
            Field("max_month_overtime", "people.max_overtime", "people.limit_hint", most=6),
            Field("max_consecutive_days", "people.max_days", "people.limit_hint", most=3),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands; limits in hours."""
        contract = self._contract
        held: dict[str, object] = {
            field.name: getattr(contract if hasattr(contract, field.name) else contract.limits, field.name)
            for field in self.fields()
        }
        for name in ("max_day_minutes", "max_week_minutes", "max_month_overtime"):
            held[name] = shown_hours(getattr(contract.limits, name))
        return held

    async def save(self) -> PersonView:
        """Ask the office to keep it."""
        begin = self.day("valid_from")
        if begin is None:
            raise InputError("people.contract_begin")
        return await self.ask(
            SaveContract(
                Contract(
                    self._contract.id,
                    self._contract.person,
                    begin,
                    self.day("valid_to"),
                    self.choice("employment"),
                    self.text("contractor"),
                    self.choice("hours_system"),
                    self.choice("period"),
                    self.plain_text("approval"),
                    approval_to=self.day("approval_to"),
                    limits=ContractLimits(
                        self.minutes("max_day_minutes"),
                        self.minutes("max_week_minutes"),
                        max_month_overtime=self.minutes("max_month_overtime"),
                        max_consecutive_days=self.number("max_consecutive_days"),
                    ),
                ),
                self._contract if self._contract.id else None,
            )
        )
