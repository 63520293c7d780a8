"""The gate: what cannot be registered, what is written down, what is not, and what a wrong or missing code does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ehr_tui import logs
from ehr_tui.domain.access import Assignment, Permission, Scope
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import Person
from ehr_tui.domain.roster import CellChange
from ehr_tui.errors import AccessRefused, EhrError, InputError
from ehr_tui.services import registry
from ehr_tui.services.context import Context
from ehr_tui.services.handlers import load_handlers
from ehr_tui.services.intents.accounts import AddUser, ChangePassword, ListAccounts, SaveOwnSettings
from ehr_tui.services.intents.audit import ListAudit, VerifyAudit
from ehr_tui.services.intents.base import Audit, Intent
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveDepartment
from ehr_tui.services.intents.people import OpenPerson, RevealPhone, SavePerson
from ehr_tui.services.intents.roster import EditRoster, OpenRoster
from ehr_tui.store.store import Store
from tests.offices import Desk, OfficeFolder
from tests.services.people import RealOffice, refusal


def inside(desk: Desk) -> Store:
    return desk.door._inside.office.store  # type: ignore[union-attr]


def entries(desk: Desk) -> list[tuple[str, str]]:
    rows = inside(desk).database.execute_sql("SELECT act, outcome FROM audit_entry ORDER BY seq").fetchall()
    return [(act, outcome) for act, outcome in rows]


# What cannot be registered


def test_an_intent_must_say_what_it_needs() -> None:
    class Bare(Intent[None]):
        pass

    class NoScope(Intent[None]):
        permission: ClassVar = Permission.HOME_READ
        audit: ClassVar = Audit.NONE

    class NoAudit(Intent[None]):
        permission: ClassVar = Permission.HOME_READ
        scope: ClassVar = Scope.ALL

    class Wrong(Intent[None]):
        permission: ClassVar = "home.read"  # type: ignore[assignment]
        scope: ClassVar = Scope.ALL
        audit: ClassVar = Audit.NONE

    load_handlers()
    for intent in (Bare, NoScope, NoAudit, Wrong):
        with pytest.raises(TypeError, match=intent.__name__):
            registry.handles(intent)
    with pytest.raises(TypeError, match="has a handler"):
        registry.handles(OpenHome)


# One transaction


@dataclass(frozen=True, slots=True)
class Break(Intent[None]):
    """Writes, then fails as told."""

    error: Any
    permission: ClassVar = Permission.HOME_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"error"})


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    def handler(context: Context, intent: Break) -> None:
        context.store.meta.put("half", "written")
        context.note(half="written")
        context.after_commit(lambda: context.store.meta.put("after", "run"))
        if intent.error is not None:
            raise intent.error

    monkeypatch.setitem(registry.HANDLERS, Break, handler)


@pytest.mark.parametrize("error", [InputError("x.y"), EhrError("x.y"), KeyError("bug"), ZeroDivisionError()])
def test_a_handler_that_fails_has_written_nothing(
    office: RealOffice, breaking: None, error: Exception
) -> None:
    desk = office.login()
    before = entries(desk)
    with pytest.raises(type(error)):
        desk.do(Break(error))
    assert inside(desk).meta.get("half") == inside(desk).meta.get("after") == ""
    assert entries(desk) == before, "no audit either: nothing happened"
    desk.do(Break(None))
    assert inside(desk).meta.get("half") == "written"
    assert entries(desk) == [*before, ("Break", "done")]
    desk.leave()


def test_a_refusal_inside_the_handler_is_audited_though_all_else_is_undone(
    office: RealOffice, breaking: None
) -> None:
    desk = office.login()
    with pytest.raises(AccessRefused):
        desk.do(Break(AccessRefused("access.out_of_reach", right="x")))
    assert inside(desk).meta.get("half") == ""
    assert entries(desk)[-1] == ("Break", "refused")
    desk.leave()


def test_no_audit_no_act(office: RealOffice, breaking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the entry cannot be written, the act does not stand either."""
    desk = office.login()

    def fail(_: Any) -> int:
        raise InputError("audit.broken")

    with monkeypatch.context() as patch:
        patch.setattr(type(inside(desk).audit), "append", lambda self, entry: fail(entry))
        with pytest.raises(InputError):
            desk.do(Break(None))
    assert inside(desk).meta.get("half") == ""
    desk.leave()


def test_looking_is_not_written_down_unless_it_must_be(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    before = len(entries(desk))
    desk.do(OpenHome())
    desk.do(OpenPerson(PersonId(1)))
    desk.do(OpenRoster(DepartmentId(1), desk_month(demo)))
    assert len(entries(desk)) == before
    phone = desk.do(RevealPhone(PersonId(1)))
    assert phone.isdigit()
    assert entries(desk)[before:] == [("RevealPhone", "done")]
    desk.leave()


def desk_month(demo: OfficeFolder) -> Any:
    from ehr_tui.domain.month import Month

    return Month.of(demo.clock.today())


# Fresh codes


def test_a_dangerous_act_asks_for_a_code_and_for_the_right_first(office: RealOffice) -> None:
    office.user("second", "clerk")
    desk, theirs = office.login(), office.login("second")
    add = AddUser("third", "Third", None, (Assignment("clerk"),))
    asked = refusal("access.fresh_code", lambda: desk.do(add))
    assert asked.params == {"act": "AddUser"}
    refusal("access.no_right", lambda: theirs.do(add))
    refusal("access.no_right", lambda: theirs.do(add, "123456"))
    refusal("vault.code_malformed", lambda: desk.do(add, "12 34"))
    assert all(line.user.login != "third" for line in desk.do(ListAccounts()).lines)
    office.do(desk, add)
    assert any(line.user.login == "third" for line in desk.do(ListAccounts()).lines)
    theirs.leave()
    desk.leave()


def test_wrong_codes_count_toward_the_lockout(office: RealOffice) -> None:
    desk = office.login()
    add = AddUser("third", "Third", None, (Assignment("clerk"),))
    for _ in range(5):
        refusal("vault.code_wrong", lambda: desk.do(add, "000000"))
    locked = refusal("vault.locked", lambda: desk.do(add, "000000"))
    assert 0 < locked.params["seconds"] <= 30
    assert entries(desk)[-5:] == [("Proof", "refused")] * 5
    # Also after a restart, and for the login itself.
    desk.leave()
    door = office.at.entrance()
    refusal("vault.locked", lambda: door.login("first", office.passwords["first"], "000000"))
    office.at.clock.advance(minutes=1)
    desk = office.login()
    office.do(desk, add)
    desk.leave()


def test_the_last_administrator_is_delayed_and_never_disabled_by_wrong_codes(office: RealOffice) -> None:
    desk = office.login()
    for _ in range(25):
        office.at.clock.advance(minutes=16)
        refusal(
            "vault.code_wrong", lambda: desk.do(AddUser("x1", "X", None, (Assignment("clerk"),)), "000000")
        )
    office.at.clock.advance(minutes=16)
    office.do(desk, AddUser("third", "Third", None, (Assignment("clerk"),)))
    desk.leave()


def test_a_code_signs_once(office: RealOffice) -> None:
    desk = office.login()
    code = office.code("first")
    desk.do(AddUser("third", "Third", None, (Assignment("clerk"),)), code)
    again = refusal(
        "vault.code_reused", lambda: desk.do(AddUser("fourth", "F", None, (Assignment("clerk"),)), code)
    )
    assert 0 < again.params["seconds"] <= 60
    desk.leave()


def test_a_refused_act_does_not_use_the_code_up(office: RealOffice) -> None:
    office.user("second", "clerk")
    theirs = office.login("second")
    code = office.code("second")
    refusal("access.no_right", lambda: theirs.do(AddUser("third", "Third", None, ()), code))
    theirs.door.unlock(code)
    theirs.leave()


def test_unlocking_the_screen_takes_a_fresh_code(office: RealOffice) -> None:
    desk = office.login()
    refusal("vault.code_wrong", lambda: desk.door.unlock("000000"))
    desk.door.unlock(office.code("first"))
    refusal("vault.code_reused", lambda: desk.door.unlock(code_now(office)))
    desk.leave()


def code_now(office: RealOffice) -> str:
    from tests.offices import code_of

    return code_of(office.secrets["first"], office.at.clock)


# Nothing secret is written down


def bodies(desk: Desk) -> str:
    rows = inside(desk).database.execute_sql(
        "SELECT e.act || ' ' || e.outcome || ' ' || d.body FROM audit_entry e JOIN audit_detail d ON d.seq = e.seq"
    )
    return "\n".join(body for (body,) in rows.fetchall())


def test_no_secret_reaches_audit_or_logs(office: RealOffice, tmp_path: Path) -> None:
    """After a long session full of passwords, codes, secrets and phone numbers."""
    logs.start(tmp_path / "logs", "debug")
    peewee = logging.getLogger("peewee")
    level = peewee.level
    peewee.setLevel(logging.DEBUG)
    try:
        telltale = _long_session(office)
        desk = office.login()
        written = bodies(desk)
        desk.leave()
    finally:
        peewee.setLevel(level)
        logged = "\n".join(
            p.read_text(encoding="utf-8") for p in (tmp_path / "logs").rglob("*") if p.is_file()
        )
        logs.stop()
        logging.captureWarnings(capture=False)
    assert "AddUser" in written
    assert "SavePerson" in written
    assert "ConfirmAuthenticator" in written
    for what, secret in telltale.items():
        assert secret not in written, what
        assert secret not in logged, what


def _long_session(office: RealOffice) -> dict[str, str]:
    told: dict[str, str] = {}
    office.user("second", "clerk")
    told["first password"] = office.passwords["second"]
    desk = office.login()
    view = desk.do(OpenOrganisation(2026))
    home = view.departments[0].id
    mine = Person(PersonId(0), "R9001", "王小明", "", home, None, phone="13912345678")
    kept = desk.do(SavePerson(mine, 0, "13812345678"))
    told["phone"], told["phone in the record"] = "13812345678", "13912345678"
    assert desk.do(RevealPhone(kept.person.id)) == "13812345678"
    refusal(
        "people.phone", lambda: desk.do(SavePerson(kept.person, kept.revision, "none of yours 13712345678"))
    )
    theirs = office.login("second")
    refusal("access.no_right", lambda: theirs.do(SavePerson(mine, 0, "13612345678")))
    told["refused phone"] = "13612345678"
    refusal(
        "vault.login_refused",
        lambda: theirs.do(ChangePassword("a wrong old password", "a fine new password")),
    )
    theirs.do(ChangePassword(office.passwords["second"], "a really fine new password"))
    told["old"], told["new"] = office.passwords["second"], "a really fine new password"
    office.passwords["second"] = told["new"]
    theirs.leave()
    told["secret"] = office.secrets["second"]
    told["recovery"] = office.codes["second"][0]
    door = office.at.entrance()
    recovering = Desk(door, door.recover("second", office.codes["second"][0]))
    office.enrol(recovering, "second", "and a third fine password")
    told["new secret"], told["new recovery"] = office.secrets["second"], office.codes["second"][1]
    told["third"] = "and a third fine password"
    recovering.leave()
    wrong = office.at.entrance()
    refusal("vault.login_refused", lambda: wrong.login("second", "guess number one", "000000"))
    told["guess"] = "guess number one"
    desk.leave()
    return told


def test_secrets_do_not_show_themselves_in_a_traceback() -> None:
    from ehr_tui.services.intents.accounts import ConfirmAuthenticator
    from ehr_tui.services.intents.imports import StaffSource

    shown = repr(
        (
            ChangePassword("old-secret", "new-secret"),
            ConfirmAuthenticator("totp-secret", "code-secret"),
            SavePerson(Person(PersonId(0), "", "", "", None, None), 0, "phone-secret"),
            StaffSource(b"file-secret", "staff.xlsx"),
        )
    )
    assert "ChangePassword" in shown
    assert "secret" not in shown.replace("secret_fields", "")


def test_subjects_and_what_was_changed_are_written_down(office: RealOffice) -> None:
    office.user("auditor1", "auditor")
    desk = office.login()
    view = desk.do(OpenOrganisation(2026))
    department = view.departments[0]
    from dataclasses import replace

    desk.do(SaveDepartment(replace(department, name=Name("改名", "Renamed")), department, 2026))
    desk.do(SaveOwnSettings("en", ""))
    desk.leave()
    audit = office.login("auditor1")
    page = audit.do(ListAudit(search="SaveDepartment"))
    assert [line.subject for line in page.lines] == ["改名"]
    assert "Renamed" in page.lines[0].detail
    assert audit.do(VerifyAudit()).sound
    assert audit.do(ListAudit()).lines[0].act == "VerifyAudit", "who looks at the audit is in it too"
    assert len(audit.do(ListAudit(limit=3)).lines) == 3
    older = audit.do(ListAudit(before_number=3)).lines
    assert [line.number for line in older] == [2, 1]
    audit.leave()


# The cache


def test_what_was_remembered_is_forgotten_when_another_process_writes(demo: OfficeFolder) -> None:
    first, second = demo.enter("hr"), demo.enter("hr")
    month = desk_month(demo).next()
    sheet = first.do(OpenRoster(DepartmentId(1), month))
    row = sheet.rows[0]
    kind = next(
        k for k in sheet.kinds if k.id != (row.cells[4].entries or (Entry(sheet.kinds[0].id),))[0].kind
    )
    change = CellChange(row.person, month.days[4], row.cells[4].seen, (Entry(kind.id, row.post),))
    version = first.door.data_version()
    second.do(EditRoster(DepartmentId(1), month, (change,), "reason"))
    assert first.door.data_version() != version
    again = first.do(OpenRoster(DepartmentId(1), month))
    assert [e.kind for e in again.rows[0].cells[4].entries] == [kind.id]
    assert again == _same_but_steps(second.do(OpenRoster(DepartmentId(1), month)), again)
    first.leave()
    second.leave()


def _same_but_steps(sheet: Any, like: Any) -> Any:
    from dataclasses import replace

    return replace(sheet, data_version=like.data_version)


def test_a_failed_write_does_not_stay_in_memory(office: RealOffice, breaking: None) -> None:
    """What a handler read of its own unfinished writing must not outlive it."""
    desk = office.login()
    cache = desk.door._inside.office._cache  # type: ignore[union-attr]
    desk.do(OpenHome())
    assert cache.values
    with pytest.raises(InputError):
        desk.do(Break(InputError("x.y")))
    assert not cache.values
    desk.leave()
