"""What needs me today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.views import HomeView
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class OpenHome(Intent[HomeView]):
    """The standing list for the user's roles, generated from the office's state."""

    permission: ClassVar = Permission.HOME_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
