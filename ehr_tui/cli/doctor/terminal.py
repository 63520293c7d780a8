"""The terminal: size, kind, colours, widths, font, and what stands between it and the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ehr_tui.cli.doctor.finding import Finding, look, mind, ok, wrong
from ehr_tui.i18n import t
from ehr_tui.theme import is_plain_terminal

SMALLEST = (60, 16)
USUAL = (80, 24)
DUMB = ("", "dumb")

Measure = Callable[[tuple[str, ...]], "tuple[int | None, ...] | None"]


def check_terminal(
    environ: Mapping[str, str], size: tuple[int, int] | None, colours: str, measure: Measure
) -> Iterator[Finding]:
    """Everything about the terminal; ``size`` None when there is none, ``colours`` the setting."""
    name = environ.get("TERM", "")
    yield _kind(name, size is not None)
    yield from _between(environ)
    if size is None:
        return
    yield _size(*size)
    yield _colours(environ, name, colours)
    if is_plain_terminal(environ):
        return
    yield from _widths(measure)
    yield look("font", "sample", sample=t("doctor.sample"))


def _kind(name: str, there: bool) -> Finding:
    if not there:
        return mind("terminal", "none")
    if name in DUMB:
        return wrong("terminal", "dumb", term=name or "-")
    if is_plain_terminal({"TERM": name}):
        return mind("terminal", "plain", term=name)
    return ok("terminal", "fine", term=name)


def _between(environ: Mapping[str, str]) -> Iterator[Finding]:
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        yield ok("between", "ssh")
    if environ.get("TMUX"):
        yield mind("between", "tmux")
    elif environ.get("STY"):
        yield mind("between", "screen")


def _size(width: int, height: int) -> Finding:
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return wrong("size", "small", width=width, height=height, columns=SMALLEST[0], lines=SMALLEST[1])
    if width < USUAL[0] or height < USUAL[1]:
        return mind("size", "tight", width=width, height=height, columns=USUAL[0], lines=USUAL[1])
    return ok("size", "fine", width=width, height=height)


def _colours(environ: Mapping[str, str], name: str, setting: str) -> Finding:
    if environ.get("NO_COLOR"):
        return mind("colours", "no_color")
    if setting != "auto":
        return ok("colours", "set", setting=setting)
    if environ.get("COLORTERM", "").casefold() in ("truecolor", "24bit"):
        return ok("colours", "all")
    if "256color" in name or "direct" in name:
        return ok("colours", "n256")
    if name in DUMB:
        return mind("colours", "none")
    return mind("colours", "n16")


WIDE, AMBIGUOUS, LINES = chr(0x4E2D) * 2, "…·✗", "│┃─"
"""Chinese characters, two cells each; signs and lines of the screens, which must take one each."""


def _widths(measure: Measure) -> Iterator[Finding]:
    found = measure((WIDE, AMBIGUOUS, LINES))
    if found is None or found[0] is None:
        yield mind("chinese", "no_answer")
        return
    expected = 2 * len(WIDE)
    yield (
        ok("chinese", "fine")
        if found[0] == expected
        else wrong("chinese", "narrow", cells=found[0], expected=expected)
    )
    signs = [
        (text, cells) for text, cells in zip((AMBIGUOUS, LINES), found[1:], strict=True) if cells is not None
    ]
    broad = [text for text, cells in signs if cells != len(text)]
    if broad:
        yield wrong("signs", "broad", signs=" ".join(broad))
    elif signs:
        yield ok("signs", "fine")
