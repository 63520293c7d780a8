"""How shift kinds are kept: what was rostered keeps its meaning."""

from __future__ import annotations

from ehr_tui.domain.alphabet import alphabet, check_alphabet, check_followed, check_kind
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.services.context import Context
from ehr_tui.services.intents.organisation import SaveShiftKind
from ehr_tui.services.organisation_view import check_department, check_seen, refuse_used, view_of
from ehr_tui.services.registry import handles


@handles(SaveShiftKind)
def save_shift_kind(context: Context, intent: SaveShiftKind) -> OrganisationView:
    """Keep a shift kind, or take away one that nothing uses."""
    source = context.store.organisation
    value, kinds = intent.value, source.kinds()
    standing = next((k for k in kinds if k.id == value.id), None)
    check_seen(not value.id, standing, intent.seen)
    context.note(subject=value.code)
    if intent.removed:
        refuse_used(value.code, source.kind_uses(value.id))
        source.remove_kind(value.id)
        context.changed("shift_kind", value.id, standing, None)
        return view_of(context, intent.year)
    if value.department is not None:
        check_department(context, value.department)
    check_kind(value)
    _check_among(context, value, kinds, standing)
    if standing is not None and standing.active and not value.active:
        refuse_used(value.code, source.kind_needed(value.id, context.today), retire=True)
    number = source.save_kind(value)
    context.changed("shift_kind", number, standing, value)
    return view_of(context, intent.year)


def _check_among(
    context: Context, value: ShiftKind, kinds: tuple[ShiftKind, ...], standing: ShiftKind | None
) -> None:
    """Whether it fits to the other kinds and to what was rostered."""
    source = context.store.organisation
    if standing is not None and _meaning(standing) != _meaning(value):
        used = source.kind_used(standing.id)
        if used:
            raise InputError("organisation.kind_used", code=standing.code, n=used)
    others = [k for k in kinds if k.id != value.id]
    for other in others:
        same = (other.department, other.code) == (value.department, value.code)
        if same and other.active and value.active:  # what was used and retired may share it
            raise InputError("shift_kind.same_code", where=value.code, kind=value.code, other=other.name)
    changed = [*others, value]
    for kind in changed:
        if kind is value or kind.followed_by == value.id:
            check_followed(kind, changed)
    check_alphabet(alphabet(changed, None), value.code)
    for department in source.departments():
        if value.department in (None, department.id):
            check_alphabet(alphabet(changed, department.id), department.name.zh or department.name.en)


def _meaning(kind: ShiftKind) -> tuple[object, ...]:
    return (kind.duty_class, kind.department, kind.segments, kind.meal_minutes, kind.paid_minutes)
