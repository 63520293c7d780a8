"""Making one record of two: everything that names a person is pointed at another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ehr_tui.store.erasing import FORGET_DRAFTS
from ehr_tui.store.tables import Apart, Person

MOVED = (
    "duty", "version_duty", "callout", "contract", "contact", "restriction", "account", "leaving", "leaving_step",
)  # fmt: skip
"""Tables whose rows move as they stand; competences and task marks are joined with those there are."""

_MOVES = (
    *(f"UPDATE {table} SET person_id = :keep WHERE person_id = :drop" for table in MOVED),  # noqa: S608 - own names
    'UPDATE "override" SET person = :keep WHERE person = :drop',
    "UPDATE competence SET coach_id = :keep WHERE coach_id = :drop",
    "UPDATE import_change SET row = :keep WHERE kind IN ('person', 'record') AND row = :drop",
    # Both histories become one: what was done to both in one act is there already.
    "UPDATE OR IGNORE audit_record SET record = :keep_text WHERE kind = 'person' AND record = :drop_text",
    "DELETE FROM audit_record WHERE kind = 'person' AND record = :drop_text",
    FORGET_DRAFTS.replace(":record", ":drop_text"),
    "DELETE FROM competence WHERE person_id = :drop",
    "DELETE FROM task_mark WHERE person_id = :drop",
    # Whoever is not the one is not the other either; the dropped record's own pairs go with it.
    """INSERT OR IGNORE INTO apart (person_id, other_id) SELECT MIN(:keep, o), MAX(:keep, o) FROM (
        SELECT CASE person_id WHEN :drop THEN other_id ELSE person_id END AS o FROM apart
        WHERE :drop IN (person_id, other_id)) WHERE o <> :keep""",
    "DELETE FROM person WHERE id = :drop",
)
_SAME_DAYS = """SELECT DISTINCT a.day FROM duty a JOIN duty b ON b.day = a.day AND b.person_id = ?
    WHERE a.person_id = ? ORDER BY a.day"""
_SAME_CALLS = """SELECT DISTINCT a.day FROM callout a JOIN callout b ON b.day = a.day AND b.person_id = ?
    AND b.start < a."end" AND a.start < b."end" WHERE a.person_id = ? ORDER BY a.day"""


class MergingGateway:
    """Finds what stands in the way of a merge, and moves the rest."""

    def shared_days(self, one: int, other: int) -> tuple[date, ...]:
        """Days on which both have duties."""
        return self._days(_SAME_DAYS, one, other)

    def shared_callouts(self, one: int, other: int) -> tuple[date, ...]:
        """Days on which call-ins of both overlap."""
        return self._days(_SAME_CALLS, one, other)

    def accounts(self, people: Iterable[int]) -> tuple[str, ...]:
        """Logins of the accounts these people have."""
        wanted = list(people)
        marks = ", ".join("?" * len(wanted))
        rows = self._run(f"SELECT login FROM account WHERE person_id IN ({marks}) ORDER BY id", wanted)  # noqa: S608 - question marks only
        return tuple(row[0] for row in rows.fetchall())

    def apart(self) -> frozenset[tuple[int, int]]:
        """Pairs that were found to be two people, the smaller id first."""
        return frozenset(Apart.select(Apart.person, Apart.other).tuples())

    def set_apart(self, one: int, other: int, apart: bool) -> bool:
        """Remember that two are two people, or no longer; whether that is anything new."""
        first, second = sorted((one, other))
        if apart:
            marks = Apart.insert(person=first, other=second).on_conflict_ignore()
            return bool(marks.as_rowcount().execute())
        return bool(Apart.delete().where((Apart.person == first) & (Apart.other == second)).execute())

    def move(self, keep: int, drop: int) -> None:
        """Point everything at ``keep`` and take ``drop`` out."""
        values = {"keep": keep, "drop": drop, "keep_text": str(keep), "drop_text": str(drop)}
        for statement in _MOVES:
            self._run(statement, {name: value for name, value in values.items() if f":{name}" in statement})

    def _days(self, question: str, one: int, other: int) -> tuple[date, ...]:
        return tuple(date.fromisoformat(day) for (day,) in self._run(question, (one, other)).fetchall())

    def _run(self, statement: str, values: Any) -> Any:
        return Person._meta.database.execute_sql(statement, values)
