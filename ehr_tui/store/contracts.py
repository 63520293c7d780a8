"""Contracts: rows ↔ domain values."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ehr_tui.domain import contracts as domain
from ehr_tui.domain import ids
from ehr_tui.store.rows import put
from ehr_tui.store.tables import Contract

_PLAIN = (
    "valid_from", "valid_to", "contractor", "approval", "approval_from", "approval_to", "probation_to", "day_minutes",
)  # fmt: skip


class ContractsGateway:
    """Reads and writes contracts."""

    def of(self, people: Iterable[int]) -> dict[ids.PersonId, tuple[domain.Contract, ...]]:
        """Contracts by person, oldest first."""
        found: dict[ids.PersonId, list[domain.Contract]] = defaultdict(list)
        query = Contract.select().order_by(Contract.valid_from)
        wanted = list(set(people))
        if len(wanted) <= 500:
            query = query.where(Contract.person.in_(wanted))
        for row in query.dicts():
            found[ids.PersonId(row["person"])].append(_contract(row))
        return {person: tuple(values) for person, values in found.items()}

    def ending(self, first: date, last: date) -> tuple[domain.Contract, ...]:
        """Contracts whose last day lies in the span."""
        query = Contract.select().where(Contract.valid_to.between(first, last)).order_by(Contract.valid_to)
        return tuple(_contract(row) for row in query.dicts())

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


def _contract(row: dict[str, Any]) -> domain.Contract:
    return domain.Contract(
        id=ids.ContractId(row["id"]),
        person=ids.PersonId(row["person"]),
        employment=domain.EmploymentKind(row["employment"]),
        hours_system=domain.HoursSystem(row["hours_system"]),
        period=domain.Period(row["period"]),
        limits=domain.ContractLimits(**row["limits"]),
        **{name: row[name] for name in _PLAIN},
    )
