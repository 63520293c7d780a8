"""What stands in the audit, in words: acts, fields, values.  For screens, files and the command line alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from ehr_tui.domain.audit_views import REFUSED, AuditFilter, AuditLine, FieldChange
from ehr_tui.domain.shifts import clock_time
from ehr_tui.i18n import Words

BETWEEN = " · "
"""Between the parts of one value."""
_CHOICES = (
    "sex", "education", "employment_kind", "exchange.employment", "hours_system", "people.period", "duty_class",
    "day_kind", "off_for", "effect", "data_category", "code_list",
)  # fmt: skip
"""Beginnings of words for choices, where a value is one of them."""
_CLOCKS = ("workflow", "segments")
"""Fields whose figures are minutes after midnight."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATED = re.compile(rf"({_CODE.pattern})=({_DAY.pattern})")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+\-]+")


def act_words(t: Words, act: str) -> str:
    """An act; its name where there are no words (one of a newer program)."""
    return _known(t, f"act.{act}") or act


def acts_named(t: Words, text: str, acts: tuple[str, ...]) -> tuple[str, ...]:
    """Those acts whose words contain a text."""
    needle = text.strip().casefold()
    return tuple(act for act in acts if needle and needle in act_words(t, act).casefold())


def outcome_words(t: Words, outcome: str) -> str:
    """Done, refused, done with a reason."""
    return _known(t, f"audit.outcome.{outcome}") or outcome


def field_words(t: Words, kind: str, field: str) -> str:
    """A field of a kind of record."""
    return _known(t, f"audit.field.{kind}.{field}") or _known(t, f"audit.field.{field}") or field


def change_words(t: Words, change: FieldChange) -> tuple[str, str, str]:
    """Which field, what it was, what it is; empty for nothing."""
    label = change.what if change.field == "cell" else field_words(t, change.kind, change.field)
    if change.what and change.field != "cell":
        label = f"{change.what}{BETWEEN}{label}"
    return label, value_words(t, change.field, change.before), value_words(t, change.field, change.after)


def change_text(t: Words, change: FieldChange) -> str:
    """One change as one line."""
    label, before, after = change_words(t, change)
    if not before and change.field != "cell":
        return t("audit.set", field=label, after=after)
    nothing = t("audit.nothing")
    return t("audit.change", field=label, before=before or nothing, after=after or nothing)


def fact_text(t: Words, act: str, field: str, text: str, outcome: str = "") -> str:
    """One figure or text of an entry."""
    if field == "refusal" and outcome == REFUSED:
        return t("audit.because", why=refusal_words(t, text))
    if text == field:
        return field_words(t, act, field)
    return t("audit.set", field=field_words(t, act, field), after=value_words(t, field, text))


def refusal_words(t: Words, code: str) -> str:
    """Why something was refused, in a few words."""
    return _known(t, f"audit.refusal.{code}") or code


def value_words(t: Words, field: str, text: str) -> str:
    """A value part by part; what has no words of its own stands as it is."""
    if not text.isascii() and BETWEEN not in text:
        return text
    return BETWEEN.join(_part(t, field, part) for part in text.split(BETWEEN)) if text else ""


def _part(t: Words, field: str, text: str) -> str:
    if text in ("true", "false"):
        return t(f"audit.value.{text}")
    if text and not text.strip("*"):
        return t("audit.value.hidden")
    if text.lstrip("-").isdigit():
        return _figure(t, field, text)
    if dated := _DATED.fullmatch(text):
        return t("audit.dated", field=field_words(t, "", dated[1]), day=dated[2])
    if _INSTANT.fullmatch(text):
        return instant_text(text)
    if not _CODE.fullmatch(text):
        return text
    for key in (*(f"{choice}.{text}" for choice in _CHOICES), f"audit.value.{text}", f"audit.field.{text}"):
        found = _known(t, key)
        if found:
            return found
    return text


def _figure(t: Words, field: str, text: str) -> str:
    if field in _CLOCKS:
        return clock_time(int(text))
    if "minutes" in field or field == "max_month_overtime":
        return t("audit.hours", work_minutes=int(text))
    return text  # perhaps a number with zeros before it


def line_text(t: Words, line: AuditLine) -> list[str]:
    """Everything of an entry beyond its subject, a line each."""
    if line.erased:
        return [t("audit.erased")]
    found = [fact_text(t, line.act, name, text, line.outcome) for name, text in line.facts]
    found += [change_text(t, change) for change in line.changes]
    if line.more_changes:
        found.append(t("audit.more_changes", n=line.more_changes))
    return found


def instant_text(at: datetime | str, *, seconds: bool = False) -> str:
    """An instant by the office's clock; a text that is no instant stays."""
    try:
        instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        return str(at)
    local = instant.astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S}" if seconds else f"{local:%Y-%m-%d %H:%M}"


def filter_text(
    t: Words, asked: AuditFilter, users: Mapping[int, str], text: str = "", subject: str = ""
) -> str:
    """Everything that is filtered by, in words; ``users`` and ``subject`` name those that the filter knows by id."""
    parts = [f"{t('audit.user')} {users.get(key, key)}" for key in asked.users]
    if asked.acts:
        parts.append(t("format.list_separator").join(act_words(t, act) for act in asked.acts))
    if asked.outcome:
        parts.append(t(f"audit.choose_outcome.{asked.outcome}"))
    parts.append(span_text(t, asked.first, asked.last))
    if asked.records:
        parts.append(
            t("audit.record_of", what=subject or ", ".join(" ".join(pair) for pair in asked.records))
        )
    if asked.looks:
        parts.append(t("audit.looks_only"))
    if text:
        parts.append(t("audit.quoted", text=text))
    return BETWEEN.join(part for part in parts if part)


def span_text(t: Words, first: date | None, last: date | None) -> str:
    """A span of days, open at either end; empty when it is open at both."""
    if first is not None and first == last:
        return first.isoformat()
    if first is not None and last is not None:
        return t("audit.span", first=first.isoformat(), last=last.isoformat())
    if first is not None:
        return t("audit.since", first=first.isoformat())
    return t("audit.until", last=last.isoformat()) if last is not None else ""


def _known(t: Words, key: str) -> str:
    return t(key) if t.has(key) else ""
