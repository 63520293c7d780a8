from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import ehr_tui
from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.shifts import DutyClass, Segment
from ehr_tui.errors import InputError
from ehr_tui.exchange.starting_data import StartingData, load_starting_data
from ehr_tui.paths import data_dir
from ehr_tui.rules.roster.rulebook import RULEBOOK


@pytest.fixture(scope="module")
def data() -> StartingData:
    return load_starting_data()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in data_dir().glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> InputError:
    """Change a data file and answer with what the loader says."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_starting_data(folder)
    return raised.value


def test_seven_departments_each_with_its_post(data: StartingData) -> None:
    assert [d.code for d in data.departments] == [
        "medical_affairs", "lab", "ultrasound", "gastro", "respiratory", "dental", "rehab",
    ]  # fmt: skip
    assert [(p.id, p.department) for p in data.posts] == [(n, n) for n in range(1, 8)]
    assert data.post("lab_clerk").headcount == 3
    assert all(d.name.zh and d.name.en for d in data.departments)


def test_ids_count_from_one_in_file_order(data: StartingData) -> None:
    for values in (data.departments, data.posts, data.kinds, data.demand):
        assert [value.id for value in values] == list(range(1, len(values) + 1))


def test_the_day_shift_has_two_segments_of_seven_and_a_half_hours(data: StartingData) -> None:
    day = data.kind("D", None)
    assert day.segments == (Segment(480, 720), Segment(840, 1050))
    assert day.paid_minutes == 450


def test_the_night_shift_crosses_midnight_pays_eight_hours_and_is_off(data: StartingData) -> None:
    lab = data.department("lab")
    night = next(k for k in data.kinds if k.code == "N")
    assert night.segments == (Segment(1350, 1875),)
    assert (night.meal_minutes, night.paid_minutes, night.active) == (45, 480, False)
    assert "N" not in [k.code for k in alphabet(data.kinds, lab.id)]


@pytest.mark.parametrize(
    "department, code, times, paid",
    [
        ("lab", "A", "07:00-15:00", 450),
        ("lab", "P", "14:45-22:45", 450),
        ("medical_affairs", "A", "07:30-15:30", 450),
        ("medical_affairs", "P", "11:00-19:00", 450),
        ("gastro", "E", "07:30-12:00+13:30-16:30", 450),
        ("gastro", "B", "07:30-11:30+13:30-17:00", 450),
        ("gastro", "S", "07:30-11:30", 240),
        ("ultrasound", "S", "08:00-12:00", 240),
        ("ultrasound", "L", "08:00-16:00", 450),
        ("respiratory", "X", "08:30-12:00", 210),
        ("dental", "E", "17:30-20:30", 180),
        ("dental", "W", "08:30-12:00+14:00-17:00", 390),
        ("rehab", "T", "07:30-11:30+13:30-17:00", 450),
        ("rehab", "下", "14:00-17:30", 210),
    ],
)
def test_times_of_departments(data: StartingData, department: str, code: str, times: str, paid: int) -> None:
    kind = data.kind(code, data.department(department).id)
    assert (kind.times(), kind.paid_minutes) == (times, paid)


def test_every_alphabet_has_the_common_kinds_and_unique_keys(data: StartingData) -> None:
    common = [
        "D",
        "L",
        "上",
        "下",
        "S",
        "备",
        "休",
        "下夜",
        "补",
        "年",
        "病",
        "事",
        "产",
        "陪产",
        "育儿",
        "护理",
        "婚",
        "丧",
        "工伤",
        "产检",
        "探亲",
        "学",
        "差",
        "支援",
        "旷",
    ]
    for department in data.departments:
        kinds = alphabet(data.kinds, department.id)
        assert set(common) <= {k.code for k in kinds}
        keys = [k.key.casefold() for k in kinds]
        assert len(set(keys)) == len(keys)
        assert all(k.isascii() for k in keys)


@pytest.mark.parametrize(
    "code, duty_class",
    [("备", DutyClass.STANDBY), ("下夜", DutyClass.AFTER_NIGHT), ("补", DutyClass.REST), ("学", DutyClass.AWAY),
     ("产检", DutyClass.LEAVE), ("旷", DutyClass.ABSENT)],
)  # fmt: skip
def test_classes(data: StartingData, code: str, duty_class: DutyClass) -> None:
    assert data.kind(code, None).duty_class is duty_class


def test_demand_of_the_laboratory_fills_three_forty_hour_weeks(data: StartingData) -> None:
    kinds = {k.id: k for k in data.kinds}
    lines = [line for line in data.demand if line.department == data.department("lab").id]
    shifts = sum(line.minimum * len(line.weekdays) for line in lines)
    minutes = sum(line.minimum * len(line.weekdays) * kinds[line.kind].paid_minutes for line in lines)
    assert (shifts, minutes) == (16, 3 * 40 * 60)
    assert [kinds[line.kind].code for line in lines if DayKind.STATUTORY_HOLIDAY in line.day_kinds] == ["A"]


def test_roles_keep_the_administrators_from_rosters_and_phones(data: StartingData) -> None:
    grants = {role.code: role.grants for role in data.roles}
    assert set(grants) == {
        "administrator", "system_admin", "security_admin", "audit_admin", "coordinator", "on_site_manager",
        "supervisor", "group_leader", "clerk", "auditor",
    }  # fmt: skip
    seen = {Permission.ROSTER_READ, Permission.PEOPLE_READ, Permission.PHONE_READ, Permission.IMPORT}
    for code in ("administrator", "system_admin", "security_admin", "audit_admin"):
        assert not seen & set(grants[code])
    assert grants["system_admin"] | grants["security_admin"] == grants["administrator"]
    assert not {Permission.ACCOUNTS_EDIT} & set(grants["system_admin"])
    assert {c for c in grants if Permission.AUDIT_READ in grants[c]} == {"audit_admin", "auditor"}
    assert Permission.ROSTER_PUBLISH not in grants["group_leader"]
    assert Permission.ROSTER_EDIT in grants["group_leader"]
    assert set(grants["clerk"].values()) == {Scope.OWN}
    assert {c for c in grants if Permission.ROSTER_OVERRIDE in grants[c]} == {
        "coordinator",
        "on_site_manager",
    }
    changes = {
        Permission.ROSTER_EDIT,
        Permission.PEOPLE_EDIT,
        Permission.ACCOUNTS_EDIT,
        Permission.ORGANISATION_EDIT,
    }
    assert not changes & set(grants["auditor"])
    assert all(grants[code][Permission.OWN_ACCOUNT] is Scope.OWN for code in grants)


def test_roles_are_named_and_described_in_both_languages(data: StartingData) -> None:
    for role in data.roles:
        for name in (data.role_names[role.code], data.role_descriptions[role.code]):
            assert name.zh
            assert name.en


def test_rule_settings_name_only_rules_and_limits_that_exist(data: StartingData) -> None:
    limits = {rule.code: set(rule.limits) for rule in RULEBOOK}
    assert data.rule_settings.office
    for code, setting in data.rule_settings.office.items():
        assert set(setting.limits) <= limits[code]


def test_a_swapped_working_day_needs_what_a_friday_needs(data: StartingData) -> None:
    from datetime import date

    saturday = date(2026, 2, 14)
    needed = {line.id for line in data.demand if line.applies(saturday, DayKind.SWAPPED_WORKDAY)}
    friday = {line.id for line in data.demand if line.applies(date(2026, 2, 13), DayKind.WORKDAY)}
    assert needed == friday


KINDS = "shift_kinds.toml"
L_TIMES = 'segments = ["08:00-16:00"]\nmeal = 30'


CASES = [
    ("departments.toml", 'code = "lab"', 'code = "lab"\nflor = 2', "data.unknown_key", "2 (lab)"),
    ("departments.toml", 'code = "lab"', 'code = "gastro"', "data.duplicate", "4 (gastro)"),
    ("departments.toml", 'code = "lab"', 'code = "检验"', "data.code_shape", "2 (检验)"),
    ("departments.toml", 'code = "lab"', "code = 7", "data.wrong_type", "2 (7)"),
    ("departments.toml", 'zh = "医学检验科"\nen = "Laboratory"', "", "data.missing", "2 (lab)"),
    ("departments.toml", "[[department]]", "[department]", "data.unreadable", ""),
    ("departments.toml", "[[department]]", "[[ward]]", "data.unknown_key", "-"),
    ("posts.toml", 'department = "lab"', 'department = "labs"', "data.unknown_name", "2 (lab_clerk)"),
    ("posts.toml", "headcount = 3", "headcount = -3", "data.too_small", "2 (lab_clerk)"),
    ("posts.toml", "headcount = 3", "headcount = true", "data.wrong_type", "2 (lab_clerk)"),
    (KINDS, 'key = "L"', 'key = "d"', "shift_kind.same_key", f"{KINDS}: medical_affairs"),
    (KINDS, 'code = "N"\nkey = "N"', 'code = "N"\nkey = "P"', "shift_kind.same_key", f"{KINDS}: lab"),
    (KINDS, 'key = "L"', 'key = "连"', "shift_kind.key", f"{KINDS}: 2 (L)"),
    (KINDS, 'code = "L"', 'code = "D"', "data.duplicate", "2 (D)"),
    (KINDS, 'code = "L"', 'code = "ABCD"', "shift_kind.code", f"{KINDS}: 2 (ABCD)"),
    (KINDS, 'code = "L"', 'code = "A/B"', "shift_kind.code", f"{KINDS}: 2 (A/B)"),
    (KINDS, "08:00-16:00", "16:00-08:00", "shift_kind.reversed", f"{KINDS}: 2 (L)"),
    (KINDS, "08:00-16:00", "08:00-8 pm", "shift_kind.times", f"{KINDS}: 2 (L)"),
    (KINDS, "08:00-16:00", "08:00-25:10", "shift_kind.times", f"{KINDS}: 2 (L)"),
    (KINDS, "08:00-16:00", "08:00-10:00+1", "shift_kind.too_long", f"{KINDS}: 2 (L)"),
    (KINDS, "08:00-16:00", "08:00+1-16:00+1", "shift_kind.next_day", f"{KINDS}: 2 (L)"),
    (KINDS, '["08:00-16:00"]', '["08:00-12:00", "11:00-16:00"]', "shift_kind.order", f"{KINDS}: 2 (L)"),
    (KINDS, '["08:00-16:00"]', '["08:00-09:00", "10:00-11:00", "12:00-13:00", "14:00-15:00"]',
     "shift_kind.segments", f"{KINDS}: 2 (L)"),
    (KINDS, L_TIMES, "", "shift_kind.segments", f"{KINDS}: 2 (L)"),
    (KINDS, L_TIMES, L_TIMES + "\npaid = 451", "shift_kind.paid_over", f"{KINDS}: 2 (L)"),
    (KINDS, "meal = 30", "meal = 480", "shift_kind.meal", f"{KINDS}: 2 (L)"),
    (KINDS, 'class = "rest"', 'class = "rest"\nsegments = ["08:00-12:00"]', "shift_kind.untimed", f"{KINDS}: 7 (休)"),
    (KINDS, "paid = 480", "paid = 1441", "shift_kind.paid", f"{KINDS}: 10 (年)"),
    (KINDS, 'class = "rest"', 'class = "sleep"', "data.unknown_name", "7 (休)"),
    ("demand.toml", 'kind = "D"', 'kind = "W"', "data.unknown_name", "1 (medical_affairs_clerk)"),
    ("demand.toml", 'post = "medical_affairs_clerk"', 'post = "lab_clerk"', "data.unknown_name", "1 (lab_clerk)"),
    ("demand.toml", "[1, 2, 3, 4, 5]", "[1, 8]", "data.weekdays", "1 (medical_affairs_clerk)"),
    ("demand.toml", "[1, 2, 3, 4, 5]", "[1, 1]", "data.weekdays", "1 (medical_affairs_clerk)"),
    ("demand.toml", "min = 0\nmax = 1", "min = 2\nmax = 1", "data.too_small", "2 (medical_affairs_clerk)"),
    ("roles.toml", '"home.read" = "all"', '"home.write" = "all"', "data.unknown_name", "1 (administrator)"),
    ("roles.toml", '"home.read" = "all"', '"home.read" = "some"', "data.unknown_name", "1 (administrator)"),
    ("rules.toml", "[profile.lawful]", "[profiles]\n[profile.lawful]", "data.unknown_key", "-"),
    ("rules.toml", "limits = { at_least_minutes = 660 }", "limits = { at_least_minutes = 11.0 }",
     "data.wrong_type", "lawful rest"),
    ("rules.toml", "at_least_minutes = 660", "at_least_minutes = -1", "data.too_small", "lawful rest"),
    ("rules.toml", 'severity = "forbid"', 'severity = "forbidden"', "data.unknown_name", "lawful overlap"),
    ("rules.toml", "enabled = true", "enable = true", "data.unknown_key", "lawful overlap"),
    ("rules.toml", "enabled = true", 'enabled = "yes"', "data.wrong_type", "lawful overlap"),
]  # fmt: skip


@pytest.mark.parametrize("file, old, new, code, named", CASES)
def test_what_is_wrong_is_named(folder: Path, file: str, old: str, new: str, code: str, named: str) -> None:
    error = change(folder, file, old, new)
    assert error.code == code
    said = error.params.get("where") or error.params.get("entry", "")
    assert said == named
    assert file in (error.params.get("where") or error.params["file"])


def test_a_demand_given_twice_for_a_day_is_refused(folder: Path) -> None:
    error = change(folder, "demand.toml", 'kind = "S"\nweekdays = [6]', 'kind = "D"\nweekdays = [5]')
    assert (error.code, error.params["entry"]) == ("data.duplicate", "2 (medical_affairs_clerk)")


def test_a_file_that_is_missing_or_not_utf8_is_named(folder: Path) -> None:
    (folder / "posts.toml").write_bytes("[[post]]\nzh = '医务部'".encode("gbk"))
    with pytest.raises(InputError) as raised:
        load_starting_data(folder)
    assert (raised.value.code, raised.value.params["file"]) == ("data.unreadable", "posts.toml")
    (folder / "posts.toml").unlink()
    with pytest.raises(InputError) as raised:
        load_starting_data(folder)
    assert (raised.value.code, raised.value.params["file"]) == ("data.missing_file", "posts.toml")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_refusal_has_its_words(folder: Path, language: str) -> None:
    words: dict[str, str] = json.loads(
        (Path(ehr_tui.__file__).parent / f"locale/{language}/starting_data.json").read_text(encoding="utf-8")
    )
    for file, old, new, code, _ in CASES:
        path = folder / file
        sound = path.read_text(encoding="utf-8")
        error = change(folder, file, old, new)
        path.write_text(sound, encoding="utf-8")
        assert "{" not in words[f"error.{code}"].format_map(error.params)
