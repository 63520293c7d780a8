"""What the palette offers: modes, the screen's own acts, what holds everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.binding import Binding
from textual.command import Hits
from textual.dom import DOMNode
from textual.types import IgnoreReturnCallbackType

from ehr_tui.i18n import LANGUAGES, Words
from ehr_tui.screens.base import DoorHost, EhrScreen
from ehr_tui.screens.modes import MODES
from ehr_tui.screens.palette import Action, MatchingProvider
from ehr_tui.screens.palette_elsewhere import do_there, elsewhere
from ehr_tui.theme import PALETTES
from ehr_tui.widgets.words import key_label, own_key

if TYPE_CHECKING:
    from ehr_tui.screens.palette_records import Records

_CATALOGUES = tuple(Words(language) for language in LANGUAGES)
MOST_RECENT = 8


class PaletteHost(DoorHost, Protocol):
    """The application, as the palette uses it."""

    words: Words
    recent_actions: list[str]

    def may_open(self, name: str) -> bool:
        """Whether the user may enter a mode now."""
        ...

    def choose_theme(self, name: str) -> None:
        """Another theme, kept for the user."""
        ...

    def action_language(self) -> None:
        """The other language."""
        ...

    def action_lock(self) -> None:
        """Hide the screen."""
        ...

    def action_help(self) -> None:
        """Every key."""
        ...

    def action_copy(self) -> None:
        """Choose what to copy."""
        ...

    async def action_quit(self) -> None:
        """End the program."""
        ...


class ActionProvider(MatchingProvider):
    """Everything that can be done on the present screen."""

    _records: Records | None = None

    @property
    def _host(self) -> PaletteHost:
        return cast("PaletteHost", self.app)

    def nothing_found(self) -> str:
        """In the user's language."""
        return self._host.t("palette.nothing")

    def recent(self) -> list[str]:
        """As the application remembers them."""
        return self._host.recent_actions

    def done(self, action: Action) -> IgnoreReturnCallbackType:
        """Remember, then do."""

        def call() -> Any:
            recent = self._host.recent_actions
            recent[:] = [action.id, *(id for id in recent if id != action.id)][:MOST_RECENT]
            return action.call()

        return call

    async def records(self, query: str) -> Hits:
        """People and rosters."""
        from ehr_tui.screens.palette_records import Records

        if isinstance(self.screen, EhrScreen):
            if self._records is None:
                self._records = Records(self._host)
            async for hit in self._records.search(query, self.matcher(query)):
                yield hit

    def actions(self) -> Iterator[Action]:
        """Modes first, then the screen's acts, then the rest."""
        yield from self._modes()
        if isinstance(self.screen, EhrScreen):
            yield from self._of_screen(self.screen)
            yield from self._elsewhere(self.screen)
        host = self._host
        yield self._action("key.language", self._key("key.language", "ctrl+l"), host.action_language)
        for palette in PALETTES:
            title = host.t("palette.theme", what=host.t(f"theme.{palette.name}"))
            yield self._action(
                "theme", "", partial(host.choose_theme, palette.name), title, f"theme.{palette.name}"
            )
        yield self._action("key.copy", self._key("key.copy", "f11"), host.action_copy)
        if host.entered is not None:
            yield self._action("key.lock", self._key("key.lock", "f12"), host.action_lock)
            yield self._action("key.logout", "", host.leave)
            yield self._action("draft.title", "", self._drafts)
        yield self._action("key.help", self._key("key.help", "f1"), host.action_help)
        yield self._action("key.quit", self._key("key.quit", "ctrl+q"), host.action_quit)

    def _drafts(self) -> None:
        from ehr_tui.screens.drafts import open_drafts

        if isinstance(self.app.screen, EhrScreen):
            open_drafts(self.app.screen)

    def _key(self, id: str, usual: str) -> str:
        return own_key(self.app, id, usual)

    def _modes(self) -> Iterator[Action]:
        host = self._host
        for mode in MODES:
            if host.may_open(mode.name):
                title = host.t("palette.open", what=host.t(f"mode.{mode.name}"))
                key = self._key(f"mode.{mode.name}", mode.key)
                yield self._action(f"mode.{mode.name}", key, partial(host.go, mode.name), title)

    def _elsewhere(self, screen: EhrScreen[Any]) -> Iterator[Action]:
        """What the user's other screens offer, named with their screen."""
        if len(self.app.screen_stack) > 2:  # a dialog lies under the palette: it is finished first
            return
        host = self._host
        for mode, act in elsewhere(host, screen, screen.permissions):
            what = {"mode": host.t(f"mode.{mode.name}"), "act": host.t(act.words)}
            key = self._key(f"mode.{mode.name}", mode.key)
            run = partial(do_there, self.app, host, mode, act.action)
            yield self._action(
                act.words, key, run, host.t("palette.there", **what), f"{mode.name}.{act.action}"
            )

    def _of_screen(self, screen: EhrScreen[Any]) -> Iterator[Action]:
        """The bindings of the screen and of what has the focus, each act once."""
        offered: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            known = binding.description and self._host.words.has(binding.description)
            new = offered.isdisjoint((binding.action, binding.description))  # digits share their words
            if active.enabled and active.node is not self.app and known and new:
                offered |= {binding.action, binding.description}
                run = partial(_run_on, screen, active.node, binding.action)
                yield self._action(binding.description, _shown(binding), run)

    def _action(
        self, key: str, where: str, call: Callable[[], object], title: str = "", id: str = ""
    ) -> Action:
        from ehr_tui.initials import pinyin_of

        names = tuple(words(key) for words in _CATALOGUES if words.has(key))
        spoken = tuple(text for name in (*names, title) for text in pinyin_of(name))
        hints = " ".join(
            words(f"palette.{key}.keys") for words in _CATALOGUES if words.has(f"palette.{key}.keys")
        )
        return Action(id or key, title or self._host.t(key), where, (*names, *spoken, *hints.split()), call)


def _shown(binding: Binding) -> str:
    return binding.key_display or key_label(binding.key)


async def _run_on(screen: EhrScreen[Any], node: DOMNode, action: str) -> None:
    if screen.is_current:
        await screen.app.run_action(action, node)
