"""How long one category of personal data is kept, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.app import ComposeResult

from ehr_tui.domain.names import Name
from ehr_tui.domain.retention import ErasableView, RetentionRule
from ehr_tui.errors import EhrError
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.services.intents.retention import ListErasable, SaveRetention


class RetentionForm(RecordForm[ErasableView]):
    """How long one category is kept, and by which rule."""

    def __init__(self, rule: RetentionRule) -> None:
        super().__init__()
        self._rule = rule

    def title_words(self) -> str:
        """Which category."""
        return self.t("retention.time_of", what=self.t(f"data_category.{self._rule.category.value}"))

    def record_key(self) -> str:
        """The category."""
        return self._rule.category.value

    def fields(self) -> Sequence[Field]:
        """Months and the basis in both languages."""
        return (
            Field(
                "months",
                "retention.months",
                "retention.months_hint",
                most=4,
                reads=Reads.NUMBER,
                errors=("retention.too_short", "retention.months"),
            ),
            Field("zh", "retention.basis_zh", "retention.basis_hint", most=300, lines=3),
            Field("en", "retention.basis_en", most=300, lines=3),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        return {"months": self._rule.months, "zh": self._rule.basis.zh, "en": self._rule.basis.en}

    def extra(self) -> ComposeResult:
        """How long a law wants it kept."""
        yield Prose(id="retention-least", classes="hint")

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        least = self._rule.least
        words = self.t("retention.least", n=least) if least else ""
        self.query_one("#retention-least", Prose).update(words)

    def _about(self, error: EhrError) -> str:
        """A text that cannot be kept is said at its field, whatever the office calls that."""
        return "zh" if error.params.get("field") == "basis" else super()._about(error)

    async def save(self) -> ErasableView:
        """Keep it."""
        months = self.required("months", self.number("months"))
        rule = replace(self._rule, months=months, basis=Name(self.text("zh"), self.text("en")))
        return await self.ask(SaveRetention(rule, self._rule))

    async def renew(self) -> None:
        """After somebody else's change."""
        rules = (await self.ask(ListErasable())).rules
        self._rule = next((r for r in rules if r.category is self._rule.category), self._rule)
