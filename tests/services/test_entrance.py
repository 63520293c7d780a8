"""Logging in: what lets in, what does not, and what a copied file, a killed program or a moved clock can change."""

from __future__ import annotations

import shutil
import socket
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.entry import Stage
from ehr_tui.errors import VaultError
from ehr_tui.services.intents.accounts import (
    BeginAuthenticator,
    ChangePassword,
    ConfirmAuthenticator,
    ListAccounts,
    ResetUser,
    SetAssignments,
    SetUserActive,
)
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.home import OpenHome
from tests.offices import PASSWORD, Desk, OfficeFolder, code_of
from tests.services.people import RealOffice, refusal

WRONG = "not the password at all"


def fail(office: RealOffice, login: str = "first", times: int = 1) -> None:
    for _ in range(times):
        refusal("vault.login_refused", lambda: office.at.entrance().login(login, WRONG, "000000"))


def attempt(office: RealOffice, login: str = "first") -> Any:
    """The right password, without waiting for the next code."""
    return office.at.entrance().login(login, office.passwords[login], "123456")


def test_password_and_code_let_in(office: RealOffice) -> None:
    desk = office.login()
    assert desk.entered.stage is Stage.READY
    assert desk.entered.office_name == "人事科"
    assert not desk.entered.demo
    assert not desk.entered.protected
    assert {r.zh for r in desk.entered.role_names} == {"管理员", "人事专员"}
    assert desk.do(OpenHome()).office_name == "人事科"
    desk.leave()
    refusal("vault.not_logged_in", lambda: desk.do(OpenHome()))


def test_wrong_password_and_unknown_user_are_told_alike(office: RealOffice) -> None:
    door = office.at.entrance()
    wrong = refusal("vault.login_refused", lambda: door.login("first", WRONG, "123456"))
    unknown = refusal("vault.login_refused", lambda: door.login("nobody", WRONG, "123456"))
    assert (type(wrong), wrong.params) == (type(unknown), unknown.params)
    refusal("vault.code_wrong", lambda: door.login("first", PASSWORD, "000000"))
    refusal("vault.code_needed", lambda: door.login("first", PASSWORD, ""))
    refusal("vault.code_malformed", lambda: door.login("first", PASSWORD, "12345"))


def test_names_and_codes_as_people_type_them(office: RealOffice) -> None:
    code = office.code("first")
    wide = "".join(chr(ord(c) - ord("0") + ord("０")) for c in code)
    Desk(door := office.at.entrance(), door.login(" First ", PASSWORD, f" {wide[:3]} {wide[3:]} ")).leave()


def test_growing_delay_that_restarts_do_not_shorten(office: RealOffice) -> None:
    fail(office, times=5)
    wait = refusal("vault.locked", lambda: attempt(office))
    assert 0 < wait.params["seconds"] <= 30
    office.at.clock.advance(seconds=30)
    fail(office)
    assert refusal("vault.locked", lambda: attempt(office)).params["seconds"] > 20
    office.at.clock.advance(seconds=60)
    office.login().leave()
    fail(office, times=4)  # the count began anew
    office.login().leave()


def test_waiting_attempts_do_not_count(office: RealOffice) -> None:
    fail(office, times=5)
    for _ in range(50):
        refusal("vault.locked", lambda: office.at.entrance().login("first", WRONG, "000000"))
    office.at.clock.advance(seconds=31)
    office.login().leave()


def patiently(office: RealOffice, login: str, times: int) -> None:
    """Wrong passwords, waiting out each delay."""
    for _ in range(times):
        office.at.clock.advance(minutes=16)
        fail(office, login)


def test_twenty_failures_disable_until_an_administrator_helps(office: RealOffice) -> None:
    office.user("second", "clerk")
    patiently(office, "second", 20)
    office.at.clock.advance(days=2)
    refusal("vault.disabled", lambda: office.login("second"))

    admin = office.login()
    user = next(line.user for line in admin.do(ListAccounts()).lines if line.user.login == "second")
    office.passwords["second"] = office.do(admin, ResetUser(user.id)).password
    admin.leave()
    # At once, at the same terminal, without anybody else logging in there first.
    door = office.at.entrance()
    desk = Desk(door, door.login("second", office.passwords["second"], ""))
    assert desk.entered.stage is Stage.ENROLLING
    office.enrol(desk, "second", "second has another password")
    desk.leave()
    office.login("second").leave()


def test_a_reset_helps_at_a_terminal_that_nobody_else_uses(office: RealOffice) -> None:
    """Over SSH everybody has a folder of their own: no administrator ever logs in there."""
    office.user("second", "clerk")
    theirs = OfficeFolder(office.at.folder, office.at.clock)
    theirs_state = office.at.folder / "their-state"

    def door() -> Any:
        entrance = theirs.entrance()
        entrance._device._state_folder = theirs_state
        return entrance

    for _ in range(20):
        office.at.clock.advance(minutes=16)
        refusal("vault.login_refused", lambda: door().login("second", WRONG, "000000"))
    office.at.clock.advance(days=1)
    refusal("vault.disabled", lambda: office.login("second", door()))
    admin = office.login()
    user = next(line.user for line in admin.do(ListAccounts()).lines if line.user.login == "second")
    office.passwords["second"] = office.do(admin, ResetUser(user.id)).password
    admin.leave()
    entrance = door()
    entered = entrance.login("second", office.passwords["second"], "")
    assert entered.stage is Stage.ENROLLING
    entrance.logout()


def test_the_last_administrator_waits_and_is_never_disabled(office: RealOffice) -> None:
    office.login().leave()  # now the terminal knows who that is
    patiently(office, "first", 22)
    refusal("vault.locked", lambda: attempt(office))
    office.at.clock.advance(minutes=16)
    office.login().leave()


def test_wrong_codes_count_in_the_file_on_every_terminal(office: RealOffice) -> None:
    office.user("second", "clerk")
    for n in range(20):
        office.at.clock.advance(minutes=16)
        door = office.at.entrance()
        door._device._state_folder = office.at.folder / f"terminal-{n}"
        refusal("vault.code_wrong", partial(door.login, "second", office.passwords["second"], "000000"))
    office.at.clock.advance(days=1)
    fresh = office.at.entrance()
    fresh._device._state_folder = office.at.folder / "one-more"
    refusal("vault.disabled", lambda: office.login("second", fresh))


def test_an_older_copy_of_the_office_is_noticed(office: RealOffice, tmp_path: Path) -> None:
    """Even the copy from just before the last login; a clerk cannot accept it, an administrator can."""
    office.user("second", "clerk")
    office.login("second").leave()
    before = tmp_path / "before"
    before.mkdir()
    for name in ("office.ehr", "office.ehr-keys"):
        shutil.copy2(office.at.folder / name, before / name)
    office.login("second").leave()
    for name in ("office.ehr", "office.ehr-keys"):
        shutil.copy2(before / name, office.at.folder / name)
    refusal("vault.office_older", lambda: office.login("second"))
    admin = office.login()
    office.user("auditor1", "auditor", by=admin)
    admin.leave()
    audit = office.login("auditor1")
    lines = audit.do(ListAudit(search="office_older")).lines
    audit.leave()
    assert any(line.act == "Login" for line in lines), "accepting it is written down"
    office.login("second").leave()


def test_an_older_copy_does_not_end_a_lockout(office: RealOffice, tmp_path: Path) -> None:
    shutil.copy2(office.at.path, tmp_path / "old.ehr")
    for _ in range(5):
        door = office.at.entrance()
        refusal("vault.code_wrong", partial(door.login, "first", PASSWORD, "000000"))
    shutil.copy2(tmp_path / "old.ehr", office.at.path)
    refusal("vault.locked", lambda: attempt(office))


def test_an_older_state_file_does_not_end_what_the_file_counted(office: RealOffice, tmp_path: Path) -> None:
    shutil.copytree(office.at.state, tmp_path / "state")
    for _ in range(5):
        refusal("vault.code_wrong", lambda: office.at.entrance().login("first", PASSWORD, "000000"))
    shutil.rmtree(office.at.state)
    shutil.copytree(tmp_path / "state", office.at.state)
    refusal("vault.locked", lambda: attempt(office))


def test_a_clock_set_back_is_refused_and_a_recovery_code_helps(office: RealOffice) -> None:
    office.at.clock.advance(days=365 * 4)
    office.login().leave()
    office.at.clock.advance(days=-365 * 4)
    error = refusal("vault.clock_back", office.login)
    assert error.params["minutes"] > 1_000_000
    door = office.at.entrance()
    desk = Desk(door, door.recover("first", office.codes["first"][0]))
    assert desk.entered.stage is Stage.ENROLLING
    office.enrol(desk, "first", "another long password")
    desk.leave()
    office.login().leave()


def test_five_minutes_back_are_no_matter(office: RealOffice) -> None:
    office.login().leave()
    office.at.clock.advance(minutes=-4)
    with pytest.raises(VaultError) as caught:
        office.login()
    assert caught.value.code == "vault.code_reused"  # the step, not the clock
    office.at.clock.advance(minutes=5)
    office.login().leave()


def test_a_recovery_code_works_once_even_with_the_older_key_file(office: RealOffice, tmp_path: Path) -> None:
    shutil.copy2(office.at.folder / "office.ehr-keys", tmp_path / "keys")
    door = office.at.entrance()
    spent = office.codes["first"][0]
    desk = Desk(door, door.recover("first", spent.lower().replace("-", " ")))
    office.enrol(desk, "first", "another long password")
    desk.leave()
    refusal("vault.recovery_refused", lambda: door.recover("first", spent))
    shutil.copy2(tmp_path / "keys", office.at.folder / "office.ehr-keys")
    refusal("vault.keyfile_other", lambda: door.recover("first", spent))


def test_a_code_cannot_be_used_again(office: RealOffice) -> None:
    code = office.code("first")
    door = office.at.entrance()
    Desk(door, door.login("first", PASSWORD, code)).leave()
    again = refusal("vault.code_reused", lambda: door.login("first", PASSWORD, code))
    assert 0 < again.params["seconds"] <= 60
    office.at.clock.advance(seconds=again.params["seconds"])
    office.login().leave()


def test_the_login_code_cannot_sign_and_a_fresh_one_can(office: RealOffice) -> None:
    desk = office.login()
    used = code_of(office.secrets["first"], office.at.clock)
    act = SetAssignments(desk.entered.user.id, desk.entered.user.assignments, desk.entered.user.assignments)
    again = refusal("vault.code_reused", lambda: desk.do(act, used))
    office.at.clock.advance(seconds=again.params["seconds"])
    desk.do(act, code_of(office.secrets["first"], office.at.clock))
    desk.leave()


def test_a_drifting_authenticator_is_learned(office: RealOffice) -> None:
    """Two seconds a day, a login a month: always within one step of what was learned."""
    behind = 0.0
    for _ in range(8):
        office.at.clock.advance(days=15)
        behind += 29
        shown = code_of_at(office, -behind)
        door = office.at.entrance()
        Desk(door, door.login("first", PASSWORD, shown)).leave()


def code_of_at(office: RealOffice, seconds: float) -> str:
    from ehr_tui.vault import totp

    return totp.current_code(office.secrets["first"], office.at.clock.now() + timedelta(seconds=seconds))


def test_an_authenticator_far_off_is_brought_in_by_two_codes(office: RealOffice) -> None:
    office.at.clock.advance(days=1)
    door = office.at.entrance()
    refusal("vault.code_wrong", lambda: door.login("first", PASSWORD, code_of_at(office, 600)))
    pair = code_of_at(office, 600), code_of_at(office, 630)
    Desk(door, door.resync("first", PASSWORD, *pair)).leave()
    office.at.clock.advance(minutes=5)
    Desk(door, door.login("first", PASSWORD, code_of_at(office, 630))).leave()
    office.at.clock.advance(minutes=5)
    far = code_of_at(office, 3600), code_of_at(office, 3630)
    refusal("vault.code_wrong", lambda: door.resync("first", PASSWORD, *far))


def test_the_first_password_runs_out(office: RealOffice) -> None:
    first = office.add("second", Assignment("clerk"))
    office.at.clock.advance(days=8)
    door = office.at.entrance()
    refusal("vault.first_password_expired", lambda: door.login("second", first, ""))
    refusal("vault.first_password_expired", lambda: door.resync("second", first, "123456", "654321"))


def test_who_enrols_can_do_nothing_else(office: RealOffice) -> None:
    first = office.add("second", Assignment("administrator"))
    door = office.at.entrance()
    desk = Desk(door, door.login("second", first, ""))
    assert desk.entered.must_change_password
    assert desk.entered.must_enrol
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    refusal("access.enrolling", lambda: desk.do(ListAccounts()))
    refusal("access.enrolling", lambda: desk.do(SetUserActive(desk.entered.user.id, False), "123456"))
    refusal("vault.password_same", lambda: desk.do(ChangePassword(first, first)))
    refusal("vault.password_short", lambda: desk.do(ChangePassword(first, "short")))
    refusal("vault.login_refused", lambda: desk.do(ChangePassword(WRONG, "second has a password")))
    desk.do(ChangePassword(first, "second has a password"))
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    secret = desk.do(BeginAuthenticator()).secret
    refusal("vault.code_wrong", lambda: desk.do(ConfirmAuthenticator(secret, "000000")))
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    office.passwords["second"] = "second has a password"
    office.enrol(desk, "second")
    assert desk.do(OpenHome()).user.login == "second"
    desk.leave()
    refusal("vault.login_refused", lambda: door.login("second", first, ""))
    office.login("second").leave()


def test_enrolment_left_half_way_goes_on_next_time(office: RealOffice) -> None:
    first = office.add("second", Assignment("clerk"))
    door = office.at.entrance()
    desk = Desk(door, door.login("second", first, ""))
    desk.do(ChangePassword(first, "second has a password"))
    desk.leave()
    desk = Desk(door, door.login("second", "second has a password", ""))
    assert (desk.entered.must_change_password, desk.entered.must_enrol) == (False, True)
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    desk.leave()


def test_after_a_recovery_code_the_old_password_leads_nowhere_tomorrow(office: RealOffice) -> None:
    door = office.at.entrance()
    Desk(door, door.recover("first", office.codes["first"][0])).leave()
    office.at.clock.advance(days=1)
    refusal("vault.first_password_expired", lambda: door.login("first", PASSWORD, ""))
    desk = Desk(door, door.recover("first", office.codes["first"][1]))
    office.enrol(desk, "first", "another long password")
    desk.leave()
    office.login().leave()


def test_a_new_authenticator_needs_a_code_of_the_old(office: RealOffice) -> None:
    """Whoever finds the screen unlocked cannot make the account their own."""
    desk = office.login()
    secret = desk.do(BeginAuthenticator()).secret
    office.at.clock.advance(seconds=30)
    new = ConfirmAuthenticator(secret, code_of(secret, office.at.clock))
    refusal("access.fresh_code", lambda: desk.do(new))
    refusal("vault.code_wrong", lambda: desk.do(new, new.code))
    codes = desk.do(new, code_of(office.secrets["first"], office.at.clock)).codes
    office.secrets["first"] = secret
    desk.leave()
    office.login().leave()
    door = office.at.entrance()
    refusal("vault.recovery_refused", lambda: door.recover("first", office.codes["first"][0]))
    Desk(door, door.recover("first", codes[0])).leave()


def test_a_disabled_user_cannot_enter_or_go_on(office: RealOffice) -> None:
    office.user("second", "coordinator")
    theirs = office.login("second")
    theirs.do(OpenHome())
    admin = office.login()
    office.do(admin, SetUserActive(theirs.entered.user.id, False))
    refusal("access.disabled", lambda: theirs.do(OpenHome()))
    theirs.leave()
    refusal("vault.login_refused", lambda: office.login("second"))
    refusal(
        "vault.recovery_refused", lambda: office.at.entrance().recover("second", office.codes["second"][0])
    )
    office.do(admin, SetUserActive(theirs.entered.user.id, True))
    refusal("vault.login_refused", lambda: office.login("second"))  # the slot is gone until a reset
    admin.leave()


def test_rights_follow_a_change_of_role_at_once(office: RealOffice) -> None:
    office.user("second", "clerk")
    theirs, admin = office.login("second"), office.login()
    refusal("access.no_right", lambda: theirs.do(ListAccounts()))
    user = theirs.entered.user
    auditor = (Assignment("auditor"),)
    office.do(admin, SetAssignments(user.id, auditor, user.assignments))
    assert theirs.do(ListAccounts()).lines
    office.do(admin, SetAssignments(user.id, (Assignment("clerk"),), auditor))
    refusal("access.no_right", lambda: theirs.do(ListAccounts()))
    theirs.leave()
    admin.leave()


def test_a_deputy_may_from_the_first_to_the_last_day(office: RealOffice) -> None:
    office.user("second", "clerk")
    admin = office.login()
    user = office.login("second").entered.user
    day = office.at.clock.today()
    deputy = Assignment(
        "auditor", None, day + timedelta(days=1), day + timedelta(days=2), admin.entered.user.id
    )
    office.do(admin, SetAssignments(user.id, (*user.assignments, deputy), user.assignments))
    admin.leave()
    may = []
    for _ in range(4):
        theirs = office.login("second")
        try:
            may.append(bool(theirs.do(ListAccounts()).lines))
        except Exception:  # noqa: BLE001
            may.append(False)
        theirs.leave()
        office.at.clock.advance(days=1)
    assert may == [False, True, True, False]


def test_two_terminals_with_folders_of_their_own(office: RealOffice) -> None:
    second = office.at.entrance()
    second._device._state_folder = office.at.folder / "second-terminal"
    office.login().leave()
    office.login(door=second).leave()
    office.login().leave()
    office.login(door=second).leave()


def test_who_is_in_the_office_is_seen_and_the_dead_are_forgotten(office: RealOffice) -> None:
    office.user("second", "clerk")
    first, second = office.login(), office.login("second")
    assert first.do(OpenHome()).others == ("Second",)
    assert second.do(OpenHome()).others == ("管理员",)
    second.leave()
    assert first.do(OpenHome()).others == ()
    store = first.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        store.database.execute_sql(
            "INSERT INTO presence VALUES ('t', ?, ?, 4194303, '2026-01-01', '2026-01-01')",
            (int(second.entered.user.id), socket.gethostname()),
        )
    assert first.do(OpenHome()).others == ("Second",)
    first.leave()
    again = office.login()
    assert again.do(OpenHome()).others == ()
    again.leave()
