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

SIZES = {"narrow": (80, 24), "wide": (120, 36)}


def _steady(seen: str) -> str:
    """Without what differs from run to run: the codes."""
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
