"""What may be written on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ehr_tui.errors import InputError

COMMANDS = ("open", "demo", "verify", "locate")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line as read; None where something was not given."""

    command: str = "open"
    office: str | None = None
    language: str | None = None
    theme: str | None = None
    fresh: bool = False
    folder: Path | None = None
    user: str | None = None
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
    parser.add_argument("--office")
    parser.add_argument("--language")
    parser.add_argument("--theme")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--user")
    parser.add_argument("--help", "-h", action="store_true")
    parser.add_argument("--version", "-V", action="store_true")
    return parser


_ONLY = {"fresh": "demo", "folder": "demo", "user": "verify"}
"""Flags that belong to one command."""


def read(argv: Sequence[str]) -> Arguments:
    """Read the command line.  Raises InputError: ``cli.unknown_command``, ``unknown_argument``, ``needs_value``, …"""
    try:
        given, unknown = _parser().parse_known_args(argv)
    except argparse.ArgumentError as error:
        raise InputError("cli.needs_value", option=(error.argument_name or "").split("/")[0]) from None
    if unknown:
        raise InputError("cli.unknown_argument", argument=unknown[0])
    arguments = Arguments(**vars(given))
    if arguments.command not in COMMANDS:
        raise InputError("cli.unknown_command", command=arguments.command, commands=COMMANDS[1:])
    for name, command in _ONLY.items():
        if getattr(arguments, name) and arguments.command != command:
            raise InputError("cli.only_with", option=f"--{name}", command=command)
    return arguments


def language_asked(argv: Sequence[str]) -> str:
    """The value of ``--language``, found even when the rest cannot be read; empty when there is none."""
    for number, word in enumerate(argv):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language" and number + 1 < len(argv):
            return argv[number + 1]
    return ""
