"""A list's state in words: counts, filters, order."""

from __future__ import annotations

from typing import Any

from ehr_tui.screens.listing.definition import Chosen, FilterKind, ListFilter
from ehr_tui.screens.listing.model import ListModel
from ehr_tui.screens.words import T


def filter_words(t: T, found: ListFilter[Any], chosen: Chosen) -> str:
    """One filter: ``科室：检验科、内镜``; of many choices only those left out are named."""
    return t("list.filter_is", title=t(found.title), words=_chosen_words(t, found, chosen))


def _chosen_words(t: T, found: ListFilter[Any], chosen: Chosen) -> str:
    comma = t("format.list_separator")
    if found.kind is FilterKind.DAYS:
        first, last = (*chosen, "", "")[:2]
        return t("list.span", first=first or t("list.open_end"), last=last or t("list.open_end"))
    if found.kind is FilterKind.NUMBER:
        return chosen[0]
    inside = [words for code, words in found.options if code in chosen]
    outside = [words for code, words in found.options if code not in chosen]
    if outside and len(outside) < len(inside) and len(outside) <= 3:
        return t("list.all_but", words=comma.join(outside))
    return comma.join(inside)


def state_words(t: T, model: ListModel[Any], view: str) -> list[str]:
    """Counts first, then the view's name, filters and marks."""
    shown, total = len(model.shown), len(model.rows)
    listing = model.listing
    parts = [t(listing.count, n=total) if shown == total else t(listing.found, n=shown, total=total)]
    if model.marked:
        parts.append(t("list.marked", n=len(model.marked)))
    if view:
        parts.append(t("list.view_is", name=view))
    silent = (
        model.settings.filters is None and model.filtered == total
    )  # the list's own filter, nobody is missing
    parts += [
        filter_words(t, f, chosen) for f in listing.filters if (chosen := model.chosen(f.name)) and not silent
    ]
    return parts


def copied_rows(t: T, model: ListModel[Any], rows: tuple[Any, ...]) -> str:
    """Lines as a block that spreadsheets take: titles above, tabs between."""
    lines = ["\t".join(t(column.title) for column in model.columns)]
    for row in rows:
        cells = (column.text(row) for column in model.columns)
        lines.append("\t".join((c if isinstance(c, str) else c.plain).replace("\t", " ") for c in cells))
    return "\n".join(lines)
