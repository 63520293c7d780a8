"""The only place where parts are put together, and the only one that reads the machine's clock."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ehr_tui import last_office, paths
from ehr_tui.domain.clock import Clock
from ehr_tui.errors import SettingsError
from ehr_tui.i18n import t
from ehr_tui.services.client import OfficeClient
from ehr_tui.settings import Settings, Source
from ehr_tui.theme import PALETTES, is_plain_terminal

if TYPE_CHECKING:
    from ehr_tui.app import EhrApp
    from ehr_tui.services.entrance import Entrance


FRAMES_PER_SECOND = "240"
"""A second painting (the status line, after the cursor) waits for the next frame: at 60 a second up to 33 ms."""


class SystemClock:
    """The machine's clock; the office's day is the day of the machine's time zone."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The office's calendar day."""
        return datetime.now(UTC).astimezone().date()


def connect(settings: Settings, clock: Clock | None = None) -> Callable[[Path], OfficeClient]:
    """How a line to an office file is made; store and vault load on its thread, at the first question."""
    present = clock or SystemClock()

    def to(path: Path) -> OfficeClient:
        def entrance() -> Entrance:
            from ehr_tui.services.entrance import Entrance

            return Entrance(path, settings, present)

        return OfficeClient(entrance)

    return to


def demo_office(
    clock: Clock, folder: Path | None = None, *, fresh: bool = False
) -> Callable[[Callable[[str], None]], Path]:
    """How the demo office is made: only when it is not there, unless ``fresh``."""

    def make(progress: Callable[[str], None]) -> Path:
        from ehr_tui.services.demo_office import make_demo

        path = last_office.demo_path(folder)
        if fresh or not path.is_file():
            paths.make_private(path.parent)
            make_demo(path, clock, progress)
        return path

    return make


def build_app(
    settings: Settings, clock: Clock | None = None, path: Path | None = None, demo_folder: Path | None = None
) -> EhrApp:
    """The whole program, ready to run; ``clock`` is given by tests only.  Raises SettingsError for an unknown theme."""
    _check_theme(settings)
    os.environ.setdefault("ESCDELAY", str(settings.escape_delay_ms))
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND)
    plain = settings.colours == "plain" or (settings.colours == "auto" and is_plain_terminal(os.environ))
    if settings.colours == "plain":
        os.environ["NO_COLOR"] = "1"
    elif settings.colours == "16":
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "standard"
    elif settings.colours == "full":
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"

    from ehr_tui.app import EhrApp
    from ehr_tui.parts import Parts

    present = clock or SystemClock()
    return EhrApp(
        Parts(
            path=path or last_office.office_path(settings),
            folder=paths.office_dir(),
            clock=present,
            words=t,
            connect=connect(settings, present),
            make_demo=demo_office(present, demo_folder),
            remember=last_office.remember,
            theme=settings.theme,
            idle_minutes=settings.idle_lock_minutes,
            plain=plain,
            keymap=settings.keys,
            own_language_counts=not plain and not _decided(settings, "language"),
            own_theme_counts=not _decided(settings, "theme"),
        )
    )


def _check_theme(settings: Settings) -> None:
    names = tuple(palette.name for palette in PALETTES)
    if settings.theme not in names:
        place = settings.origins["theme"].place if "theme" in settings.origins else ""
        raise SettingsError(
            "settings.not_a_choice", key="theme", value=settings.theme, place=place, choices=names
        )


def _decided(settings: Settings, key: str) -> bool:
    """Whether a flag or the environment fixed a setting, which then wins over what the user chose inside."""
    origin = settings.origins.get(key)
    return origin is not None and origin.source in (Source.FLAG, Source.ENVIRONMENT)


def run(settings: Settings, clock: Clock | None = None, path: Path | None = None) -> int:
    """Open the program on an office and stay until it ends; the exit code."""
    os.umask(0o077)
    _start_log(settings)
    app = build_app(settings, clock, path)
    code = app.run(mouse=settings.mouse)
    return code if code is not None else app.return_code or 0


def run_demo(
    settings: Settings, folder: Path | None = None, *, fresh: bool = False, clock: Clock | None = None
) -> int:
    """Make the demo office where it is missing (always with ``fresh``) and open the program on it."""
    from ehr_tui import splash

    os.umask(0o077)

    def progress(step: str) -> None:
        splash.show(t("app.demo_making", step=t(f"app.demo_step.{step}")))

    make = demo_office(clock or SystemClock(), folder, fresh=fresh)
    return run(settings, clock, make(progress))


def _start_log(settings: Settings) -> None:
    from ehr_tui import logs

    logs.start(paths.log_dir(), settings.log_level)
