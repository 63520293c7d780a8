"""Names in pinyin: how a surname is read, and what a person may type to find somebody."""

from __future__ import annotations

import re
from itertools import islice

from ehr_tui.exchange.sheet_words import sheet_words

_PARTS = re.compile(r"[\s·•‧・.,，]+")
_MAX_KEYS = 24


def latin_name(name: str) -> str:
    """``He Jing`` for 何静, ``Ouyang Nana`` for 欧阳娜娜; a name in Latin letters comes back as it is.

    Surnames are read as surnames: 单 Shan, 曾 Zeng, 仇 Qiu, 解 Xie, 区 Ou, 查 Zha, 朴 Piao, 吕 Lü.
    """
    parts = [part for part in _PARTS.split(name.strip()) if part]
    if not any(_is_han(sign) for sign in name):
        return " ".join(name.split())
    if len(parts) > 1:  # a name of another nationality: its parts are no surname
        return " ".join("".join(_syllables(part)).capitalize() for part in parts)
    surname, given = _surname(parts[0])
    return " ".join(word.capitalize() for word in (surname, "".join(_syllables(given))) if word)


def search_keys(name: str) -> tuple[str, ...]:
    """Full pinyin and initials for every reading of the first character, the right one first, in small letters.

    ``ü`` comes as ``v`` and as ``u``: 吕洋 is found by lvyang, luyang and ly.
    """
    letters = "".join(_PARTS.split(name.strip()))
    if not letters:
        return ()
    if not _is_han(letters[0]):
        words = [word for word in _PARTS.split(name.strip().lower()) if word]
        plain = "".join("".join(_syllables(word)) for word in words)
        return tuple(dict.fromkeys(("".join(plain.split()), "".join(word[0] for word in words))))
    keys: dict[str, None] = {}
    for first, rest in _readings(letters):
        syllables = [*first, *rest]
        for sound in ("v", "u"):
            keys["".join(syllables).replace("ü", sound)] = None
        keys["".join(syllable[0] for syllable in syllables).replace("ü", "v")] = None
    return tuple(islice(keys, _MAX_KEYS))


def _readings(letters: str) -> list[tuple[list[str], list[str]]]:
    """Readings of the surname (or first character) with those of the rest, the surname's own first."""
    from pypinyin import Style, pinyin

    words = sheet_words()
    found: list[tuple[list[str], list[str]]] = []
    if len(letters) > 2 and letters[:2] in words.compound_surnames:
        found.append((words.compound_surnames[letters[:2]].split(), _syllables(letters[2:])))
    rest = _syllables(letters[1:])
    first = letters[0]
    readings = [words.surnames[first]] if first in words.surnames else []
    readings += pinyin(first, heteronym=True, style=Style.NORMAL, v_to_u=True)[0]
    found += [([reading], rest) for reading in dict.fromkeys(readings)]
    return found


def _surname(name: str) -> tuple[str, str]:
    """The surname's reading and the given name."""
    words = sheet_words()
    if len(name) > 2 and name[:2] in words.compound_surnames:
        return words.compound_surnames[name[:2]].replace(" ", ""), name[2:]
    reading = words.surnames.get(name[0]) or "".join(_syllables(name[0]))
    return reading, name[1:]


def _syllables(letters: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    return [s.lower() for s in lazy_pinyin(letters, style=Style.NORMAL, v_to_u=True) if s] if letters else []


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff" or sign == "〇"
