"""An office of the first schema gets what it lacks: once, and nothing that it has is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ehr_tui.domain.access import Reach
from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.retention import DataCategory
from ehr_tui.exchange.starting_data import load_starting_data
from ehr_tui.i18n import t
from ehr_tui.services.ground import complete_ground, complete_search_keys, mark_ground, profiles_of
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.store import schema
from ehr_tui.store.store import Store
from tests.offices import OfficeFolder

ROWS = (
    "INSERT INTO meta (key, value) VALUES ('office_id', 'x'), ('name', '人事科')",
    (
        "INSERT INTO department (id, code, name_zh, name_en, active)"
        " VALUES (1, 'lab', '检验科', '', 1), (2, 'own', '自建科', '', 1)"
    ),
    (
        "INSERT INTO post (id, code, name_zh, name_en, department_id, headcount, active) VALUES"
        " (7, 'lab_clerk', '检验文员', '', 1, 4, 1), (8, 'own_clerk', '自建岗', '', 2, 0, 1)"
    ),
    "INSERT INTO calendar_year (year, provisional) VALUES (2027, 1), (2028, 0)",
    "INSERT INTO calendar_day (day, kind, name_zh, name_en, by_hand) VALUES ('2028-03-08', 'workday', '院庆', '', 1)",
)


def key() -> bytes:
    return bytes(range(32))


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as the first version wrote it."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(schema.MIGRATIONS / "0001_ground.py", first)
    path = tmp_path / "office.ehr"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", first)
        store = Store.create(path, key)
        with store.transaction(write=True):
            for row in ROWS:
                store.database.execute_sql(row)
        store.close()
    schema.migrate(path, key)
    return path


def test_a_migrated_office_gets_lists_pages_and_half_days_once(old: Path) -> None:
    data = load_starting_data()
    store = Store.open(old, key)
    with store.transaction(write=True):
        assert complete_ground(store)
    source = store.organisation
    assert {(c.list, c.code, c.special) for c in source.codes()} == {
        (c.list, c.code, c.special) for c in data.codes
    }
    lab, own = source.posts()
    assert (lab.name.zh, lab.headcount) == ("检验文员", 4)
    assert lab.tasks == data.post("lab_clerk").tasks
    assert lab.exposures == data.post("lab_clerk").exposures
    assert not own.tasks
    assert not own.exposures
    assert [p.post for p in source.profiles()] == [lab.id]
    assert source.profiles()[0].duties
    assert {rule.category for rule in store.erasing.rules()} == set(DataCategory)
    march = {day.year: entry for day, entry in source.year_calendar(2027).days.items() if entry.off_minutes}
    assert set(march) == {2027}
    assert march[2027].provisional
    by_hand = next(iter(source.year_calendar(2028).days.values()))
    assert (by_hand.name.zh, by_hand.off_minutes, by_hand.by_hand) == ("院庆", 0, True)
    with store.transaction(write=True):
        source.remove_code(CodeList.LANGUAGE, "sign")
        assert not complete_ground(store)
    assert "sign" not in {c.code for c in entries_of(source.codes(), CodeList.LANGUAGE)}
    store.close()


def test_own_lists_are_left_alone(old: Path) -> None:
    store = Store.open(old, key)
    with store.transaction(write=True):
        entry = load_starting_data().codes[0]
        store.organisation.save_code(entry)
        complete_ground(store)
    assert [c.code for c in store.organisation.codes()] == [entry.code]
    store.close()


def test_a_new_office_lacks_nothing_and_opening_it_adds_nothing(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    view = desk.do(OpenOrganisation(2026))
    assert {p.post for p in view.profiles} == {p.id for p in view.posts}
    assert len(view.codes) == len(load_starting_data().codes)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in p.handbook) for p in view.profiles)
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        assert not complete_ground(store)
    desk.leave()


def test_people_an_older_program_wrote_are_found_again_once(old: Path) -> None:
    store = Store.open(old, key)
    run = store.database.execute_sql
    with store.transaction(write=True):
        run(
            "INSERT INTO person (id, number, name, latin, search, phone, note, revision, sex, standby_pool, education,"
            " major, languages, skills, erased) VALUES (1, 'R1', '单雄信', '', 'old', '', '', 4, '', 0, '', '', '[]',"
            " '[]', NULL), (2, '', 'x', '', '', '', '', 1, '', 0, '', '', '[]', '[]', '2026-01-01T00:00:00+00:00')"
        )
        assert complete_search_keys(store)
    (one, other) = store.people.records(Reach(everything=True))[::-1]
    assert {"shanxiongxin", "sxx", "r1"} <= set(one.search.split())
    assert (one.revision, other.search) == (
        4,
        "",
    )  # no form is refused for it; whose name is erased stays unfound
    with store.transaction(write=True):
        run("UPDATE person SET search = 'kept' WHERE id = 1")
        assert not complete_search_keys(store)
    store.close()


def test_what_is_no_office_yet_is_left_alone(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "empty.ehr", key)
    with store.transaction(write=True):
        assert not complete_ground(store)
        mark_ground(store)
    assert store.organisation.codes() == ()
    store.close()


def test_pages_come_in_the_language_the_office_is_set_up_in() -> None:
    data = load_starting_data()
    present = t.language
    try:
        t.switch("en")
        assert profiles_of(data) == data.profiles["en"]
        t.switch("zh_CN")
        assert profiles_of(data) == data.profiles["zh_CN"]
    finally:
        t.switch(present)
