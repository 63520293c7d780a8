"""What is still known of people who left, how long anything is kept, and taking out what has no purpose left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.names import Name
from ehr_tui.domain.retention import ERASED_NAME, DataCategory, RetentionRule
from ehr_tui.store.audit import NOBODY_HERE
from ehr_tui.store.fields import instant_text
from ehr_tui.store.tables import Person, Retention

# An entry about somebody who left; one that is about others who are still here keeps its details for them.
_ABOUT = f"""FROM audit_record r JOIN audit_entry e ON e.seq = r.seq JOIN audit_detail d ON d.seq = r.seq
    WHERE r.kind = 'person' AND r.record = CAST(p.id AS TEXT) AND {NOBODY_HERE}"""

_HELD = f"""SELECT p.id, p.name, p.number, p.leave_date,
    p.phone <> '' OR EXISTS (SELECT 1 FROM contact c WHERE c.person_id = p.id),
    EXISTS (SELECT 1 FROM restriction r WHERE r.person_id = p.id AND (r.kind <> 'hidden' OR r.reason <> '')),
    p.birth_date IS NOT NULL OR p.education <> '' OR p.major <> '' OR p.languages <> '[]' OR p.skills <> '[]'
        OR p.note <> '' OR EXISTS (SELECT 1 FROM task_mark t WHERE t.person_id = p.id AND t.note <> ''),
    p.name <> :erased OR p.number <> '' OR p.sex <> ''
        OR EXISTS (SELECT 1 FROM contract c WHERE c.person_id = p.id),
    (SELECT MIN(e.at) {_ABOUT} AND e.at < :before)
    FROM person p WHERE p.leave_date < :today ORDER BY p.leave_date, p.id"""  # noqa: S608 - our own text

_OUT: dict[DataCategory, tuple[str, ...]] = {
    DataCategory.CONTACTS: (
        "UPDATE person SET phone = '' WHERE id = :person",
        "DELETE FROM contact WHERE person_id = :person",
    ),
    DataCategory.HEALTH: ("UPDATE restriction SET kind = 'hidden', reason = '' WHERE person_id = :person",),
    DataCategory.BACKGROUND: (
        """UPDATE person SET birth_date = NULL, education = '', major = '', languages = '[]', skills = '[]',
            note = '' WHERE id = :person""",
        "UPDATE task_mark SET note = '' WHERE person_id = :person",
    ),
    DataCategory.IDENTITY: (
        """UPDATE person SET name = :erased, latin = :erased, number = '', search = '', sex = '', standby_pool = 0,
            erased = :now WHERE id = :person""",
        "DELETE FROM contract WHERE person_id = :person",
        # Who acted stays told apart by the login, which key and log need; the account's rights ended long ago.
        "UPDATE account SET display_name = :erased WHERE person_id = :person",
        "DELETE FROM restriction WHERE person_id = :person",
        "UPDATE leaving SET reason = '', ends = '{}' WHERE person_id = :person",
        "UPDATE leaving_step SET note = '' WHERE person_id = :person",
        "UPDATE callout SET reason = '' WHERE person_id = :person",
    ),
    DataCategory.LOGS: (),  # details of entries go by the audit itself
}
FORGET_DRAFTS = (
    """DELETE FROM draft WHERE record LIKE :record || ':%' OR (record = :record AND form LIKE 'person%')"""
)
"""Drafts of a record, and of its contracts, contacts … (``17:3``), whoever typed them."""

# What an import wrote down for taking it back holds the whole record; drafts hold what was typed.
_COPIES = (
    "DELETE FROM import_change WHERE kind IN ('person', 'record') AND row = :person",
    "DELETE FROM import_change WHERE json_extract(after, '$.person') = :person",
    FORGET_DRAFTS,
)


@dataclass(frozen=True, slots=True)
class Held:
    """What the file still has of somebody who left; ``oldest_log`` is the first entry that names nobody still here."""

    person: ids.PersonId
    name: str
    number: str
    last_day: date
    categories: frozenset[DataCategory]  # LOGS is among them when there is an oldest entry
    oldest_log: datetime | None


class ErasingGateway:
    """Retention times and erasure."""

    def held(self, today: date, logs_before: datetime) -> tuple[Held, ...]:
        """Everybody who left before today, longest gone first; of entries only those before an instant."""
        values = {"today": today.isoformat(), "erased": ERASED_NAME, "before": instant_text(logs_before)}
        rows = _run(_HELD, values).fetchall()
        return tuple(_held(row) for row in rows)

    def erase(
        self,
        person: int,
        categories: Iterable[DataCategory],
        now: datetime,
    ) -> None:
        """Take categories out for good, and the copies that imports and drafts made; LOGS are the audit's own."""
        values = {
            "person": person,
            "record": str(person),
            "erased": ERASED_NAME,
            "now": instant_text(now),
        }
        statements = [s for category in categories for s in _OUT[category]]
        for statement in (*statements, *_COPIES):
            _run(statement, {k: v for k, v in values.items() if f":{k}" in statement})
        Person.update(revision=Person.revision + 1).where(Person.id == person).execute()

    def rules(self) -> tuple[RetentionRule, ...]:
        """The office's own retention times; a category that was never set is not among them."""
        return tuple(
            RetentionRule(
                DataCategory(row["category"]), row["months"], Name(row["basis_zh"], row["basis_en"])
            )
            for row in Retention.select().dicts()
        )

    def save_rule(self, rule: RetentionRule) -> None:
        """Keep a retention time."""
        Retention.insert(
            category=rule.category.value, months=rule.months, basis_zh=rule.basis.zh, basis_en=rule.basis.en
        ).on_conflict_replace().execute()


def _held(row: tuple[Any, ...]) -> Held:
    person, name, number, last_day, contacts, health, background, identity, oldest = row
    there = {
        DataCategory.CONTACTS: contacts,
        DataCategory.HEALTH: health,
        DataCategory.BACKGROUND: background,
        DataCategory.IDENTITY: identity,
        DataCategory.LOGS: oldest is not None,
    }
    return Held(
        ids.PersonId(person),
        name,
        number,
        date.fromisoformat(last_day),
        frozenset(category for category, held in there.items() if held),
        None if oldest is None else datetime.fromisoformat(oldest),
    )


def _run(statement: str, values: dict[str, Any]) -> Any:
    return Person._meta.database.execute_sql(statement, values)
