"""One open office file with all its gateways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ehr_tui.errors import StoreError
from ehr_tui.store import schema
from ehr_tui.store.accounts import AccountsGateway
from ehr_tui.store.audit import AuditGateway, chain_key
from ehr_tui.store.callouts import CalloutsGateway
from ehr_tui.store.cells import CellsGateway
from ehr_tui.store.contacts import ContactsGateway
from ehr_tui.store.contracts import ContractsGateway
from ehr_tui.store.database import CACHE_MIB, DATABASE_ERRORS, EncryptedDatabase, translate
from ehr_tui.store.erasing import ErasingGateway
from ehr_tui.store.imported import ImportedGateway
from ehr_tui.store.imports import ImportsGateway
from ehr_tui.store.leaving import LeavingGateway
from ehr_tui.store.merging import MergingGateway
from ehr_tui.store.meta import MetaGateway
from ehr_tui.store.organisation import OrganisationGateway
from ehr_tui.store.people import PeopleGateway
from ehr_tui.store.personal import PersonalGateway
from ehr_tui.store.place import create_empty, refuse_unusable
from ehr_tui.store.records import RecordsGateway
from ehr_tui.store.restrictions import RestrictionsGateway
from ehr_tui.store.roster import RosterGateway
from ehr_tui.store.tables import TABLES


class Store:
    """The gateways of one file.  Lives on the thread that opened it."""

    def __init__(self, database: EncryptedDatabase, data_key: bytes) -> None:
        self.database = database
        self._version = self._head = self._news = 0
        self.meta = MetaGateway()
        self.organisation = OrganisationGateway()
        self.people = PeopleGateway()
        self.contracts = ContractsGateway()
        self.contacts = ContactsGateway()
        self.restrictions = RestrictionsGateway()
        self.leaving = LeavingGateway()
        self.merging = MergingGateway()
        self.erasing = ErasingGateway()
        self.records = RecordsGateway(self.people, self.contracts)
        self.roster = RosterGateway()
        self.callouts = CalloutsGateway()
        self.cells = CellsGateway()
        self.accounts = AccountsGateway()
        self.imports = ImportsGateway()
        self.imported = ImportedGateway()
        self.personal = PersonalGateway()
        self.audit = AuditGateway(chain_key(data_key))

    @classmethod
    def open(cls, path: Path, data_key: Callable[[], bytes], cache_mib: int = CACHE_MIB) -> Store:
        """Open an office's file that is up to date; ``cache_mib`` is how much of it stays decrypted in memory.

        Raises StoreError: missing, empty, cut short, plain, read-only, on a network, not this key, newer than the
        program ("store.newer"), older ("store.needs_migration": the caller migrates under the exclusive lock).
        """
        refuse_unusable(path)
        maintenance = EncryptedDatabase(path, data_key, maintenance=True)
        try:
            maintenance.connect()
            waiting = schema.pending(maintenance)
        except DATABASE_ERRORS as error:
            raise translate(error, path) from error
        finally:
            maintenance.close()
        if waiting:
            raise StoreError("store.needs_migration", schema=waiting[0])
        database = EncryptedDatabase(path, data_key, cache_mib=cache_mib)
        database.connect()
        return cls(database, data_key())

    @classmethod
    def create(cls, path: Path, data_key: Callable[[], bytes]) -> Store:
        """Make a new file with all tables, whole or not at all; never over an existing one."""
        create_empty(path)
        try:
            return cls._filled(path, data_key)
        except BaseException:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            raise

    @classmethod
    def _filled(cls, path: Path, data_key: Callable[[], bytes]) -> Store:
        maintenance = EncryptedDatabase(path, data_key, maintenance=True)
        try:
            maintenance.connect()
            schema.create_schema(maintenance)
        except DATABASE_ERRORS as error:
            raise translate(error, path) from error
        finally:
            maintenance.close()
        return cls.open(path, data_key)

    def activate(self) -> None:
        """Bind the tables to this file; needed when a process holds several (tests do)."""
        if TABLES[0]._meta.database is not self.database:
            self.database.bind(TABLES)

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[None]:
        """Run inside one transaction: all or nothing.  Writers take the lock at once.

        Database failures surface as StoreError.
        """
        self.activate()
        try:
            with self.database.atomic("IMMEDIATE" if write else "DEFERRED"):
                yield
        except DATABASE_ERRORS as error:
            raise translate(error, self.database.path) from error

    def data_version(self) -> int:
        """Changes when another connection committed; this connection's own commits do not count."""
        return int(self.database.execute_sql("PRAGMA data_version").fetchone()[0])

    def news(self) -> int:
        """Grows when another connection wrote something that stands in the audit; drafts and views do not.

        Both figures are of one moment: an entry cannot come between them unseen.
        """
        with self.transaction(write=False):
            head = self.audit.head()[0]
            version = self.data_version()
        if version != self._version and head != self._head:
            self._news += 1
        self._version, self._head = version, head
        return self._news

    def integrity(self) -> bool:
        """Both checks of the file: every page's seal, and the structure."""
        try:
            broken = self.database.execute_sql("PRAGMA cipher_integrity_check").fetchall()
            structure = self.database.execute_sql("PRAGMA integrity_check").fetchall()
        except DATABASE_ERRORS:
            return False
        return not broken and structure == [("ok",)]

    def close(self) -> None:
        """Close the file."""
        self.database.close()
