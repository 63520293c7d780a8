"""Words for accounts."""

from __future__ import annotations

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.views import AccountLine, AccountsView
from ehr_tui.screens.words import T, day_text


def state_key(line: AccountLine) -> str:
    """What an administrator must see first; words ``accounts.state.<key>``."""
    if not line.user.active:
        return "disabled"
    if line.locked:
        return "locked"
    if not line.user.has_key:
        return "no_key"
    return "ready" if line.enrolled else "not_enrolled"


def assignment_words(t: T, language: str, view: AccountsView, assignment: Assignment) -> str:
    """A role with its department, dates and whom it stands in for."""
    role = next(
        (r.name.in_language(language) for r in view.roles if r.code == assignment.role), assignment.role
    )
    parts = [role]
    if assignment.department is not None:
        department = next((d for d in view.departments if d.id == assignment.department), None)
        parts.append(department.name.in_language(language) if department else f"#{assignment.department}")
    if assignment.valid_from or assignment.valid_to:
        parts.append(
            t(
                "accounts.from_to", first=day_text(assignment.valid_from), last=day_text(assignment.valid_to)
            ).strip()
        )
    if assignment.deputy_for is not None:
        for_whom = next((x.user.display_name for x in view.lines if x.user.id == assignment.deputy_for), "?")
        parts.append(t("accounts.deputy_for", name=for_whom))
    return " · ".join(parts)
