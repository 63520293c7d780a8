"""Whether the file itself is whole, in parts that take a moment each."""

from __future__ import annotations

from ehr_tui.store.database import DATABASE_ERRORS
from ehr_tui.store.tables import TABLES, AuditEntry


class FileCheck:
    """Seals and structure of the open file."""

    def pages_sealed(self) -> bool:
        """Whether every page's seal holds; the one part that cannot be cut up: about a second for 300 MB."""
        try:
            return not AuditEntry._meta.database.execute_sql("PRAGMA cipher_integrity_check").fetchall()
        except DATABASE_ERRORS:
            return False

    def tables(self) -> tuple[str, ...]:
        """Names of the tables whose structure can be looked at."""
        return tuple(table._meta.table_name for table in TABLES)

    def table_sound(self, name: str) -> bool:
        """Whether one table's pages, rows and columns are in order."""
        try:
            found = AuditEntry._meta.database.execute_sql(f'PRAGMA quick_check("{name}")').fetchall()
        except DATABASE_ERRORS:
            return False
        return bool(found == [("ok",)])
