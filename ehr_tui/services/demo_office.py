"""The demo office as a file: invented people, open passwords, marked as a demo everywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from ehr_tui import paths
from ehr_tui.demo.office import DemoOffice, demo_office
from ehr_tui.domain.clock import Clock
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.entry import OfficePlan
from ehr_tui.i18n import t
from ehr_tui.services.creation import lay_ground
from ehr_tui.services.entrance import DEMO_OFFICE_ID
from ehr_tui.services.handlers.people import search_text
from ehr_tui.services.keys import confirm
from ehr_tui.services.opening import key_path, office_lock
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.keyfile import KeyFile, write_key_file
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import create_slot


def make_demo(
    path: Path, clock: Clock, progress: Callable[[str], None], state_folder: Path | None = None
) -> None:
    """Make a fresh demo office, replacing an older one.

    Its slots cost the least that is accepted and need no device secret: there is nothing in it to protect.
    Raises StoreError "store.in_use" while somebody has the older one open.
    """
    with ExitStack() as held:
        held.enter_context(office_lock(path, exclusive=True))
        _forget(path, state_folder or paths.state_dir())
        progress("people")
        content = demo_office(clock.today())
        data_key = Secret.random()
        progress("file")
        uuids = [str(uuid4()) for _ in content.users]
        keyfile = _key_file(content, uuids, data_key)
        store = Store.create(path, data_key.reveal)
        held.callback(store.close)
        with store.transaction(write=True):
            _fill(store, content, uuids, clock)
            confirm(store, keyfile)
        write_key_file(key_path(path), keyfile)


def _key_file(content: DemoOffice, uuids: list[str], data_key: Secret) -> KeyFile:
    file = KeyFile(DEMO_OFFICE_ID)
    for uuid, demo in zip(uuids, content.users, strict=True):
        slot = create_slot(
            user_id=uuid,
            user_name=demo.user.login,
            kind=SlotKind.PASSWORD_ONLY,
            password=demo.password,
            data_key=data_key,
            cost=ArgonCost.FLOOR,
        )
        file = file.with_slot(slot)
    return file.sealed(data_key)


def _fill(store: Store, content: DemoOffice, uuids: list[str], clock: Clock) -> None:
    plan = OfficePlan(content.name.zh, "", "", "", starting_data=True, demo=True)
    lay_ground(store, plan, DEMO_OFFICE_ID, clock)
    for standing in store.organisation.demand():
        store.organisation.remove_demand(standing.id)
    store.organisation.insert_starting((), (), (), content.demand)
    for person in content.people:
        phone, details = content.phones.get(person.id, ""), content.details.get(person.id)
        store.people.save(replace(person, phone=""), search_text(person), phone, details)
    for contract in content.contracts:
        store.contracts.save(contract)
    for holder, (contact, phone) in content.contacts.items():
        store.contacts.save(int(holder), contact, phone)
    for restriction in content.restrictions:
        store.restrictions.save(restriction)
    publisher = 0
    for uuid, demo in zip(uuids, content.users, strict=True):
        account = store.accounts.add(
            uuid, demo.user.login, demo.user.display_name, demo.user.person, totp_secret=demo.totp_secret
        )
        store.accounts.set_assignments(account, demo.user.assignments)
        if any(a.role == "coordinator" for a in demo.user.assignments):
            publisher = int(account)
    _begin_leavings(store, content, clock, publisher)
    for month, duties in content.duties_by_month.items():
        for department in content.starting.departments:
            rows = [(int(d.person), d.day, d.entry) for d in duties if d.department == department.id]
            store.roster.insert_many(int(department.id), rows)
            store.roster.ensure(department.id, month)
            if month == content.published:
                store.roster.publish(department.id, month, clock.now(), publisher, "")
    store.audit.append(NewEntry(clock.now(), None, "CreateOffice", "done", {"subject": t("app.demo")}))


def _begin_leavings(store: Store, content: DemoOffice, clock: Clock, by: int) -> None:
    """The list of whoever leaves, with what is done already."""
    items = [c.code for c in store.organisation.codes() if c.list is CodeList.LEAVING_ITEM]
    for person in content.people:
        if person.leave_date is None:
            continue
        number, now = int(person.id), clock.now()
        store.leaving.begin(number, person.leave_date, content.leaving_reason, now, by, items, {})
        for item in content.leaving_done:
            store.leaving.settle(number, item, now, by, "")


def _forget(path: Path, state_folder: Path) -> None:
    """An older demo office and what this terminal remembers of it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-keys"):
        with suppress(FileNotFoundError):
            path.with_name(name).unlink()
    for file in state_folder.glob(f"{DEMO_OFFICE_ID}.*"):
        file.unlink(missing_ok=True)
