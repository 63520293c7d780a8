"""Imports of the past and what each wrote, so that one act can take it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.import_views import ImportBatch as Batch
from ehr_tui.store.bulk import insert_rows
from ehr_tui.store.tables import Account, ImportBatch, ImportChange, SheetMapping


@dataclass(frozen=True, slots=True)
class Change:
    """One written row: its kind (record, cells, department, shift_kind …), its id, before (None: new) and after."""

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
        rows = [(number, c.kind, c.row, c.before, c.after) for c in changes]
        insert_rows(ImportChange, ("batch", "kind", "row", "before", "after"), rows)
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

    def recall(self, kind: str, header: str) -> Any:
        """What was decided for a sheet of this shape; None when nothing was."""
        row = (
            SheetMapping.select(SheetMapping.mapping)
            .where((SheetMapping.kind == kind) & (SheetMapping.header == header))
            .tuples()
            .first()
        )
        return row[0] if row else None

    def remember(self, at: datetime, kind: str, header: str, mapping: Any) -> None:
        """Keep what was decided for sheets of this shape; an empty decision is forgotten."""
        where = (SheetMapping.kind == kind) & (SheetMapping.header == header)
        SheetMapping.delete().where(where).execute()
        if mapping:
            SheetMapping.insert(kind=kind, header=header, mapping=mapping, at=at).execute()
