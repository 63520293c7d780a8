"""The application: modes, keys that hold everywhere, language, errors, idle lock.  No domain logic."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import constants
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from ehr_tui.domain.entry import Entered, Stage
from ehr_tui.domain.views import HomeItem
from ehr_tui.errors import EhrError, StoreError
from ehr_tui.i18n import LANGUAGES
from ehr_tui.logs import FILE_NAME, log
from ehr_tui.parts import Parts
from ehr_tui.paths import log_dir, make_private
from ehr_tui.screens.app_copying import CopyingApp
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.modes import MODES as WORKING
from ehr_tui.screens.modes import load_often
from ehr_tui.screens.palette import open_palette
from ehr_tui.screens.palette_actions import ActionProvider
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.widgets.ascii_only import only_ascii
from ehr_tui.widgets.kept_styles import keep_styles
from ehr_tui.widgets.no_colour import calm_filters
from ehr_tui.widgets.quick_escape import QuickEscapeDriver
from ehr_tui.widgets.themes import register_themes
from ehr_tui.widgets.words import own_key, relabel_tree


def _door() -> Screen[Any]:
    from ehr_tui.screens.login import LoginScreen

    return LoginScreen()


ALLOCATIONS = 10_000
"""New objects between two runs of the collector: at the usual 700 a roster's opening is halted for 60 ms by them."""


class EhrApp(CopyingApp):
    """One person at one terminal, in one office at a time."""

    TITLE = "ehr-tui"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[Any]] = {ActionProvider}
    DEFAULT_MODE = "door"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "door": _door,
        **{mode.name: mode.open for mode in WORKING},
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "key.help", priority=True),
        *(Binding(mode.key, f"mode('{mode.name}')", f"mode.{mode.name}", show=False) for mode in WORKING),
        Binding("ctrl+p,f10", "command_palette", "key.palette", key_display="Ctrl+P", priority=True),
        Binding("ctrl+l", "language", "key.language", show=False, priority=True),
        Binding("f11", "copy", "key.copy", show=False, priority=True),
        Binding("f12", "lock", "key.lock", show=False, priority=True),
        Binding("ctrl+q", "quit", "key.quit", priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, parts: Parts) -> None:
        driver = None if constants.DRIVER else QuickEscapeDriver
        super().__init__(parts, driver_class=driver, watch_css=False)
        keep_styles(self)
        calm_filters(self)
        if self.plain:
            only_ascii(self)
        register_themes(self)
        self.theme = parts.theme
        self.recent_actions: list[str] = []
        self.set_class(self.plain, "plain")

    # Words

    def set_language(self, language: str) -> None:
        """Say everything in another language from now on; what is typed stays."""
        if language == self.language or language not in LANGUAGES:
            return
        self.words.switch(language)
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, EhrScreen):
                    screen.on_language_changed()
                else:
                    relabel_tree(screen)

    def _ehr_screens(self) -> Iterator[EhrScreen[Any]]:
        """Every living screen of ours, of all modes."""
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, EhrScreen):
                    yield screen

    # Start and end

    def on_mount(self) -> None:
        """The rest waits until the first picture stands."""
        self.call_after_refresh(self._after_first_picture)

    def _after_first_picture(self) -> None:
        gc.set_threshold(ALLOCATIONS, 10, 10)
        gc.enable()
        self.watch_office()

    def make_ready(self) -> None:
        """While somebody types: load what comes behind the login, on other threads."""
        self.run_worker(self._make_ready(), group="ready", exclusive=True)

    async def _make_ready(self) -> None:
        await self.office.make_ready()
        await asyncio.to_thread(load_often)
        gc.freeze()  # code stays to the end: looking through all of it again and again would halt the screen

    async def on_unmount(self) -> None:
        """End the session; the file is closed, and one that went away cannot be helped."""
        self.forget_copied()
        with suppress(EhrError):
            await self.office.close()

    async def open_office(self, path: Path, *, new: bool = False) -> None:
        """Turn to another office file; nobody is logged in then.  For a ``new`` one its folder is made.

        Raises StoreError ``store.read_only`` when the folder cannot be made.
        """
        if new:
            try:
                await asyncio.to_thread(make_private, path.parent)
            except OSError as error:
                raise StoreError("store.read_only", folder=path.parent.name) from error
        old, self.office = self.office, self.parts.connect(path)
        self.parts = replace(self.parts, path=path)
        with suppress(EhrError):
            await old.close()

    async def make_demo(self, progress: Callable[[str], None]) -> None:
        """Create the demo office if it is not there, and turn to it."""
        path = await asyncio.to_thread(self.parts.make_demo, progress)
        await self.open_office(path)

    def _fatal_error(self) -> None:
        """Say that something went wrong in one sentence; where, goes to the log.

        The framework's own report would print the values of variables, and so whatever stood in a field.
        """
        error: BaseException | None = self._exception
        log("app").error("crashed", exc_info=error.error if isinstance(error, WorkerFailed) else error)
        self._exit_renderables.append(Text(self.t("app.crashed", file=log_dir() / FILE_NAME)))
        self._close_messages_no_wait()

    # Session

    def enter(self, entered: Entered, password: str = "") -> None:
        """A login succeeded: enrol first where that is due, then work."""
        self.entered = entered
        self._idle.alive()
        if entered.language and self.parts.own_language_counts:
            self.set_language(entered.language)
        if entered.theme and self.parts.own_theme_counts and entered.theme in self.available_themes:
            self.theme = entered.theme
        if entered.stage is Stage.ENROLLING:
            from ehr_tui.screens.enrol import EnrolScreen, steps_due

            self.push_screen(EnrolScreen(password, steps_due(entered)), self._enrolled)
        else:
            self._open_work()

    def _enrolled(self, complete: bool | None) -> None:
        if not complete or self.entered is None:
            self.leave()
            return
        self.entered = replace(self.entered, stage=Stage.READY, must_change_password=False, must_enrol=False)
        self._open_work()

    def _open_work(self) -> None:
        self._polled = None
        if self.entered is not None and not self.entered.demo:
            self.parts.remember(self.parts.path)
        held = self.entered.permissions if self.entered else frozenset()
        first = next((mode.name for mode in WORKING if mode.permission in held), "own")
        if first == "home":
            self.office.read_ahead(OpenHome())  # while the screen that will ask is being built
        self.switch_mode(first)

    def leave(self) -> None:
        """Log out and show the login again."""
        self.run_worker(self._leave(), group="leave", exclusive=True)

    async def _leave(self) -> None:
        self.entered = None
        self.recent_actions.clear()
        self.forget_copied()
        problem: EhrError | None = None
        try:
            await self.office.logout()
        except EhrError as error:  # a file that went away must not keep anybody inside
            problem = error
        await self.switch_mode("door")
        door = self.get_screen_stack("door")[0]
        while self.screen is not door:
            await self.pop_screen()
        if isinstance(door, EhrScreen):
            door.fresh()
        if problem is not None:
            self.show_error(problem)
        for mode in WORKING:
            await self.remove_mode(mode.name)
            self.add_mode(mode.name, mode.open)

    # Going

    def go(self, mode: str, place: HomeItem | None = None) -> None:
        """Open a mode, and in it a place."""
        if not self.may_open(mode):
            return
        self.switch_mode(mode)
        if place is not None and isinstance(self.screen, EhrScreen):
            self.screen.call_after_refresh(self.screen.open_place, place)

    def may_open(self, name: str) -> bool:
        """Whether the user may enter a mode now."""
        entered = self.entered
        return (
            entered is not None
            and entered.stage is Stage.READY
            and any(mode.name == name and mode.permission in entered.permissions for mode in WORKING)
        )

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Modes only for those who may, and nothing of this over a dialog or the lock."""
        if action == "mode":
            return len(self.screen_stack) == 1 and self.may_open(str(parameters[0]))
        if action == "help" and self.screen.has_class("help"):
            return True
        if action in ("command_palette", "help", "copy"):
            return not self.locked and isinstance(self.screen, EhrScreen)
        if action == "lock":
            return self.entered is not None and self.entered.stage is Stage.READY and not self.locked
        return True

    def action_mode(self, name: str) -> None:
        """Open a mode."""
        self.go(name)

    def choose_theme(self, name: str) -> None:
        """Another theme at once, kept for this user on every terminal."""
        from ehr_tui.services.intents.accounts import SaveOwnSettings

        self.theme = name
        if (
            self.entered is not None
            and self.entered.stage is Stage.READY
            and isinstance(self.screen, EhrScreen)
        ):
            self.screen.start(self._keep(SaveOwnSettings(theme=name)), "own.settings")

    async def _keep(self, intent: Intent[None]) -> None:
        await self.ask(intent)

    def action_language(self) -> None:
        """The other language."""
        self.set_language("en" if self.language == "zh_CN" else "zh_CN")

    def action_command_palette(self) -> None:
        """All actions, to be searched."""
        if isinstance(self.screen, EhrScreen):
            self.push_screen(open_palette(self.t("palette.placeholder")))

    def action_help(self) -> None:
        """Every key of this screen; once more closes it."""
        from ehr_tui.widgets.help_panel import HelpPanel

        if isinstance(self.screen, HelpPanel):
            self.screen.action_close()
        elif isinstance(self.screen, EhrScreen):
            self.push_screen(HelpPanel(self.screen, self.screen.legend()))

    def action_help_quit(self) -> None:
        """Ctrl+C does not end the program; say what does."""
        self.say("app.how_to_quit", pressed=own_key(self, "key.quit", "ctrl+q"))

    async def action_quit(self) -> None:
        """End; ask first when something typed would be lost."""
        from ehr_tui.screens.dialogs import confirm_dialog

        if not any(screen.has_unsaved() for screen in self._ehr_screens()):
            self.exit(0)
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.exit(0)

        self.push_screen(confirm_dialog(self, self.t("app.quit_unsaved")), sure)
