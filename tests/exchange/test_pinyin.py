"""Names in pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.exchange.pinyin import latin_name, search_keys


@pytest.mark.parametrize(
    "name, latin",
    [
        ("何静", "He Jing"), ("单涛", "Shan Tao"), ("曾建国", "Zeng Jianguo"), ("仇磊", "Qiu Lei"), ("解杰", "Xie Jie"),
        ("区敏", "Ou Min"), ("查敏", "Zha Min"), ("朴明", "Piao Ming"), ("吕浩然", "Lü Haoran"), ("翟平", "Zhai Ping"),
        ("欧阳娜娜", "Ouyang Nana"), ("司马刚", "Sima Gang"), ("尉迟恭", "Yuchi Gong"), ("诸葛亮", "Zhuge Liang"),
        ("阿依古丽·买买提", "Ayiguli Maimaiti"), ("Ann  Smith", "Ann Smith"), ("", ""), ("何", "He"),
        ("王重阳", "Wang Chongyang"), ("张单", "Zhang Dan"),  # only the surname is read as one
        ("歐陽娜娜", "Ouyang Nana"), ("單濤", "Shan Tao"), ("區敏", "Ou Min"), ("呂洋", "Lü Yang"),
        ("司馬剛", "Sima Gang"), ("Anna李", "Anna Li"), ("李Anna", "Li Anna"), ("𠮷野", "𠮷 Ye"), ("😀李", "😀 Li"),
        ("·", "·"),
    ],
)  # fmt: skip
def test_latin_names(name: str, latin: str) -> None:
    assert latin_name(name) == latin


@pytest.mark.parametrize(
    "name, keys",
    [
        ("何静", {"hejing", "hj"}),
        ("单涛", {"shantao", "st", "dantao", "dt", "chantao", "ct"}),
        ("曾强", {"zengqiang", "zq", "cengqiang", "cq"}),
        ("吕洋", {"lvyang", "luyang", "ly"}),
        ("欧阳娜娜", {"ouyangnana", "oynn"}),
        ("万俟平", {"moqiping", "mqp"}),
        ("Ann Smith", {"annsmith", "as"}),
        ("歐陽娜娜", {"ouyangnana", "oynn"}),
        ("單濤", {"shantao", "dantao"}),
        ("區敏", {"oumin", "qumin"}),
        ("仇磊", {"qiulei", "choulei", "ql", "cl"}),
        ("解杰", {"xiejie", "jiejie"}),
        ("查敏", {"zhamin", "chamin"}),
        ("朴明", {"piaoming", "puming"}),
        ("吕洋", {"lüyang"}),
        ("王乐", {"wangle", "wangyue", "wl", "wy"}),  # a given name read in two ways
        ("Anna李", {"annali", "al"}),
        ("李Anna", {"lianna", "la"}),
        ("𠮷野", {"𠮷ye"}),
        ("万俟平", {"moqiping"}),
    ],
)
def test_search_keys(name: str, keys: set[str]) -> None:
    assert keys <= set(search_keys(name))


def test_the_right_reading_comes_first_and_nothing_comes_twice() -> None:
    for name in ("单涛", "欧阳娜娜", "区敏"):
        keys = search_keys(name)
        assert keys[0] == latin_name(name).replace(" ", "").lower()
        assert len(set(keys)) == len(keys)
    assert search_keys("") == ()


@given(st.text(max_size=40))
def test_any_text_has_a_reading(name: str) -> None:
    keys = search_keys(name)
    assert len(keys) == len(set(keys)) <= 40
    assert all(keys)
    assert isinstance(latin_name(name), str)
