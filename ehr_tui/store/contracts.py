"""Contracts: rows ↔ domain values."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from ehr_tui.domain import contracts as domain
from ehr_tui.domain import ids
from ehr_tui.store.rows import among, day_of, plain_rows, put
from ehr_tui.store.tables import Contract

_PLAIN = (
    "valid_from", "valid_to", "contractor", "approval", "approval_from", "approval_to", "probation_to", "day_minutes",
)  # fmt: skip

_COLUMNS = (
    Contract.id, Contract.person, Contract.valid_from, Contract.valid_to, Contract.employment, Contract.contractor,
    Contract.hours_system, Contract.period, Contract.approval, Contract.approval_from, Contract.approval_to,
    Contract.probation_to, Contract.day_minutes, Contract.limits,
)  # fmt: skip


class ContractsGateway:
    """Reads and writes contracts."""

    def of(self, people: Iterable[int]) -> dict[ids.PersonId, tuple[domain.Contract, ...]]:
        """Contracts by person, oldest first."""
        found: dict[ids.PersonId, list[domain.Contract]] = defaultdict(list)
        query = Contract.select(*_COLUMNS).order_by(Contract.valid_from)
        for row in plain_rows(query.where(among(Contract.person, list(set(people))))):
            contract = _contract(row)
            found[contract.person].append(contract)
        return {person: tuple(values) for person, values in found.items()}

    def ending(self, first: date, last: date) -> tuple[domain.Contract, ...]:
        """Contracts whose last day lies in the span."""
        query = Contract.select(*_COLUMNS).where(Contract.valid_to.between(first, last))
        return tuple(_contract(row) for row in plain_rows(query.order_by(Contract.valid_to)))

    def save(self, contract: domain.Contract) -> ids.ContractId:
        """Add (id 0) or change."""
        values: dict[str, Any] = {name: getattr(contract, name) for name in _PLAIN}
        values |= {
            "person": contract.person,
            "employment": contract.employment.value,
            "hours_system": contract.hours_system.value,
            "period": contract.period.value,
            "limits": limits_values(contract.limits),
        }
        return ids.ContractId(put(Contract, int(contract.id), values))

    def remove(self, contract: int) -> None:
        """Take a contract out (undo of an import)."""
        Contract.delete().where(Contract.id == contract).execute()


def limits_values(limits: domain.ContractLimits) -> dict[str, Any]:
    """Limits as the file keeps them: only those that are set."""
    named = {f.name: getattr(limits, f.name) for f in dataclasses.fields(limits)}
    values = {name: value for name, value in named.items() if value is not None and name != "per_kind"}
    return values | ({"per_kind": dict(limits.per_kind)} if limits.per_kind else {})


def _contract(row: tuple[Any, ...]) -> domain.Contract:
    (
        number, person, first, last, employment, contractor, system, period, approval, permit_first, permit_last,
        probation, minutes, limits,
    ) = row  # fmt: skip
    return domain.Contract(
        id=ids.ContractId(number),
        person=ids.PersonId(person),
        valid_from=cast("date", day_of(first)),
        valid_to=day_of(last),
        employment=domain.EmploymentKind(employment),
        contractor=contractor,
        hours_system=domain.HoursSystem(system),
        period=domain.Period(period),
        approval=approval,
        approval_from=day_of(permit_first),
        approval_to=day_of(permit_last),
        probation_to=day_of(probation),
        day_minutes=minutes,
        limits=domain.NO_LIMITS if limits == "{}" else domain.ContractLimits(**json.loads(limits)),
    )
