"""The form of an entry of a code list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.names import Name
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.organisation_forms import ACTIVE_FIELD, CODE_FIELD, NAME_FIELDS, OrganisationForm
from ehr_tui.screens.record_form import Field
from ehr_tui.services.intents.organisation import SaveCode


class CodeForm(OrganisationForm):
    """The code is given once: records refer to it."""

    def __init__(self, view: OrganisationView, listed: CodeList, value: CodeEntry | None) -> None:
        super().__init__(view)
        self._listed = listed
        self._record = value

    def record_key(self) -> str:
        """List and code."""
        return f"{self._listed.value}:{self._record.code if self._record else ''}"

    def history_of(self) -> tuple[str, str] | None:
        """The entry's."""
        return ("code", f"{self._record.list.value}:{self._record.code}") if self._record else None

    def title_words(self) -> str:
        """Which list, and what in it."""
        if self._record is None:
            return self.t("codes.new", list=self._listed)
        return self._record.name.in_language(self.language)

    def fields(self) -> Sequence[Field]:
        """Code, names, the mark where the list has one."""
        special = (Field("special", "codes.special", tick=True),) if self._listed is CodeList.TASK else ()
        return (replace(CODE_FIELD, fixed=self._record is not None), *NAME_FIELDS, *special, ACTIVE_FIELD)

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._record or CodeEntry(self._listed, "", Name(""))
        return {
            "code": seen.code,
            "zh": seen.name.zh,
            "en": seen.name.en,
            "special": seen.special,
            "active": seen.active,
        }

    async def save(self) -> OrganisationView:
        """Keep it."""
        special = self._listed is CodeList.TASK and self.ticked("special")
        code = self._record.code if self._record else self.plain_text("code")
        value = CodeEntry(self._listed, code, self.both_names(), special, self.ticked("active"))
        return await self.ask(SaveCode(value, self._record, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        view, seen = await self.reread(), self._record
        if seen is not None:
            found = (c for c in view.codes if (c.list, c.code) == (seen.list, seen.code))
            self._record = next(found, None)
