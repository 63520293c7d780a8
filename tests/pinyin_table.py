"""Makes the table of pinyin from the Chinese catalogues: ``python -m tests.pinyin_table``."""

from __future__ import annotations

import json

from pypinyin import Style, pinyin

from ehr_tui.i18n import load_catalogue
from ehr_tui.initials import TABLE
from tests.source import HAN

MOST_READINGS = 2


def characters() -> list[str]:
    """Every Chinese character that the program says, and those of GB 2312, which names are mostly made of."""
    said = {sign for text in load_catalogue("zh_CN").values() for sign in text if HAN.match(sign)}
    usual = (
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    return sorted(said | {sign for sign in usual if sign})


def reading(sign: str) -> str:
    """The most usual readings, without tones."""
    found = pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    return " ".join(dict.fromkeys(text.replace("ü", "v") for text in found[:MOST_READINGS]))


def text() -> str:
    """The file's text."""
    return json.dumps({sign: reading(sign) for sign in characters()}, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    TABLE.write_text(text(), encoding="utf-8")
