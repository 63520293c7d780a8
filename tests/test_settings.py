"""Settings: precedence, refusals that name the place, and where each value came from."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from ehr_tui.errors import SettingsError
from ehr_tui.i18n import Words
from ehr_tui.settings import KEYS, Origin, Settings, Source, example, load, written
from ehr_tui.theme import DEFAULT_THEME


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def refusal(file: Path, text: str = "", **environ: str) -> SettingsError:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load({}, environ, file)
    for language in ("zh_CN", "en"):
        assert Words(language, strict=True).error(caught.value)
    return caught.value


def test_without_anything_the_defaults_hold(file: Path) -> None:
    assert load({}, {}, file) == Settings()
    assert load({"theme": None}, {"EHR_TUI_THEME": ""}, file) == Settings()


def test_flags_win_over_environment_over_file_over_default(file: Path) -> None:
    file.write_text('theme = "a"\nlanguage = "en"\nidle_lock_minutes = 5\n', encoding="utf-8")
    environ = {"EHR_TUI_THEME": "b", "EHR_TUI_LANGUAGE": "zh_CN"}
    settings = load({"theme": "c"}, environ, file)
    assert (settings.theme, settings.language, settings.idle_lock_minutes) == ("c", "zh_CN", 5)
    assert settings.log_level == "info"


def test_explain_says_where_each_value_comes_from(file: Path) -> None:
    file.write_text("# mine\n\nidle_lock_minutes = 5\n", encoding="utf-8")
    told = {e.key: e for e in load({"office": "/o.ehr"}, {"EHR_TUI_MOUSE": "no"}, file).explain()}
    assert list(told) == list(KEYS)
    assert told["idle_lock_minutes"].origin == Origin(Source.FILE, f"{file}:3")
    assert told["office"].origin == Origin(Source.FLAG, "--office")
    assert (told["mouse"].value, told["mouse"].origin) == (
        "false",
        Origin(Source.ENVIRONMENT, "EHR_TUI_MOUSE"),
    )
    assert (told["usb_key_path"].value, told["usb_key_path"].origin) == ("", Origin(Source.DEFAULT))


def test_an_unknown_key_is_refused_with_its_line_and_a_suggestion(file: Path) -> None:
    error = refusal(file, 'theme = "a"\nidle_lock_minuets = 5\n')
    assert (error.code, error.params["like"]) == ("settings.unknown_like", "idle_lock_minutes")
    assert error.params["place"] == f"{file}:2"


def test_an_unknown_key_like_nothing_is_refused_with_all_keys(file: Path) -> None:
    error = refusal(file, 'theme = "a"\n[database]\nx = 1\n')
    assert (error.code, error.params["key"], error.params["place"]) == (
        "settings.unknown",
        "database",
        f"{file}:2",
    )
    assert error.params["known"] == tuple(KEYS)


def test_a_flag_nobody_knows_is_refused(file: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load({"colour": "16"}, {}, file)
    assert (caught.value.code, caught.value.params["place"]) == ("settings.unknown_like", "--colour")


def test_a_slip_in_the_environment_is_refused(file: Path) -> None:
    error = refusal(file, EHR_TUI_LANGAUGE="en")
    assert (error.code, error.params["like"]) == ("settings.unknown_like", "EHR_TUI_LANGUAGE")


def test_others_may_use_the_prefix(file: Path) -> None:
    assert load({}, {"EHR_TUI_ROSTERS": "/r", "EHR_TUI_SHEETS": "/s", "OTHER": "1"}, file) == Settings()


@pytest.mark.parametrize(
    "line, code",
    [
        ('language = "fr"', "not_a_choice"),
        ("language = 1", "not_a_choice"),
        ("idle_lock_minutes = 0", "not_in_range"),
        ("idle_lock_minutes = 121", "not_in_range"),
        ("idle_lock_minutes = true", "not_in_range"),
        ("idle_lock_minutes = 2.5", "not_in_range"),
        ('mouse = "perhaps"', "not_a_switch"),
        ("office = 3", "not_a_path"),
        ('office = " "', "not_a_path"),
        ('theme = "Two Words"', "not_a_word"),
        ("theme = []", "not_a_word"),
    ],
)
def test_a_bad_value_is_refused_where_it_stands(file: Path, line: str, code: str) -> None:
    error = refusal(file, f"\n{line}\n")
    assert (error.code, error.params["place"]) == (f"settings.{code}", f"{file}:2")


@pytest.mark.parametrize("minutes", [1, 120])
def test_the_ends_of_a_range_are_inside(file: Path, minutes: int) -> None:
    file.write_text(f"idle_lock_minutes = {minutes}", encoding="utf-8")
    assert load({}, {}, file).idle_lock_minutes == minutes


def test_texts_of_the_environment_become_values(file: Path) -> None:
    environ = {
        "EHR_TUI_CACHE_MIB": "128",
        "EHR_TUI_MOUSE": "OFF",
        "EHR_TUI_LANGUAGE": "ZH_cn",
        "EHR_TUI_COLOURS": "16",
        "EHR_TUI_OFFICE": "~/a.ehr",
    }
    settings = load({}, environ, file)
    assert (settings.cache_mib, settings.mouse, settings.language, settings.colours) == (
        128,
        False,
        "zh_CN",
        "16",
    )
    assert settings.office == Path.home() / "a.ehr"


def test_a_path_may_come_as_a_path(file: Path) -> None:
    assert load({"office": Path("x.ehr")}, {}, file).office == Path("x.ehr")


@pytest.mark.parametrize(
    "text, line", [("theme = \n", 1), ('theme = "a"\ntheme = "b"\n', 2), ("a = 1\n= 2", 2)]
)
def test_what_is_no_toml_is_refused_with_its_line(file: Path, text: str, line: int) -> None:
    error = refusal(file, text)
    assert (error.code, error.params["place"]) == ("settings.not_toml", f"{file}:{line}")


def test_a_file_that_is_no_utf8_is_refused(file: Path) -> None:
    file.write_bytes('office = "/家"'.encode("gbk"))
    with pytest.raises(SettingsError, match="unreadable"):
        load({}, {}, file)


def test_a_file_from_a_windows_editor_is_read(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "a"\r\nlanguage = "en"\r\n')
    assert load({}, {}, file).theme == "a"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission_is_refused(file: Path) -> None:
    file.write_text("")
    file.chmod(0)
    with pytest.raises(SettingsError, match="unreadable"):
        load({}, {}, file)


def test_a_folder_in_the_files_place_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="unreadable"):
        load({}, {}, file)


def test_settings_and_keys_name_the_same() -> None:
    assert [f.name for f in fields(Settings) if f.name not in ("origins", "keys")] == list(KEYS)


def test_every_default_would_be_accepted(file: Path) -> None:
    for key, known in KEYS.items():
        default = getattr(Settings(), key)
        assert default is None or known.read(default) == default
        assert default is None or known.read(written(default)) == default


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_key_is_described(language: str) -> None:
    words = Words(language, strict=True)
    assert all(words(f"setting.{key}") for key in KEYS)


def test_the_default_theme_is_the_programs() -> None:
    assert Settings().theme == DEFAULT_THEME


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_example_can_be_used_as_it_is_and_uncommented(file: Path, language: str) -> None:
    text = example(Words(language, strict=True))
    file.write_text(text, encoding="utf-8")
    assert load({}, {}, file) == Settings()
    lines = [
        line.removeprefix("# ") for line in text.splitlines() if " = " in line and not line.endswith('""')
    ]
    file.write_text("\n".join(line for line in lines if line.split(" = ")[0] in KEYS), encoding="utf-8")
    assert load({}, {}, file) == Settings()
