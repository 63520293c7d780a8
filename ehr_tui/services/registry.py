"""Which handler does which intent.  An intent that does not say what it needs cannot be registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.services.context import Context
from ehr_tui.services.intents.base import Audit, Intent

I = TypeVar("I", bound=Intent[Any])  # noqa: E741 - the intent
T = TypeVar("T")

Handler = Callable[[Context, Any], Any]
HANDLERS: dict[type[Intent[Any]], Handler] = {}


def handles(intent: type[I]) -> Callable[[Callable[[Context, I], T]], Callable[[Context, I], T]]:
    """Register a handler; raises TypeError when the intent lacks permission, scope or audit, or has a handler."""
    for name, kind in (("permission", Permission), ("scope", Scope), ("audit", Audit)):
        if not isinstance(getattr(intent, name, None), kind):
            raise TypeError(f"{intent.__name__} does not say its {name}")
    if intent in HANDLERS:
        raise TypeError(f"{intent.__name__} has a handler")

    def register(handler: Callable[[Context, I], T]) -> Callable[[Context, I], T]:
        HANDLERS[intent] = handler
        return handler

    return register
