"""ASCII for terminals that show nothing else: every sign keeps its width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from ehr_tui.widgets.ascii_only import SIGNS, AsciiOnly, ascii_text


@pytest.mark.parametrize(
    "text, shown",
    [
        ("plain", "plain"),
        ("排班", "PaBa"),
        ("顾清和", "GuQiHe"),
        ("更多…", "GeDu~"),
        ("ＡＢ１", "A B 1 "),
        ("│─┼▆▔", "|-+#-"),
        ("é", "e"),
        ("𠮷", "??"),
        ("", ""),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    assert ascii_text(text) == shown
    assert cell_len(shown) == cell_len(text)


def test_every_sign_keeps_its_width() -> None:
    assert {sign for sign, stand in SIGNS.items() if cell_len(sign) != cell_len(stand)} == set()


def test_styles_stay_and_ascii_is_left_alone() -> None:
    plain, fancy = Segment("a", None), Segment("…", None)
    out = AsciiOnly().apply([plain, fancy], Color.parse("black"))
    assert out[0] is plain
    assert out[1].text == "~"
