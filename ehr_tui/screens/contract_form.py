"""One contract of a person: validity, probation, employment, working-hours system with its permit, agreed limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.types import CSSPathType
from textual.widgets import Input

from ehr_tui.domain.contract_law import contract_remarks
from ehr_tui.domain.contracts import Contract, ContractLimits, EmploymentKind, HoursSystem, Period
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.person_words import COUNT_LIMITS, HOUR_LIMITS
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.screens.words import day_text
from ehr_tui.services.intents.people import OpenPerson, SaveContract
from ehr_tui.widgets.cells import plain_digits

ONE_KIND = re.compile(r"(?P<code>\S*?[^\s\d=:])\s*[=:]?\s*(?P<most>\d{1,2})")
PERMIT = ("period", "approval", "approval_from", "approval_to")


class ContractForm(RecordForm[PersonView]):
    """A new contract has id 0.  Limits left empty are those of the rules."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "contract_form.tcss"]

    def __init__(self, view: PersonView, contract: Contract) -> None:
        super().__init__()
        self._record = view
        self._contract = contract
        self.can_save = view.can_edit

    def title_words(self) -> str:
        """Of whom."""
        what = self.t("people.contract" if self._contract.id else "people.new_contract")
        return self.t("person.of_whom", name=self._record.person.name, what=what)

    def record_key(self) -> str:
        """The person and the contract."""
        return f"{self._record.person.id}:{self._contract.id}"

    @property
    def _former(self) -> Contract | None:
        """For a new contract, the one that a later beginning would end: the last one, while it runs on."""
        if self._contract.id:
            return None
        begin = self._contract.valid_from
        running = [c for c in self._record.contracts if c.valid_to is None or c.valid_to >= begin]
        return max(running, key=lambda c: c.valid_from, default=None)

    # Fields

    def fields(self) -> Sequence[Field]:
        """What a contract says."""
        return (*self._validity(), *self._employment(), *self._limits())

    def _validity(self) -> Sequence[Field]:
        section = "person.section.validity"
        fields = [
            Field("valid_from", "people.valid_from", "person.day_hint", most=12, reads=Reads.DAY, section=section,
                  errors=("contract.overlap", "contract.overlap_open")),
            Field("valid_to", "people.valid_to", "people.end_hint", most=12, reads=Reads.DAY,
                  errors=("people.dates_reversed", "contract.after_leaving")),
        ]  # fmt: skip
        if self._former is not None:
            fields.append(Field("end_former", "person.end_former", tick=True, section=section))
        probation = Field(
            "probation_to",
            "person.probation_to",
            "person.probation_hint",
            most=12,
            reads=Reads.DAY,
            section=section,
            errors=("contract.probation_outside",),
        )
        return [*fields, probation]

    def _employment(self) -> Sequence[Field]:
        t, section = self.t, "person.section.employment"
        kinds = [(kind, t(f"employment_kind.{kind.value}")) for kind in EmploymentKind]
        systems = [(kind, t(f"hours_system.{kind.value}")) for kind in HoursSystem]
        periods = [(period, t(f"people.period.{period.value}")) for period in Period]
        permit = ("contract.no_approval", "contract.approval_without_number")
        return (
            Field("employment", "people.employment", options=kinds, section=section),
            Field("contractor", "people.contractor", "people.contractor_hint", most=60),
            Field("hours_system", "people.hours_system", options=systems),
            Field("period", "person.period", options=periods),
            Field("approval", "people.approval", "people.approval_hint", most=60, errors=permit),
            Field("approval_from", "person.approval_from", "person.day_hint", most=12, reads=Reads.DAY,
                  errors=("contract.approval_elsewhere",)),
            Field("approval_to", "people.approval_to", "person.day_hint", most=12, reads=Reads.DAY),
            Field("day_minutes", "person.day_minutes", "person.day_minutes_hint", most=6, reads=Reads.HOURS),
        )  # fmt: skip

    def _limits(self) -> Sequence[Field]:
        section = "person.section.limits"
        hours = [
            Field(
                name, f"person.limit.{name}", "people.limit_hint", most=6, reads=Reads.HOURS, section=section
            )
            for name in HOUR_LIMITS
        ]
        counts = [
            Field(
                name, f"person.limit.{name}", "people.limit_hint", most=3, reads=Reads.NUMBER, section=section
            )
            for name in COUNT_LIMITS
        ]
        kinds = Field(
            "per_kind",
            "person.limit.per_kind",
            "person.per_kind_hint",
            most=120,
            section=section,
            errors=("contract.no_kind",),
        )
        return (*hours, *counts, kinds)

    def values(self) -> Mapping[str, object]:
        """As it stands; limits in hours."""
        contract, limits = self._contract, self._contract.limits
        held: dict[str, object] = {}
        for field in self.fields():
            if hasattr(limits, field.name):
                held[field.name] = getattr(limits, field.name)
            elif hasattr(contract, field.name):
                held[field.name] = getattr(contract, field.name)
        held["per_kind"] = self.t("format.list_separator").join(
            f"{c} {most}" for c, most in limits.per_kind.items()
        )
        held["end_former"] = True
        return held

    # What the law says, live

    def extra(self) -> ComposeResult:
        """Remarks: what is unusual may still be kept."""
        yield Prose(id="contract-remarks")

    def on_mount(self) -> None:
        """Only what the hours system needs."""
        self.call_after_refresh(self._follow)

    @on(ChoiceLine.Changed)
    def chosen_other(self) -> None:
        """A permit only where the hours system needs one."""
        self._follow()

    @on(Input.Changed)
    def typed_on(self) -> None:
        """Remarks follow the dates."""
        self._remark()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._remark()

    def _follow(self) -> None:
        system = self.choice("hours_system")
        for name in PERMIT:
            needed = system is not HoursSystem.STANDARD and (
                name != "period" or system is HoursSystem.COMPREHENSIVE
            )
            self.line(name).display = needed
        employer = self.choice("employment") in (EmploymentKind.DISPATCHED, EmploymentKind.OUTSOURCED)
        self.line("contractor").display = employer or bool(self.text("contractor"))
        self._remark()

    def _remark(self) -> None:
        lines: list[str] = []
        try:
            contract = self._typed_contract()
        except EhrError:
            contract = None
        if contract is not None:
            for remark in contract_remarks(contract):
                figures = {n: day_text(v) if isinstance(v, date) else v for n, v in remark.figures}
                lines.append("! " + self.t(f"contract.remark.{remark.code}", **figures))
        place = self.query_one("#contract-remarks", Prose)
        place.update("\n".join(lines))
        place.display = bool(lines)

    # Keeping

    def _typed_contract(self) -> Contract:
        begin = self.required("valid_from", self.day("valid_from"))
        system = self.choice("hours_system")
        standing = self._contract
        with_permit = system is not HoursSystem.STANDARD
        return Contract(
            standing.id,
            standing.person,
            begin,
            self.day("valid_to"),
            self.choice("employment"),
            self.text("contractor"),
            system,
            self.choice("period"),
            self.plain_text("approval") if with_permit else "",
            self.day("approval_from") if with_permit else None,
            self.day("approval_to") if with_permit else None,
            self.day("probation_to"),
            self.minutes("day_minutes") or standing.day_minutes,
            ContractLimits(
                **{name: self.minutes(name) for name in HOUR_LIMITS},
                **{name: self.number(name) for name in COUNT_LIMITS},
                per_kind=read_per_kind(self.text("per_kind")),
            ),
        )

    async def save(self) -> PersonView:
        """Ask the office to keep it."""
        end_former = self._former is not None and self.ticked("end_former")
        seen = self._contract if self._contract.id else None
        return await self.ask(SaveContract(self._typed_contract(), seen, end_former))

    def _about(self, error: EhrError) -> str:
        """A minimum above its maximum is said at the minimum, reversed dates at the later one."""
        if error.code == "contract.min_above_max":
            return str(error.params["less"])
        if error.code == "people.dates_reversed" and self.line("approval_to").display:
            with suppress(EhrError):
                if error.params.get("last") == self.day("approval_to"):
                    return "approval_to"
        return super()._about(error)

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = await self.ask(OpenPerson(self._record.person.id))
        found = next((c for c in self._record.contracts if c.id == self._contract.id), None)
        if self._contract.id and found is None:
            raise InputError("contract.not_found")
        self._contract = found or self._contract


def read_per_kind(typed: str) -> dict[str, int]:
    """``N 4, P=6`` as most duties a month of each shift code.  Raises InputError ``contract.per_kind_unclear``."""
    found: dict[str, int] = {}
    for part in re.split(r"[,;\n\u3001\uff0c\uff1b]+", typed):
        text = plain_digits(part).strip()
        if not text:
            continue
        match = re.fullmatch(r"(?P<code>\S+)\s*[=: ]\s*(?P<most>\d{1,2})", text) or ONE_KIND.fullmatch(text)
        if match is None:
            raise InputError("contract.per_kind_unclear", typed=text[:40], field="per_kind")
        found[match["code"].rstrip("=:")] = int(match["most"])
    return found
