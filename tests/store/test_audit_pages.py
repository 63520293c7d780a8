"""What is found in the audit: filters, words, counts, days, histories of records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ehr_tui.store.audit import NewEntry
from ehr_tui.store.audit_pages import Sought, Wanted
from ehr_tui.store.store import Store
from tests.offices import START


@pytest.fixture
def filled(store: Store) -> Store:
    """Twelve entries, a day apart, the newest today."""
    with store.transaction(write=True):
        for login in ("one", "two"):
            store.accounts.add(f"00000000-0000-4000-8000-00000000000{len(login + login[0])}{login[0] == 'o':d}", login,
                               {"one": "王主任", "two": "Mary"}[login], None)  # fmt: skip
        for n in range(12):
            detail: dict[str, Any] = {"subject": f"科室{n}", "n": n}
            if n == 5:
                detail |= {"cells": [[17, "2026-12-01", ["D"], ["100%"]]]}
            entry = NewEntry(
                START - timedelta(days=11 - n),
                1 + n % 2,
                "EditRoster" if n % 3 else "SavePerson",
                "refused" if n == 4 else "done",
                detail,
                (("person", "17"), ("contract", str(n))) if n % 3 == 0 else (),
            )
            store.audit.append(entry)
    return store


def numbers(store: Store, wanted: Wanted, before: int = 0, limit: int = 100) -> list[int]:
    return [row.number for row in store.audit.pages.page(wanted, before, limit)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Wanted(users=(2,)), [12, 10, 8, 6, 4, 2]),
        (Wanted(users=(1, 2), acts=("SavePerson",)), [10, 7, 4, 1]),
        (Wanted(outcome="refused"), [5]),
        (Wanted(acts=("Nothing",)), []),
        (Wanted(since=START - timedelta(days=2)), [12, 11, 10]),
        (Wanted(until=START - timedelta(days=9)), [2, 1]),
        (Wanted(since=START - timedelta(days=3), until=START), [11, 10, 9]),
        (Wanted(records=(("person", "17"),)), [10, 7, 4, 1]),
        (Wanted(records=(("person", "17"),), users=(1,)), [7, 1]),
        (Wanted(records=(("contract", "3"), ("contract", "6"))), [7, 4]),
        (Wanted(records=(("person", "1"),)), []),
    ],
)
def test_filters_leave_what_fits_and_count_it(filled: Store, wanted: Wanted, found: list[int]) -> None:
    assert numbers(filled, wanted) == found
    assert filled.audit.pages.count(wanted) == len(found)


def test_pages_follow_each_other_without_gap_or_twice(filled: Store) -> None:
    seen: list[int] = []
    while page := numbers(filled, Wanted(), seen[-1] if seen else 0, 5):
        seen += page
    assert seen == list(range(12, 0, -1))


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought("科室7"), [8]),
        (Sought("saveperson"), [10, 7, 4, 1]),
        (Sought("%"), [6]),  # a sign is a sign
        (Sought("_"), []),
        (Sought("nowhere", acts=("SavePerson",)), [10, 7, 4, 1]),
        (Sought("nowhere", users=(2,)), [12, 10, 8, 6, 4, 2]),
        (Sought("nowhere", people=(17,)), [10, 7, 6, 4, 1]),  # about the person, or a cell of theirs
        (Sought("nowhere", people=(1, 7)), []),
    ],
)
def test_words_are_found_by_what_they_mean(filled: Store, sought: Sought, found: list[int]) -> None:
    rows, reached = filled.audit.pages.walk(Wanted(), sought, 0, 100, 1000)
    assert [row.number for row in rows] == found
    assert reached == 0


@pytest.mark.parametrize("span", [1, 2, 5, 11, 12, 50])
@pytest.mark.parametrize("limit", [1, 3, 50])
def test_a_walk_in_stretches_finds_the_same(filled: Store, span: int, limit: int) -> None:
    seen: list[int] = []
    at, steps = 0, 0
    while True:
        rows, at = filled.audit.pages.walk(Wanted(), Sought("saveperson"), at, limit, span)
        seen += [row.number for row in rows]
        steps += 1
        assert steps < 40
        if not at:
            break
    assert seen == [10, 7, 4, 1]


def test_a_walk_looks_at_no_more_than_its_stretch(filled: Store) -> None:
    rows, reached = filled.audit.pages.walk(Wanted(), Sought('科室1"'), 0, 100, 4)
    assert (rows, reached) == ([], 9)


def test_a_day_leads_to_its_newest_entry(filled: Store) -> None:
    pages = filled.audit.pages
    assert pages.first_at_or_before(Wanted(), START - timedelta(days=5, hours=-1)) == 7
    assert pages.first_at_or_before(Wanted(users=(1,)), START - timedelta(days=4, hours=-1)) == 7
    assert pages.first_at_or_before(Wanted(), START - timedelta(days=99)) == 0


def test_what_filters_offer(filled: Store) -> None:
    pages = filled.audit.pages
    assert sorted(pages.users()) == [(1, "王主任"), (2, "Mary")]
    assert pages.acts() == ["EditRoster", "SavePerson"]
    assert pages.oldest() == START - timedelta(days=11)


def test_an_empty_audit_offers_nothing(store: Store) -> None:
    pages = store.audit.pages
    assert (pages.total(), pages.users(), pages.acts(), pages.oldest()) == (0, [], [], None)
    assert pages.walk(Wanted(), Sought("x"), 0, 10, 10) == ([], 0)


def test_a_history_is_whole_or_says_how_much_is_left(filled: Store) -> None:
    rows, older = filled.audit.pages.history("person", "17", 10)
    assert ([row.number for row in rows], older) == ([10, 7, 4, 1], 0)
    rows, older = filled.audit.pages.history("person", "17", 3)
    assert ([row.number for row in rows], older) == ([10, 7, 4], 1)
    assert filled.audit.pages.about_one("person", [10, 9, 1]) == {10, 1}
    assert filled.audit.pages.about_one("person", []) == frozenset()


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(users=(1,)), "audit_entry_account"),
        (Wanted(acts=("SavePerson",)), "audit_entry_act"),
        (Wanted(outcome="refused"), "audit_entry_outcome_at"),
        (Wanted(since=START), "audit_entry_at"),
        (Wanted(records=(("person", "17"),)), "audit_record_kind_record_seq"),
    ],
)
def test_counting_reads_an_index_and_not_the_entries(filled: Store, wanted: Wanted, index: str) -> None:
    where, values = zip(*wanted.terms(), strict=True)
    plan = filled.database.execute_sql(
        f"EXPLAIN QUERY PLAN SELECT count(*) FROM audit_entry e WHERE {' AND '.join(where)}",
        [value for some in values for value in some],
    ).fetchall()
    assert index in " ".join(step[3] for step in plan)
