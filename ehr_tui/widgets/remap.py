"""Keys of one's own, put in place of the usual ones when a screen asks which keys hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from weakref import WeakSet

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import Screen

R = TypeVar("R")
Keymap = Mapping[str, tuple[str, ...]]


def own_action(bindings: BindingsMap, id: str) -> str | None:
    """The one action that an id means among a widget's bindings; None when it is not clear.

    Several keys may share words and act differently (arrows, digits): then only an action without figures counts.
    """
    found = {binding.action for _, binding in bindings if binding.description == id}
    if len(found) > 1:
        found = {action for action in found if "(" not in action}
    return found.pop() if len(found) == 1 else None


def remap(bindings: BindingsMap, keymap: Keymap) -> None:
    """Give the actions of ``keymap`` their keys, here; what stood on those keys gives way."""
    moved: list[Binding] = []
    for id, keys in keymap.items():
        action = own_action(bindings, id)
        if action is None:
            continue
        first: Binding | None = None
        for key, held in list(bindings.key_to_bindings.items()):
            kept = [b for b in held if not (b.description == id and b.action == action)]
            if len(kept) < len(held):
                first = first or next(b for b in held if b.description == id and b.action == action)
                bindings.key_to_bindings[key] = kept
                if not kept:
                    del bindings.key_to_bindings[key]
        if first is not None:
            moved += [first.with_key(key) for key in keys]
    for binding in moved:
        bindings.key_to_bindings[binding.key] = [binding]


class OwnKeysScreen(Screen[R]):
    """A screen on which the keys of the application's ``keymap`` hold, for itself and for every widget on it."""

    _remapped: WeakSet[DOMNode] | None = None

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """Who may take a key, innermost first.

        Each widget is given its keys when it is first asked; the application has put its own right itself.
        """
        keymap: Keymap = getattr(self.app, "keymap", {})
        if keymap:
            done = self._remapped = self._remapped if self._remapped is not None else WeakSet()
            for node in (self.focused or self).ancestors_with_self:
                if node not in done and node is not self.app:
                    remap(node._bindings, keymap)
                    done.add(node)
        return super()._binding_chain
