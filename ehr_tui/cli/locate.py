"""``ehr-tui locate``: where everything lies, and where each setting comes from."""

from __future__ import annotations

from collections.abc import Iterator

from ehr_tui import paths
from ehr_tui.i18n import fit, t
from ehr_tui.last_office import office_path
from ehr_tui.settings import Settings

_LABEL, _KEY, _VALUE = 14, 20, 26


def locate(settings: Settings) -> Iterator[str]:
    """The lines to print: files first, then each setting with its value and its source."""
    office = office_path(settings)
    for name, path in (
        ("settings", paths.settings_file()),
        ("office", office),
        ("keys", office.with_name(office.name + "-keys")),
        ("offices", paths.office_dir()),
        ("state", paths.state_dir()),
        ("logs", paths.log_dir()),
        ("data", paths.data_dir()),
    ):
        missing = "" if path.exists() else f"  {t('cli.locate.absent')}"
        yield f"{fit(t(f'cli.locate.{name}'), _LABEL)}{path}{missing}"
    yield ""
    yield t("cli.locate.settings_head")
    for line in settings.explain():
        place = f" ({line.origin.place})" if line.origin.place else ""
        value = fit(line.value or "–", max(_VALUE, len(line.value) + 1))
        yield f"  {fit(line.key, _KEY)}{value}{t(f'source.{line.origin.source.value}')}{place}"
