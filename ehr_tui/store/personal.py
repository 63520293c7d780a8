"""What each user keeps for themselves: drafts and views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ehr_tui.domain import draft as domain
from ehr_tui.store.tables import Draft as DraftRow
from ehr_tui.store.tables import SavedView


class PersonalGateway:
    """Reads and writes one account's own things; ``account`` is whose."""

    def draft(self, account: int, form: str, record: str) -> domain.Draft | None:
        """One draft."""
        row = DraftRow.get_or_none(_own(account, form, record))
        if row is None:
            return None
        return domain.Draft(_line(row), dict(row.body.get("typed", {})), dict(row.body.get("base", {})))

    def drafts(self, account: int) -> tuple[domain.DraftLine, ...]:
        """All, newest first."""
        rows = (
            DraftRow.select()
            .where(DraftRow.account == account)
            .order_by(DraftRow.at.desc(), DraftRow.id.desc())
        )
        return tuple(_line(row) for row in rows)

    def save_draft(self, account: int, form: str, record: str, body: dict[str, Any], at: datetime) -> None:
        """Add or replace."""
        changed = DraftRow.update(body=body, at=at).where(_own(account, form, record)).execute()
        if not changed:
            DraftRow.insert(account=account, form=form, record=record, body=body, at=at).execute()

    def drop_draft(self, account: int, form: str, record: str) -> bool:
        """Take one out; False when there was none."""
        return bool(DraftRow.delete().where(_own(account, form, record)).execute())

    def trim_drafts(self, account: int, before: datetime, most: int) -> None:
        """Take out what was last touched before an instant, and the oldest above ``most``."""
        DraftRow.delete().where((DraftRow.account == account) & (DraftRow.at < before)).execute()
        kept = (
            DraftRow.select(DraftRow.id)
            .where(DraftRow.account == account)
            .order_by(DraftRow.at.desc(), DraftRow.id.desc())
            .limit(most)
        )
        DraftRow.delete().where((DraftRow.account == account) & DraftRow.id.not_in(kept)).execute()

    def forget_record(self, form: str, record: str) -> int:
        """Take everybody's drafts of a record out, when it is erased; answers how many there were."""
        return int(DraftRow.delete().where((DraftRow.form == form) & (DraftRow.record == record)).execute())

    def views(self, account: int, screen: str) -> tuple[tuple[str, Any], ...]:
        """Names and bodies, by name: the empty one first."""
        rows = SavedView.select().where((SavedView.account == account) & (SavedView.screen == screen))
        return tuple((row.name, row.body) for row in rows.order_by(SavedView.name))

    def save_view(self, account: int, screen: str, name: str, body: dict[str, Any]) -> None:
        """Add or replace."""
        if not SavedView.update(body=body).where(_view(account, screen, name)).execute():
            SavedView.insert(account=account, screen=screen, name=name, body=body).execute()

    def remove_view(self, account: int, screen: str, name: str) -> bool:
        """Take one out."""
        return bool(SavedView.delete().where(_view(account, screen, name)).execute())


def _own(account: int, form: str, record: str) -> Any:
    return (DraftRow.account == account) & (DraftRow.form == form) & (DraftRow.record == record)


def _view(account: int, screen: str, name: str) -> Any:
    return (SavedView.account == account) & (SavedView.screen == screen) & (SavedView.name == name)


def _line(row: Any) -> domain.DraftLine:
    return domain.DraftLine(
        row.form, row.record, str(row.body.get("title", "")), str(row.body.get("mode", "")), row.at
    )
