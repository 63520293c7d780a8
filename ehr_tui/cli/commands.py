"""What each command does.  Whatever is heavy is loaded by the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ehr_tui import __version__, paths, splash
from ehr_tui.cli import arguments
from ehr_tui.cli.arguments import Arguments
from ehr_tui.cli.output import complain, say
from ehr_tui.errors import EhrError, InputError
from ehr_tui.i18n import LANGUAGES, preferred_language, t
from ehr_tui.settings import Settings, load

GOOD, DAMAGED, FAILED = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say; every expected failure is one sentence on stderr and exit code 2."""
    asked = arguments.language_asked(argv) or os.environ.get("EHR_TUI_LANGUAGE", "")
    t.switch(asked if asked in LANGUAGES else preferred_language(os.environ))
    try:
        given = arguments.read(argv)
        if given.version:
            say(f"ehr-tui {__version__}")
            return GOOD
        if given.help:
            _help(given)
            return GOOD
        if given.command == "doctor":
            from ehr_tui.cli.doctor import doctor

            return doctor(given)
        if given.command == "completion":
            from ehr_tui.cli.completion import completion

            say(completion(given.words))
            return GOOD
        settings = load(given.flags(), os.environ, paths.settings_file())
        t.switch(spoken_language(settings, os.environ))
        code = _run(given, settings)
        sys.stdout.flush()
        return code
    except EhrError as error:
        splash.clear()
        complain(f"ehr-tui: {t.error(error)}")
        return FAILED
    except KeyboardInterrupt:
        splash.clear()
        complain("")
        return FAILED
    except BrokenPipeError:  # whoever reads, as in "| head", has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD


def spoken_language(settings: Settings, environ: Mapping[str, str]) -> str:
    """The language to start in; English on a terminal without Chinese characters unless asked otherwise."""
    from ehr_tui.theme import is_plain_terminal

    if settings.language != "auto":
        return settings.language
    return "en" if is_plain_terminal(environ) else preferred_language(environ)


def _run(given: Arguments, settings: Settings) -> int:
    match given.command:
        case "locate":
            from ehr_tui.cli.locate import locate

            say("\n".join(locate(settings)))
            return GOOD
        case "show":
            from ehr_tui.cli.show import show

            return show(settings, given)
        case "verify":
            from ehr_tui.cli.verify import verify

            return verify(settings, given.user, given.secrets_fd)
        case "keys":
            from ehr_tui.cli.keys import keys

            say(keys(settings, given.format or "text", given.width).rstrip("\n"))
            return GOOD
        case "demo":
            need_terminal()
            return _open(settings, demo=True, folder=given.folder, fresh=given.fresh)
        case _:
            need_terminal()
            return _open(settings)


def _help(given: Arguments) -> None:
    if given.command == "show":
        from ehr_tui.cli.show.help import show_help

        say("\n".join(show_help()))
    else:
        say(t("cli.help", settings=paths.settings_file(), office=paths.office_dir()))


def _open(settings: Settings, *, demo: bool = False, folder: Path | None = None, fresh: bool = False) -> int:
    import gc

    gc.disable()  # nothing is thrown away before the first picture; the app enables it again

    from ehr_tui import bootstrap

    if demo:
        return bootstrap.run_demo(settings, folder, fresh=fresh)
    return bootstrap.run(settings)


def need_terminal() -> None:
    """Raise InputError unless a person sits at both ends."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("cli.no_terminal")
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise InputError("cli.dumb_terminal")
