"""What a look at the machine found: one value for each line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How well it is; words ``doctor.state.<state>``."""

    OK = "ok"
    MIND = "mind"  # works, but something is worth knowing
    WRONG = "wrong"  # has to be mended
    LOOK = "look"  # only a person can judge it


SIGNS = {State.OK: "+", State.MIND: "!", State.WRONG: "x", State.LOOK: "?"}
"""ASCII, so that they can be read on any terminal."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line.

    ``check`` is what was looked at (words ``doctor.check.<check>``), ``code`` what was found
    (``doctor.<check>.<code>``), and how to mend it stands at ``doctor.mend.<check>.<code>`` where there is anything.
    """

    check: str
    state: State
    code: str
    figures: tuple[tuple[str, object], ...] = ()


def ok(check: str, code: str, **figures: object) -> Finding:
    """All well."""
    return Finding(check, State.OK, code, tuple(figures.items()))


def mind(check: str, code: str, **figures: object) -> Finding:
    """Worth knowing."""
    return Finding(check, State.MIND, code, tuple(figures.items()))


def wrong(check: str, code: str, **figures: object) -> Finding:
    """To be mended."""
    return Finding(check, State.WRONG, code, tuple(figures.items()))


def look(check: str, code: str, **figures: object) -> Finding:
    """To be judged by a person."""
    return Finding(check, State.LOOK, code, tuple(figures.items()))
