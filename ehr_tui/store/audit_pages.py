"""Reading the audit: pages of a filter, histories of records, choices for filters."""

# ruff: noqa: S608 - only our own text and question marks are put together

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ehr_tui.store.fields import instant_text
from ehr_tui.store.tables import AuditEntry

_ROWS = """SELECT e.seq, e.at, e.account, a.display_name, e.act, e.outcome, d.body
    FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq LEFT JOIN account a ON a.id = e.account"""
_ESCAPE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})
_IN_CELL = '[{person}, "'
"""How a roster edit's details name a person: the first of a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its details as they stand; ``body`` None when they were erased."""

    number: int
    at: datetime
    account: int | None
    user: str
    act: str
    outcome: str
    body: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; all that is given must fit.  Instants are from ``since`` to before ``until``."""

    users: Collection[int] = ()
    acts: Collection[str] = ()
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None
    records: Sequence[tuple[str, str]] = ()

    def terms(self) -> Iterator[tuple[str, list[Any]]]:
        """Conditions with what fills them."""
        if self.users:
            yield f"e.account IN ({_marks(self.users)})", list(self.users)
        if self.acts:
            yield f"e.act IN ({_marks(self.acts)})", list(self.acts)
        if self.outcome:
            yield "e.outcome = ?", [self.outcome]
        if self.since is not None:
            yield "e.at >= ?", [instant_text(self.since)]
        if self.until is not None:
            yield "e.at < ?", [instant_text(self.until)]
        if self.records:
            yield _about(self.records)


@dataclass(frozen=True, slots=True)
class Sought:
    """Words looked for: in details as they stand, or by what they mean (acts, users, people)."""

    text: str
    acts: Collection[str] = ()
    users: Collection[int] = ()
    people: Collection[int] = ()

    def term(self) -> tuple[str, list[Any]]:
        """One condition: any of it."""
        among = [f"%{self.text.translate(_ESCAPE)}%"]
        terms: list[tuple[str, list[Any]]] = [
            ("d.body LIKE ? ESCAPE '\\'", [*among]),
            ("e.act LIKE ? ESCAPE '\\'", [*among]),
        ]
        if self.acts:
            terms.append((f"e.act IN ({_marks(self.acts)})", list(self.acts)))
        if self.users:
            terms.append((f"e.account IN ({_marks(self.users)})", list(self.users)))
        if self.people:
            terms.append(_about([("person", str(p)) for p in self.people]))
            terms += [("instr(d.body, ?) > 0", [_IN_CELL.format(person=p)]) for p in self.people]
        return " OR ".join(f"({text})" for text, _ in terms), [v for _, values in terms for v in values]


class AuditPages:
    """Reads of the chain's table and what hangs on it; nothing here changes or proves anything."""

    def total(self) -> int:
        """How many entries there are, by the newest one's number."""
        return int(self._value("SELECT coalesce(max(seq), 0) FROM audit_entry"))

    def page(self, wanted: Wanted, before: int, limit: int) -> list[Row]:
        """Entries before a number (0: from the newest), newest first."""
        return self._rows([*wanted.terms(), *_below(before)], limit)

    def walk(
        self, wanted: Wanted, sought: Sought, before: int, limit: int, span: int
    ) -> tuple[list[Row], int]:
        """The same among words, looking through at most ``span`` numbers.

        Also gives where the walk stands: only entries below that number are still to be looked through (0: none).
        """
        top = before or self.total() + 1
        floor = max(0, top - span)
        among = ("e.seq < ? AND e.seq >= ?", [top, floor])
        rows = self._rows([*wanted.terms(), among, sought.term()], limit, among=True)
        return rows, rows[-1].number if len(rows) == limit else max(0, floor if floor > 1 else 0)

    def count(self, wanted: Wanted) -> int:
        """How many entries fit."""
        terms = list(wanted.terms())
        if not terms:
            return self.total()
        where, values = _where(terms)
        return int(self._value(f"SELECT count(*) FROM audit_entry e {where}", values))

    def count_up_to(self, wanted: Wanted, until: int, sought: Sought | None) -> int:
        """How many of the entries up to a number fit; with words it looks through all of them."""
        terms = [*wanted.terms(), ("e.seq <= ?", [until])]
        where, values = _where([*terms, sought.term()] if sought else terms)
        join = "LEFT JOIN audit_detail d ON d.seq = e.seq" if sought else ""
        return int(self._value(f"SELECT count(*) FROM audit_entry e {join} {where}", values))

    def first_at_or_before(self, wanted: Wanted, moment: datetime) -> int:
        """The number of the newest fitting entry before a moment, 0 when there is none."""
        where, values = _where([*wanted.terms(), ("e.at < ?", [instant_text(moment)])])
        return int(self._value(f"SELECT coalesce(max(e.seq), 0) FROM audit_entry e {where}", values))

    def ascending(
        self, wanted: Wanted, after: int, until: int, sought: Sought | None, limit: int
    ) -> list[Row]:
        """Entries after a number and up to another, oldest first: for an export."""
        terms = [*wanted.terms(), ("e.seq > ? AND e.seq <= ?", [after, until])]
        return self._rows(
            [*terms, sought.term()] if sought else terms, limit, "ASC", among=sought is not None
        )

    def users(self) -> list[tuple[int, str]]:
        """Accounts that occur, by name."""
        found = self._all(
            """WITH RECURSIVE seen(id) AS (SELECT min(account) FROM audit_entry UNION ALL
            SELECT (SELECT min(account) FROM audit_entry WHERE account > seen.id) FROM seen WHERE seen.id IS NOT NULL)
            SELECT s.id, coalesce(a.display_name, '') FROM seen s LEFT JOIN account a ON a.id = s.id
            WHERE s.id IS NOT NULL ORDER BY 2, 1"""
        )
        return [(int(account), str(name)) for account, name in found]

    def acts(self) -> list[str]:
        """Acts that occur."""
        found = self._all(
            """WITH RECURSIVE seen(act) AS (SELECT min(act) FROM audit_entry UNION ALL
            SELECT (SELECT min(act) FROM audit_entry WHERE act > seen.act) FROM seen WHERE seen.act IS NOT NULL)
            SELECT act FROM seen WHERE act IS NOT NULL"""
        )
        return [str(act) for (act,) in found]

    def oldest(self) -> datetime | None:
        """When the first entry was written."""
        found = self._all("SELECT at FROM audit_entry ORDER BY seq LIMIT 1")
        return instant(found[0][0]) if found else None

    def history(self, kind: str, record: str, limit: int) -> tuple[list[Row], int]:
        """Entries about one record, newest first, and how many more there are."""
        terms = [_about([(kind, record)])]
        rows = self._rows(terms, limit)
        older = 0
        if len(rows) == limit:
            where, values = _where(terms)
            older = int(self._value(f"SELECT count(*) FROM audit_entry e {where}", values)) - limit
        return rows, older

    def about_one(self, kind: str, numbers: Collection[int]) -> frozenset[int]:
        """Which of these entries are about exactly one record of a kind."""
        if not numbers:
            return frozenset()
        found = self._all(
            f"""SELECT seq FROM audit_record WHERE kind = ? AND seq IN ({_marks(numbers)})
            GROUP BY seq HAVING count(*) = 1""",
            [kind, *numbers],
        )
        return frozenset(int(seq) for (seq,) in found)

    def single_records(self, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
        """What entries are about, of those that are about exactly one record."""
        if not numbers:
            return {}
        found = self._all(
            f"""SELECT seq, min(kind), min(record) FROM audit_record WHERE seq IN ({_marks(numbers)})
            GROUP BY seq HAVING count(*) = 1""",
            list(numbers),
        )
        return {int(seq): (str(kind), str(record)) for seq, kind, record in found}

    def _rows(
        self, terms: Sequence[tuple[str, list[Any]]], limit: int, order: str = "DESC", *, among: bool = False
    ) -> list[Row]:
        """Rows in order; ``among``: a term looks into the details, else only numbers are sorted and few rows read."""
        where, values = _where(terms)
        if not among:
            where = f"WHERE e.seq IN (SELECT e.seq FROM audit_entry e {where} ORDER BY e.seq {order} LIMIT ?)"
            values = [*values, limit]
        found = self._all(f"{_ROWS} {where} ORDER BY e.seq {order} LIMIT ?", [*values, limit])
        return [
            Row(seq, instant(at), account, name or "", act, outcome, body)
            for seq, at, account, name, act, outcome, body in found
        ]

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = AuditEntry._meta.database.execute_sql(
            statement, list(values)
        ).fetchall()
        return found

    def _value(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self._all(statement, values)[0][0]


def instant(text: str) -> datetime:
    """When an entry says that it was written; the beginning of time for what is no instant (any more)."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _below(before: int) -> list[tuple[str, list[Any]]]:
    return [("e.seq < ?", [before])] if before else []


def _about(records: Sequence[tuple[str, str]]) -> tuple[str, list[Any]]:
    some = " OR ".join("(kind = ? AND record = ?)" for _ in records)
    values = [part for record in records for part in record]
    return f"e.seq IN (SELECT seq FROM audit_record WHERE {some})", values


def _where(terms: Sequence[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    if not terms:
        return "", []
    return "WHERE " + " AND ".join(f"({text})" for text, _ in terms), [v for _, held in terms for v in held]


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values))
