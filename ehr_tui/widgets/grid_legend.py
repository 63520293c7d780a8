"""What the signs of the roster grid mean, for help."""

from __future__ import annotations

from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.i18n import t
from ehr_tui.widgets import grid_looks as looks

_SIGNS = (
    (looks.FORBID_MARK, "grid.legend.forbid"),
    (looks.WARN_MARK, "grid.legend.warn"),
    (looks.OVERRIDDEN_MARK, "grid.legend.overridden"),
    (looks.CHANGED_MARK, "grid.legend.changed"),
    (looks.SEVERAL_MARK, "grid.legend.several"),
    (looks.CALLED_MARK, "grid.legend.called"),
    (looks.RESTRICTED_MARK, "grid.legend.restricted"),
    (looks.ELSEWHERE_MARK, "grid.legend.elsewhere"),
    (looks.TAKEN_MARK, "grid.legend.taken"),
    (looks.UNKNOWN_KEY, "grid.legend.unknown"),
    ("-1 +1", "grid.legend.coverage"),
)


def grid_legend(kinds: tuple[ShiftKind, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Signs and, when given, the letters of shift kinds with their times, each with its words."""
    signs = tuple((sign, t(words)) for sign, words in _SIGNS)
    letters = tuple(
        (
            kind.key if kind.key == kind.code else f"{kind.key} {kind.code}",
            " ".join(part for part in (kind.name.in_language(t.language), kind.times()) if part),
        )
        for kind in kinds
        if kind.active
    )
    return signs + letters
