"""The history of a record, read from the audit alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ehr_tui.audit_words import change_words
from ehr_tui.domain.audit_views import RecordHistory
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId, PersonId, RestrictionId
from ehr_tui.domain.people import TaskMark
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.errors import AccessRefused, InputError
from ehr_tui.i18n import Words
from ehr_tui.services.intents.histories import OrganisationHistory, PersonHistory
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveDepartment
from ehr_tui.services.intents.people import OpenPerson, RevealPhone, SaveContract, SavePerson
from ehr_tui.services.intents.restrictions import SaveRestriction
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.audit_pages import Wanted
from ehr_tui.store.store import Store
from tests.offices import START, Desk, OfficeFolder

WHO = PersonId(3)


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    """The coordinator."""
    desk = demo.enter("hr")
    yield desk
    desk.leave()


def store_of(desk: Desk) -> Store:
    inside = desk.door._inside
    assert inside is not None
    return inside.office.store


def told(history: RecordHistory) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(line.act, [(c.field, c.before, c.after) for c in line.changes]) for line in history.lines]


def whole(history: RecordHistory) -> str:
    return repr(history)


def written(desk: Desk, detail: dict[str, Any], *about: tuple[str, str], act: str = "ApplyImport") -> None:
    store = store_of(desk)
    with store.transaction(write=True):
        store.audit.append(NewEntry(START, 2, act, "done", detail, about))


def test_a_change_is_told_by_field_newest_first(hr: Desk) -> None:
    view = hr.do(OpenPerson(WHO))
    person = view.person
    view = hr.do(SavePerson(replace(person, note="夜班优先"), view.revision, "13812345678"))
    hr.do(SavePerson(replace(person, note="", standby_pool=not person.standby_pool), view.revision))
    hr.do(RevealPhone(WHO))
    history = hr.do(PersonHistory(WHO))
    assert [line.act for line in history.lines] == ["RevealPhone", "SavePerson", "SavePerson"]
    assert history.lines[0].user == hr.entered.user.display_name
    latest = {field: (before, after) for field, before, after in told(history)[1][1]}
    assert latest["note"] == ("夜班优先", "")
    assert latest["standby_pool"] == (str(person.standby_pool).lower(), str(not person.standby_pool).lower())
    assert "13812345678" not in whole(history)


def test_what_belongs_to_a_person_is_in_their_history(hr: Desk) -> None:
    begin = date(2032, 1, 1)
    contract = Contract(ContractId(0), WHO, begin, date(2032, 12, 31), contractor="某公司")
    hr.do(SaveContract(contract, end_former=True))
    history = hr.do(PersonHistory(WHO))
    fields = {change.field: change for change in history.lines[0].changes if not change.before}
    assert fields["contractor"].after == "某公司"
    assert fields["contractor"].kind == "contract"
    assert fields["valid_from"].after == begin.isoformat()


def test_of_a_restriction_its_effect_is_told_and_never_why(hr: Desk) -> None:
    why = Restriction(
        RestrictionId(0), WHO, frozenset({Effect.NO_NIGHT}), date(2026, 11, 1), None, frozenset(), 0,
        RestrictionKind.PREGNANCY, "第二十周",
    )  # fmt: skip
    hr.do(SaveRestriction(why))
    history = hr.do(PersonHistory(WHO))
    assert history.lines[0].act == "SaveRestriction"
    assert any("no_night" in change.after for change in history.lines[0].changes)
    assert "pregnancy" not in whole(history)
    assert "第二十周" not in whole(history)


def test_an_act_on_many_shows_each_only_the_own_part(hr: Desk) -> None:
    def change(kind: str, record: int, *rows: list[Any]) -> dict[str, Any]:
        return {"kind": kind, "record": str(record), "fields": list(rows)}

    detail = {
        "changes": [
            change("person", 3, ["note", "", "甲"]),
            change("person", 4, ["note", "", "乙"]),
            change("contract", 70, ["person", None, 3], ["contractor", "", "甲公司"]),
            change("contract", 71, ["person", None, 4], ["contractor", "", "乙公司"]),
        ]
    }
    written(hr, detail, ("person", "3"), ("person", "4"), ("contract", "70"), ("contract", "71"))
    one, other = (whole(hr.do(PersonHistory(PersonId(n)))) for n in (3, 4))
    assert "甲公司" in one
    assert "乙" not in one
    assert "乙公司" in other
    assert "甲" not in other


def test_an_act_on_one_person_shows_all_of_it(hr: Desk) -> None:
    rows = [{"kind": "leaving", "record": "3", "fields": [["last_day", None, "2026-12-31"]]},
            {"kind": "duty", "record": "9", "fields": [["day", "2027-01-01", None]]}]  # fmt: skip
    written(hr, {"changes": rows}, ("person", "3"), act="BeginLeaving")
    assert told(hr.do(PersonHistory(WHO)))[0][1] == [
        ("last_day", "", "2026-12-31"),
        ("day", "2027-01-01", ""),
    ]


def test_an_erased_entry_stays_without_its_details(hr: Desk) -> None:
    written(
        hr,
        {"changes": [{"kind": "person", "record": "3", "fields": [["name", "旧名", "新名"]]}]},
        ("person", "3"),
    )
    store = store_of(hr)
    with store.transaction(write=True):
        store.audit.forget([("person", "3")], START.replace(year=2030))
    line = hr.do(PersonHistory(WHO)).lines[0]
    assert (line.act, line.changes, line.erased) == ("ApplyImport", (), True)


def test_a_department_has_a_history_and_a_person_is_not_had_through_it(hr: Desk) -> None:
    department = hr.do(OpenOrganisation(2026)).departments[0]
    renamed = replace(department, name=replace(department.name, zh="新检验科"))
    hr.do(SaveDepartment(renamed, department, 2026))
    history = hr.do(OrganisationHistory("department", str(int(department.id))))
    (change, *_) = history.lines[0].changes
    assert change.field == "name"
    assert "新检验科" in change.after
    for kind in ("person", "contract", "account", "restriction", ""):
        with pytest.raises(InputError):
            hr.do(OrganisationHistory(kind, "3"))


def test_names_are_in_the_readers_language(hr: Desk) -> None:
    departments = hr.do(OpenOrganisation(2026)).departments
    other = next(d for d in departments if d.name.en and d.name.en != d.name.zh)
    fields = [["department", None, int(other.id)]]
    written(hr, {"changes": [{"kind": "person", "record": "3", "fields": fields}]}, ("person", "3"))
    assert told(hr.do(PersonHistory(WHO)))[0][1] == [("department", "", other.name.zh)]
    assert told(hr.do(PersonHistory(WHO, "en")))[0][1] == [("department", "", other.name.en)]


def test_a_history_is_read_within_reach_and_not_written_down(demo: OfficeFolder, hr: Desk) -> None:
    clerk = demo.enter("clerk")
    with pytest.raises(AccessRefused):
        clerk.do(PersonHistory(WHO))
    clerk.leave()
    hr.do(PersonHistory(WHO))
    hr.do(OrganisationHistory("department", "1"))
    store = store_of(hr)
    with store.transaction(write=False):
        assert not {"PersonHistory", "OrganisationHistory"} & {
            row.act for row in store.audit.pages.page(Wanted(outcome="done"), 0, 9)
        }


def test_codes_are_told_by_name_and_days_say_which(hr: Desk) -> None:
    view = hr.do(OpenPerson(WHO))
    held = view.person.competences[0]
    task = next(entry for entry in view.codes if entry.list is CodeList.TASK)
    spoken = view.details.languages
    language = next(e for e in view.codes if e.list is CodeList.LANGUAGE and e.code not in spoken)
    changed = replace(
        view.person,
        competences=(replace(held, until=date(2027, 3, 1)), *view.person.competences[1:]),
        tasks=(TaskMark(task.code, False, until=date(2026, 12, 31)),),
    )
    hr.do(SavePerson(changed, view.revision, None, replace(view.details, languages=(language.code,))))
    line = hr.do(PersonHistory(WHO)).lines[0]
    said = {c.field: change_words(Words("zh_CN"), c)[2] for c in line.changes}
    assert task.name.zh in said["tasks"]
    assert "结束 2026-12-31" in said["tasks"]
    assert "结束 2027-03-01" in said["competences"]
    assert f"开始 {held.since}" in said["competences"]
    assert said["languages"].startswith(language.name.zh)
    line = hr.do(PersonHistory(WHO, "en")).lines[0]
    assert any(task.name.en in change.after for change in line.changes)
