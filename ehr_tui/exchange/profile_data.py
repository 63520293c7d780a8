"""The shipped post profiles (data/post_profiles.toml), in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.ids import PostId
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.people import Education
from ehr_tui.domain.post_profile import PostProfile, WorkStep
from ehr_tui.exchange.code_data import codes_in, known
from ehr_tui.exchange.data_files import Entry, entries

FILE = "post_profiles.toml"
LANGUAGES = {"zh_CN": "zh", "en": "en"}
"""Catalogue language → the part of an entry that holds it."""

_STEP = re.compile(r"([01]\d|2[0-3]):([0-5]\d) (\S.*)")


def read_post_profiles(
    folder: Path, posts: Mapping[str, Post], codes: tuple[CodeEntry, ...]
) -> dict[str, tuple[PostProfile, ...]]:
    """Catalogue language → profiles.  Raises InputError naming file and entry."""
    found: dict[str, dict[PostId, PostProfile]] = {language: {} for language in LANGUAGES}
    for entry in entries(folder, FILE, "profile", "post"):
        post = entry.one_of("post", posts)
        if post.id in found["zh_CN"]:
            raise entry.refuse("duplicate", key="post", value=post.code)
        education = entry.one_of("education", {e.value: e for e in Education}, "")
        courses = codes_in(entry, "courses", known(codes, CodeList.COURSE))
        wanted = codes_in(entry, "qualifications", known(codes, CodeList.QUALIFICATION))
        for language, part in LANGUAGES.items():
            text = entry.sub(f"{entry.entry} {part}", entry.table(part))
            found[language][post.id] = PostProfile(
                post=post.id,
                duties=text.texts("duties"),
                workflow=_workflow(text),
                education=education,
                experience=text.text("experience", ""),
                skills=text.texts("skills"),
                preferences=text.texts("preferences"),
                courses=courses,
                qualifications=wanted,
                handbook=text.text("handbook", "").strip(),
            )
            text.done()
        entry.done()
    return {language: tuple(profiles.values()) for language, profiles in found.items()}


def _workflow(entry: Entry) -> tuple[WorkStep, ...]:
    steps: list[WorkStep] = []
    for line in entry.texts("workflow"):
        read = _STEP.fullmatch(line)
        if read is None:
            raise entry.refuse("wrong_type", key="workflow", value=line)
        steps.append(WorkStep(int(read[1]) * 60 + int(read[2]), read[3]))
    if steps != sorted(steps, key=lambda step: step.minute):
        raise entry.refuse("wrong_order", key="workflow")
    return tuple(steps)
