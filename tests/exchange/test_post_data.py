"""Code lists, post pages and half-days as shipped: complete, bilingual, sound; what is wrong is named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.errors import InputError
from ehr_tui.exchange.half_days import half_days_of
from ehr_tui.exchange.starting_data import StartingData, load_starting_data
from ehr_tui.paths import data_dir


@pytest.fixture(scope="module")
def data() -> StartingData:
    return load_starting_data()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in data_dir().glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_every_list_has_entries_in_both_languages(data: StartingData) -> None:
    for listed in CodeList:
        found = entries_of(data.codes, listed, active=True)
        assert len(found) >= 6
        assert all(c.name.zh and c.name.en for c in found)
        assert [c.position for c in found] == list(range(1, len(found) + 1))
        assert len({c.name.zh for c in found}) == len({c.name.en for c in found}) == len(found)


def test_every_post_has_a_whole_page_in_both_languages(data: StartingData) -> None:
    for language in ("zh_CN", "en"):
        pages = {page.post: page for page in data.profiles[language]}
        assert set(pages) == {post.id for post in data.posts}
        for page in pages.values():
            assert len(page.duties) >= 3
            assert len(page.workflow) >= 6
            assert len(page.skills) >= 3
            assert page.preferences
            assert page.experience
            assert len(page.handbook.splitlines()) >= 5
            assert page.education
            assert page.courses
            assert page.qualifications
            assert [s.minute for s in page.workflow] == sorted(s.minute for s in page.workflow)


def test_both_languages_say_the_same(data: StartingData) -> None:
    for zh, en in zip(data.profiles["zh_CN"], data.profiles["en"], strict=True):
        assert (zh.post, zh.education, zh.courses, zh.qualifications) == (
            en.post, en.education, en.courses, en.qualifications,
        )  # fmt: skip
        assert [s.minute for s in zh.workflow] == [s.minute for s in en.workflow]
        for name in ("duties", "skills", "preferences"):
            assert len(getattr(zh, name)) == len(getattr(en, name))
        assert len(zh.handbook.splitlines()) == len(en.handbook.splitlines())
        assert all(text.isascii() or "–" in text for text in (*en.duties, en.experience, *en.skills))


def test_no_post_asks_for_what_needs_a_licence(data: StartingData) -> None:
    """Clerks do no technical medical work: such tasks are in the list, and in no post."""
    special = {c.code for c in data.codes if c.special}
    assert special >= {"breath_dosing", "lung_function", "puncture_help", "chair_help", "report_signing"}
    assert not any(post.tasks & special for post in data.posts)
    assert all(post.tasks for post in data.posts)


def test_the_breath_test_desk_is_exposed_to_unsealed_sources(data: StartingData) -> None:
    exposed = {post.code for post in data.posts if "unsealed_sources" in post.exposures}
    assert exposed == {"gastro_clerk"}


def test_the_night_of_the_laboratory_is_followed_by_itself(data: StartingData) -> None:
    night = next(k for k in data.kinds if k.code == "N")
    after = next(k for k in data.kinds if k.id == night.followed_by)
    assert (after.code, after.department) == ("下夜", None)
    assert [k.code for k in data.kinds if k.followed_by] == ["N"]


CODES, PAGES, HALF = "codes.toml", "post_profiles.toml", "half_days.toml"
CASES = [
    (CODES, 'list = "task"', 'list = "tasks"', "data.unknown_name"),
    (CODES, 'code = "guidance"', 'code = "导诊"', "data.code_shape"),
    (CODES, 'code = "one_stop"', 'code = "guidance"', "data.duplicate"),
    (CODES, 'code = "biological"', 'code = "biological"\nspecial = true', "data.unknown_key"),
    (CODES, 'zh = "导诊分诊"\nen = "Guidance and triage"', "", "data.missing"),
    (PAGES, 'post = "lab_clerk"', 'post = "ward_clerk"', "data.unknown_name"),
    (PAGES, 'post = "lab_clerk"', 'post = "medical_affairs_clerk"', "data.duplicate"),
    (PAGES, '"07:15 窗口开放', '"25:15 窗口开放', "data.wrong_type"),
    (PAGES, '"07:15 窗口开放', '"06:15 窗口开放', "data.wrong_order"),
    (PAGES, 'education = "college"', 'education = "school"', "data.unknown_name"),
    (PAGES, '"biosafety"', '"biology"', "data.unknown_name"),
    (PAGES, '"health_certificate"', '"post_pass"', "data.duplicate"),
    ("posts.toml", '"biological", "sharps"', '"biologic", "sharps"', "data.unknown_name"),
    ("posts.toml", '"window", ', '"windows", ', "data.unknown_name"),
    ("shift_kinds.toml", 'followed_by = "下夜"', 'followed_by = "夜下"', "data.unknown_name"),
    ("shift_kinds.toml", 'followed_by = "下夜"', 'followed_by = "A"', "shift_kind.follows"),
]


@pytest.mark.parametrize("file, old, new, code", CASES)
def test_what_is_wrong_is_named(folder: Path, file: str, old: str, new: str, code: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_starting_data(folder)
    assert raised.value.code == code
    assert file in (raised.value.params.get("where") or raised.value.params["file"])


@pytest.mark.parametrize(
    "old, new, code",
    [
        ("minutes = 240", "minutes = 0", "data.too_small"),
        ("minutes = 240", "minutes = 481", "data.too_big"),
        ('for = "women"', 'for = ""', "data.unknown_name"),
        ('day = "03-08"', 'day = "3-8"', "data.wrong_type"),
        ('day = "03-08"', 'day = "02-30"', "data.wrong_type"),
    ],
)
def test_half_days_that_cannot_be(folder: Path, old: str, new: str, code: str) -> None:
    path = folder / HALF
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        half_days_of(2027, lambda _day: DayKind.WORKDAY, folder)
    assert raised.value.code == code


def test_a_half_day_stands_on_working_days_only(folder: Path) -> None:
    assert half_days_of(2027, lambda _day: DayKind.REST_DAY) == ()
    swapped = half_days_of(2027, lambda _day: DayKind.SWAPPED_WORKDAY)
    assert [(h.day, h.kind) for h in swapped] == [(date(2027, 3, 8), DayKind.SWAPPED_WORKDAY)]
    path = folder / HALF
    path.write_text(path.read_text(encoding="utf-8").replace("03-08", "02-29"), encoding="utf-8")
    assert half_days_of(2027, lambda _day: DayKind.WORKDAY, folder) == ()
    assert len(half_days_of(2028, lambda _day: DayKind.WORKDAY, folder)) == 1
