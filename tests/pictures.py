"""Draws the pictures of the documentation from the real screens: ``python -m tests.pictures FOLDER``.

A demo office of a fixed day is opened as a user opens it, and each screen is exported as SVG.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ehr_tui.i18n import t
from ehr_tui.services.demo_office import make_demo
from tests.exchange.books import put, workbook
from tests.offices import OfficeFolder, copy_office
from tests.screens.helm import Helm, at_the_door

NARROW, WIDE = (80, 24), (124, 34)
Scene = Callable[[Helm], Awaitable[None]]


async def _home(helm: Helm) -> None:
    await helm.on("HomeScreen")
    await helm.see("1 ")


async def _roster(helm: Helm) -> None:
    await _home(helm)
    await helm.press("1")
    await helm.on("RosterScreen")
    await helm.see("8.25")


async def _explain(helm: Helm) -> None:
    await _roster(helm)
    await helm.press("question_mark")
    await helm.on("ExplainScreen")
    await helm.pilot.pause()


async def _person(helm: Helm) -> None:
    await _home(helm)
    await helm.press("f4")
    await helm.on("PeopleScreen")
    await helm.see("R0008")
    await helm.press("enter")
    await helm.on("PersonForm")
    await helm.see("R0001")


async def _post(helm: Helm) -> None:
    await _organisation(helm, 1)
    await helm.press("ctrl+u")
    await helm.on("PostPageScreen")
    await helm.pilot.pause(0.5)


async def _calendar(helm: Helm) -> None:
    await _organisation(helm, 4)


async def _organisation(helm: Helm, tab: int) -> None:
    await _mode("f5", "OrganisationScreen")(helm)
    await helm.press(*["ctrl+pagedown"] * tab)
    await helm.pilot.pause(0.5)


async def _history(helm: Helm) -> None:
    await _person(helm)
    helm.fill(**{"field-hire_date": "2019-03-25"})
    await helm.press("ctrl+s")
    await helm.on("PeopleScreen")
    await helm.see("2019-03-25")
    await helm.press("ctrl+t")
    await helm.press("enter")
    await helm.on("PersonForm")
    await helm.press("ctrl+y")
    await helm.on("HistoryScreen")
    await helm.see("2019-03-18")
    helm.app.clear_notifications()
    await helm.pilot.pause(0.5)


def _staff_list() -> bytes:
    """The department in a merged column filled once, a break in a header, a date that is none, a sum below."""
    rows = (
        ["2026年11月在岗人员花名册"],
        ["科室", "工号", "姓名", "联系\n电话", "入职时间", "学历"],
        ["", "R0009", "陈思远", "", "2014-10-03", "大专"],
        ["", "R0010", "单佳宁", "", "2018.11.5", "本科"],
        ["", "R0101", "贺知秋", "15400001111", "2026年11月2日", "大专"],
        ["", "R0102", "缪清扬", "15400002222", "2026-13-02", "本科"],
        ["日间手术中心", "R0103", "翟若溪", "15400003333", "20261109", "中专"],
        ["合计", "", "5", "", "", ""],
    )

    def fill(_: Any, page: Any) -> None:
        put(page, rows)
        page.merge_range(2, 0, 5, 0, "医学检验科")

    return workbook(("在岗", fill))


async def _preview(helm: Helm) -> None:
    await _mode("f6", "ImportsScreen")(helm)
    Path("staff.xlsx").write_bytes(_staff_list())
    helm.fill(**{"import-path": "staff.xlsx"})
    helm.app.screen.query_one("#import-path").focus()
    await helm.press("enter")
    await helm.see("2026-13-02")
    await helm.press("1")
    await helm.see("R0101")
    await helm.pilot.pause(0.5)


def _mode(key: str, screen: str) -> Scene:
    async def scene(helm: Helm) -> None:
        await _home(helm)
        await helm.press(key)
        await helm.on(screen)
        await helm.pilot.pause(0.5)

    return scene


async def _door(helm: Helm) -> None:
    await helm.see("show-me-the-roster")


SCENES: tuple[tuple[str, str, tuple[int, int], Scene], ...] = (
    ("login", "", NARROW, _door),
    ("home", "hr", NARROW, _home),
    ("roster", "hr", NARROW, _roster),
    ("explain", "hr", NARROW, _explain),
    ("people", "hr", WIDE, _mode("f4", "PeopleScreen")),
    ("organisation", "hr", WIDE, _mode("f5", "OrganisationScreen")),
    ("imports", "hr", WIDE, _mode("f6", "ImportsScreen")),
    ("accounts", "admin", WIDE, _mode("f8", "AccountsScreen")),
    ("audit", "audit", WIDE, _mode("f7", "AuditScreen")),
    ("clerk", "clerk", NARROW, _mode("f3", "RosterScreen")),
)
"""Name, demo user (empty: nobody yet), size of the picture, and how to get there; each is a snapshot as well."""

DRAWN_ONLY: tuple[tuple[str, str, tuple[int, int], Scene], ...] = (
    ("person", "hr", WIDE, _person),
    ("post", "hr", WIDE, _post),
    ("calendar", "hr", WIDE, _calendar),
    ("history", "hr", WIDE, _history),
    ("import-preview", "hr", WIDE, _preview),
)
"""More of the same, whose snapshots stand with the tests of their own screens."""

MORE_PICTURES = (("roster-wide", "roster", WIDE),)


def scene(name: str) -> tuple[str, Scene]:
    """Who must be logged in for a scene, and how it is reached."""
    return next((login, play) for found, login, _, play in SCENES + DRAWN_ONLY if found == name)


def _keep(helm: Helm, file: Path) -> None:
    """Write what the screen shows.  Ids in the SVG are made steady, blanks kept by every renderer."""
    drawing = helm.app.export_screenshot(title="ehr-tui")
    drawing = re.sub(r"terminal-\d+", "terminal", drawing)
    drawing = re.sub(r"@font-face \{.*?\}\n?", "", drawing, flags=re.S)
    drawing = drawing.replace("<text ", '<text xml:space="preserve" ')
    lines = (line.rstrip() for line in drawing.strip().splitlines())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def draw(folder: Path, only: str = "") -> None:
    """Every picture in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.absolute()
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        template = OfficeFolder(Path("template"), name="demo")
        template.folder.mkdir()
        make_demo(template.path, template.clock, lambda _: None, template.state)
        for language, suffix in (("zh_CN", "zh"), ("en", "en")):
            t.switch(language)
            office = copy_office(template, Path(suffix))
            pictures = [(name, name, size) for name, _, size, _ in DRAWN_ONLY + SCENES] + list(MORE_PICTURES)
            for picture, name, size in pictures:
                if only and only != picture:
                    continue
                login, play = scene(name)
                async with at_the_door(office, size) as helm:
                    await _door(helm)
                    if login:
                        await helm.log_in(login)
                    await play(helm)
                    _keep(helm, folder / f"{picture}-{suffix}.svg")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
