"""``ehr-tui keys``: every action with its usual and its present key, in words."""

from __future__ import annotations

from ehr_tui import paths
from ehr_tui.cli.show.document import Document, Value, table
from ehr_tui.cli.show.writing import written
from ehr_tui.i18n import t
from ehr_tui.keymap import actions
from ehr_tui.settings import Settings
from ehr_tui.widgets.words import key_label


def keys(settings: Settings, form: str, width: int | None = None) -> str:
    """The list, as ``show`` writes it."""
    rows: list[tuple[Value, ...]] = []
    for action in actions():
        present = settings.keys.get(action.id, action.keys)
        where = t("keymap.everywhere") if action.everywhere else ", ".join(action.where[:2])
        changed = "*" if present != action.keys else ""
        rows.append((action.id, t(action.id), _labels(action.keys), _labels(present) + changed, where))
    listed = Document("keys", t("keymap.title"), (table("keys", "id means usual present reach", rows),))
    text = written(listed, form, width)
    return text + (f"\n{t('keymap.file', file=paths.settings_file())}\n" if form == "text" else "")


def _labels(names: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(map(key_label, names)))
