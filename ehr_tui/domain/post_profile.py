"""What a post asks for and is: read by people, not by rosters."""

from __future__ import annotations

from dataclasses import dataclass

from ehr_tui.domain.ids import PostId
from ehr_tui.domain.people import Education


@dataclass(frozen=True, slots=True)
class WorkStep:
    """One line of the daily workflow 每日工作流程: minutes after midnight (0–1439) and what is done then."""

    minute: int
    text: str


@dataclass(frozen=True, slots=True)
class PostProfile:
    """Duties, daily workflow, requirements, preferences, handbook; courses and qualifications by code."""

    post: PostId
    duties: tuple[str, ...] = ()
    workflow: tuple[WorkStep, ...] = ()
    education: Education = Education.UNKNOWN  # at least
    experience: str = ""  # major or experience
    skills: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    handbook: str = ""
