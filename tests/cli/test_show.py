"""``show``: every reading intent has a view, rights hold, and what is written can be read."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest

from ehr_tui.cli import arguments
from ehr_tui.cli.show import VIEWS, chosen
from ehr_tui.cli.show.document import Column, Document, Facts, Hours, Table
from ehr_tui.cli.show.help import show_help
from ehr_tui.cli.show.writing import words, written
from ehr_tui.domain.access import Permission
from ehr_tui.domain.calendar import CalendarDay, DayKind
from ehr_tui.domain.names import Name
from ehr_tui.errors import AccessRefused, EhrError, InputError, VaultError
from ehr_tui.i18n import cells, t
from ehr_tui.services.handlers import load_handlers
from ehr_tui.services.intents.base import Audit, Intent
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveCalendarDay, SaveCode, SaveDemand
from ehr_tui.services.registry import HANDLERS
from tests.cli.desks import data, shown, sit_down
from tests.offices import OfficeFolder

NOT_SHOWN = {
    "BeginAuthenticator": "hands out a secret that is shown once, while it is set up",
    "PreviewImport": "the dry run of a file that is chosen on the screen",
    "VerifyAudit": "has a command of its own: verify",
    "CheckAudit": "a slice of that check",
    "FindAuditDay": "a jump inside the list; on the command line --from and --to",
    "ExportAudit": "makes a file",
    "PreviewCalendar": "what a change that is being typed would bring",
    "CountDutiesAfter": "what a last day that is being typed would leave; show person tells it once it is set",
    "FindUses": "asked before something is removed on the screen",
    "OpenDraft": "fills a form on the screen",
    "ListViews": "how lists look on the screens",
}
"""Reading intents without a view of their own, and why."""


def reading_intents() -> dict[str, type[Intent[object]]]:
    """Every intent that writes nothing and hands out no masked field."""
    load_handlers()
    return {
        kind.__name__: kind
        for kind in HANDLERS
        if kind.audit is not Audit.WRITE and not kind.writes and not kind.fresh_code
    }


def test_every_reading_intent_has_a_view() -> None:
    covered = {intent.__name__ for view in VIEWS for intent in view.intents}
    masked = {"RevealPhone", "RevealHealth"}
    missing = set(reading_intents()) - covered - set(NOT_SHOWN) - masked
    assert not missing
    assert set(NOT_SHOWN) <= set(reading_intents())


def test_views_and_their_words() -> None:
    assert len({view.name for view in VIEWS}) == len(VIEWS)
    for language in ("zh_CN", "en"):
        t.switch(language)
        text = "\n".join(show_help())
        for view in VIEWS:
            assert f"  {view.name}" in text


EXAMPLES = {
    "home": ("hr", ()),
    "people": ("hr", ("--search", "r00")),
    "person": ("hr", ("R0012",)),
    "departments": ("hr", ()),
    "posts": ("hr", ("--department", "lab")),
    "post": ("hr", ("lab_clerk",)),
    "kinds": ("hr", ()),
    "demand": ("hr", ("--department", "lab")),
    "calendar": ("hr", ("2026",)),
    "rosters": ("hr", ()),
    "roster": ("hr", ("lab", "2026-12")),
    "why": ("hr", ("lab", "R0012", "2026-12-03")),
    "imports": ("hr", ()),
    "drafts": ("hr", ()),
    "duplicates": ("hr", ()),
    "retention": ("hr", ()),
    "codes": ("hr", ("task",)),
    "week": ("hr", ("lab", "2026-12-03")),
    "history": ("hr", ("person", "R0012")),
    "accounts": ("admin", ()),
    "audit": ("audit", ("--limit", "3", "--from", "2026-11-01", "--act", "Login")),
}


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_view_is_written_in_both_languages(
    demo: OfficeFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    view: str,
    language: str,
) -> None:
    t.switch(language)
    login, more = EXAMPLES[view]
    text = shown(monkeypatch, capsys, demo, login, view, *more, "--width", "80")
    assert "\x1b" not in text
    assert len(text.splitlines()) > 3
    for line in text.splitlines():
        assert line == line.rstrip()
        assert cells(line) <= 80


def test_rights_hold_as_on_the_screen(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AccessRefused):
        shown(monkeypatch, capsys, demo, "clerk", "audit")
    everybody = data(monkeypatch, capsys, demo, "hr", "people")["people"]
    own = data(monkeypatch, capsys, demo, "lab", "people")["people"]
    assert 0 < len(own) < len(everybody)
    assert {row["department"]["zh"] for row in own} == {"医学检验科"}
    assert all("*" in row["phone"] for row in everybody if row["phone"])


def test_what_is_asked_is_what_is_shown(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = data(monkeypatch, capsys, demo, "hr", "people", "--search", "zyh")["people"]
    assert [row["number"] for row in found] == ["R0012"]
    by_name = data(monkeypatch, capsys, demo, "hr", "person", found[0]["person_name"])
    assert by_name["record"]["number"] == "R0012"
    assert by_name["contracts"]
    sheet = data(monkeypatch, capsys, demo, "hr", "roster", "医学检验科", "2026-12")
    assert len(sheet["grid"]) == len(sheet["totals"]) > 5
    assert "2026-12-31" in sheet["grid"][0]
    assert "callouts" in sheet
    assert "restrictions" in sheet
    assert len(data(monkeypatch, capsys, demo, "audit", "audit", "--limit", "2")["entries"]) == 2


@pytest.mark.parametrize(
    "words, code",
    [
        ([], "cli.which_view"),
        (["peple"], "cli.unknown_view"),
        (["person"], "cli.view_needs"),
        (["home", "now"], "cli.unknown_argument"),
        (["home", "--search", "x"], "cli.not_for_view"),
    ],
)
def test_what_cannot_be_shown_is_said(words: list[str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        chosen(arguments.read(["show", *words]))
    assert caught.value.code == code
    for language in ("zh_CN", "en"):
        t.switch(language)
        assert t.error(caught.value)


def test_histories_of_what_has_no_name_of_its_own(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of demand, a day of the calendar, an entry of a code list."""
    desk = demo.enter("hr")
    view = desk.do(OpenOrganisation(2026))
    need, entry, day = view.demand[0], view.codes[0], date(2026, 11, 25)
    post = next(p for p in view.posts if p.id == need.post)
    kind = next(k for k in view.kinds if k.id == need.kind)
    desk.do(SaveDemand(replace(need, minimum=need.minimum + 3, maximum=None), need, 2026))
    desk.do(SaveCode(replace(entry, name=Name("改了名", "Renamed")), entry, 2026))
    desk.do(SaveCalendarDay(day, CalendarDay(day, DayKind.DAY_OFF, Name("院庆")), None))
    desk.leave()
    for asked, told in (
        (("demand", f"{post.name.zh}/{kind.code}"), str(need.minimum + 3)),
        (("demand", post.code), str(need.minimum + 3)),
        (("day", "2026-11-25"), "院庆"),
        (("code", f"{entry.list.value}:{entry.code}"), "改了名"),
        (("code", "改了名"), "改了名"),
    ):
        text = shown(monkeypatch, capsys, demo, "hr", "history", *asked, "--width", "160")
        assert told in text, asked


@pytest.mark.parametrize(
    "words, code",
    [
        (["people", "--state", "asleep"], "cli.not_a_state"),
        (["codes", "morse"], "cli.no_list"),
        (["history", "weather", "x"], "cli.no_sort"),
        (["history", "shift_kind", "x1x"], "cli.no_kind"),
        (["history", "code", "x1x"], "cli.no_code"),
        (["history", "demand", "lab_clerk/x1x"], "cli.no_demand"),
        (["history", "day", "soon"], "cli.not_a_day"),
        (["person", "nobody-like-this"], "cli.no_person"),
        (["person", "R00"], "cli.several_people"),
        (["roster", "atlantis"], "cli.no_department"),
        (["roster", "lab", "soon"], "cli.not_a_month"),
        (["calendar", "last"], "cli.not_a_year"),
        (["post", "nothing"], "cli.no_post"),
        (["why", "lab", "R0012", "3rd"], "cli.not_a_day"),
    ],
)
def test_what_is_not_there_is_named(
    demo: OfficeFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: str,
) -> None:
    with pytest.raises(EhrError) as caught:
        shown(monkeypatch, capsys, demo, "hr", *words)
    assert caught.value.code == code
    assert t.error(caught.value)


def test_secrets_come_from_a_descriptor_only(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sit_down(monkeypatch, demo, "hr")
    assert not {"password", "code"} & set(arguments.Arguments.__slots__)
    reader, writer = os.pipe()
    os.write(writer, b"wrong password\n000000\n")
    os.close(writer)
    from ehr_tui.cli.login import desk
    from ehr_tui.settings import Settings

    with pytest.raises(VaultError), desk(Settings(office=demo.path), "hr", reader):
        pass
    with pytest.raises(InputError) as caught, desk(Settings(office=demo.path), "hr", 987):
        pass
    assert caught.value.code == "cli.secrets_fd"
    with pytest.raises(InputError) as caught, desk(Settings(office=demo.path), None, reader):
        pass
    assert caught.value.code == "cli.secrets_need_user"
    with pytest.raises(InputError) as caught, desk(Settings(office=demo.path), "hr", None):
        pass
    assert caught.value.code == "cli.no_login_terminal"
    os.close(reader)


# How it is written


def sample(name: str = "单佳宁") -> Document:
    columns = (Column("number"), Column("person_name"), Column("hours", right=True))
    table = Table("people", columns, (("1", name, Hours(450)), ("22", "欧阳娜娜", Hours(60))))
    return Document("people", "人员", (Facts("record", (("name", name), ("active", True))), table))


def test_columns_stand_below_each_other_in_cells() -> None:
    lines = written(sample(), "text", 80).splitlines()
    head = next(line for line in lines if "工时" in line)
    row = next(line for line in lines if "娜娜" in line)
    assert cells(head) == cells(row)
    assert cells(head[: head.index("姓名")]) == cells(row[: row.index("欧")])


def test_what_does_not_fit_becomes_paragraphs() -> None:
    text = written(sample(), "text", 20)
    assert max(map(cells, text.splitlines())) <= 20
    assert "欧阳娜娜" in text


def test_a_grid_is_split_and_keeps_its_names() -> None:
    days = tuple(Column(f"d{n}", title=str(n)) for n in range(1, 32))
    grid = Table("grid", (Column("name"), *days), (("曾宇航", *(["A1"] * 31)),), frozen=1)
    lines = written(Document("roster", "x", (grid,)), "text", 40).splitlines()
    assert max(map(cells, lines)) <= 40
    assert sum("曾宇航" in line for line in lines) > 1
    assert sum(line.count("A1") for line in lines) == 31


def test_what_was_typed_into_a_record_steers_no_terminal() -> None:
    nasty = "\x1b[2J\x07单\u202e\n佳宁"
    for form in ("text", "tsv"):
        text = written(sample(nasty), form, 80)
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert words("a\tb\nc") == "a b c"


def test_tsv_has_as_many_tabs_in_each_row() -> None:
    document = Document("people", "人员", sample().parts[1:])
    lines = written(document, "tsv", None).splitlines()
    assert {line.count("\t") for line in lines} == {2}


def test_permissions_named_here_exist() -> None:
    assert all(intent.permission in Permission for view in VIEWS for intent in view.intents)


def test_the_audit_is_narrowed_by_who_what_and_when(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.enter("hr").leave()

    def entries(*options: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = data(monkeypatch, capsys, demo, "audit", "audit", *options)["entries"]
        return found

    assert {row["user"] for row in entries("--by", "顾清和")} == {"顾清和"}
    assert {row["act"] for row in entries("--act", "Logout")} == {t("act.Logout")}
    assert entries("--from", "2031-01-01") == []
    assert len(entries("--to", "2031-01-01")) > 3


def test_a_terminal_without_chinese_gets_names_in_pinyin(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "linux")
    t.switch("en")
    for asked in (("people", "--search", "R0012"), ("roster", "lab", "2026-12")):
        text = shown(monkeypatch, capsys, demo, "hr", *asked)
        assert "Zeng Yuhang" in text
        assert "曾宇航" not in text
