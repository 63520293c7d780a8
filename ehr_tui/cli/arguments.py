"""What may be written on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ehr_tui.errors import InputError

COMMANDS = ("open", "demo", "show", "verify", "doctor", "keys", "locate", "completion")
FORMATS = ("text", "tsv", "json")
LIST_OPTIONS = ("search", "department", "state", "from", "to", "by", "act", "limit")
"""What narrows a view of ``show``; each view says which of them it takes."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line as read; None where something was not given."""

    command: str = "open"
    words: tuple[str, ...] = ()
    office: str | None = None
    language: str | None = None
    theme: str | None = None
    fresh: bool = False
    folder: Path | None = None
    user: str | None = None
    secrets_fd: int | None = None
    format: str | None = None
    width: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    help: bool = False
    version: bool = False

    def flags(self) -> dict[str, object]:
        """What wins over environment and settings file."""
        return {"office": self.office, "language": self.language, "theme": self.theme}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError("cli.usage")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("command", nargs="?", default="open")
    parser.add_argument("words", nargs="*", default=())
    for option in ("--office", "--language", "--theme", "--user", "--secrets-fd", "--format", "--width"):
        parser.add_argument(option)
    for option in LIST_OPTIONS:
        parser.add_argument(f"--{option}", dest=f"list_{option}")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--help", "-h", action="store_true")
    parser.add_argument("--version", "-V", action="store_true")
    return parser


_ONLY = {
    "fresh": ("demo",),
    "folder": ("demo",),
    "user": ("show", "verify"),
    "secrets_fd": ("show", "verify"),
    "format": ("show", "doctor", "keys"),
    "width": ("show", "doctor", "keys"),
    "options": ("show",),
}
"""Flags that belong to some commands."""

_WORDS = {"show": 9, "completion": 1}
"""How many words may follow a command at most."""


def read(argv: Sequence[str]) -> Arguments:
    """Read the command line.  Raises InputError: ``cli.unknown_command``, ``unknown_argument``, ``needs_value``, …"""
    try:
        given, unknown = _parser().parse_known_intermixed_args(argv)
    except argparse.ArgumentError as error:
        raise InputError("cli.needs_value", option=(error.argument_name or "").split("/")[0]) from None
    values = vars(given)
    values["words"] = tuple(values["words"])
    values["options"] = tuple(
        (option, value) for option in LIST_OPTIONS if (value := values.pop(f"list_{option}")) is not None
    )
    values["secrets_fd"] = _number("secrets-fd", values["secrets_fd"], 0)
    values["width"] = _number("width", values["width"], 20)
    arguments = Arguments(**values)
    if unknown:
        raise InputError("cli.unknown_argument", argument=unknown[0])
    if arguments.command not in COMMANDS:
        raise InputError("cli.unknown_command", command=arguments.command, commands=COMMANDS[1:])
    if strange := arguments.words[_WORDS.get(arguments.command, 0) :]:
        raise InputError("cli.unknown_argument", argument=strange[0])
    if arguments.format is not None and arguments.format not in FORMATS:
        raise InputError("cli.unknown_format", format=arguments.format, formats=FORMATS)
    for name, commands in _ONLY.items():
        if getattr(arguments, name) not in (None, False, ()) and arguments.command not in commands:
            option = arguments.options[0][0] if name == "options" else name.replace("_", "-")
            raise InputError("cli.only_with", option=f"--{option}", command=commands)
    return arguments


def _number(option: str, text: str | None, lowest: int) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 4 or int(text) < lowest:
        raise InputError("cli.not_a_number", option=f"--{option}", value=text, lowest=lowest)
    return int(text)


def language_asked(argv: Sequence[str]) -> str:
    """The value of ``--language``, found even when the rest cannot be read; empty when there is none."""
    for number, word in enumerate(argv):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language" and number + 1 < len(argv):
            return argv[number + 1]
    return ""
