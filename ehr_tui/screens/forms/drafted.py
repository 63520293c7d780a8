"""A form that keeps its own draft: what is typed survives a lock, a lost line, a power cut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, TypeVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ehr_tui.domain.draft import Draft
from ehr_tui.errors import EhrError
from ehr_tui.screens.forms.fields_form import FieldsForm
from ehr_tui.screens.forms.spec import coded
from ehr_tui.services.intents.personal import DropDraft, OpenDraft, SaveDraft

R = TypeVar("R")

TICK_SECONDS = 0.5
"""What was typed is kept when nothing came for one tick, and at the latest with every second one."""


class DraftedForm(FieldsForm[R]):
    """Subclasses with more than fields give ``draft_more`` and ``take_more``; ``drafted`` False: no draft at all."""

    drafted: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+g", "draft", "form.draft")]

    def __init__(self) -> None:
        super().__init__()
        self._ready = False  # whether the draft has been asked for, so that it may be written
        self._kept: dict[str, object] | None = None  # the draft as it stands in the file
        self._typed_before: dict[str, object] | None = None  # what was typed a tick ago
        self._late = False  # whether the tick before left something unkept
        self._keeping = False
        self._kept_at: datetime | None = None
        self._restored: Draft | None = None
        self._thrown: dict[str, object] | None = None  # thrown away, still to be had back
        self._failed: EhrError | None = None
        self._more_opened: dict[str, object] = {}
        self._key = ""
        self._held = False  # the record is just being saved: a draft written now would outlive it

    # What subclasses may give

    def record_key(self) -> str:
        """What tells this record from others of the same form; empty for a new one.

        Unless overridden it follows from what stands in the record, so a draft is found again only while the record
        is as it was.
        """
        base = json.dumps({n: coded(v) for n, v in self._base.items()}, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(base.encode()).hexdigest()[:24]

    def draft_more(self) -> Mapping[str, object]:
        """What is typed outside of the fields, as JSON can hold it, by names that no field has."""
        return {}

    def take_more(self, typed: Mapping[str, object]) -> None:
        """Put back what ``draft_more`` gave; ``typed`` has the fields too, and lacks what did not differ."""

    # Keeping

    def on_mount(self) -> None:
        """Look for a draft; then keep one."""
        self._more_opened = dict(self.draft_more())
        if self.drafted and self.can_save:
            self.start(self._open_draft(), "form.draft")
            self.set_interval(TICK_SECONDS, self._tick)

    def on_screen_suspend(self) -> None:
        """Another screen covers this one, the lock perhaps: keep at once what is typed."""
        self.keep_now()

    def _tick(self) -> None:
        now = self._differs()
        if now == (self._kept or {}):
            self._typed_before, self._late = now, False
        elif now == self._typed_before or self._late:
            self.keep_now()
        else:
            self._typed_before, self._late = now, True

    def keep_now(self) -> None:
        """Write the draft, unless it stands or nothing is to be kept."""
        if not self._keeping and self._to_keep() is not None:
            self.start(self.keep_whole(), "form.draft", exclusive=False)

    def _to_keep(self) -> dict[str, object] | None:
        """What is to be written; None when the draft stands, or none is written now."""
        if not self._ready or self._held or not self.is_mounted or self.host.entered is None:
            return None
        now = self._differs()
        return now if now != (self._kept or {}) else None

    async def keep_whole(self) -> None:
        """Write the draft and wait until it stands."""
        now = self._to_keep()
        if now is not None:
            self._keeping, self._late = True, False
            await self._keep(now)

    async def _keep(self, now: dict[str, object]) -> None:
        """Write, or take out when all is as it was; a draft that cannot be written is said and tried again."""
        form, record = type(self).__name__, self._key
        try:
            if now:
                base = {name: old for name, old in self._opened_all().items() if name in now}
                mode = self.app.current_mode
                self._kept_at = await self.ask(SaveDraft(form, record, self.title_words(), mode, now, base))
            else:
                await self.ask(DropDraft(form, record))
                self._kept_at = None
            self._kept, self._failed = now or None, None
        except EhrError as error:
            self._failed = error
        finally:
            self._keeping = False
        self._paint_kept()

    async def _open_draft(self) -> None:
        self._key = self.record_key()
        try:
            draft = await self.ask(OpenDraft(type(self).__name__, self._key))
        except EhrError as error:
            self._failed = error
            self._paint_kept()
            return
        if draft is not None:
            self._restored, self._kept, self._kept_at = draft, dict(draft.typed), draft.line.at
            typed_meanwhile = self._differs()
            self._take({n: v for n, v in draft.typed.items() if n not in typed_meanwhile})
        self._ready = True
        self._paint_kept()

    async def forget_draft(self) -> None:
        """The record was saved: its draft has done its duty."""
        if self.drafted and (self._kept is not None or self._keeping):
            try:
                await self.ask(DropDraft(type(self).__name__, self._key))
            except EhrError as error:  # what is saved is saved; the draft will say that it is old
                self._failed = error

    # Throwing away

    def action_draft(self) -> None:
        """Throw away what is typed and show the record; the same key brings it back."""
        now = self._differs()
        if now:
            self._thrown, self._restored = now, None
            self._put_back()
        elif self._thrown is not None:
            self._take(self._thrown)
            self._thrown = None
        self._forget_errors()
        self.keep_now()
        self._paint_kept()
        self._paint_message()

    def _put_back(self) -> None:
        for name, old in self._opened.items():
            self._lines[name].take(old)
        if self._more_opened:
            self.take_more(self._more_opened)

    def _take(self, typed: Mapping[str, object]) -> None:
        for name, value in typed.items():
            if name in self._lines:
                self._lines[name].take(value)
        if any(name in self._more_opened for name in typed):
            self.take_more(typed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Throwing away only what is there."""
        if action == "draft":
            return self.can_save and self.drafted
        return super().check_action(action, parameters)

    # What differs

    def _opened_all(self) -> dict[str, object]:
        return {**self._opened, **self._more_opened}

    def _differs(self) -> dict[str, object]:
        """What differs from the record, without what may stand in no draft."""
        found = {n: v for n, v in self._touched().items() if not self._lines[n].spec.secret}
        more = self.draft_more()
        return found | {n: now for n, now in more.items() if now != self._more_opened.get(n)}

    def _changed_since(self) -> list[str]:
        """Fields of the draft that stand otherwise in the record now than when it was typed."""
        if self._restored is None:
            return []
        now = self._opened_all()
        return [n for n, old in self._restored.base.items() if n in now and now[n] != old]

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint_kept()

    def _paint_kept(self) -> None:
        """Whose draft it is that is seen, above the fields; when it was kept, on the box's edge."""
        if not self.query("#form-draft"):
            return  # closed while the office was asked
        parts = []
        if self._restored is not None:
            parts.append(self.t("form.is_draft", at=_clock(self._restored.line.at, self.host.clock.now())))
            for name in self._changed_since():
                if name in self._lines:
                    line = self._lines[name]
                    words = line.words(self._base.get(name)) or self.t("form.empty")
                    parts.append(self.t("form.draft_old", field=self.t(line.spec.label), now=words))
        elif self._thrown is not None:
            parts.append(self.t("form.draft_thrown"))
        if self._failed is not None:
            parts.append(self.t("form.draft_failed", why=self.host.error_text(self._failed)))
        place = self.query_one("#form-draft", Static)
        place.update(Text("\n".join(parts)))
        place.display = bool(parts)
        at = self._kept_at
        kept = self.t("form.draft_kept", at=_clock(at, self.host.clock.now())) if at else ""
        self.query_one("#modal-box").border_subtitle = Text(kept)


def _clock(at: datetime, now: datetime) -> str:
    """The time of day; with the date when it is another day."""
    local = at.astimezone()
    return f"{local:%H:%M}" if local.date() == now.astimezone().date() else f"{local:%m-%d %H:%M}"
