"""How many duties a last day would leave behind."""

from __future__ import annotations

from ehr_tui.services.context import Context
from ehr_tui.services.intents.leaving_preview import CountDutiesAfter
from ehr_tui.services.registry import handles


@handles(CountDutiesAfter)
def count_duties_after(context: Context, intent: CountDutiesAfter) -> int:
    """Working roster, published or not."""
    return context.store.leaving.duties_after(intent.person, intent.day)
