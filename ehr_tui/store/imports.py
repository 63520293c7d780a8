"""Imports of the past and what each wrote, so that one act can take it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.views import ImportBatch as Batch
from ehr_tui.store.tables import Account, ImportBatch, ImportChange


@dataclass(frozen=True, slots=True)
class Change:
    """One written row: its kind (person, cell, department, shift_kind), its id, before (None: new) and after."""

    kind: str
    row: int
    before: Any
    after: Any


class ImportsGateway:
    """Reads and writes the imports' book."""

    def add(
        self,
        at: datetime,
        user: int,
        kind: str,
        file_name: str,
        changes: Iterable[Change],
        counts: tuple[int, int],
    ) -> ids.ImportId:
        """Record an import; ``counts`` are (new, changed)."""
        number = int(
            ImportBatch.insert(
                at=at, user=user, kind=kind, file_name=file_name, new=counts[0], changed=counts[1]
            ).execute()
        )
        rows = [
            {"batch": number, "kind": c.kind, "row": c.row, "before": c.before, "after": c.after}
            for c in changes
        ]
        for start in range(0, len(rows), 500):
            ImportChange.insert_many(rows[start : start + 500]).execute()
        return ids.ImportId(number)

    def batches(self) -> tuple[Batch, ...]:
        """All imports, newest first."""
        query = (
            ImportBatch.select(ImportBatch, Account.display_name)
            .join(Account, "LEFT OUTER JOIN", on=(Account.id == ImportBatch.user))
            .order_by(ImportBatch.id.desc())
        )
        return tuple(
            Batch(
                ids.ImportId(row["id"]), row["at"], row["display_name"] or "", row["kind"], row["file_name"],
                row["new"], row["changed"], bool(row["undone"]),
            )
            for row in query.dicts()
        )  # fmt: skip

    def changes(self, batch: int) -> tuple[Change, ...]:
        """What an import wrote, in order."""
        query = ImportChange.select().where(ImportChange.batch == batch).order_by(ImportChange.id)
        return tuple(Change(row.kind, row.row, row.before, row.after) for row in query)

    def mark_undone(self, batch: int) -> None:
        """Note that an import was taken back."""
        ImportBatch.update(undone=1).where(ImportBatch.id == batch).execute()
