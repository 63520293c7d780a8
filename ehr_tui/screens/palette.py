"""The palette's source: every action found by its Chinese and English words and by pinyin initials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done now: its words, where to find it otherwise, and the call."""

    title: str
    help: str
    search: tuple[str, ...]  # both languages and the pinyin initials
    call: IgnoreReturnCallbackType


class _HasActions(Protocol):
    def palette_actions(self) -> Iterable[Action]: ...

    def t(self, key: str) -> str: ...


def open_palette(placeholder: str) -> CommandPalette:
    """The palette with its words in the user's language."""
    return CommandPalette(placeholder=placeholder, id="--command-palette")


class ActionProvider(Provider):
    """Asks the application for its actions and matches them in every way a person may write them."""

    @property
    def _source(self) -> _HasActions:
        return cast("_HasActions", self.app)

    async def discover(self) -> Hits:
        """Everything, in the order of the application."""
        for action in self._source.palette_actions():
            yield DiscoveryHit(action.title, action.call, text=action.title, help=action.help)

    async def search(self, query: str) -> Hits:
        """What matches, best first; a line saying so when nothing does."""
        matcher = self.matcher(query)
        found = False
        for action in self._source.palette_actions():
            own = matcher.match(action.title)
            score = max([own, *(matcher.match(word) for word in action.search)])
            if score > 0:
                found = True
                shown = matcher.highlight(action.title) if own > 0 else action.title
                yield Hit(score, shown, action.call, text=action.title, help=action.help)
        if not found:
            nothing = self._source.t("palette.nothing")
            yield Hit(0.01, nothing, _do_nothing, text=nothing)


def _do_nothing() -> None:
    """The line that says that nothing was found does nothing."""
