"""Post profiles: rows ↔ domain values."""

from __future__ import annotations

from typing import Any

from ehr_tui.domain import ids, post_profile
from ehr_tui.domain.people import Education
from ehr_tui.store.tables import PostProfile


class ProfilesGateway:
    """What people read about posts."""

    def profiles(self) -> tuple[post_profile.PostProfile, ...]:
        """Every profile there is; a post without one has none."""
        return tuple(_profile(row) for row in PostProfile.select().order_by(PostProfile.post).dicts())

    def profile(self, post: int) -> post_profile.PostProfile | None:
        """One post's."""
        row = PostProfile.select().where(PostProfile.post == post).dicts().first()
        return _profile(row) if row is not None else None

    def save_profile(self, value: post_profile.PostProfile) -> None:
        """Set a post's profile."""
        PostProfile.delete().where(PostProfile.post == value.post).execute()
        PostProfile.insert(
            post=value.post,
            duties=list(value.duties),
            workflow=[[step.minute, step.text] for step in value.workflow],
            education=value.education.value,
            experience=value.experience,
            skills=list(value.skills),
            preferences=list(value.preferences),
            courses=list(value.courses),
            qualifications=list(value.qualifications),
            handbook=value.handbook,
        ).execute()

    def remove_profile(self, post: ids.PostId) -> None:
        """Take a post's profile away."""
        PostProfile.delete().where(PostProfile.post == post).execute()


def _profile(row: dict[str, Any]) -> post_profile.PostProfile:
    return post_profile.PostProfile(
        post=ids.PostId(row["post"]),
        duties=tuple(row["duties"]),
        workflow=tuple(post_profile.WorkStep(minute, text) for minute, text in row["workflow"]),
        education=Education(row["education"]),
        experience=row["experience"],
        skills=tuple(row["skills"]),
        preferences=tuple(row["preferences"]),
        courses=tuple(row["courses"]),
        qualifications=tuple(row["qualifications"]),
        handbook=row["handbook"],
    )
