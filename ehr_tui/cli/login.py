"""Logging in on the plain terminal, for the commands that look into the office.

Password and code are typed, or read from a file descriptor that a script hands over (``--secrets-fd``): two lines.
They are never taken from the command line or the environment, which other users of the machine can read.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from getpass import getpass
from typing import TYPE_CHECKING, TypeVar

from ehr_tui.cli.output import complain
from ehr_tui.domain.entry import Entered, Stage
from ehr_tui.errors import EhrError, InputError, StoreError, VaultError
from ehr_tui.i18n import t
from ehr_tui.last_office import office_path
from ehr_tui.services.client import OfficeClient
from ehr_tui.services.intents.base import Intent
from ehr_tui.settings import Settings

if TYPE_CHECKING:
    from ehr_tui.domain.clock import Clock

T = TypeVar("T")
MOST_SECRET_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody logged in on the command line."""

    client: OfficeClient
    entered: Entered
    clock: Clock
    plain: bool  # the terminal shows ASCII only

    def do(self, intent: Intent[T]) -> T:
        """Ask the office through the gate.  Raises EhrError."""
        answer: T = self.client.submit(lambda entrance: entrance.do(intent))
        return answer

    def today(self) -> date:
        """The office's calendar day."""
        return self.clock.today()


@contextmanager
def desk(settings: Settings, user: str | None, secrets_fd: int | None) -> Iterator[Desk]:
    """Log in, and out again at the end.

    Raises StoreError ``store.missing``; InputError ``cli.no_terminal``, ``cli.secrets_fd``; VaultError for a login
    that is refused, ``cli.enrol_first`` for one that has not been completed on the screen yet.
    """
    from ehr_tui import bootstrap
    from ehr_tui.theme import is_plain_terminal

    path = office_path(settings)
    if not path.is_file():
        raise StoreError("store.missing", file=path.name)
    client = bootstrap.connect(settings)(path)
    try:
        complain(t("cli.login.head", path=path))
        login, password, code = _asked(client, user) if secrets_fd is None else _handed(user, secrets_fd)
        entered = client.submit(lambda entrance: entrance.login(login, password, code))
        if entered.stage is not Stage.READY:
            raise VaultError("cli.enrol_first")
        yield Desk(client, entered, bootstrap.SystemClock(), is_plain_terminal(os.environ))
    finally:
        with suppress(EhrError):
            asyncio.run(client.close())


def _asked(client: OfficeClient, user: str | None) -> tuple[str, str, str]:
    """From the person at the terminal; prompts go to standard error, so that the answer can be redirected."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError("cli.no_login_terminal")
    for demo in client.submit(lambda entrance: entrance.demo_logins()):
        complain(
            t("cli.login.demo", login=demo.login, role=demo.role, password=demo.password, code=demo.code)
        )
    login = user or _line(t("cli.login.user"))
    return login, getpass(t("cli.login.password"), sys.stderr), _line(t("cli.login.code"))


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _handed(user: str | None, descriptor: int) -> tuple[str, str, str]:
    """From a file descriptor: the password on the first line, the code on the second."""
    if not user:
        raise InputError("cli.secrets_need_user")
    try:
        with os.fdopen(os.dup(descriptor), "rb") as file:
            lines = file.read(MOST_SECRET_BYTES).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cli.secrets_fd", descriptor=descriptor) from error
    if not lines:
        raise InputError("cli.secrets_fd", descriptor=descriptor)
    return user, lines[0], lines[1].strip() if len(lines) > 1 else ""
