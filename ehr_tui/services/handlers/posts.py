"""How posts and their pages are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from ehr_tui.domain.codes import CodeEntry, CodeList, entries_of
from ehr_tui.domain.ids import PostId
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.services.context import Context
from ehr_tui.services.intents.organisation import SavePost
from ehr_tui.services.organisation_view import (
    check_code,
    check_department,
    check_named,
    check_seen,
    refuse_used,
    view_of,
)
from ehr_tui.services.registry import handles

MAX_HEADS = 999
MAX_LINES = 60
MAX_LINE = 200
MAX_HANDBOOK = 20_000
_LAST_MINUTE = 1439
C = TypeVar("C", frozenset[str], tuple[str, ...])


@handles(SavePost)
def save_post(context: Context, intent: SavePost) -> OrganisationView:
    """Keep a post with its page, or take away one that nothing names."""
    source = context.store.organisation
    value, posts = intent.value, source.posts()
    standing = next((p for p in posts if p.id == value.id), None)
    check_seen(not value.id, standing, intent.seen)
    name = value.name.zh or value.name.en
    context.note(subject=name)
    if intent.removed:
        refuse_used(name, source.post_uses(value.id))
        context.changed("post", value.id, standing, None)
        source.remove_post(value.id)
        return view_of(context, intent.year)
    check_named(value.name, value.code)
    check_code(value.code, [p.code for p in posts if p.id != value.id])
    check_department(context, value.department)
    _check_post(context, value, standing)
    number = source.save_post(value)
    context.changed("post", number, standing, value)
    if intent.profile is not None:
        _save_profile(context, number, intent)
    return view_of(context, intent.year)


def _check_post(context: Context, value: Post, standing: Post | None) -> None:
    source = context.store.organisation
    if standing is not None and standing.department != value.department and source.post_used(value.id):
        raise InputError("organisation.post_used", code=standing.code)
    if not 0 <= value.headcount <= MAX_HEADS:
        raise InputError("organisation.headcount", limit=MAX_HEADS)
    reviewed, due = value.headcount_reviewed, value.review_due
    if reviewed and due and due < reviewed:
        raise InputError("organisation.review_order", reviewed=reviewed, due=due)
    codes = source.codes()
    _check_known(codes, CodeList.HAZARD, value.exposures, standing.exposures if standing else ())
    _check_known(codes, CodeList.TASK, value.tasks, standing.tasks if standing else ())
    if standing is not None and standing.active and not value.active:
        needed = source.post_needed(value.id, context.today)
        refuse_used(value.name.zh or value.name.en, needed, retire=True)


def _save_profile(context: Context, post: PostId, intent: SavePost) -> None:
    source = context.store.organisation
    assert intent.profile is not None
    before = source.profile(post)
    # What was never filled in and what is empty say the same.
    check_seen(
        True, before or PostProfile(post), replace(intent.seen_profile or PostProfile(post), post=post)
    )
    value = _in_order(tidy(replace(intent.profile, post=post)), before)
    codes = source.codes()
    _check_known(codes, CodeList.COURSE, value.courses, before.courses if before else ())
    _check_known(codes, CodeList.QUALIFICATION, value.qualifications, before.qualifications if before else ())
    check_profile(value)
    if value != (before or PostProfile(post)):
        source.save_profile(value)
        context.changed("post", post, before or PostProfile(post), value)


def tidy(profile: PostProfile) -> PostProfile:
    """Lines without blanks around, empty ones left out, the workflow by the clock."""

    def lines(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line.strip() for line in given if line.strip())

    steps = (replace(step, text=step.text.strip()) for step in profile.workflow if step.text.strip())
    return replace(
        profile,
        duties=lines(profile.duties),
        workflow=tuple(sorted(steps, key=lambda step: step.minute)),
        skills=lines(profile.skills),
        preferences=lines(profile.preferences),
        handbook=profile.handbook.strip(),
        experience=profile.experience.strip(),
    )


def _in_order(value: PostProfile, before: PostProfile | None) -> PostProfile:
    """The same courses and qualifications in another order are no change."""
    if before is None:
        return value
    same = {
        name: getattr(before, name)
        for name in ("courses", "qualifications")
        if sorted(getattr(before, name)) == sorted(getattr(value, name))
    }
    return replace(value, **same)


def check_profile(value: PostProfile) -> None:
    """Raise InputError ``profile.lines``, ``.line``, ``.minute`` or ``.handbook`` for what a page cannot hold."""
    lists = (value.duties, tuple(s.text for s in value.workflow), value.skills, value.preferences)
    if any(len(found) > MAX_LINES for found in lists):
        raise InputError("profile.lines", limit=MAX_LINES)
    for line in (value.experience, *(text for found in lists for text in found)):
        if len(line) > MAX_LINE or not line.isprintable():
            raise InputError("profile.line", limit=MAX_LINE, text=line[:20])
    if any(not 0 <= step.minute <= _LAST_MINUTE for step in value.workflow):
        raise InputError("profile.minute")
    if len(value.handbook) > MAX_HANDBOOK:
        raise InputError("profile.handbook", limit=MAX_HANDBOOK, have=len(value.handbook))


def _check_known(codes: tuple[CodeEntry, ...], wanted: CodeList, given: C, standing: C | tuple[()]) -> None:
    """Codes must be in their list and on offer; what stood there already may be retired."""
    offered = {entry.code for entry in entries_of(codes, wanted, active=True)} | set(standing)
    for code in sorted(given):
        if code not in offered:
            raise InputError("organisation.unknown_code", code=code, list=wanted)
