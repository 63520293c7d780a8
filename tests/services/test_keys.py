"""A change of the key file that is cut off anywhere leaves exactly one password that works, and rights as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.entry import Stage
from ehr_tui.errors import EhrError, VaultError
from ehr_tui.services import keys
from ehr_tui.services.intents.accounts import (
    AddUser,
    BeginAuthenticator,
    ChangePassword,
    ConfirmAuthenticator,
    ListAccounts,
    ResetUser,
    SetUserActive,
)
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.vault.keyfile import key_file_lock
from tests.offices import PASSWORD, Desk, code_of
from tests.services.people import RealOffice, refusal

NEW = "a completely new password"


def disk_full(*_: Any) -> None:
    raise VaultError("vault.disk_full", folder="x", file="y")


class PowerCut(BaseException):
    """Nothing after it runs."""


def works(office: RealOffice, login: str, password: str) -> bool:
    office.passwords[login] = password
    try:
        office.login(login).leave()
    except VaultError as error:
        assert error.code in ("vault.login_refused", "vault.code_needed")
        return False
    return True


def before_writing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(keys, "write_key_file", fail)


def after_writing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(keys, "confirm", fail)


@pytest.mark.parametrize(
    ("cut", "left"),
    [(before_writing, PASSWORD), (after_writing, NEW)],
    ids=["before writing", "after writing"],
)
@pytest.mark.parametrize("error", [VaultError("vault.disk_full"), PowerCut()], ids=["full disk", "power cut"])
def test_one_password_is_left(
    office: RealOffice,
    monkeypatch: pytest.MonkeyPatch,
    cut: Callable[[pytest.MonkeyPatch, BaseException], None],
    left: str,
    error: BaseException,
) -> None:
    desk = office.login()
    with monkeypatch.context() as patch:
        cut(patch, error)
        with pytest.raises(type(error)):
            desk.do(ChangePassword(PASSWORD, NEW))
    desk.leave()
    assert [p for p in (PASSWORD, NEW) if works(office, "first", p)] == [left]
    # And the next change goes through.
    office.passwords["first"] = left
    desk = office.login()
    desk.do(ChangePassword(left, "and one more password"))
    desk.leave()
    assert works(office, "first", "and one more password")


def test_a_first_password_that_could_not_be_changed_must_still_be(
    office: RealOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the slip of paper would go on opening the office."""
    first = office.add("second", Assignment("clerk"))
    door = office.at.entrance()
    desk = Desk(door, door.login("second", first, ""))
    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_key_file", disk_full)
        refusal("vault.disk_full", lambda: desk.do(ChangePassword(first, NEW)))
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    desk.leave()
    entered = door.login("second", first, "")
    assert entered.must_change_password
    door.logout()
    office.at.clock.advance(days=8)
    refusal("vault.first_password_expired", lambda: door.login("second", first, ""))


def test_an_enrolment_that_could_not_be_kept_is_none(
    office: RealOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.add("second", Assignment("clerk"))
    door = office.at.entrance()
    desk = Desk(door, door.login("second", first, ""))
    desk.do(ChangePassword(first, NEW))
    secret = desk.do(BeginAuthenticator()).secret
    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_key_file", disk_full)
        refusal(
            "vault.disk_full", lambda: desk.do(ConfirmAuthenticator(secret, code_of(secret, office.at.clock)))
        )
    refusal("access.enrolling", lambda: desk.do(OpenHome()))
    office.passwords["second"] = NEW
    office.enrol(desk, "second")
    desk.leave()
    assert works(office, "second", NEW)


def test_a_reset_that_could_not_be_written_leaves_the_user_as_they_were(
    office: RealOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old password must not lead to a new authenticator."""
    office.user("second", "clerk")
    admin = office.login()
    user = next(line.user for line in admin.do(ListAccounts()).lines if line.user.login == "second")
    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_key_file", disk_full)
        refusal("vault.disk_full", lambda: office.do(admin, ResetUser(user.id)))
    door = office.at.entrance()
    refusal("vault.code_needed", lambda: door.login("second", office.passwords["second"], ""))
    assert works(office, "second", office.passwords["second"])
    first = office.do(admin, ResetUser(user.id)).password
    refusal("vault.login_refused", lambda: door.login("second", office.passwords["second"], ""))
    assert door.login("second", first, "").stage is Stage.ENROLLING
    door.logout()
    admin.leave()


def test_a_user_without_a_slot_counts_as_no_administrator(
    office: RealOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = office.login()
    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_key_file", disk_full)
        ghost = AddUser("ghost", "Ghost", None, (Assignment("administrator"),))
        refusal("vault.disk_full", lambda: office.do(admin, ghost))
    lines = {line.user.login: line.user for line in admin.do(ListAccounts()).lines}
    assert not lines["ghost"].has_key
    office.add("third", Assignment("administrator"), by=admin)
    third = {line.user.login: line.user for line in admin.do(ListAccounts()).lines}["third"]
    office.do(admin, SetUserActive(third.id, False))
    admin.leave()


def test_two_who_change_keys_at_once(office: RealOffice) -> None:
    """Who comes second is told at once, and the first is not kept from finishing."""
    desk = office.login()
    with key_file_lock(office.at.folder / "office.ehr-keys"):
        refusal("vault.file_busy", lambda: desk.do(ChangePassword(PASSWORD, NEW)))
    desk.do(ChangePassword(PASSWORD, NEW))
    desk.leave()
    assert works(office, "first", NEW)


def test_first_passwords_are_strong_and_readable(office: RealOffice) -> None:
    made = {keys.first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password)


def test_an_other_key_file_is_refused_before_anything_is_changed(office: RealOffice) -> None:
    """Changing a key file that is not the office's own would make it the office's own."""
    desk = office.login()
    keys_file = office.at.folder / "office.ehr-keys"
    good = keys_file.read_bytes()
    keys_file.write_bytes(good.replace(b'"generation":', b'"generation":1'))
    with pytest.raises(EhrError):
        desk.do(ChangePassword(PASSWORD, NEW))
    keys_file.write_bytes(good)
    desk.leave()
    assert works(office, "first", PASSWORD)
