"""``ehr-tui verify``: log in on the plain terminal, check the file and the whole chain, say what was found."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from getpass import getpass

from ehr_tui.cli.output import say
from ehr_tui.domain.views import VerifyReport
from ehr_tui.errors import EhrError, StoreError
from ehr_tui.i18n import t
from ehr_tui.last_office import office_path
from ehr_tui.services.intents.audit import VerifyAudit
from ehr_tui.settings import Settings

DAMAGE = frozenset({"store.damaged", "store.truncated", "store.plaintext"})
"""Failures of the file that are themselves the answer."""


def verify(settings: Settings, user: str | None) -> int:
    """Exit code 0 when sound, 1 when not; raises EhrError when it cannot be checked."""
    from ehr_tui import bootstrap

    path = office_path(settings)
    if not path.is_file():
        raise StoreError("store.missing", file=path.name)
    client = bootstrap.connect(settings)(path)
    say(t("cli.verify.head", path=path))
    login = user or input(t("cli.verify.user")).strip()
    password = getpass(t("cli.verify.password"))
    code = input(t("cli.verify.code")).strip()
    try:
        client.submit(lambda entrance: entrance.login(login, password, code))
        report: VerifyReport = client.submit(lambda entrance: entrance.do(VerifyAudit()))
    except StoreError as error:
        if error.code not in DAMAGE:
            raise
        say(t.error(error))
        say(t("cli.verify.unsound"))
        return 1
    finally:
        with suppress(EhrError):
            asyncio.run(client.close())
    for line in result(report):
        say(line)
    return 0 if report.sound else 1


def result(report: VerifyReport) -> list[str]:
    """What was found, in words."""
    lines = [t("cli.verify.entries", n=report.entries, number=report.head_number, hash=report.head_hash)]
    lines.append(t("cli.verify.file_ok" if report.file_ok else "cli.verify.file_damaged"))
    if report.sound:
        return [*lines, t("cli.verify.sound")]
    if report.broken_number is not None:
        lines.append(t("cli.verify.broken", number=report.broken_number))
    if report.code:
        lines.append(t(f"verify.{report.code}"))
    return [*lines, t("cli.verify.unsound")]
