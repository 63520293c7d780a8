"""Settings of one user on one terminal.  Flags win over the environment, that over the file, that over the default.

The file is TOML, ``settings.toml`` in the platform's folder for configuration; its one table ``[keys]`` gives actions
other keys (``keymap.py``).  The environment variable of a key ``k`` is ``EHR_TUI_K``.  Nothing secret is a setting.
What belongs to the office and not to the terminal (rules, posts, roles) stands in the office's own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from ehr_tui.errors import SettingsError
from ehr_tui.keymap import Keymap, read_keymap

PREFIX = "EHR_TUI_"
TABLE = "keys"
"""The table of the file that gives actions other keys."""
_NAMED_LINE = re.compile(r"""\s*["']?([\w.\-]+)["']?\s*=""")


class Source(StrEnum):
    """Where a value comes from; words ``source.<value>``."""

    FLAG = "flag"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where exactly: ``place`` is the flag, the variable, or ``file:line``; empty for a default."""

    source: Source
    place: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """One key as ``locate`` shows it; its meaning is the text of ``setting.<key>``."""

    key: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force.  Each key is described in the catalogues under ``setting.<key>``."""

    language: str = "auto"
    theme: str = "ehr-dark"
    colours: str = "auto"
    mouse: bool = True
    office: Path | None = None
    idle_lock_minutes: int = 10
    device_secret: str = "keyring"
    usb_key_path: Path | None = None
    cache_mib: int = 64
    escape_delay_ms: int = 25
    log_level: str = "info"
    keys: Keymap = field(default_factory=dict, compare=False)
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)

    def explain(self) -> tuple[Explained, ...]:
        """Every key with its value and where it comes from, in the order of the documentation."""
        return tuple(
            Explained(key, written(getattr(self, key)), self.origins.get(key, Origin(Source.DEFAULT)))
            for key in KEYS
        )


# What a key takes.  A reader gets the raw value (a TOML value, or a text from a flag or the environment) and gives
# the value or None when it cannot be used.  ``expects`` and its figures word the refusal.


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: how it is read, and what the refusal says (``error.settings.<expects>``)."""

    read: Callable[[object], object | None]
    expects: str
    figures: Mapping[str, object]


def _choice(*choices: str) -> Key:
    folded = {choice.casefold(): choice for choice in choices}
    return Key(lambda raw: folded.get(str(raw).casefold()), "not_a_choice", {"choices": choices})


def _whole(low: int, high: int) -> Key:
    def read(raw: object) -> int | None:
        if isinstance(raw, str) and re.fullmatch(r"\d{1,9}", raw.strip()):
            raw = int(raw)
        return raw if isinstance(raw, int) and not isinstance(raw, bool) and low <= raw <= high else None

    return Key(read, "not_in_range", {"low": low, "high": high})


def _flag() -> Key:
    texts = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
        ("false", "no", "off", "0"), False
    )

    def read(raw: object) -> bool | None:
        return raw if isinstance(raw, bool) else texts.get(str(raw).strip().casefold())

    return Key(read, "not_a_switch", {})


def _path() -> Key:
    def read(raw: object) -> Path | None:
        text = str(raw) if isinstance(raw, (str, Path)) else ""
        if not text.strip() or "\0" in text:
            return None
        return Path(text).expanduser() if text == "~" or text.startswith("~/") else Path(text)

    return Key(read, "not_a_path", {})


def _word() -> Key:
    def read(raw: object) -> str | None:
        return raw if isinstance(raw, str) and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", raw) else None

    return Key(read, "not_a_word", {})


KEYS: Mapping[str, Key] = {
    "language": _choice("auto", "zh_CN", "en"),
    "theme": _word(),
    "colours": _choice("auto", "full", "16", "plain"),
    "mouse": _flag(),
    "office": _path(),
    "idle_lock_minutes": _whole(1, 120),
    "device_secret": _choice("keyring", "usb", "none"),
    "usb_key_path": _path(),
    "cache_mib": _whole(8, 1024),
    "escape_delay_ms": _whole(5, 500),
    "log_level": _choice("debug", "info", "warning", "error"),
}
"""Every setting, in the order in which it is documented."""


def load(flags: Mapping[str, object], environ: Mapping[str, str], file: Path) -> Settings:
    """The settings in force.

    ``flags``: values given on the command line by key, None where a flag was not given.  A missing file is as
    good as an empty one.  Raises SettingsError: ``settings.unreadable``, ``not_toml``, ``unknown``, ``unknown_like``
    (another key), and one for each kind of bad value; params name the place.
    """
    values: dict[str, object] = {}
    origins: dict[str, Origin] = {}
    table, lines = _from_file(file)
    if TABLE in table:
        values["keys"] = _keymap(table.pop(TABLE), lines, file)
    for key, raw, origin in (
        *((key, raw, Origin(Source.FILE, f"{file}:{_line_of(key, lines)}")) for key, raw in table.items()),
        *_from_environment(environ),
        *((key, raw, Origin(Source.FLAG, _flag_name(key))) for key, raw in flags.items() if raw is not None),
    ):
        values[key] = _read(key, raw, origin.place)
        origins[key] = origin
    return Settings(**values, origins=origins)  # type: ignore[arg-type]


def written(value: object) -> str:
    """A value as it would stand in the file, without quotes; empty for none."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def example(describe: Callable[[str], str]) -> str:
    """A settings file that sets nothing: every key commented out with its default and what ``describe`` says of it.

    ``describe`` gives the words for a locale key; the result can be saved and edited.
    """
    lines = []
    for key in KEYS:
        default = written(getattr(Settings(), key))
        quoted = default if default.isdecimal() or default in ("true", "false") else f'"{default}"'
        lines += [f"# {describe(f'setting.{key}')}", f"# {key} = {quoted}", ""]
    lines += [f"# {describe('setting.keys')}", f"# [{TABLE}]", '# "people.add" = "ctrl+b"', ""]
    return "\n".join(lines)


def _read(key: str, raw: object, place: str) -> object:
    known = KEYS.get(key)
    if known is None:
        raise _unknown(key, place)
    value = known.read(raw)
    if value is None:
        raise SettingsError(
            f"settings.{known.expects}", key=key, value=written(raw), place=place, **known.figures
        )
    return value


def _unknown(key: str, place: str) -> SettingsError:
    like = get_close_matches(key, KEYS, n=1)
    if like:
        return SettingsError("settings.unknown_like", key=key, place=place, like=like[0])
    return SettingsError("settings.unknown", key=key, place=place, known=tuple(KEYS))


def _flag_name(key: str) -> str:
    return "--" + key.replace("_", "-")


def _from_environment(environ: Mapping[str, str]) -> list[tuple[str, object, Origin]]:
    """An empty variable counts as not set.  A stranger with our prefix is refused only when it looks like a slip."""
    found: list[tuple[str, object, Origin]] = []
    for variable in sorted(environ):
        if not variable.startswith(PREFIX) or not environ[variable]:
            continue
        key = variable.removeprefix(PREFIX).lower()
        if key in KEYS:
            found.append((key, environ[variable], Origin(Source.ENVIRONMENT, variable)))
        elif like := get_close_matches(key, KEYS, n=1, cutoff=0.75):
            raise SettingsError(
                "settings.unknown_like", key=variable, place=variable, like=PREFIX + like[0].upper()
            )
    return found


def _from_file(file: Path) -> tuple[dict[str, Any], list[str]]:
    """What the file says, and its lines."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("settings.unreadable", file=str(file)) from error
    import tomllib

    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else text.count("\n") + 1
        raise SettingsError("settings.not_toml", place=f"{file}:{number}") from error
    return table, text.splitlines()


def _keymap(given: object, lines: list[str], file: Path) -> Keymap:
    begin = _line_of(TABLE, lines)
    places = {
        found.group(1): f"{file}:{number}"
        for number, line in enumerate(lines[begin:], begin + 1)
        if (found := _NAMED_LINE.match(line))
    }
    return read_keymap(given, places, f"{file}:{begin}")


def _line_of(key: str, lines: list[str]) -> int:
    """The line on which a key of the first level (or its table) begins; 1 when it hides."""
    pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[.=\]]""")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)
