"""What the palette offers: modes, the screen's own acts, what holds everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol, cast

from textual.dom import DOMNode

from ehr_tui.i18n import LANGUAGES, Words
from ehr_tui.screens.base import DoorHost, EhrScreen
from ehr_tui.screens.modes import MODES
from ehr_tui.screens.palette import Action, MatchingProvider
from ehr_tui.theme import PALETTES
from ehr_tui.widgets.words import key_label

_CATALOGUES = tuple(Words(language) for language in LANGUAGES)


class _Host(DoorHost, Protocol):
    words: Words
    theme: str

    def may_open(self, name: str) -> bool: ...

    def action_language(self) -> None: ...

    def action_lock(self) -> None: ...

    def action_help(self) -> None: ...

    async def action_quit(self) -> None: ...


class ActionProvider(MatchingProvider):
    """Everything that can be done on the present screen."""

    @property
    def _host(self) -> _Host:
        return cast("_Host", self.app)

    def nothing_found(self) -> str:
        """In the user's language."""
        return self._host.t("palette.nothing")

    def actions(self) -> Iterator[Action]:
        """Modes first, then the screen's acts, then the rest."""
        yield from self._modes()
        if isinstance(self.screen, EhrScreen):
            yield from self._of_screen(self.screen)
        host = self._host
        yield self._action("key.language", "Ctrl+L", host.action_language)
        for palette in PALETTES:
            title = host.t("palette.theme", what=host.t(f"theme.{palette.name}"))
            yield self._action("theme", "", partial(setattr, host, "theme", palette.name), title)
        if host.entered is not None:
            yield self._action("key.lock", "F12", host.action_lock)
            yield self._action("key.logout", "", host.leave)
        yield self._action("key.help", "F1", host.action_help)
        yield self._action("key.quit", "Ctrl+Q", host.action_quit)

    def _modes(self) -> Iterator[Action]:
        host = self._host
        for mode in MODES:
            if host.may_open(mode.name):
                title = host.t("palette.open", what=host.t(f"mode.{mode.name}"))
                yield self._action(f"mode.{mode.name}", mode.key.upper(), partial(host.go, mode.name), title)

    def _of_screen(self, screen: EhrScreen[Any]) -> Iterator[Action]:
        """The bindings of the screen and of what has the focus."""
        offered: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            known = binding.description and self._host.words.has(binding.description)
            if active.enabled and active.node is not self.app and known and binding.action not in offered:
                offered.add(binding.action)
                run = partial(_run_on, screen, active.node, binding.action)
                yield self._action(binding.description, binding.key_display or key_label(binding.key), run)

    def _action(self, key: str, where: str, call: Callable[[], object], title: str = "") -> Action:
        names = tuple(words(key) for words in _CATALOGUES if words.has(key))
        hints = " ".join(
            words(f"palette.{key}.keys") for words in _CATALOGUES if words.has(f"palette.{key}.keys")
        )
        return Action(title or self._host.t(key), where, names + tuple(hints.split()), call)


async def _run_on(screen: EhrScreen[Any], node: DOMNode, action: str) -> None:
    if screen.is_current:
        await screen.app.run_action(action, node)
