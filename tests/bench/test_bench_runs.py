"""Every measurement runs on a tiny office and says what it measured as JSON.  No times are judged."""

from __future__ import annotations

import json

import pytest

from tests.bench.figures import MEASURES, Measure
from tests.bench.harness import TINY, Bench, Figure, p95

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One run of the smallest size."""
    return Bench(tmp_path_factory.mktemp("bench"), TINY)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)
def test_it_runs_and_says_what_it_measured(measure: Measure, bench: Bench) -> None:
    figures = list(measure(bench))
    assert figures
    for figure in figures:
        said = json.loads(figure.line())
        assert {"name", "value", "unit"} <= said.keys()
        assert isinstance(said["value"], list) or said["value"] >= 0


def test_no_figure_has_two_meanings(bench: Bench) -> None:
    names = [measure.__name__ for measure in MEASURES]
    assert len(names) == len(set(names))


def test_a_figure_tells_ratio_and_aim() -> None:
    said = json.loads(Figure("x", 30.0, "ms", floor=20.0, most=25, most_ratio=2).line())
    assert said["ratio"] == 1.5
    assert said["aim"] == "<= 25 ms, <= 2 x floor"
    assert said["met"] is False
    assert json.loads(Figure("x", [], "modules", most=0).line())["met"] is True
    assert json.loads(Figure("x", ["peewee"], "modules", most=0).line())["met"] is False


def test_p95_is_one_of_the_values() -> None:
    assert p95([float(n) for n in range(100)]) == 95.0
    assert p95([3.0, 1.0, 2.0]) == 3.0
