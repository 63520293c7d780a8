"""Names in pinyin: how a surname is read, and what a person may type to find somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from ehr_tui.exchange.sheet_words import sheet_words

_PARTS = re.compile(r"[\s·•‧・.,，]+")
_MAX_KEYS = 40
_MAX_READINGS = 3
"""Readings of a character of the given name that are looked at: the further ones are of dictionaries only."""


def latin_name(name: str) -> str:
    """``He Jing`` for 何静, ``Ouyang Nana`` for 欧阳娜娜; a name in Latin letters comes back as it is.

    Surnames are read as surnames: 单 Shan, 曾 Zeng, 仇 Qiu, 解 Xie, 区 Ou, 查 Zha, 朴 Piao, 吕 Lü.
    """
    parts = [part for part in _PARTS.split(name.strip()) if part]
    if not any(_is_han(sign) for sign in name):
        return " ".join(name.split())
    if not _is_han(parts[0][0]):  # Latin letters first: no surname to be read as one
        return " ".join(s.capitalize() for word in _mixed_words(name) for s in _syllables(word))
    if len(parts) > 1:  # a name of another nationality: its parts are no surname
        return " ".join("".join(_syllables(part)).capitalize() for part in parts)
    surname, given = _surname(parts[0])
    return " ".join(word.capitalize() for word in (surname, "".join(_syllables(given))) if word)


def search_keys(name: str) -> tuple[str, ...]:
    """Full pinyin and initials for every reading of the surname, the right one first, in small letters.

    ``ü`` comes as ``v``, as ``u`` and as it is: 吕洋 is found by lvyang, luyang, lüyang and ly.  Characters of the
    given name that are read in several ways are tried one at a time.  What has no reading stands as it is.
    """
    letters = "".join(_PARTS.split(name.strip()))
    if not letters:
        return ()
    if not _is_han(letters[0]):
        words = [sound for word in _mixed_words(name) for sound in _syllables(word)]
        return tuple(dict.fromkeys(("".join("".join(words).split()), "".join(word[0] for word in words))))
    keys: dict[str, None] = {}
    for syllables in _readings(letters):
        spoken = "".join(syllables)
        for sound in ("v", "u", "ü") if "ü" in spoken else ("v",):
            keys[spoken.replace("ü", sound)] = None
        keys["".join(syllable[0] for syllable in syllables).replace("ü", "v")] = None
    return tuple(islice(keys, _MAX_KEYS))


def _readings(letters: str) -> Iterator[list[str]]:
    """The name syllable by syllable: the surname's own reading, its others, then the given name's others."""
    words = sheet_words()
    first: list[list[str]] = []
    size = 1
    if len(letters) > 2 and letters[:2] in words.compound_surnames:
        first.append(words.compound_surnames[letters[:2]].split())
        size = 2
    surname = letters[0]
    known = [words.surnames[surname]] if surname in words.surnames else []
    readings = dict.fromkeys([*known, *_spoken(surname)])
    first.extend([reading, *_syllables(letters[1:size])] for reading in readings)
    rest = _syllables(letters[size:])
    for begin in first:
        yield [*begin, *rest]
    given = letters[size:]
    if len(rest) != len(given):  # Latin letters among them: they are one syllable together
        return
    for place, sign in enumerate(given):
        for reading in _spoken(sign)[:_MAX_READINGS]:
            if reading != rest[place]:
                yield [*first[0], *rest[:place], reading, *rest[place + 1 :]]


@lru_cache(maxsize=8192)
def _spoken(sign: str) -> tuple[str, ...]:
    """Every reading of one character, the usual first."""
    from pypinyin import Style, pinyin

    return tuple(
        dict.fromkeys(
            s.lower() for s in pinyin(sign, heteronym=True, style=Style.NORMAL, v_to_u=True)[0] if s
        )
    )


def _mixed_words(name: str) -> list[str]:
    """Words of Latin letters and single characters: ``Anna李`` is Anna and 李."""
    return [
        word
        for part in _PARTS.split(name.strip())
        for word in re.findall(
            r"[\u3400-\u9fff\U00020000-\U0003ffff〇]|[^\u3400-\u9fff\U00020000-\U0003ffff〇]+", part
        )
    ]


def _surname(name: str) -> tuple[str, str]:
    """The surname's reading and the given name."""
    words = sheet_words()
    if len(name) > 2 and name[:2] in words.compound_surnames:
        return words.compound_surnames[name[:2]].replace(" ", ""), name[2:]
    reading = words.surnames.get(name[0]) or "".join(_syllables(name[0]))
    return reading, name[1:]


@lru_cache(maxsize=8192)
def _syllables(letters: str) -> tuple[str, ...]:
    """Syllable by syllable; remembered, since an import asks several times for each name."""
    from pypinyin import Style, lazy_pinyin

    if not letters:
        return ()
    return tuple(s.lower() for s in lazy_pinyin(letters, style=Style.NORMAL, v_to_u=True) if s)


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff" or sign == "〇"
