"""What the import screen lists under each tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from ehr_tui.domain.views import ChangeKind, ImportHistory, ImportPreview, RowIssue
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.plain_list import Column
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.imports import NewKind
from ehr_tui.widgets.themes import app_palette, app_signs

PREVIEW_TABS: dict[str, tuple[str, ...]] = {
    "staff": ("rows", "errors", "remarks", "columns", "history"),
    "roster": ("rows", "errors", "remarks", "codes", "history"),
}
Row = tuple[str, Sequence[str | Text]]
COLUMNS: dict[str, tuple[tuple[str, bool], ...]] = {
    "rows": (("row", True), ("change", False), ("what", False), ("before", False), ("after", False)),
    "errors": (("sheet", False), ("row", True), ("column", False), ("issue", False)),
    "remarks": (("sheet", False), ("row", True), ("column", False), ("issue", False)),
    "codes": (("code", False), ("count", True), ("taken_as", False), ("proposal", False)),
    "columns": (("field", False), ("title", False)),
    "history": (("at", False), ("by", False), ("sort", False), ("file_name", False), ("new", True), ("changed", True),
                ("state", False)),
}  # fmt: skip

FIRM = frozenset({"change", "at", "code", "what"})
OPTIONAL = frozenset({"before", "after", "column", "proposal", "state", "sheet"})


def tab_words(
    screen: EhrScreen[None], tab: str, preview: ImportPreview | None, history: ImportHistory | None
) -> str:
    """A tab's words with how much is under it."""
    counts = {"history": len(history.batches) if history else 0}
    if preview is not None:
        counts |= {
            "rows": len(preview.rows),
            "errors": len(preview.errors),
            "remarks": len(preview.remarks),
            "codes": len(preview.codes),
            "columns": len(preview.mapping),
        }
    return f"{screen.t(f'imports.tab.{tab}')} {counts.get(tab, 0)}"


def columns_of(screen: EhrScreen[None], tab: str) -> list[Column]:
    """A tab's columns."""
    return [
        Column(screen.t(f"imports.column.{name}"), right, name in FIRM, name in OPTIONAL)
        for name, right in COLUMNS.get(tab, ())
    ]


def rows_of(
    screen: EhrScreen[None],
    tab: str,
    preview: ImportPreview | None,
    history: ImportHistory | None,
    decided: Mapping[str, NewKind],
) -> list[Row]:
    """A tab's lines."""
    if tab == "history":
        return _history(screen, history)
    if preview is None:
        return []
    if tab in ("errors", "remarks"):
        issues = preview.errors if tab == "errors" else preview.remarks
        return [_issue(screen, n, issue) for n, issue in enumerate(issues)]
    if tab == "codes":
        return _codes(screen, preview, decided)
    if tab == "columns":
        named = [(screen.t(f"exchange.staff.{name}"), title) for name, title in preview.mapping]
        return [(str(n), cells) for n, cells in enumerate(named)]
    return _rows(screen, preview)


def summary(screen: EhrScreen[None], preview: ImportPreview) -> Text:
    """Counts in one line."""
    palette, signs = app_palette(screen.app), app_signs(screen.app)
    text = Text()
    if preview.month is not None:
        text.append(screen.t("roster.month", month=preview.month) + "  ", "bold")
    text.append(screen.t("imports.summary", new=preview.new, changed=preview.changed, same=preview.same))
    if preview.errors:
        text.append(
            f"  {signs.forbid} {screen.t('imports.errors', n=len(preview.errors))}", f"bold {palette.error}"
        )
    unknown = sum(1 for code in preview.codes if not code.known_as)
    if unknown:
        text.append(f"  {signs.warn} {screen.t('imports.unknown_codes', n=unknown)}", palette.warning)
    if preview.new_departments:
        listed = screen.t("format.list_separator").join(preview.new_departments)
        text.append("  " + screen.t("imports.new_departments", names=listed))
    if not preview.errors and not unknown:
        key = "imports.ready" if preview.new or preview.changed else "imports.nothing_to_do"
        text.append("  " + screen.t(key), palette.success)
    return text


def _issue(screen: EhrScreen[None], number: int, issue: RowIssue) -> Row:
    words = screen.t(f"import.{issue.code}", **dict(issue.figures))
    return str(number), (issue.sheet, str(issue.row), issue.column, words)


def _rows(screen: EhrScreen[None], preview: ImportPreview) -> list[Row]:
    palette = app_palette(screen.app)
    looks = {
        ChangeKind.NEW: f"bold {palette.success}",
        ChangeKind.CHANGED: palette.warning,
        ChangeKind.SAME: palette.muted,
    }
    return [
        (
            str(n),
            (
                str(row.row),
                Text(screen.t(f"imports.change.{row.change.value}"), looks[row.change]),
                row.what,
                row.before,
                row.after,
            ),
        )
        for n, row in enumerate(preview.rows)
    ]


def _codes(screen: EhrScreen[None], preview: ImportPreview, decided: Mapping[str, NewKind]) -> list[Row]:
    palette, signs = app_palette(screen.app), app_signs(screen.app)
    rows: list[Row] = []
    for code in preview.codes:
        own = decided.get(code.code)
        if own is not None and own.times:
            taken = Text(screen.t("imports.code.new", times=own.times), palette.success)
        elif own is not None and not own.as_code:
            taken = Text(screen.t(f"duty_class.{own.duty_class}"), palette.success)
        elif code.known_as:
            taken = Text(code.known_as, palette.success if own else "")
        else:
            taken = Text(f"{signs.forbid} {screen.t('imports.code.unknown')}", f"bold {palette.error}")
        rows.append((code.code, (Text(code.code, "bold"), str(code.count), taken, code.proposal)))
    return rows


def _history(screen: EhrScreen[None], history: ImportHistory | None) -> list[Row]:
    return [
        (
            str(batch.id),
            (
                instant_words(batch.at),
                batch.by,
                screen.t(f"imports.kind.{batch.kind}"),
                batch.file_name,
                str(batch.new),
                str(batch.changed),
                screen.t("imports.state.undone") if batch.undone else "",
            ),
        )
        for batch in (history.batches if history else ())
    ]
