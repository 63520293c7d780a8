"""The screens' only way to the office: everything awaited here runs on the one database thread.

``services.entrance`` and with it the store, the vault and their libraries are imported on that thread, behind the
first picture, so this module stays cheap to load.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from ehr_tui.domain.entry import DemoLogin, Entered, OfficeInfo, OfficePlan
from ehr_tui.domain.progress import Progress
from ehr_tui.services.intents.base import Intent

if TYPE_CHECKING:
    from ehr_tui.services.entrance import Entrance

T = TypeVar("T")


class OfficeClient:
    """One process's line to one office; owns the database thread.

    ``connect`` builds the entrance; it is called on the database thread at the first use.
    """

    def __init__(self, connect: Callable[[], Entrance]) -> None:
        self._connect = connect
        self._entrance: Entrance | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="office")

    def _on_thread(self, call: Callable[[Entrance], T]) -> T:
        if self._entrance is None:
            self._entrance = self._connect()
        return call(self._entrance)

    async def _run(self, call: Callable[[Entrance], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._on_thread, call)

    async def info(self) -> OfficeInfo:
        """What is known before login; also warms the thread up."""
        return await self._run(lambda e: e.info())

    async def demo_logins(self) -> tuple[DemoLogin, ...]:
        """The demo office's users with their current codes; empty in a real office."""
        return await self._run(lambda e: e.demo_logins())

    async def make_ready(self) -> None:
        """Load what is needed behind the login, while somebody still types; nothing depends on it."""
        await self._run(lambda e: e.make_ready())

    async def create(self, plan: OfficePlan) -> Entered:
        """Create the office and log its first administrator in, to enrol.  Raises EhrError."""
        return await self._run(lambda e: e.create(plan))

    async def login(self, login: str, password: str, code: str) -> Entered:
        """Log in; ``code`` may be empty only before enrolment.  Raises VaultError."""
        return await self._run(lambda e: e.login(login, password, code))

    async def recover(self, login: str, recovery_code: str) -> Entered:
        """Log in by a recovery code; a new password and authenticator must follow.  Raises VaultError."""
        return await self._run(lambda e: e.recover(login, recovery_code))

    async def resync(self, login: str, password: str, code: str, next_code: str) -> Entered:
        """Log in with two codes in a row after clocks drifted apart.  Raises VaultError."""
        return await self._run(lambda e: e.resync(login, password, code, next_code))

    async def do(self, intent: Intent[T], code: str = "", progress: Progress | None = None) -> T:
        """Ask the office.  ``code``: of the authenticator, when FreshCodeNeeded was raised.

        ``progress``: long work writes into it how far it is, and stops with WorkCancelled when told so there.
        """
        return await self._run(lambda e: e.do(intent, code, progress))

    def read_ahead(self, intent: Intent[T]) -> None:
        """Begin to read what will be asked for in a moment, so that the office remembers it by then.

        Nobody hears of the answer: what is refused, is refused again to whoever asks.
        """
        self._thread.submit(self._on_thread, lambda e: e.do(intent))

    async def unlock(self, code: str) -> None:
        """Prove after an idle lock that the same user is back.  Raises VaultError."""
        await self._run(lambda e: e.unlock(code))

    async def data_version(self) -> int:
        """Changes whenever anybody committed to the file; cheap."""
        return await self._run(lambda e: e.data_version())

    async def news(self) -> int:
        """Changes when another process wrote what concerns others too, so not for its users' drafts; cheap."""
        return await self._run(lambda e: e.news())

    async def logout(self) -> None:
        """End the session; the file is closed and keys are forgotten."""
        await self._run(lambda e: e.logout())

    async def close(self) -> None:
        """Log out and end the thread."""
        try:
            if self._entrance is not None:
                await self.logout()
        finally:
            self._thread.shutdown(wait=True)

    def submit(self, call: Callable[[Any], T]) -> T:
        """For command-line views without an event loop: run on the thread and wait."""
        return self._thread.submit(self._on_thread, call).result()
