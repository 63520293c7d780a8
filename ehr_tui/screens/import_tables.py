"""What the import screen lists under each tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from ehr_tui.domain.import_views import ChangeKind, ImportHistory, ImportPreview, RowIssue
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.plain_list import Column
from ehr_tui.services.intents.imports import NewKind
from ehr_tui.widgets.themes import app_palette, app_signs

PREVIEW_TABS: dict[str, tuple[str, ...]] = {
    "staff": ("rows", "errors", "remarks", "places", "columns", "history"),
    "roster": ("rows", "errors", "remarks", "codes", "places", "columns", "history"),
    "records": ("rows", "errors", "remarks", "history"),
}
Row = tuple[str, Sequence[str | Text]]
COLUMNS: dict[str, tuple[tuple[str, bool], ...]] = {
    "rows": (("sheet", False), ("row", True), ("change", False), ("what", False), ("before", False), ("after", False)),
    "errors": (("sheet", False), ("row", True), ("column", False), ("issue", False)),
    "remarks": (("sheet", False), ("row", True), ("column", False), ("issue", False)),
    "codes": (("code", False), ("count", True), ("taken_as", False), ("proposal", False)),
    "places": (("sheet", False), ("site", False), ("people", True), ("department", False)),
    "columns": (("sheet", False), ("letter", False), ("title", False), ("field", False), ("samples", False)),
}  # fmt: skip

FIRM = frozenset({"change", "code", "what", "letter", "field"})
OPTIONAL = frozenset({"before", "after", "column", "proposal", "sheet", "site"})


def tabs_of(kind: str, preview: ImportPreview | None) -> tuple[str, ...]:
    """The tabs of a dry run; without one only the history.  Places are shown where there is more than one."""
    if preview is None:
        return ("history",)
    return tuple(tab for tab in PREVIEW_TABS[kind] if tab != "places" or preview.places)


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
            "columns": sum(bool(column.field) for column in preview.columns),
            "places": len(preview.places),
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
    decided: Mapping[str, NewKind],
) -> list[Row]:
    """A tab's lines; the history has a list of its own."""
    if preview is None or tab == "history":
        return []
    if tab in ("errors", "remarks"):
        issues = preview.errors if tab == "errors" else preview.remarks
        return [_issue(screen, n, issue) for n, issue in enumerate(issues)]
    if tab == "codes":
        return _codes(screen, preview, decided)
    if tab == "columns":
        return _columns(screen, preview)
    return _places(screen, preview) if tab == "places" else _rows(screen, preview)


def summary(screen: EhrScreen[None], preview: ImportPreview) -> Text:
    """Counts in one line."""
    palette, signs = app_palette(screen.app), app_signs(screen.app)
    text = Text()
    if preview.month is not None:
        text.append(screen.t("roster.month", month=preview.month) + "  ", "bold")
    text.append(screen.t("imports.summary", new=preview.new, changed=preview.changed, same=preview.same))
    if preview.remembered:
        listed = screen.t("format.list_separator").join(
            screen.t(f"imports.remembered.{part.value}") for part in preview.remembered
        )
        text.append("  " + screen.t("imports.as_last_time", parts=listed), palette.muted)
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
    if preview.new_posts:
        listed = screen.t("format.list_separator").join(preview.new_posts)
        text.append("  " + screen.t("imports.new_posts", names=listed))
    if not preview.errors and not unknown:
        key = "imports.ready" if preview.new or preview.changed else "imports.nothing_to_do"
        text.append("  " + screen.t(key), palette.success)
    return text


def _issue(screen: EhrScreen[None], number: int, issue: RowIssue) -> Row:
    # What saving the record would say stands with the errors.
    key = f"error.{issue.code}" if "." in issue.code else f"import.{issue.code}"
    words = screen.t(key, **dict(issue.figures))
    return str(number), (issue.sheet, str(issue.row), issue.column, words)


def _rows(screen: EhrScreen[None], preview: ImportPreview) -> list[Row]:
    palette = app_palette(screen.app)
    several = len({row.sheet for row in preview.rows}) > 1
    looks = {
        ChangeKind.NEW: f"bold {palette.success}",
        ChangeKind.CHANGED: palette.warning,
        ChangeKind.SAME: palette.muted,
    }
    return [
        (
            str(n),
            (
                row.sheet if several else "",
                str(row.row),
                Text(screen.t(f"imports.change.{row.change.value}"), looks[row.change]),
                row.what,
                row.before,
                row.after,
            ),
        )
        for n, row in enumerate(preview.rows)
    ]


def _columns(screen: EhrScreen[None], preview: ImportPreview) -> list[Row]:
    """Every column with what it is taken for and what stands in it."""
    palette = app_palette(screen.app)
    several = len({column.shape for column in preview.columns}) > 1
    return [
        (
            str(n),
            (
                column.sheet if several else "",
                letter(column.index),
                column.title,
                Text(screen.t(f"exchange.staff.{column.field}"), f"bold {palette.success}")
                if column.field
                else Text(screen.t("imports.not_taken"), palette.muted),
                screen.t("format.list_separator").join(column.samples),
            ),
        )
        for n, column in enumerate(preview.columns)
    ]


def letter(index: int) -> str:
    """``A`` for 0, ``AA`` for 26: as spreadsheets name columns."""
    first, last = divmod(index, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def _places(screen: EhrScreen[None], preview: ImportPreview) -> list[Row]:
    palette, signs = app_palette(screen.app), app_signs(screen.app)
    rows: list[Row] = []
    for n, place in enumerate(preview.places):
        if place.left_out:
            taken = Text(screen.t("imports.place.out"), palette.muted)
        elif place.made:
            taken = Text(screen.t("imports.place.made", name=place.department), palette.success)
        elif place.department:
            taken = Text(place.department, palette.success)
        else:
            taken = Text(f"{signs.forbid} {screen.t('imports.place.unknown')}", f"bold {palette.error}")
        rows.append((str(n), (place.sheet, place.site, str(place.rows), taken)))
    return rows


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
