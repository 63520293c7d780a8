"""The last day with what follows from it; one item of the list that is worked off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.types import CSSPathType
from textual.widgets import Input

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.leaving import LeavingItem
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.field_values import read_day
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.screens.words import T
from ehr_tui.services.intents.leaving import BeginLeaving, SettleLeavingItem
from ehr_tui.services.intents.leaving_preview import CountDutiesAfter
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.widgets.themes import app_signs


class LeavingForm(RecordForm[PersonView]):
    """Last day and reason.  What follows is said while the day is typed."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "leaving.tcss"]

    def __init__(self, view: PersonView) -> None:
        super().__init__()
        self._record = view
        self._after: tuple[date, int] | None = None  # duties after a day, as far as it was asked

    def title_words(self) -> str:
        """Who."""
        return self.t("leaving.title", name=self._record.person.name)

    def fields(self) -> Sequence[Field]:
        """Two things."""
        return (
            Field(
                "last_day",
                "leaving.last_day",
                "person.day_hint",
                most=12,
                reads=Reads.DAY,
                errors=("leaving.before_hire", "leaving.later_contract", "leaving.too_far", "leaving.no_day"),
            ),
            Field("reason", "leaving.reason", "leaving.reason_hint", most=200),
        )

    def record_key(self) -> str:
        """The person and the last day that was opened."""
        leaving = self._record.leaving
        return f"{int(self._record.person.id)}:{leaving.last_day if leaving else ''}"

    def values(self) -> Mapping[str, object]:
        """As it stands; today for somebody who stays until now."""
        leaving, person = self._record.leaving, self._record.person
        return {
            "last_day": leaving.last_day if leaving else person.leave_date,
            "reason": leaving.reason if leaving else "",
        }

    def extra(self) -> ComposeResult:
        """What follows."""
        yield Prose(id="leaving-follows")

    async def save(self) -> PersonView:
        """Set it."""
        last_day = self.day("last_day")
        if last_day is None:
            raise InputError("leaving.no_day")
        record = self._record
        return await self.ask(BeginLeaving(record.person.id, last_day, self.text("reason"), record.revision))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = await self.ask(OpenPerson(self._record.person.id))
        self._paint_follows()

    @on(Input.Changed, "#field-last_day")
    def day_typed(self) -> None:
        """What follows from that day."""
        self._paint_follows()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint_follows()

    def _paint_follows(self) -> None:
        try:
            day = read_day(self.text("last_day"), self.host.clock.today())
        except EhrError:
            day = None
        if day is not None and (self._after is None or self._after[0] != day):
            self.start(self._count(day), "leaving.count")
        after = self._after[1] if self._after is not None and self._after[0] == day else None
        bullet = app_signs(self.app).bullet
        lines = followings(self.t, self._record, day, after)
        self.query_one("#leaving-follows", Prose).update("\n".join(f"{bullet} {line}" for line in lines))

    async def _count(self, day: date) -> None:
        self._after = (day, await self.ask(CountDutiesAfter(self._record.person.id, day)))
        self._paint_follows()


def followings(t: T, view: PersonView, day: date | None, duties: int | None) -> list[str]:
    """What follows from a last day, as sentences; ``duties`` after it, None while that is not known."""
    if day is None:
        return [t("leaving.follows.unknown")]
    after = day + timedelta(days=1)
    lines = []
    if duties is not None:
        lines.append(
            t("leaving.follows.duties" if duties else "leaving.follows.no_duties", n=duties, day=after)
        )
    for contract in view.contracts:
        if contract.valid_from > day:
            lines.append(t("leaving.follows.later_contract", day=contract.valid_from))
        elif contract.valid_to is None or contract.valid_to > day:
            lines.append(t("leaving.follows.contract", since=contract.valid_from, day=day))
    if view.has_account:
        lines.append(t("leaving.follows.account", day=after))
    return lines


class LeavingItemForm(RecordForm[PersonView]):
    """One item of the list: done or not, and a note."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "leaving.tcss"]

    def __init__(self, view: PersonView, item: LeavingItem) -> None:
        super().__init__()
        self._record = view
        self._item = item
        self.can_save = view.can_edit

    def title_words(self) -> str:
        """Which."""
        return item_words(self._record, self._item.item, self.language)

    def fields(self) -> Sequence[Field]:
        """Two things."""
        return (
            Field("done", "leaving.done", tick=True),
            Field("note", "leaving.note", "leaving.note_hint", most=200),
        )

    def record_key(self) -> str:
        """The person and the item."""
        return f"{int(self._record.person.id)}:{self._item.item}"

    def values(self) -> Mapping[str, object]:
        """An item that is opened is about to be settled."""
        return {"done": True, "note": self._item.note}

    def _about(self, error: EhrError) -> str:
        """A text that cannot be kept is said at its field, whatever the office calls that."""
        return "note" if error.params.get("field") == "task_note" else super()._about(error)

    async def save(self) -> PersonView:
        """Keep it."""
        return await self.ask(
            SettleLeavingItem(self._record.person.id, self._item.item, self.ticked("done"), self.text("note"))
        )


def item_words(view: PersonView, code: str, language: str) -> str:
    """What an item of the list is called."""
    found = (c for c in view.codes if c.list is CodeList.LEAVING_ITEM and c.code == code)
    return next((c.name.in_language(language) for c in found), code)
