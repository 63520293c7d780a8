"""Copying: what is seen, by a sequence the terminal understands, or into a private file."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from textual.widgets import Input

from ehr_tui.i18n import t
from ehr_tui.paths import state_dir
from ehr_tui.screens.copying import MOST_BYTES, NAME, clipboard_sequence, remove_file, write_file
from tests.offices import OfficeFolder
from tests.screens.helm import Helm, at_the_door, inside


def decoded(sequence: str) -> str:
    return base64.b64decode(re.findall(r"52;c;([A-Za-z0-9+/=]*)", sequence)[0]).decode()


def test_the_sequence_of_a_plain_terminal() -> None:
    sequence = clipboard_sequence("单佳宁", {"TERM": "xterm"})
    assert sequence is not None
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\a")
    assert decoded(sequence) == "单佳宁"


def test_inside_tmux_it_is_sent_plainly_and_past_it() -> None:
    sequence = clipboard_sequence("x", {"TERM": "tmux-256color", "TMUX": "/tmp/1"})
    assert sequence is not None
    assert sequence.count("]52;c;") == 2
    assert "\x1bPtmux;\x1b\x1b]52" in sequence


def test_screen_takes_it_in_pieces() -> None:
    sequence = clipboard_sequence("x" * 3000, {"TERM": "screen", "STY": "1"})
    assert sequence is not None
    pieces = [piece for piece in sequence.split("\x1b\\") if piece]
    assert len(pieces) > 4
    assert all(piece.startswith("\x1bP") and len(piece) < 768 for piece in pieces)


def test_what_cannot_be_taken_is_not_sent() -> None:
    assert clipboard_sequence("x", {"TERM": "linux"}) is None
    assert clipboard_sequence("x" * (MOST_BYTES + 1), {"TERM": "xterm"}) is None
    assert clipboard_sequence("单" * (MOST_BYTES // 3 + 1), {"TERM": "xterm"}) is None


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path / "private", "一")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert write_file(path.parent, "二").read_text(encoding="utf-8") == "二"
    remove_file(path.parent)
    assert not path.exists()


async def choose(helm: Helm, what: str) -> None:
    await helm.press("f11")
    await helm.on("ChooseScreen")
    words = re.escape(t(f"copy.{what}", n=0).split("（")[0])
    await helm.until(lambda: re.search(rf"(\d)  {words}", helm.seen()), what)
    number = re.search(rf"(\d)  {words}", helm.seen())
    assert number is not None
    await helm.press(number.group(1))


async def test_a_line_and_a_whole_list(demo: OfficeFolder) -> None:
    async with inside(demo, "hr", size=(120, 30)) as helm:
        await helm.press("f4")
        await helm.on("PeopleScreen")
        await helm.see("R0001")
        await choose(helm, "table")
        await helm.until(lambda: helm.app.clipboard, "something copied")
        lines = helm.app.clipboard.splitlines()
        assert len(lines) > 40
        assert len({line.count("\t") for line in lines}) == 1
        phones = re.findall(r"1\d{2}\S{4}\d{4}", helm.app.clipboard)
        assert phones
        assert all("****" in phone for phone in phones)
        await helm.see(t("copy.done", n=len(helm.app.clipboard))[:8])


async def test_a_roster_goes_out_as_cells(demo: OfficeFolder) -> None:
    async with inside(demo, "lab") as helm:
        await helm.press("f3")
        await helm.on("RosterScreen")
        await helm.see("8.25")
        await choose(helm, "table")
        await helm.until(lambda: helm.app.clipboard, "something copied")
        head, *rows = helm.app.clipboard.splitlines()
        assert head.split("\t")[2:4] == ["1", "2"]
        assert {len(row.split("\t")) for row in rows} == {len(head.split("\t"))}


async def test_where_the_terminal_cannot_a_file_is_told_and_taken_away(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with inside(demo, "hr") as helm:
        await choose(helm, "screen")
        file = state_dir() / NAME
        await helm.until(file.is_file, "the file")
        assert t("mode.roster") in file.read_text(encoding="utf-8")
        helm.app.leave()
        await helm.until(lambda: not file.exists(), "the file taken away")
        assert helm.app.clipboard == ""
        await helm.log_in("hr")


async def test_passwords_are_not_copied(demo: OfficeFolder) -> None:
    async with at_the_door(demo) as helm:
        await helm.see("show-me-the-roster")
        field = helm.app.screen.query_one("#password", Input)
        field.value = "a secret of mine"
        helm.app.screen.set_focus(field)
        field.select_all()
        await helm.press("ctrl+c")
        await helm.see(t("copy.secret"))
        assert helm.app.clipboard == ""
