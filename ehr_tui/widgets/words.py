"""Words for keys and bindings, and telling a tree of widgets that the language changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ehr_tui.i18n import t

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode

_NAMES = {
    "escape": "Esc",
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left_black_lenticular_bracket": "[",
    "right_black_lenticular_bracket": "]",
    "slash": "/",
    "backslash": "\\",
    "at": "@",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
}
_BUILTIN = {
    "app.focus_next": "keys.focus_next",
    "app.focus_previous": "keys.focus_previous",
    "cursor_up": "keys.cursor_up",
    "cursor_down": "keys.cursor_down",
    "cursor_left": "keys.cursor_left",
    "cursor_right": "keys.cursor_right",
    "select_cursor": "keys.select_cursor",
    "select": "keys.select_cursor",
    "press": "keys.select_cursor",
    "submit": "keys.submit",
    "page_up": "keys.page_up",
    "page_down": "keys.page_down",
    "screen.copy_text": "keys.copy_text",
    "quit": "keys.quit",
    "command_palette": "keys.command_palette",
}
"""Actions of Textual's own widgets; what is not listed is not shown."""


@runtime_checkable
class Relabels(Protocol):
    """A widget that can put its words again."""

    def relabel(self) -> None:
        """Put all words in the present language; what is typed stays."""
        ...


def relabel_tree(root: DOMNode) -> None:
    """Tell every widget below (and ``root`` itself) that the language changed."""
    for node in root.walk_children(with_self=True):
        if isinstance(node, Relabels):
            node.relabel()


def key_label(key: str) -> str:
    """A key as keyboards print it: ``ctrl+s`` is Ctrl+S, ``space`` 空格."""
    *modifiers, last = key.split("+")
    if last in ("space", "ideographic_space"):
        name = t("keys.space")
    else:
        short = len(last) == 1 or (last[0] == "f" and last[1:].isdigit())
        name = _NAMES.get(last) or (last.upper() if short else _sign(last) or last.replace("_", " ").title())
    return "+".join([m.capitalize() for m in modifiers] + [name])


def _sign(name: str) -> str:
    """The sign that a key's name spells out, as ``left_parenthesis``; the wide one of an input method as the plain."""
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
    if not sign.isprintable():  # "tab" and "backspace" name control signs too
        return ""
    return sign if name.startswith("ideographic") else unicodedata.normalize("NFKC", sign)


def own_key(app: object, id: str, usual: str) -> str:
    """The key that an action has here, as keyboards print it: one's own, or the usual one."""
    keymap: Mapping[str, tuple[str, ...]] = getattr(app, "keymap", {})
    return key_label(keymap.get(id, (usual,))[0])


def binding_words(binding: Binding) -> str:
    """What a binding does, in words; empty when nobody should be told."""
    if binding.description and t.has(binding.description):
        return t(binding.description)
    key = _BUILTIN.get(binding.action)
    return t(key) if key is not None else ""
