"""What has no purpose left: shown, erased when told to, and the times that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from ehr_tui.domain.contract_law import months_after
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.retention import DataCategory, Erasable, ErasableView, RetentionRule
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.exchange.retention_data import read_retention
from ehr_tui.rules.people.erasable import erasable_since
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.person_checks import TextField, check_text
from ehr_tui.services.intents.retention import EraseData, ListErasable, SaveRetention
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles

MOST_MONTHS = 1200


@handles(ListErasable)
def list_erasable(context: Context, intent: ListErasable) -> ErasableView:
    """Everybody of whom something may go."""
    del intent
    return erasable_view(context)


@handles(EraseData)
def erase_data(context: Context, intent: EraseData) -> ErasableView:
    """Take it out for good.  The entry says whose and what, by id: no name that was just erased."""
    if not intent.items:
        raise InputError("erase.nothing")
    due = {line.person: line for line in erasable_view(context).lines}
    wanted: dict[PersonId, list[DataCategory]] = defaultdict(list)
    for person, category in intent.items:
        line = due.get(person)
        if line is None or category not in dict(line.categories):
            raise InputError("erase.not_yet", person=context.store.people.get(person).name, category=category)
        wanted[person].append(category)
    before = _logs_before(context)
    for person, categories in wanted.items():
        context.store.erasing.erase(int(person), categories, context.now)
        if DataCategory.LOGS in categories:
            context.store.audit.forget([("person", str(int(person)))], before, context.today)
        context.about("person", int(person))
    return erasable_view(context)


@handles(SaveRetention)
def save_retention(context: Context, intent: SaveRetention) -> ErasableView:
    """Keep a time."""
    standing = rules_of(context)[intent.rule.category]
    if replace(intent.seen, least=standing.least) != standing:
        raise StaleWrite("retention.changed_meanwhile")
    rule = replace(intent.rule, least=standing.least)
    if not 0 <= rule.months <= MOST_MONTHS:
        raise InputError("retention.months", limit=MOST_MONTHS)
    if rule.months < rule.least:
        raise InputError("retention.too_short", category=rule.category, least=rule.least)
    for text in (rule.basis.zh, rule.basis.en):
        check_text(TextField.BASIS, text)
    context.store.erasing.save_rule(rule)
    context.changed("retention", rule.category.value, plain(standing), plain(rule))
    context.note(subject=rule.category.value)
    return erasable_view(context)


def rules_of(context: Context) -> Mapping[DataCategory, RetentionRule]:
    """The office's times; what it never set is as shipped.  What a law asks is always the shipped file's."""
    own = {rule.category: rule for rule in context.store.erasing.rules()}
    return {
        shipped.category: replace(own.get(shipped.category, shipped), least=shipped.least)
        for shipped in read_retention()
    }


def erasable_view(context: Context) -> ErasableView:
    """Who and what, and since when."""
    rules = rules_of(context)
    lines = []
    for held in context.store.erasing.held(context.today, _logs_before(context)):
        known: dict[DataCategory, date | None] = dict.fromkeys(held.categories)
        if held.oldest_log is not None:
            known[DataCategory.LOGS] = context.today - timedelta(days=(context.now - held.oldest_log).days)
        categories = erasable_since(held.last_day, known, rules, context.today)
        if categories:
            lines.append(Erasable(held.person, held.name, held.number, held.last_day, categories))
    return ErasableView(tuple(lines), tuple(rules[category] for category in DataCategory))


def _logs_before(context: Context) -> datetime:
    """The instant before which entries are old enough."""
    months = rules_of(context)[DataCategory.LOGS].months
    kept = context.today - months_after(context.today, -months)
    return context.now - kept
