"""What every office stands on besides its own records: code lists, post pages, half-days, retention times.

Also given, once, to an office whose file was made before there were any.
"""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.exchange.half_days import half_days_of
from ehr_tui.exchange.retention_data import read_retention
from ehr_tui.exchange.starting_data import StartingData, load_starting_data
from ehr_tui.i18n import t
from ehr_tui.store.store import Store

GROUND, PRESENT = "ground", "2"
"""What the file says of the ground that was laid, and what it says once nothing is missing."""
SEARCH_KEYS, KEYS_PRESENT = "search_keys", "2"
"""The way in which the file's people were last made searchable, and the present way."""


def mark_ground(store: Store) -> None:
    """Say in the file that nothing is missing."""
    store.meta.put(GROUND, PRESENT)
    store.meta.put(SEARCH_KEYS, KEYS_PRESENT)


def complete_search_keys(store: Store) -> bool:
    """Make people searchable as this program searches, when an older one wrote them; once, inside a write transaction.

    Answers whether anything was done.  No record changes by it: nobody's open form is refused afterwards.
    """
    if store.meta.get(SEARCH_KEYS) == KEYS_PRESENT or not store.meta.get("office_id"):
        return False
    from ehr_tui.services.handlers.people import search_text  # readings of names, which few openings need

    store.people.rewrite_search(search_text)
    store.meta.put(SEARCH_KEYS, KEYS_PRESENT)
    return True


def profiles_of(data: StartingData) -> tuple[PostProfile, ...]:
    """The shipped pages in the program's present language: an office keeps them in one, and edits them."""
    return data.profiles.get(t.language, data.profiles["zh_CN"])


def complete_ground(store: Store) -> bool:
    """Give an older office what was not there when it was founded; once, and nothing it has is changed.

    Code lists and retention times; tasks, exposures and pages for posts that still bear a shipped code; half-days of
    the years in its calendar.  Answers whether anything was done.  Inside a write transaction.
    """
    if store.meta.get(GROUND) == PRESENT or not store.meta.get("office_id"):
        return False
    data = load_starting_data()
    source = store.organisation
    if not source.codes():
        source.add_missing_codes(data.codes)
    kept = {rule.category for rule in store.erasing.rules()}
    for rule in read_retention():
        if rule.category not in kept:
            store.erasing.save_rule(rule)
    _complete_posts(store, data)
    for year in source.known_years():
        calendar = source.year_calendar(year)
        source.add_missing_days(half_days_of(year, calendar.kind))
    store.meta.put(GROUND, PRESENT)
    return True


def _complete_posts(store: Store, data: StartingData) -> None:
    source = store.organisation
    shipped = {post.code: post for post in data.posts}
    pages = {page.post: page for page in profiles_of(data)}
    filled = {profile.post for profile in source.profiles()}
    for post in source.posts():
        model = shipped.get(post.code)
        if model is None:
            continue
        if not post.tasks and not post.exposures:
            source.save_post(replace(post, tasks=model.tasks, exposures=model.exposures))
        if post.id not in filled and model.id in pages:
            source.save_profile(replace(pages[model.id], post=post.id))
