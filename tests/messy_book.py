"""A roster workbook as an office keeps it that never meant it to be read by a program."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.exchange.books import workbook

YEAR, MONTH = 2026, 12
DAYS = monthrange(YEAR, MONTH)[1]
NUMBER_OF_DAYS = range(1, DAYS + 1)
PUNCHED = "08:38、18:04"

SITES, CODES = 3, 3

OUTPATIENTS = ("欧阳娜娜", "单立群", "曾  敏(代)")
WARD = ("仇小北（早）", "解思源")
CHECKUPS = ("区伯良", "查正言", "朴慧真", "吕青")


def messy_roster() -> bytes:
    """Three sites: one a sheet of its own, two in a merged column of the other sheet that is filled only once each.

    The month stands only in the titles; a second row says 一二三; codes are ●, 全, 休 and ``--``; names carry (代) and
    （早）; one cell holds punches; below stand totals and remarks; headers are broken over lines.
    """
    return workbook(("门诊大厅", _hall), ("病区与体检", _two_sites))


def _hall(book: Any, page: Any) -> None:
    page.merge_range(0, 0, 0, DAYS + 1, f"门诊大厅 {YEAR}年{MONTH}月 排班表", _centred(book))
    _heads(page, "姓\n名", column=0)
    for row, name in enumerate(OUTPATIENTS, start=3):
        page.write_string(row, 0, name)
        _days(page, row, 1, _pattern(row))
        page.write_number(row, DAYS + 1, 22)
    below = 3 + len(OUTPATIENTS)
    page.write_string(below, 0, "合计")
    for day in NUMBER_OF_DAYS:
        page.write_number(below, day, 2)
    page.write_string(below + 2, 0, "备注：●为白班，全为全天班，休为休息；换班须提前一天报人事科。")


def _two_sites(book: Any, page: Any) -> None:
    page.merge_range(0, 0, 0, DAYS + 2, f"病区、体检 {YEAR}年{MONTH}月", _centred(book))
    page.write_string(1, 0, "驻\n点")
    _heads(page, "姓名\n(岗)", column=1)
    row = 3
    for site, names in (("住院病区", WARD), ("体检中心", CHECKUPS)):
        page.merge_range(row, 0, row + len(names) - 1, 0, site, _centred(book))
        for name in names:
            page.write_string(row, 1, name)
            _days(page, row, 2, _pattern(row))
            row += 1
    page.write_string(row - 1, 5, PUNCHED)
    page.write_string(row, 1, "合计人数")
    page.write_string(row + 1, 0, "说明：-- 为无安排")


def _heads(page: Any, name: str, column: int) -> None:
    page.write_string(1, column, name)
    for day in NUMBER_OF_DAYS:
        page.write_number(1, column + day, day)
        page.write_string(2, column + day, "一二三四五六日"[date(YEAR, MONTH, day).weekday()])
    page.write_string(1, column + DAYS + 1, "出勤\n天数")


def _days(page: Any, row: int, first: int, codes: Sequence[str]) -> None:
    for day, code in enumerate(codes):
        page.write_string(row, first + day, code)


def _pattern(row: int) -> list[str]:
    """Five days on, two off, a whole-day duty now and then; one day of nothing."""
    codes = [
        "休" if (day + row) % 7 in (0, 1) else "全" if (day + row) % 7 == 4 else "●" for day in NUMBER_OF_DAYS
    ]
    codes[20 + row % 5] = "--"
    return codes


def _centred(book: Any) -> Any:
    return book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
