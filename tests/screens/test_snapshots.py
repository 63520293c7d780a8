"""Every screen as plain text, in both languages, at 80 × 24 and wide: what changes on a screen shows in review.

``make snapshots`` writes them anew; look at the difference before it is kept.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from ehr_tui.i18n import t
from tests import pictures
from tests.offices import OfficeFolder
from tests.screens.helm import at_the_door
from tests.screens.scenes import WALKS
from tests.screens.terminal import seat

SIZES = {"narrow": (80, 24), "wide": (120, 36)}


def _steady(seen: str) -> str:
    """Without what differs from run to run: codes, the audit's fingerprint, the folder a file is saved to."""
    seen = re.sub(r"((?:Save to|保存到) +)/\S+ *", r"\1… ", seen)
    seen = re.sub(r"\b[0-9a-f]{16}\b", "#" * 16, seen)
    return re.sub(r"\b\d{6}\b", "######", seen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scene", [name for name, *_ in pictures.SCENES])
async def test_the_screen_reads_as_it_did(
    scene: str,
    language: str,
    size: str,
    demo: OfficeFolder,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A screen in one language and size."""
    monkeypatch.chdir(demo.folder.parent)
    demo.folder = Path(demo.folder.name)  # shown on the login screen, so it must be the same everywhere
    login, play = pictures.scene(scene)
    t.switch(language)
    async with at_the_door(demo, SIZES[size]) as helm:
        await helm.see("show-me-the-roster")
        if login:
            await helm.log_in(login)
        await play(helm)
        assert _steady(helm.seen()) == snapshot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("area", WALKS)
async def test_an_area_reads_as_it_did(
    area: str,
    language: str,
    size: str,
    demo: OfficeFolder,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pictures of a walk through an area, in one language and size."""
    monkeypatch.chdir(demo.folder.parent)
    monkeypatch.setenv("HOME", str(demo.folder.parent))
    walk, seen = WALKS[area], dict[str, str]()
    walk.ready(demo)
    async with seat(demo, walk.login, walk.mode, SIZES[size]) as here:

        async def look(name: str, *keys: str) -> None:
            await here.press(*keys)
            assert name not in seen, name
            lines = _steady(here.seen()).splitlines()
            seen[name] = "\n".join(line.rstrip() for line in lines)

        here.app.set_language(language)
        await here.settle()
        await walk.walk(here, look)
    for name, text in seen.items():
        assert text == snapshot(name=name)
