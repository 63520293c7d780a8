"""Making a new office: key file, database, starting data, first administrator; all there or nothing there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.clock import Clock
from ehr_tui.domain.entry import OfficePlan
from ehr_tui.domain.views import RoleInfo
from ehr_tui.errors import InputError, StoreError
from ehr_tui.exchange.holidays_cn import calendar_of
from ehr_tui.exchange.retention_data import read_retention
from ehr_tui.exchange.starting_data import StartingData, load_starting_data
from ehr_tui.services.ground import mark_ground, profiles_of
from ehr_tui.services.handlers.accounts import LOGIN
from ehr_tui.services.keys import confirm
from ehr_tui.services.opening import key_path, office_lock
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.place import sync_folder
from ehr_tui.store.store import Store
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.keyfile import KeyFile, write_key_file
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import check_new_password
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import create_slot

FIRST_ROLES = ("administrator", "coordinator")
"""In a small hospital one person begins; more accounts and narrower roles come with the accounts screen."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What an office is founded on."""

    office_id: str
    data_key: Secret
    device_secret: Secret | None
    cost: ArgonCost | None = None

    @property
    def slot_kind(self) -> SlotKind:
        """What the first slot is bound to."""
        return SlotKind.PASSWORD_DEVICE if self.device_secret is not None else SlotKind.PASSWORD_ONLY


def check_plan(path: Path, plan: OfficePlan, kind: SlotKind) -> None:
    """Raise before anything is made."""
    if path.exists():
        raise StoreError("store.exists", file=path.name)
    if not plan.name.strip() or len(plan.name) > 60:
        raise InputError("office.name", limit=60)
    if LOGIN.fullmatch(plan.login.strip().lower()) is None:
        raise InputError("accounts.login", login=plan.login)
    if not plan.display_name.strip():
        raise InputError("accounts.no_name")
    check_new_password(plan.password, kind, plan.login)


def found_office(path: Path, plan: OfficePlan, ground: Ground, clock: Clock) -> None:
    """Make the office.  The database grows under another name and takes its own as the last step.

    Raises InputError, VaultError, StoreError ("store.in_use": another process is making one here).  What a try that
    was interrupted left behind does not hinder the next.
    """
    with office_lock(path, exclusive=True):
        check_plan(path, plan, ground.slot_kind)
        _found(path, plan, ground, clock)


def _found(path: Path, plan: OfficePlan, ground: Ground, clock: Clock) -> None:
    login = plan.login.strip().lower()
    uuid = str(uuid4())
    slot = create_slot(
        user_id=uuid,
        user_name=login,
        kind=ground.slot_kind,
        password=plan.password,
        data_key=ground.data_key,
        device_secret=ground.device_secret,
        cost=ground.cost,
    )
    keyfile = KeyFile(ground.office_id).with_slot(slot).sealed(ground.data_key)
    growing = path.with_name(f"{path.name}-new")
    _remove(growing)
    store = Store.create(growing, ground.data_key.reveal)
    try:
        with store.transaction(write=True):
            lay_ground(store, plan, ground.office_id, clock)
            confirm(store, keyfile)
            account = store.accounts.add(uuid, login, plan.display_name.strip(), None)
            store.accounts.set_assignments(account, [Assignment(role) for role in FIRST_ROLES])
            detail = {"subject": plan.name.strip()}
            store.audit.append(NewEntry(clock.now(), int(account), "CreateOffice", "done", detail))
    except BaseException:
        store.close()
        _remove(growing)
        raise
    store.close()
    for leftover in (key_path(path), path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        put_aside(leftover)
    write_key_file(key_path(path), keyfile)
    growing.rename(path)
    sync_folder(path.parent)


def lay_ground(store: Store, plan: OfficePlan, office_id: str, clock: Clock) -> StartingData:
    """Meta, roles, rules and calendar, which every office needs; and, if wished, the seven posts' data."""
    data = load_starting_data()
    for key, value in (
        ("name", plan.name.strip()),
        ("office_id", office_id),
        ("demo", "1" if plan.demo else "0"),
        ("created", clock.now().isoformat()),
        ("generation", "0"),
    ):
        store.meta.put(key, value)
    for role in data.roles:
        needs = any(scope.value == "departments" for scope in role.grants.values())
        info = RoleInfo(role.code, data.role_names[role.code], data.role_descriptions[role.code], needs)
        store.accounts.save_role(info, dict(role.grants))
    for setting in data.rule_settings.office.values():
        store.organisation.save_rule_setting(setting)
    for (department, _), setting in data.rule_settings.departments.items():
        if plan.starting_data:
            store.organisation.save_rule_setting(setting, department)
    store.organisation.add_missing_codes(data.codes)
    for rule in read_retention():
        store.erasing.save_rule(rule)
    if plan.starting_data:
        store.organisation.insert_starting(data.departments, data.posts, data.kinds, data.demand)
        for profile in profiles_of(data):
            store.organisation.save_profile(profile)
    else:
        common = [k for k in data.kinds if k.department is None]
        store.organisation.insert_starting((), (), common, ())
    mark_ground(store)
    load_calendar(store, clock.today())
    return data


def load_calendar(store: Store, today: date) -> None:
    """Last, this and next year: what rosters of these months need."""
    for year in (today.year - 1, today.year, today.year + 1):
        days, provisional = calendar_of(year)
        store.organisation.load_year(year, days, provisional=provisional)


def put_aside(path: Path) -> None:
    """Keep a file that stands where the office's own will be: it may belong to one that was moved away.

    A key file lost is an office lost, and a log left behind would be taken for the new file's.
    """
    if not path.exists():
        return
    kept = (path.with_name(f"{path.name}.kept-{n}") for n in range(1, 1000))
    free = next(place for place in kept if not place.exists())
    path.rename(free)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
