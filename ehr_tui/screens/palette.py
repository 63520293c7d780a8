"""The palette: one thing a person can do, and how it is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done now: its words, where to find it otherwise, and the call."""

    title: str
    help: str
    search: tuple[str, ...]  # both languages and the pinyin initials
    call: IgnoreReturnCallbackType


def open_palette(placeholder: str) -> CommandPalette:
    """The palette with its words in the user's language."""
    return CommandPalette(placeholder=placeholder, id="--command-palette")


class MatchingProvider(Provider):
    """Matches actions in every way a person may write them; subclasses give the actions."""

    def actions(self) -> Iterable[Action]:
        """What can be done, in the order in which it is listed."""
        return ()

    def nothing_found(self) -> str:
        """What is said when nothing matches."""
        return ""

    async def discover(self) -> Hits:
        """Everything."""
        for action in self.actions():
            yield DiscoveryHit(action.title, action.call, text=action.title, help=action.help)

    async def search(self, query: str) -> Hits:
        """What matches, best first; a line saying so when nothing does."""
        matcher = self.matcher(query)
        found = False
        for action in self.actions():
            own = matcher.match(action.title)
            score = max([own, *(matcher.match(word) for word in action.search)])
            if score > 0:
                found = True
                shown = matcher.highlight(action.title) if own > 0 else action.title
                yield Hit(score, shown, action.call, text=action.title, help=action.help)
        if not found:
            nothing = self.nothing_found()
            yield Hit(0.01, nothing, _do_nothing, text=nothing)


def _do_nothing() -> None:
    """The line that says that nothing was found does nothing."""
