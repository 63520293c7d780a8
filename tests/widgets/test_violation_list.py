"""The list of findings."""

from __future__ import annotations

from datetime import date

import pytest

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.i18n import t
from ehr_tui.widgets.violation_list import ViolationList, in_order, span
from tests.widgets.harness import WidgetApp


def finding(number: int, severity: Severity, day: int = 1) -> Violation:
    return Violation(f"rule{number}", severity, PersonId(number), None, (date(2026, 10, day),))


def describe(violation: Violation) -> tuple[str, str]:
    return f"钱娜娜 班间休息 8 小时 {violation.rule}", f"改到 11:00 以后 {violation.rule}"


MANY = [finding(n, list(Severity)[n % 3], 1 + n % 28) for n in range(300)]


def test_the_gravest_come_first_and_those_with_a_reason_last() -> None:
    forbid, warn, late = (
        finding(1, Severity.FORBID, 9),
        finding(2, Severity.WARN),
        finding(3, Severity.FORBID, 20),
    )
    assert in_order([warn, late, forbid], ()) == [forbid, late, warn]
    assert in_order([warn, late, forbid], {forbid.identity}) == [late, warn, forbid]


@pytest.mark.parametrize(
    "days, text",
    [((), ""), ((3,), "3"), ((3, 4), "3-4"), ((3, 7), "3,7"), ((3, 5, 9), "3..9")],
)
def test_days_in_short(days: tuple[int, ...], text: str) -> None:
    assert span(tuple(date(2026, 10, day) for day in days)) == text


def test_days_over_a_month_edge() -> None:
    assert span((date(2026, 9, 30), date(2026, 10, 1))) == "9-30..10-1"


async def test_only_lines_in_sight_are_described_and_drawn() -> None:
    asked: list[str] = []

    def counting(violation: Violation) -> tuple[str, str]:
        asked.append(violation.rule)
        return describe(violation)

    app = WidgetApp(lambda: [ViolationList(counting)])
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.query_one(ViolationList)
        listed.show(MANY)
        listed.focus()
        await pilot.pause()
        assert len(asked) <= 12
        lines = app.screen_text()
        assert lines[0].startswith(" ✗ 1 钱娜娜")
        assert lines[1].strip().startswith("改到")
        await pilot.press("end", "enter")
        (chosen,) = app.of(ViolationList.ViolationChosen)
        assert chosen.violation.severity is Severity.SOFT
        assert listed.count == 300


async def test_the_cursor_stays_on_its_finding_and_clicks_choose() -> None:
    app = WidgetApp(lambda: [ViolationList(describe)])
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.query_one(ViolationList)
        listed.show(MANY)
        listed.focus()
        await pilot.press("down", "down")
        here = listed.current
        assert here is not None
        listed.show([finding(999, Severity.FORBID), *MANY])
        assert listed.current == here
        await pilot.click(ViolationList, offset=(5, 0))
        assert (
            app.of(ViolationList.ViolationChosen)[-1].violation.identity
            == finding(999, Severity.FORBID).identity
        )


async def test_plain_signs_and_an_empty_list() -> None:
    app = WidgetApp(lambda: [ViolationList(describe)], plain=True)
    async with app.run_test(size=(80, 24)) as pilot:
        assert t("findings.none") in app.screen_text()[0]
        app.query_one(ViolationList).show([finding(1, Severity.FORBID)])
        await pilot.pause()
        assert app.screen_text()[0].startswith(" x 1 ")
