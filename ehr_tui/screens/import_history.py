"""The list of earlier imports."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from ehr_tui.domain.import_views import ImportBatch
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.listing.definition import AnyListing, ListColumn, ListFilter, Listing
from ehr_tui.screens.words import instant_words
from ehr_tui.widgets.themes import app_palette

STANDS, UNDONE = "stands", "undone"


def history_listing(screen: EhrScreen[Any], kinds: tuple[str, ...]) -> AnyListing:
    """Earlier imports: when, by whom, what; those that were taken back stand back."""
    t, palette = screen.t, app_palette(screen.app)

    def kind(batch: ImportBatch) -> str:
        return t(f"imports.kind.{batch.kind}")

    def state(batch: ImportBatch) -> Text:
        return Text(t("imports.state.undone") if batch.undone else "", palette.muted)

    columns: tuple[ListColumn[ImportBatch], ...] = (
        ListColumn("at", "imports.column.at", lambda b: instant_words(b.at), lambda b: b.at, firm=True),
        ListColumn("by", "imports.column.by", lambda b: b.by),
        ListColumn("sort", "imports.column.sort", kind),
        ListColumn("file_name", "imports.column.file_name", lambda b: b.file_name),
        ListColumn("new", "imports.column.new", lambda b: str(b.new), lambda b: b.new, right=True),
        ListColumn(
            "changed", "imports.column.changed", lambda b: str(b.changed), lambda b: b.changed, right=True
        ),
        ListColumn("state", "imports.column.state", state, lambda b: int(b.undone)),
    )
    of_kind: ListFilter[ImportBatch] = ListFilter(
        "sort",
        "imports.column.sort",
        lambda b, chosen: b.kind in chosen,
        options=[(name, t(f"imports.kind.{name}")) for name in kinds],
    )
    undone: ListFilter[ImportBatch] = ListFilter(
        "state",
        "imports.column.state",
        lambda b, chosen: (UNDONE if b.undone else STANDS) in chosen,
        options=[(STANDS, t("imports.state.stands")), (UNDONE, t("imports.state.undone"))],
    )
    return Listing(
        "imports",
        columns,
        key=lambda b: str(b.id),
        search=lambda b: f"{b.file_name} {b.by} {kind(b)} {instant_words(b.at)}",
        filters=(of_kind, undone),
        muted=lambda b: b.undone,
        empty="imports.history_empty",
        title="imports.tab.history",
        count="imports.history_count",
        found="imports.history_found",
        hint="imports.search_hint",
    )
