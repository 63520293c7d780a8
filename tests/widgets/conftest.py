"""Words: strict in tests, and back to Chinese after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ehr_tui.i18n import t


@pytest.fixture(autouse=True)
def _strict_words() -> Iterator[None]:
    strict, language = t.strict, t.language
    t.strict = True
    t.switch("zh_CN")
    yield
    t.strict = strict
    t.switch(language)
