"""What every screen shares: words, asking the office, live language switch, others' commits.

Keys that the application holds on every screen, so screens must not bind them: ``F1`` help, ``F2``-``F9`` the modes,
``F10`` and ``Ctrl+P`` palette, ``F12`` lock, ``Ctrl+L`` language, ``Ctrl+Q`` quit.  Screens take Ctrl+letter, Enter,
Escape, Insert, Delete, arrows and, outside of text fields, letters.

A binding's description is a **locale key**: ``Binding("ctrl+s", "save", "people.save")``.  Footer, help panel and
palette translate it, and ``palette.people.save.keys`` (pinyin initials and further words) makes it easier to find.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static
from textual.worker import Worker

from ehr_tui.domain.access import Permission
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import EhrError
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.base import Intent
from ehr_tui.widgets.remap import OwnKeysScreen
from ehr_tui.widgets.too_small import TooSmall
from ehr_tui.widgets.words import relabel_tree

if TYPE_CHECKING:
    from ehr_tui.domain.clock import Clock
    from ehr_tui.domain.entry import Entered
    from ehr_tui.domain.views import HomeItem
    from ehr_tui.services.client import OfficeClient

T = TypeVar("T")
R = TypeVar("R")


class GivenUp(Exception):
    """The user left a dialog that an act needed; nothing was done and nothing needs to be said."""


class Host(Protocol):
    """What screens may use of the application."""

    office: OfficeClient
    entered: Entered | None
    clock: Clock
    plain: bool
    commits: int

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        ...

    def t(self, key: str, /, **figures: Any) -> str:
        """Words of the present language."""
        ...

    def error_text(self, error: EhrError) -> str:
        """The sentence of an error in the present language."""
        ...

    async def ask(self, intent: Intent[T], progress: Progress | None = None) -> T:
        """Do it; asks for a fresh code where the act needs one.  Raises EhrError, GivenUp, WorkCancelled."""
        ...

    async def dialog(self, screen: Screen[T]) -> T | None:
        """Show a dialog and wait for its answer; only inside ``EhrScreen.start``."""
        ...

    def show_error(self, error: EhrError) -> None:
        """Say it: a toast for small things, a dialog for what must be read."""
        ...

    def say(self, key: str, **figures: Any) -> None:
        """A toast."""
        ...

    def clock_text(self) -> str:
        """The time of day."""
        ...

    def set_language(self, language: str) -> None:
        """Say everything in another language from now on."""
        ...

    def go(self, mode: str, place: HomeItem | None = None) -> None:
        """Open a mode, and in it the place an item of the home screen is about."""
        ...


class Place(Protocol):
    """Where the office is."""

    @property
    def path(self) -> Path:
        """The office's file, whether it exists or not."""
        ...


class DoorHost(Host, Protocol):
    """What the screens around the login may use besides."""

    folder: Path

    @property
    def parts(self) -> Place:
        """What the application was made of, as far as screens are concerned."""
        ...

    def make_ready(self) -> None:
        """Nobody has logged in yet: load what comes behind the login while somebody types."""
        ...

    def enter(self, entered: Entered, password: str = "") -> None:
        """Somebody has logged in; ``password`` as typed, for the enrolment that may follow."""
        ...

    def leave(self) -> None:
        """Log out and show the login again."""
        ...

    async def open_office(self, path: Path, *, new: bool = False) -> None:
        """Turn to another office file; the folder of a new one is made."""
        ...

    async def make_demo(self, progress: Callable[[str], None]) -> None:
        """Make the demo office where it is missing, and turn to it; ``progress`` is called from a thread."""
        ...


class EhrScreen(OwnKeysScreen[R]):
    """Base of every screen.  Subclasses fill ``WORDS`` and override the hooks they need."""

    WORDS: ClassVar[Mapping[str, str]] = {}
    """Selector → locale key: set at mount and again at a live switch of the language.

    Label and Static get their text, Button its label, Input its placeholder, anything else its border title.
    """

    _seen_commits = 0

    @property
    def host(self) -> Host:
        """The application, as screens may use it."""
        return cast("Host", self.app)

    @property
    def office(self) -> OfficeClient:
        """The line to the office; prefer ``ask``, which shares error handling and fresh codes."""
        return self.host.office

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        return self.host.language

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the user holds at all; how far it reaches only the office knows."""
        entered = self.host.entered
        return entered.permissions if entered else frozenset()

    def t(self, key: str, /, **figures: Any) -> str:
        """Words of the present language."""
        return self.host.t(key, **figures)

    @property
    def demo_mark(self) -> str:
        """What stands on every screen of a demo office."""
        return self.t("app.demo_mark_plain" if self.host.plain else "app.demo_mark")

    def say(self, key: str, **figures: Any) -> None:
        """A toast."""
        self.host.say(key, **figures)

    def go(self, mode: str, place: HomeItem | None = None) -> None:
        """Open another mode."""
        self.host.go(mode, place)

    # Asking the office

    async def ask(self, intent: Intent[T], progress: Progress | None = None) -> T:
        """Ask the office, inside ``start``; long work tells ``progress`` how far it is, and stops when told there.

        A fresh code is asked for where needed.  Raises EhrError: catch what the screen handles itself (StaleWrite,
        OverrideNeeded), let the rest go: ``start`` hands it to ``on_refusal``.
        """
        answer = await self.host.ask(intent, progress)
        self._seen_commits = self.host.commits
        return answer

    async def dialog(self, screen: Screen[T]) -> T | None:
        """Show a dialog and wait for its answer; only inside ``start``."""
        return await self.host.dialog(screen)

    def start(self, work: Coroutine[Any, Any, None], group: str, *, exclusive: bool = True) -> Worker[None]:
        """Run a coroutine that asks the office in a named worker; every EhrError ends in ``on_refusal``.

        ``exclusive``: a newer one of the same group replaces it, right for reading.  For writing pass False: answers
        then come in the order of the asking, and none is lost.
        """
        guarded = _Guarded(work, self)
        worker = self.run_worker(guarded, name=group, group=group, exclusive=exclusive)
        if worker._task is not None:
            worker._task.add_done_callback(lambda _task: guarded.drop())
        return worker

    def on_refusal(self, error: EhrError) -> None:
        """An error nobody caught; shown by the application unless overridden."""
        self.host.show_error(error)

    # Hooks

    def retranslate(self) -> None:
        """Set every word again; typed input stays.  Override to repaint what is computed, and call super."""
        for selector, key in self.WORDS.items():
            for widget in self.query(selector):
                set_words(widget, self.t(key))

    def on_language_changed(self) -> None:
        """The language was switched while this screen exists."""
        self.retranslate()
        relabel_tree(self)

    def on_others_committed(self) -> None:
        """Data changed since this screen last asked, by others or on another screen: read again, keep what is typed."""

    def open_place(self, place: HomeItem) -> None:
        """Show what an item of the home screen is about."""

    def fresh(self) -> None:
        """Somebody has logged out: forget what was typed."""

    def has_unsaved(self) -> bool:
        """Whether leaving now would lose something typed."""
        return False

    # Plumbing

    def on_mount(self) -> None:
        """Set the words.  A subclass with an ``on_mount`` of its own need not call this: both run."""
        self._seen_commits = self.host.commits
        self.mount(TooSmall())
        self.retranslate()
        self.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._place_caret())
        self.call_after_refresh(self._place_caret)

    def _place_caret(self) -> None:
        """The terminal's caret into the focused field: the field itself looks only when a key comes.

        Input methods open their window at the caret.
        """
        entry = self.focused
        if self.is_active and isinstance(entry, Input):
            place = entry.cursor_screen_offset
            if place != self.app.cursor_position:
                self.app.cursor_position = place
                entry.refresh()  # the caret moves with the next painting

    def on_screen_resume(self) -> None:
        """Back on this screen: catch up with what happened meanwhile."""
        self.catch_up()

    def catch_up(self) -> None:
        """Call ``on_others_committed`` if anything was committed since this screen last asked."""
        if self.is_mounted and self._seen_commits != self.host.commits:
            self._seen_commits = self.host.commits
            self.on_others_committed()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Signs and their meaning, for the help panel."""
        return ()


class ModeScreen(EhrScreen[None]):
    """Base of the working screens: the mode bar above, the keys below, ``compose_body`` between."""

    def compose(self) -> ComposeResult:
        """Bar, body, keys."""
        from ehr_tui.screens.mode_bar import ModeBar
        from ehr_tui.widgets.footer import KeyFooter

        yield ModeBar()
        yield from self.compose_body()
        yield KeyFooter()

    def compose_body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()


class _Guarded:
    """Work whose expected failures reach the screen, and that may be dropped before it began."""

    def __init__(self, work: Coroutine[Any, Any, None], screen: EhrScreen[Any]) -> None:
        self._work = work
        self._screen = screen

    def __await__(self) -> Generator[Any, Any, None]:
        return self._run().__await__()

    async def _run(self) -> None:
        try:
            await self._work
        except GivenUp:
            return
        except EhrError as error:
            self._screen.on_refusal(error)

    def drop(self) -> None:
        """The worker is over: work that never began must not complain that nobody awaited it."""
        self._work.close()

    def __del__(self) -> None:
        self.drop()


def set_words(widget: Widget, text: str) -> None:
    """Put words where a widget of that kind shows them."""
    if isinstance(widget, Button):
        widget.label = text
    elif isinstance(widget, Input):
        widget.placeholder = text
    elif isinstance(widget, (Label, Static, Prose)):
        widget.update(text)
    else:
        widget.border_title = text
