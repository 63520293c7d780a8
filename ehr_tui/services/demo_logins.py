"""Who can enter the demo office and by which codes; read from its lines alone, without making the office."""

from __future__ import annotations

from functools import cache

from ehr_tui.demo.content import Content, load_content
from ehr_tui.domain.clock import Clock
from ehr_tui.domain.entry import DemoLogin
from ehr_tui.vault import totp


def demo_logins(clock: Clock) -> tuple[DemoLogin, ...]:
    """The demo users with the codes of this moment."""
    now = clock.now()
    left = 30 - int(now.timestamp()) % 30
    content = _content()
    return tuple(
        DemoLogin(line.login, line.role, content.password, totp.current_code(line.totp, now), left)
        for line in content.users
    )


@cache
def _content() -> Content:
    """The lines are the same whatever the day."""
    return load_content()
