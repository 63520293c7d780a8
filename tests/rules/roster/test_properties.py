"""What holds for any roster."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Violation
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.judge import judge, made_worse
from tests.rules.builders import KIND_LIST, demand, roster

CODES = [k.code for k in KIND_LIST if k.code not in {"X", "Y"}]
CELLS = st.lists(st.sampled_from(CODES), min_size=0, max_size=3).map(lambda codes: "/".join(codes) or ".")
ROWS = st.lists(CELLS, min_size=1, max_size=12).map(" ".join)
CLOCK_RULES = {"overlap", "rest"}


def _window(rows: list[str]) -> Window:
    return roster(*rows, start=-3, judged=(0, 6), demand=(demand("A", 1, 1), demand("D", 1)))


def _on_the_clock(verdict: tuple[Violation, ...]) -> Counter[str]:
    return Counter(v.rule for v in verdict if v.rule in CLOCK_RULES)


@given(st.lists(ROWS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_entries_and_people_does_not_matter(rows: list[str], random: Random) -> None:
    window = _window(rows)
    shuffled = window
    for person, duties in window.duties.items():
        days = [list(cell) for _, cell in groupby(duties, key=lambda d: d.day)]
        for cell in days:
            random.shuffle(cell)
        shuffled = shuffled.with_duties(person, tuple(d for cell in days for d in cell))
    turned = Window(
        **{name: getattr(shuffled, name) for name in Window.__slots__}
        | {
            "people": dict(list(shuffled.people.items())[::-1]),
            "duties": dict(list(shuffled.duties.items())[::-1]),
        }
    )
    assert judge(turned) == judge(window)


@given(ROWS, st.data())
def test_removing_an_entry_never_adds_an_overlap_or_short_rest(row: str, data: st.DataObject) -> None:
    one = PersonId(1)
    window = roster(row, judged=(-5, 30))
    duties = window.duties[one]
    if not duties:
        return
    n = data.draw(st.integers(0, len(duties) - 1))
    before = _on_the_clock(judge(window, days=()))
    after = _on_the_clock(judge(window.with_duties(one, duties[:n] + duties[n + 1 :]), days=()))
    assert after["overlap"] <= before["overlap"]
    assert after.total() <= before.total()


@given(st.lists(ROWS, min_size=2, max_size=4))
def test_judging_one_person_is_part_of_judging_all(rows: list[str]) -> None:
    window = _window(rows)
    whole = judge(window)
    for person in window.people:
        assert judge(window, people={person}, days=()) == tuple(v for v in whole if v.person == person)
    days = {v.place.day for v in whole if v.place is not None}
    for day in days:
        part = tuple(v for v in whole if v.place is not None and v.place.day == day)
        assert judge(window, people=(), days={day}) == part


@given(ROWS)
def test_nothing_is_worse_than_itself(row: str) -> None:
    verdict = judge(roster(row))
    assert made_worse(verdict, verdict) == ()


@given(ROWS)
def test_every_forbidden_state_is_worse_than_an_empty_roster(row: str) -> None:
    verdict = judge(roster(row))
    assert set(made_worse((), verdict)) == {v for v in verdict if v.severity.rank == 0}
