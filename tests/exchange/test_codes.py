"""What foreign codes probably mean."""

from __future__ import annotations

import pytest

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.exchange.codes import codes_proposal, is_punch_record, split_codes
from ehr_tui.exchange.proposal import CodeProposal
from ehr_tui.exchange.starting_data import load_starting_data


def judge(code: str) -> CodeProposal:
    data = load_starting_data()
    return codes_proposal({code: 3}, alphabet(data.kinds, data.department("lab").id))[0]


@pytest.mark.parametrize("code, kind", [("休", "休"), ("D", "D"), ("d", "D"), ("Ｄ", "D"), ("下夜", "下夜")])
def test_codes_of_the_alphabet_are_known(code: str, kind: str) -> None:
    assert judge(code).known_as == kind
    assert judge(code).proposal == ""


@pytest.mark.parametrize(
    "code, kind, duty_class",
    [
        ("休息", "休", DutyClass.REST), ("公休", "休", DutyClass.REST), ("OFF", "休", DutyClass.REST),
        ("年假", "年", DutyClass.LEAVE), ("年休假", "年", DutyClass.LEAVE), ("病假", "病", DutyClass.LEAVE),
        ("白班", "D", DutyClass.WORK), ("全", "D", DutyClass.WORK), ("●", "D", DutyClass.WORK),
        ("早", "A", DutyClass.WORK), ("调休", "补", DutyClass.REST), ("旷工", "旷", DutyClass.ABSENT),
    ],
)  # fmt: skip
def test_usual_codes_are_proposed(code: str, kind: str, duty_class: DutyClass) -> None:
    assert judge(code) == CodeProposal(code, 3, "", kind, duty_class)


@pytest.mark.parametrize("code", ["A1", "B2", "夜"])  # the night shift is switched off
def test_work_shifts_need_times(code: str) -> None:
    assert judge(code) == CodeProposal(code, 3, "", "", DutyClass.WORK, needs_times=True)


def test_what_nobody_knows_is_left_open() -> None:
    assert judge("怪") == CodeProposal("怪", 3)


def test_punch_records_are_told_from_codes() -> None:
    assert is_punch_record("08:38、18:04")
    assert is_punch_record("8:38 18:04\n20:01")
    assert not is_punch_record("A1")
    assert not is_punch_record("8")


def test_split() -> None:
    assert split_codes("上/休") == ("上", "休")
    assert split_codes("D＋备") == ("D", "备")
    assert split_codes("--") == ()
    assert split_codes("/") == ()
