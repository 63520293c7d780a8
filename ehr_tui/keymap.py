"""Keys of one's own: which actions there are, how keys are written, and what cannot be.

An action's id is the locale key of its words (``people.save``), so one entry changes it wherever it stands.  The table
of actions, ``actions.json``, is made from the screens themselves (``make keys``); a test says when it is out of date.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ehr_tui.errors import SettingsError
from ehr_tui.paths import PACKAGE

Keymap = Mapping[str, tuple[str, ...]]
"""Keys by the action's id, as the terminal library names them."""

TABLE = PACKAGE / "actions.json"
MODIFIERS = ("ctrl", "alt", "shift")
NAMED = frozenset(
    "escape enter tab space delete insert home end pageup pagedown up down left right backspace".split()
) | {f"f{n}" for n in range(1, 25)}
ALIASES = {
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "return": "enter",
}
SAME = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+j": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
}
"""What a terminal cannot tell from another key."""
HELD = frozenset({"ctrl+c", "tab", "shift+tab"})
"""Keys that the program keeps."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its id, its usual keys, the screens and widgets that know it, and whether it holds everywhere."""

    id: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    everywhere: bool

    def meets(self, other: Action) -> bool:
        """Whether both can be asked for at one place."""
        return self.everywhere or other.everywhere or not set(self.where).isdisjoint(other.where)


def actions() -> tuple[Action, ...]:
    """Every action there is."""
    return tuple(
        Action(one["id"], tuple(one["keys"]), tuple(one["where"]), one["everywhere"])
        for one in json.loads(TABLE.read_text(encoding="utf-8"))
    )


def key_name(text: str) -> str | None:
    """A key as people write it (``Ctrl+K``, ``F11``, ``?``) in the library's name; None when it is none."""
    *modifiers, last = text.strip().split("+") if text.strip() not in ("+", "") else ("", text.strip())
    if not last and text.strip().endswith("++"):
        modifiers, last = text.strip()[:-2].split("+"), "+"
    folded = [modifier.casefold() for modifier in modifiers if modifier]
    if any(modifier not in MODIFIERS for modifier in folded):
        return None
    name = ALIASES.get(last.casefold(), last.casefold())
    if name not in NAMED:
        if len(last) != 1 or not last.isprintable() or last.isspace():
            return None
        name = _sign(last.casefold() if folded else last)
    return "+".join([modifier for modifier in MODIFIERS if modifier in folded] + [name])


def _sign(character: str) -> str:
    """The library's name of a single sign: letters and digits are themselves."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return {"solidus": "slash", "hyphen_minus": "minus", "plus_sign": "plus"}.get(name, name)


def read_keymap(given: object, place: Mapping[str, str], table_place: str) -> Keymap:
    """What the table ``[keys]`` of the settings says.

    ``place`` names the line of each id.  Raises SettingsError: ``settings.keys_no_table``, ``key_no_action`` (or
    ``key_no_action_like``), ``key_unreadable``, ``key_held``, ``key_same``, ``key_plain``, ``key_clash``.
    """
    if not isinstance(given, dict):
        raise SettingsError("settings.keys_no_table", place=table_place)
    known = {action.id: action for action in actions()}
    keymap: dict[str, tuple[str, ...]] = {}
    for id, value in _flat(given):
        where = place.get(id, table_place)
        if id not in known:
            like = get_close_matches(id, known, n=1)
            if like:
                raise SettingsError("settings.key_no_action_like", place=where, action=id, like=like[0])
            raise SettingsError("settings.key_no_action", place=where, action=id)
        keymap[id] = _keys(known[id], value, where)
    _refuse_clashes(known, keymap, place, table_place)
    return keymap


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """TOML takes ``people.save = …`` for a table inside a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _keys(action: Action, value: object, place: str) -> tuple[str, ...]:
    written = value if isinstance(value, list) else [value]
    names: list[str] = []
    for text in written:
        name = key_name(text) if isinstance(text, str) else None
        if name is None:
            raise SettingsError("settings.key_unreadable", place=place, action=action.id, key=str(text))
        if name in HELD:
            raise SettingsError("settings.key_held", place=place, action=action.id, key=text)
        if name in SAME:
            raise SettingsError(
                "settings.key_same", place=place, action=action.id, key=text, other=SAME[name]
            )
        if action.everywhere and "+" not in name and name not in NAMED:
            raise SettingsError("settings.key_plain", place=place, action=action.id, key=text)
        names.append(name)
    if not names:
        raise SettingsError("settings.key_unreadable", place=place, action=action.id, key="[]")
    return tuple(names)


def _refuse_clashes(
    known: Mapping[str, Action], keymap: Keymap, place: Mapping[str, str], table_place: str
) -> None:
    for id, keys in keymap.items():
        for other in known.values():
            if other.id == id or not known[id].meets(other):
                continue
            taken = set(keys) & set(keymap.get(other.id, other.keys))
            if taken:
                raise SettingsError(
                    "settings.key_clash",
                    place=place.get(id, table_place),
                    action=id,
                    key=min(taken),
                    other=other.id,
                )
