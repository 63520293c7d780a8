"""Keys of one's own: how they are written, what is refused and where, and that every action can be found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.binding import Binding, BindingsMap

from ehr_tui.cli.keys import keys
from ehr_tui.errors import SettingsError
from ehr_tui.i18n import LANGUAGES, Words, t
from ehr_tui.initials import TABLE as PINYIN
from ehr_tui.keymap import TABLE, Action, actions, key_name
from ehr_tui.settings import load
from ehr_tui.widgets.remap import own_action, remap
from tests import key_table, pinyin_table
from tests.source import HAN


@pytest.mark.parametrize(
    "written, name",
    [
        ("ctrl+k", "ctrl+k"),
        ("Ctrl+K", "ctrl+k"),
        ("Shift+Ctrl+F5", "ctrl+shift+f5"),
        ("F11", "f11"),
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("-", "minus"),
        ("[", "left_square_bracket"),
        ("x", "x"),
        ("X", "X"),
        ("", None),
        ("ctrl+", None),
        ("hyper+x", None),
        ("ctrl+kk", None),
        ("f99", None),
    ],
)
def test_keys_as_people_write_them(written: str, name: str | None) -> None:
    assert key_name(written) == name


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def keymap(file: Path, text: str) -> dict[str, tuple[str, ...]]:
    file.write_text(text, encoding="utf-8")
    return dict(load({}, {}, file).keys)


def test_a_table_of_the_settings_gives_keys(file: Path) -> None:
    text = 'theme = "ehr-light"\n\n[keys]\n"key.help" = "alt+h"\naudit.verify = ["alt+b", "Alt+V"]\n'
    assert keymap(file, text) == {"key.help": ("alt+h",), "audit.verify": ("alt+b", "alt+v")}
    assert load({}, {}, file).theme == "ehr-light"


@pytest.mark.parametrize(
    "line, code",
    [
        ('"audit.verfy" = "ctrl+b"', "key_no_action_like"),
        ('"zzz" = "ctrl+b"', "key_no_action"),
        ('"audit.verify" = "hyper+b"', "key_unreadable"),
        ('"audit.verify" = 5', "key_unreadable"),
        ('"audit.verify" = []', "key_unreadable"),
        ('"audit.verify" = "ctrl+c"', "key_held"),
        ('"audit.verify" = "ctrl+m"', "key_same"),
        ('"key.help" = "h"', "key_plain"),
        ('"audit.verify" = "ctrl+r"', "key_clash"),
        ('"audit.verify" = "f1"', "key_clash"),
        ('"key.help" = "f2"', "key_clash"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(file: Path, line: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        keymap(file, f"# mine\n[keys]\n{line}\n")
    assert caught.value.code == f"settings.{code}"
    assert caught.value.params["place"] == f"{file}:3"
    for language in LANGUAGES:
        assert "3" in Words(language, strict=True).error(caught.value)


def test_two_may_change_places(file: Path) -> None:
    swapped = keymap(file, '[keys]\n"key.help" = "f12"\n"key.lock" = "f1"\n')
    assert swapped == {"key.help": ("f12",), "key.lock": ("f1",)}


def test_keys_must_be_a_table(file: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        keymap(file, "keys = 3\n")
    assert caught.value.code == "settings.keys_no_table"


def test_the_table_of_actions_is_up_to_date() -> None:
    """``make tables`` makes it anew."""
    assert json.loads(TABLE.read_text(encoding="utf-8")) == key_table.table()


def test_usual_keys_do_not_clash_with_those_that_hold_everywhere() -> None:
    everywhere = [action for action in actions() if action.everywhere]
    assert {"key.help", "key.palette", "key.quit", "key.lock", "key.copy", "mode.roster"} <= {
        a.id for a in everywhere
    }
    taken = {key: action.id for action in everywhere for key in action.keys}
    # before the login there are no modes, and help closes itself
    door = {"login.key.recovery", "login.key.resync", "login.key.office", "lock.key.other_user",
            "wizard.key.back", "wizard.key.next"}  # fmt: skip
    clashes = {
        (action.id, key, taken[key])
        for action in actions()
        if not action.everywhere and action.id not in door
        for key in action.keys
        if key in taken
    }
    assert clashes == set()


def test_where_actions_meet() -> None:
    one = Action("a", ("x",), ("People", "Roster"), everywhere=False)
    assert one.meets(Action("b", ("x",), ("Roster",), everywhere=False))
    assert one.meets(Action("b", ("x",), ("Other",), everywhere=True))
    assert not one.meets(Action("b", ("x",), ("Other",), everywhere=False))


def bound(*bindings: Binding) -> BindingsMap:
    return BindingsMap(bindings)


def test_an_action_gets_its_keys_and_loses_the_old_ones() -> None:
    here = bound(
        Binding("ctrl+s,f5", "save", "form.save", key_display="Ctrl+S"),
        Binding("ctrl+k", "kick", "form.leave"),
    )
    remap(here, {"form.save": ("ctrl+k", "f6")})
    assert {key: [b.action for b in held] for key, held in here.key_to_bindings.items()} == {
        "ctrl+k": ["save"],
        "f6": ["save"],
    }
    assert here.key_to_bindings["f6"][0].key_display is None
    remap(here, {"form.save": ("ctrl+k", "f6")})
    assert set(here.key_to_bindings) == {"ctrl+k", "f6"}


def test_arrows_with_the_same_words_stay() -> None:
    here = bound(Binding("up", "move(-1)", "grid.key.step"), Binding("down", "move(1)", "grid.key.step"))
    assert own_action(here, "grid.key.step") is None
    remap(here, {"grid.key.step": ("x",)})
    assert set(here.key_to_bindings) == {"up", "down"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_usual_and_present_keys(file: Path, language: str) -> None:
    t.switch(language)
    file.write_text('[keys]\n"audit.verify" = "alt+b"\n', encoding="utf-8")
    text = keys(load({}, {}, file), "text")
    line = next(line for line in text.splitlines() if line.startswith("audit.verify"))
    assert t("audit.verify") in line
    assert "Ctrl+E" in line
    assert "Alt+B*" in line
    assert len(json.loads(keys(load({}, {}, file), "json"))["keys"]) == len(actions())


def test_every_action_and_mode_can_be_found_by_pinyin() -> None:
    known = json.loads(PINYIN.read_text(encoding="utf-8"))
    words = Words("zh_CN")
    said = {sign for action in actions() for sign in words(action.id) if HAN.match(sign)}
    assert said - set(known) == set()
    assert len(known) > 6763
    wrong = {sign for sign in sorted(said) if known[sign] != pinyin_table.reading(sign)}
    assert wrong == set()
