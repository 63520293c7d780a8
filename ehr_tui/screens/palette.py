"""The palette: one thing a person can do, and how it is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import command, on
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType
from textual.widgets import Input
from textual.worker import Worker, WorkerState

RECENT_BONUS = 0.05
"""What was done before goes before what matches as well."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done now: its words, where to find it otherwise, and the call."""

    id: str
    title: str
    help: str
    search: tuple[str, ...]  # both languages, pinyin and its initials, further words
    call: IgnoreReturnCallbackType


class CommandPalette(command.CommandPalette):
    """Enter waits for the results of what was typed: pressed at once it would take what stood there before."""

    _settled = True
    _entered = False

    @on(Input.Changed)
    def typed(self) -> None:
        """A new search begins."""
        self._settled = self._entered = False

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter before the results are there is kept for later."""
        if not self._settled:
            event.stop()
            event.prevent_default()
            self._entered = True

    @on(Worker.StateChanged)
    def searched(self, event: Worker.StateChanged) -> None:
        """The results are there."""
        if event.worker.group == self._GATHER_COMMANDS_GROUP and event.state is WorkerState.SUCCESS:
            self._settled = True
            if self._entered:
                self._entered = False
                self._select_or_command()


def open_palette(placeholder: str) -> CommandPalette:
    """The palette with its words in the user's language."""
    return CommandPalette(placeholder=placeholder, id="--command-palette")


class MatchingProvider(Provider):
    """Matches actions in every way a person may write them; subclasses give the actions."""

    def actions(self) -> Iterable[Action]:
        """What can be done, in the order in which it is listed."""
        return ()

    def recent(self) -> list[str]:
        """Ids of what was done here before, the last first; ``done`` puts one there."""
        return []

    def done(self, action: Action) -> IgnoreReturnCallbackType:
        """The action's call, to be remembered when it is made."""
        return action.call

    def nothing_found(self) -> str:
        """What is said when nothing matches."""
        return ""

    async def records(self, query: str) -> Hits:
        """What else is found; behind the actions, since it may take a moment."""
        found: tuple[Hit, ...] = ()
        for hit in found:
            yield hit

    async def discover(self) -> Hits:
        """Everything, what was done last first."""
        recent = self.recent()
        ordered = sorted(self.actions(), key=lambda a: recent.index(a.id) if a.id in recent else len(recent))
        for action in ordered:
            yield DiscoveryHit(action.title, self.done(action), text=action.title, help=action.help)

    async def search(self, query: str) -> Hits:
        """What matches, best first; a line saying so when nothing does."""
        matcher = self.matcher(query)
        recent = self.recent()
        found = False
        for action in self.actions():
            own = matcher.match(action.title)
            score = max([own, *(matcher.match(word) for word in action.search)])
            if score > 0:
                found = True
                if action.id in recent:
                    score += RECENT_BONUS * (len(recent) - recent.index(action.id)) / len(recent)
                shown = matcher.highlight(action.title) if own > 0 else action.title
                yield Hit(score, shown, self.done(action), text=action.title, help=action.help)
        async for hit in self.records(query):
            found = True
            yield hit
        if not found:
            nothing = self.nothing_found()
            yield Hit(0.01, nothing, _do_nothing, text=nothing)


def _do_nothing() -> None:
    """The line that says that nothing was found does nothing."""
