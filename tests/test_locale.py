"""Both catalogues say the same things, everything they say is used, and everything used is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

import ehr_tui.errors
from ehr_tui.i18n import LANGUAGES, PLACEHOLDER, load_catalogue
from ehr_tui.paths import locale_dir
from tests.source import HAN, called, literals, modules

SPEAKING = frozenset({"t", "say"})
"""Calls whose first argument is a key."""

DYNAMIC = {
    "palette.": "palette.<key>.keys: further words under which the palette finds an action",
}
"""Prefixes of keys that are put together in ways this test cannot see; see ``prefixes`` for those it can."""

LATIN_IN_CHINESE = frozenset(
    "auto keyring usb none plain full true false debug info warning error "  # values of settings
    "Esc Tab Enter Ctrl Alt Shift Delete Insert Home End PageUp PageDown Backspace Space "  # keys on the keyboard
    "Excel xlsx xls csv GBK UTF MiB GB MB KB English en".split()  # formats, units, languages
)
"""Latin words that a Chinese sentence may hold beside words in capitals (TOTP, USB) and names of files."""

FILE_NAME = re.compile(r"[A-Za-z0-9_]*[.\-_/][A-Za-z0-9_.\-/]+")
"""Also names of commands, themes and settings: ehr-tui, .ehr-keys, device_secret."""

ENDING_IN_A_BLANK = ("format.list_separator", "app.list_comma", "cli.")
"""What stands between others, and prompts."""

TYPED = re.compile(
    r"palette\..*\.keys|cli\.help|cli\.show\.help_(head|tail)|error\.cli\..*|show\.about\..*|doctor\..*|keymap\.title"
    r"|error\.settings\.key.*|copy\.done|setting\.keys"
)
"""Keys whose texts hold what is typed or named so everywhere: pinyin, commands, options, keys, other programs."""

HAN_IN_ENGLISH = frozenset({"中文", "简体", "简体中文", "演示", "休"})
"""Chinese that an English sentence may hold: names of languages, letters of shifts."""

CATALOGUES: Mapping[str, Mapping[str, str]] = {language: load_catalogue(language) for language in LANGUAGES}
CHINESE, ENGLISH = CATALOGUES["zh_CN"], CATALOGUES["en"]
ERRORS = frozenset(
    name
    for name, kind in vars(ehr_tui.errors).items()
    if isinstance(kind, type) and issubclass(kind, ehr_tui.errors.EhrError)
)


def placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def base_keys(catalogue: Mapping[str, str]) -> frozenset[str]:
    """Keys without the forms for one."""
    return frozenset(key for key in catalogue if not key.endswith(".one"))


def faults(found: Iterator[str]) -> None:
    listed = sorted(set(found))
    assert not listed, "\n" + "\n".join(listed)


def test_both_languages_have_the_same_files() -> None:
    chinese, english = ({file.name for file in (locale_dir() / language).iterdir()} for language in LANGUAGES)
    assert chinese == english


def test_both_languages_have_the_same_keys() -> None:
    faults(f"only once: {key}" for key in base_keys(CHINESE) ^ base_keys(ENGLISH))


def test_both_languages_have_the_same_placeholders() -> None:
    faults(
        f"{key}: {sorted(placeholders(CHINESE[key]))} and {sorted(placeholders(ENGLISH[key]))}"
        for key in base_keys(CHINESE) & base_keys(ENGLISH)
        if placeholders(CHINESE[key]) != placeholders(ENGLISH[key])
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_for_one_needs_no_other_figures(language: str) -> None:
    words = CATALOGUES[language]

    def found() -> Iterator[str]:
        for key in words:
            if key.endswith(".one"):
                base = words.get(key.removesuffix(".one"))
                if base is None or not placeholders(words[key]) <= placeholders(base) | {"n"}:
                    yield key

    faults(found())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_well_formed(language: str) -> None:
    def found() -> Iterator[str]:
        for key, text in CATALOGUES[language].items():
            if not re.fullmatch(r"[a-z0-9_]+(\.[A-Za-z0-9_\-]+)+", key):
                yield f"{key}: not a key"
            around = text != text.strip() and not key.startswith(ENDING_IN_A_BLANK)
            if around or not text:
                yield f"{key}: empty, or blanks around it"
            elif re.search(r"[{}]", PLACEHOLDER.sub("", text)):
                yield f"{key}: a brace that is no placeholder"
            elif re.search(r"_minutes\}\s*(分|minutes?\b|min\b)", text):
                yield f"{key}: figures named …_minutes are shown as hours"

    faults(found())


def test_chinese_words_are_chinese() -> None:
    def found() -> Iterator[str]:
        for key, text in CHINESE.items():
            if TYPED.fullmatch(key):
                continue
            for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", FILE_NAME.sub(" ", PLACEHOLDER.sub(" ", text))):
                if len(word) > 1 and not word.isupper() and word not in LATIN_IN_CHINESE:
                    yield f"{key}: {word}"

    faults(found())


def test_chinese_punctuation_is_chinese() -> None:
    """A half-width comma, colon or question mark after a Chinese character belongs to another script."""
    faults(f"{key}: {text}" for key, text in CHINESE.items() if re.search(rf"{HAN.pattern}[,;:?!]", text))


def test_english_words_are_english() -> None:
    han = re.compile(f"{HAN.pattern}+")
    faults(
        f"{key}: {word}"
        for key, text in ENGLISH.items()
        for word in han.findall(text)
        if word not in HAN_IN_ENGLISH and not TYPED.fullmatch(key)
    )


# What the source uses


def prefixes() -> frozenset[str]:
    """Beginnings of keys that code completes: pieces of strings that end in a dot, and names of enums."""
    found = set(DYNAMIC)
    for module in modules():
        found |= {text for _, text in module.strings() if re.fullmatch(r"([a-z][a-z0-9_]*\.)+", text)}
        found |= {
            re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower() + "."
            for node in module.nodes
            if isinstance(node, ast.ClassDef)
            and any(
                isinstance(base, ast.Name) and base.id in ("Enum", "StrEnum", "IntEnum")
                for base in node.bases
            )
        }
    return frozenset(found | {f"error.{prefix}" for prefix in found})


def labels() -> set[str]:
    """Keys of fields' labels: ``field_words("login", ("password",))`` uses ``login.password``."""
    found = set()
    for module in modules():
        for call in module.calls():
            if called(call) == "field_words" and call.args:
                for prefix in literals(call.args[0]):
                    found |= {f"{prefix}.{text}" for _, text in module.strings()}
    return found


def test_no_key_is_unused() -> None:
    """A key counts as used when its text (for an error: its code) or a beginning that code completes stands in it."""
    texts = {text for module in modules() for _, text in module.strings()} | labels()
    begun = tuple(prefixes() - {"error."})
    faults(
        f"unused: {key}"
        for key in base_keys(CHINESE)
        if key not in texts and key.removeprefix("error.") not in texts and not key.startswith(begun)
    )


def uses() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Where, key, and the figures handed in (None when they cannot be seen)."""
    for module in modules():
        for call in module.calls():
            where = f"{module.name}:{call.lineno}"
            names = [keyword.arg for keyword in call.keywords]
            figures = None if None in names else frozenset(name for name in names if name)
            name = called(call)
            if name in SPEAKING and call.args:
                yield from ((where, key, figures) for key in literals(call.args[0]) if "." in key)
            elif name in ERRORS and call.args:
                yield from ((where, f"error.{code}", figures) for code in literals(call.args[0]))
            elif name == "field_words" and len(call.args) > 1 and isinstance(call.args[1], ast.Tuple):
                fields = [text for element in call.args[1].elts for text in literals(element)]
                yield from (
                    (where, f"{prefix}.{f}", frozenset()) for prefix in literals(call.args[0]) for f in fields
                )
            elif name == "Binding" and len(call.args) > 2:
                yield from ((where, key, frozenset()) for key in literals(call.args[2]) if key)
        for node in module.nodes:
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and node.target.id == "WORDS"
            ):
                values = node.value.values if isinstance(node.value, ast.Dict) else []
                for value in values:
                    yield from ((f"{module.name}:{node.lineno}", key, frozenset()) for key in literals(value))


def test_no_key_is_missing() -> None:
    faults(f"{where}: {key}" for where, key, _ in uses() if key not in CHINESE)


def test_every_placeholder_gets_its_figure() -> None:
    faults(
        f"{where}: {key} needs {name}"
        for where, key, figures in uses()
        if figures is not None
        for name in placeholders(CHINESE.get(key, "")) - figures
    )


def test_the_checks_see_something() -> None:
    """If the program stopped calling ``t``, the tests above would pass without having looked at anything."""
    assert any(key.startswith("error.") for _, key, _ in uses())
    assert "setting." in prefixes()
