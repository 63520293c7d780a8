"""How drafts and views are kept, each user's own only."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ehr_tui.domain.draft import Draft, DraftLine
from ehr_tui.domain.saved_view import ListSettings, SavedView
from ehr_tui.errors import InputError
from ehr_tui.services.context import Context
from ehr_tui.services.intents.personal import (
    DropDraft,
    ListDrafts,
    ListViews,
    OpenDraft,
    RemoveView,
    SaveDraft,
    SaveView,
)
from ehr_tui.services.plain import plain, restore
from ehr_tui.services.registry import handles

MOST_CHARACTERS = 200_000
"""Of one draft or view, as JSON."""
MOST_DRAFTS = 200
MOST_VIEWS = 50
LONGEST_NAME = 40
KEPT = timedelta(days=90)
"""A draft that nobody opened for so long serves no purpose any more (PIPL art. 19)."""


@handles(OpenDraft)
def open_draft(context: Context, intent: OpenDraft) -> Draft | None:
    """What is kept, unless it is too old."""
    found = context.store.personal.draft(context.user.id, intent.form, intent.record)
    return found if found is not None and found.line.at > context.now - KEPT else None


@handles(SaveDraft)
def save_draft(context: Context, intent: SaveDraft) -> datetime:
    """Replace; old ones and those above the limit go."""
    body = {
        "title": intent.title[:80],
        "mode": intent.mode,
        "typed": dict(intent.typed),
        "base": dict(intent.base),
    }
    if len(json.dumps(body, ensure_ascii=False)) > MOST_CHARACTERS:
        raise InputError("draft.too_large", limit=MOST_CHARACTERS)
    kept = context.store.personal
    kept.save_draft(context.user.id, intent.form, intent.record, body, context.now)
    kept.trim_drafts(context.user.id, context.now - KEPT, MOST_DRAFTS)
    return context.now


@handles(DropDraft)
def drop_draft(context: Context, intent: DropDraft) -> bool:
    """Forget it."""
    return context.store.personal.drop_draft(context.user.id, intent.form, intent.record)


@handles(ListDrafts)
def list_drafts(context: Context, _intent: ListDrafts) -> tuple[DraftLine, ...]:
    """The own ones."""
    return tuple(
        line for line in context.store.personal.drafts(context.user.id) if line.at > context.now - KEPT
    )


@handles(ListViews)
def list_views(context: Context, intent: ListViews) -> tuple[SavedView, ...]:
    """The own ones; what an older program kept and this one cannot read is left out."""
    found = []
    for name, body in context.store.personal.views(context.user.id, intent.screen):
        try:
            found.append(SavedView(name, restore(ListSettings, _shaped(body))))
        except (TypeError, ValueError, KeyError):
            continue
    return tuple(found)


@handles(SaveView)
def save_view(context: Context, intent: SaveView) -> tuple[SavedView, ...]:
    """Replace or add."""
    name = intent.name.strip()
    if len(name) > LONGEST_NAME or not (name.isprintable() or not name):
        raise InputError("view.name", limit=LONGEST_NAME)
    body = plain(intent.settings)
    standing = {known for known, _ in context.store.personal.views(context.user.id, intent.screen)}
    if len(json.dumps(body)) > MOST_CHARACTERS or (name not in standing and len(standing) >= MOST_VIEWS):
        raise InputError("view.many", limit=MOST_VIEWS)
    context.store.personal.save_view(context.user.id, intent.screen, name, body)
    return list_views(context, ListViews(intent.screen))


@handles(RemoveView)
def remove_view(context: Context, intent: RemoveView) -> tuple[SavedView, ...]:
    """Forget it."""
    context.store.personal.remove_view(context.user.id, intent.screen, intent.name)
    return list_views(context, ListViews(intent.screen))


def _shaped(body: object) -> dict[str, object]:
    """The stored body with filters as tuples; raises TypeError for what is no body."""
    if not isinstance(body, dict):
        raise TypeError
    filters = body.get("filters")
    if filters is not None:
        if not isinstance(filters, dict):
            raise TypeError
        body = {**body, "filters": {str(name): tuple(map(str, chosen)) for name, chosen in filters.items()}}
    return body
