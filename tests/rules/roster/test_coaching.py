"""Who is coached works beside somebody experienced."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.violation import Severity
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.why import explain_person
from tests.rules.builders import CLERK, OTHER, day, demand, figures, found, person, roster

SINCE = date(2020, 1, 1)
NEW = person(1, competences=(Competence(CLERK, SINCE, coached_until=day(9)),))
OLD = person(2, competences=(Competence(CLERK, SINCE, experienced=True), Competence(OTHER, SINCE)))
PLAIN = person(2)


def _found(new: str, old: str, colleague: Person = OLD, start: int = 0, **facts: object) -> list[date]:
    window = roster(new, old, people=[NEW, colleague], start=start, **facts)  # type: ignore[arg-type]
    return [v.days[0] for v in found(window, "coached_alone")]


def test_alone_is_warned_of_and_beside_somebody_experienced_is_fine() -> None:
    (violation,) = found(roster("D", "休", people=[NEW, OLD]), "coached_alone")
    assert (violation.severity, violation.person) == (Severity.WARN, NEW.id)
    assert figures(violation)["until_day"] == day(9)
    assert not _found("D", "D")
    assert _found("D", "D", PLAIN), "the colleague is not experienced"
    assert _found("D", "D@other"), "the colleague is at another post"


def test_the_shifts_must_run_together() -> None:
    assert not _found("A", "P"), "A ends at 15:00, P begins at 14:45"
    assert _found("S", "P"), "S ends at 12:00"
    assert not _found("Z2", "P")
    assert _found("大夜", "D") == [day(0)], "ends at 08:00, D begins then"


def test_a_night_of_the_day_before_is_company_until_it_ends() -> None:
    assert not _found("休 A", "N 休"), "the night runs until 08:00, A begins at 07:00"
    assert _found("休 D", "N 休") == [day(1)], "D begins when it ends"
    assert _found("休 A", "N 休", PLAIN) == [day(1)], "the colleague is not experienced"
    assert _found("N A", "休 休") == [day(0), day(1)], "one's own night is no company"


def test_the_stage_ends_with_its_last_day() -> None:
    assert _found("D D", "休 休", start=9) == [day(9)]


def test_a_night_at_the_months_edge() -> None:
    late = person(1, competences=(Competence(CLERK, SINCE, coached_until=day(60)),))
    for judged, days in (((-1, 28), [day(28)]), ((29, 59), [day(29)])):
        window = roster("N N", "P P", people=[late, OLD], start=28, judged=judged)
        assert [v.days[0] for v in found(window, "coached_alone")] == []
        window = roster("N N", "A A", people=[late, OLD], start=28, judged=judged)
        assert [v.days[0] for v in found(window, "coached_alone")] == days


def test_a_colleagues_move_is_judged_by_the_day() -> None:
    window = roster("D", "休", people=[NEW, OLD])
    assert [v.rule for v in judge(window, people={PersonId(2)}, days={day(0)})] == ["coached_alone"]
    assert judge(window, people={PersonId(1)}, days=()) == ()


def test_it_is_told_to_the_one_it_is_about() -> None:
    window = roster("D", "D", people=[NEW, PLAIN], demand=(demand("D", 1),))
    for who, findings in ((PersonId(1), 1), (PersonId(2), 0)):
        check = next(c for c in explain_person(window, who, day(0)).checks if c.rule == "coached_alone")
        assert len(check.findings) == findings


@given(
    st.sampled_from(["A", "D", "P", "N", "S", "休", "年", "大夜"]),
    st.sampled_from(["A", "D", "P", "N", "S", "休", "年", "大夜"]),
)
def test_a_second_experienced_colleague_never_hurts(new: str, old: str) -> None:
    two = roster(new, old, people=[NEW, OLD])
    third = person(3, competences=OLD.competences)
    three = roster(new, old, "D", people=[NEW, OLD, third])
    assert len(found(three, "coached_alone")) <= len(found(two, "coached_alone"))
