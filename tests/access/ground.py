"""Who may do what: the ground (accounts, audit, home, imports, organisation, rosters)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, ImportId, PostId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.roster import CellChange
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.services.intents import accounts, audit, home, imports, organisation, roster
from ehr_tui.services.intents.base import Intent
from tests.access.house import House, someone
from tests.offices import code_of

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    accounts.ListAccounts:          "yes  no no      no  no     no     no    yes",
    accounts.AddUser:               "yes  no no      no  no     no     no    no",
    accounts.SetAssignments:        "yes  no no      no  no     no     no    no",
    accounts.SetUserActive:         "yes  no no      no  no     no     no    no",
    accounts.ResetUser:             "yes  no no      no  no     no     no    no",
    accounts.ChangePassword:        "yes  yes yes    yes yes    yes    yes   yes",
    accounts.BeginAuthenticator:    "yes  yes yes    yes yes    yes    yes   yes",
    accounts.ConfirmAuthenticator:  "yes  yes yes    yes yes    yes    yes   yes",
    accounts.SaveOwnSettings:       "yes  yes yes    yes yes    yes    yes   yes",
    audit.ListAudit:                "no   no no      no  no     no     no    yes",
    audit.VerifyAudit:              "no   no no      no  no     no     no    yes",
    home.OpenHome:                  "yes  yes yes    yes yes    yes    yes   yes",
    imports.PreviewImport:          "no   yes no     no  no     no     no    no",
    imports.ApplyImport:            "no   yes no     no  no     no     no    no",
    imports.ListImports:            "no   yes no     no  no     no     no    no",
    imports.UndoImport:             "no   yes no     no  no     no     no    no",
    organisation.OpenOrganisation:  "yes  yes yes    yes yes    yes    no    yes",
    organisation.SaveDepartment:    "yes  yes no     no  no     no     no    no",
    organisation.SavePost:          "yes  yes no     no  no     no     no    no",
    organisation.SaveShiftKind:     "yes  yes no     no  no     no     no    no",
    organisation.SaveDemand:        "yes  yes no     no  no     no     no    no",
    organisation.SaveCalendarDay:   "yes  yes no     no  no     no     no    no",
    organisation.LoadHolidays:      "yes  yes no     no  no     no     no    no",
    roster.ListRosters:             "no   yes yes    yes yes    yes    yes   yes",
    roster.OpenRoster:              "no   yes yes    yes no     no     yes   yes",
    roster.EditRoster:              "no   yes yes    yes no     no     no    no",
    roster.UndoEdit:                "no   yes yes    yes no     no     no    no",
    roster.RedoEdit:                "no   yes yes    yes no     no     no    no",
    roster.PublishRoster:           "no   yes yes    yes no     no     no    no",
    roster.ExplainCell:             "no   yes yes    yes no     no     no    yes",
}  # fmt: skip

NOT_FOR_WANT_OF_RIGHTS = {
    roster.PublishRoster: {"roster.no_override_right"},  # a planted forbidden state needs the coordinator
    imports.UndoImport: {"imports.undone_already"},
}
"""Where an allowed act may still fail, and how."""


def example_change_password(house: House, persona: str) -> Intent[Any]:
    old, new = house.passwords[persona], f"{persona} takes password {house.next()}"
    if "yes" in MATRIX[accounts.ChangePassword]:
        house.passwords[persona] = new
    return accounts.ChangePassword(old, new)


def example_confirm(house: House, persona: str) -> Intent[Any]:
    secret = house.desks[persona].do(accounts.BeginAuthenticator()).secret
    return accounts.ConfirmAuthenticator(secret, code_of(secret, house.folder.clock))


def example_assign(house: House, persona: str) -> Intent[Any]:
    standing = next(
        line.user
        for line in house.desks["admin"].do(accounts.ListAccounts()).lines
        if line.user.id == house.spare
    )
    return accounts.SetAssignments(house.spare, (Assignment("auditor"),), standing.assignments)


def staff(house: House, persona: str) -> imports.StaffSource:
    text = f"工号,姓名,科室\nM{house.next():04},赵一{'二三四五六七八九十'[house.count % 9]},检验科\n"
    return imports.StaffSource(text.encode(), "staff.csv")


def example_undo_import(house: House, persona: str) -> Intent[Any]:
    done = house.desks["hr"].do(imports.ApplyImport(staff(house, persona)))
    return imports.UndoImport(done.batch or ImportId(0))


def example_kind(house: House, persona: str) -> Intent[Any]:
    number = house.next()
    kind = ShiftKind(0, f"X{number}", "XYZUVQ6789"[number % 10], Name("试", "Try"), DutyClass.LEAVE, None)  # type: ignore[arg-type]
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    taken = {k.key.upper() for k in view.kinds}
    free = next(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" if c not in taken)
    return organisation.SaveShiftKind(replace(kind, key=free), None, 2026)


def example_demand(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(organisation.OpenOrganisation(2026))
    standing = next(d for d in view.demand if d.department == house.lab)
    value = replace(standing, minimum=standing.minimum)
    return organisation.SaveDemand(value, standing, 2026)


def example_edit(house: House, persona: str) -> Intent[Any]:
    sheet = house.sheet()
    row = sheet.rows[3]
    rest = next(k for k in sheet.kinds if k.duty_class is DutyClass.LEAVE)
    other = next(k for k in sheet.kinds if k.duty_class is DutyClass.REST)
    cell = row.cells[10]
    kind = other if cell.entries == (Entry(rest.id),) else rest
    return roster.EditRoster(
        house.lab, house.draft, (CellChange(row.person, house.draft.days[10], cell.seen, (Entry(kind.id),)),)
    )


def example_undo(house: House, persona: str) -> Intent[Any]:
    if persona in ("hr", "manager", "lab"):
        house.desks[persona].do(example_edit(house, persona))
    return roster.UndoEdit(house.lab, house.draft)


def example_redo(house: House, persona: str) -> Intent[Any]:
    if persona in ("hr", "manager", "lab"):
        house.desks[persona].do(example_undo(house, persona))
    return roster.RedoEdit(house.lab, house.draft)


def example_publish(house: House, persona: str) -> Intent[Any]:
    return roster.PublishRoster(house.lab, house.draft, house.sheet().version, "the reason")


EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    accounts.ListAccounts: lambda h, p: accounts.ListAccounts(),
    accounts.AddUser: lambda h, p: accounts.AddUser(
        f"user{h.next()}", "Somebody", None, (Assignment("clerk"),)
    ),
    accounts.SetAssignments: example_assign,
    accounts.SetUserActive: lambda h, p: accounts.SetUserActive(h.spare, False),
    accounts.ResetUser: lambda h, p: accounts.ResetUser(h.spare),
    accounts.ChangePassword: example_change_password,
    accounts.BeginAuthenticator: lambda h, p: accounts.BeginAuthenticator(),
    accounts.ConfirmAuthenticator: example_confirm,
    accounts.SaveOwnSettings: lambda h, p: accounts.SaveOwnSettings("zh_CN", ""),
    audit.ListAudit: lambda h, p: audit.ListAudit(),
    audit.VerifyAudit: lambda h, p: audit.VerifyAudit(),
    home.OpenHome: lambda h, p: home.OpenHome(),
    imports.PreviewImport: lambda h, p: imports.PreviewImport(staff(h, p)),
    imports.ApplyImport: lambda h, p: imports.ApplyImport(staff(h, p)),
    imports.ListImports: lambda h, p: imports.ListImports(),
    imports.UndoImport: example_undo_import,
    organisation.OpenOrganisation: lambda h, p: organisation.OpenOrganisation(2026),
    organisation.SaveDepartment: lambda h, p: organisation.SaveDepartment(
        Department(DepartmentId(0), f"d{h.next()}", Name("新科室", "New")), None, 2026
    ),
    organisation.SavePost: lambda h, p: organisation.SavePost(
        Post(PostId(0), f"p{h.next()}", Name("新岗位", "New"), h.lab), None, 2026
    ),
    organisation.SaveShiftKind: example_kind,
    organisation.SaveDemand: example_demand,
    organisation.SaveCalendarDay: lambda h, p: organisation.SaveCalendarDay(date(2026, 11, 28), None),
    organisation.LoadHolidays: lambda h, p: organisation.LoadHolidays(2026),
    roster.ListRosters: lambda h, p: roster.ListRosters(),
    roster.OpenRoster: lambda h, p: roster.OpenRoster(h.lab, h.draft.previous()),
    roster.EditRoster: example_edit,
    roster.UndoEdit: example_undo,
    roster.RedoEdit: example_redo,
    roster.PublishRoster: example_publish,
    roster.ExplainCell: lambda h, p: roster.ExplainCell(h.lab, someone(h), h.draft.days[3]),
}
"""How an intent is asked in the demo office by a persona, so that nothing but rights can stand against it."""
