"""What needs a person today, generated from the office's state: nothing has to be sent or ticked off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ehr_tui.domain.access import Permission
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.month import Month
from ehr_tui.domain.views import HomeItem, HomeKind, HomeView
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of
from ehr_tui.services.handlers.home_people import people_items
from ehr_tui.services.handlers.home_rosters import roster_items
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.registry import handles

REFUSAL_DAYS = 7
OWN_DAYS = 7
MANY = 4


@handles(OpenHome)
def open_home(context: Context, intent: OpenHome) -> HomeView:
    """The standing list of the user's roles."""
    del intent
    facts = facts_of(context)
    rosters = _gathered(roster_items(context, facts))
    items = [*rosters, *_own(context, facts), *people_items(context, facts), *_system(context, facts)]
    items.sort(key=lambda item: (not item.urgent, list(HomeKind).index(item.kind)))
    roles = {r.code: r.name for r in context.store.accounts.roles()}
    held = dict.fromkeys(a.role for a in context.user.assignments if a.holds(context.today))
    return HomeView(
        user=context.user,
        role_names=tuple(roles[code] for code in held if code in roles),
        office_name=context.store.meta.get("name"),
        demo=context.store.meta.get("demo") == "1",
        today=context.today,
        items=tuple(items),
        others=tuple(
            dict.fromkeys(
                name
                for token, name, _, _ in context.store.accounts.present()
                if token != context.session.token
            )
        ),
        last_login=context.keys.previous_login,
    )


def _gathered(items: Iterable[HomeItem]) -> list[HomeItem]:
    """Many departments whose roster is not published yet become one line, so that the list stays a list."""
    found = list(items)
    missing = [item for item in found if item.kind is HomeKind.ROSTER_MISSING]
    if len(missing) < MANY:
        return found
    first = missing[0]
    figures = (("n", len(missing)), ("month", str(first.month)))
    one = HomeItem(HomeKind.ROSTERS_MISSING, first.urgent, figures, first.department, first.month)
    return [*(item for item in found if item.kind is not HomeKind.ROSTER_MISSING), one]


def _own(context: Context, facts: Facts) -> Iterator[HomeItem]:
    """The user's own published duties of the next days."""
    own = context.user.person
    if own is None:
        return
    home = context.store.people.home_department(own)
    if home is None:
        return
    first, last = context.today, context.today + timedelta(days=OWN_DAYS - 1)
    for month in dict.fromkeys((Month.of(first), Month.of(last))):
        published = context.store.roster.published(home, month, int(own))
        for (_, day), entries in sorted(published.items(), key=lambda item: item[0][1]):
            if first <= day <= last:
                figures = (("codes", _codes(facts, entries)), ("times", _times(facts, entries)), ("day", day))
                yield HomeItem(
                    HomeKind.OWN_DUTIES, False, figures, department=home, month=month, person=own, day=day
                )


def _system(context: Context, facts: Facts) -> Iterator[HomeItem]:
    """What administrators and auditors look after."""
    if not context.reach_of(Permission.ORGANISATION_EDIT).nothing:
        next_year = Month.of(context.today).next().year
        if next_year in facts.calendar.provisional_years:
            yield HomeItem(HomeKind.CALENDAR_PROVISIONAL, False, (("year", next_year),))
    if not context.reach_of(Permission.IMPORT).nothing and not context.store.roster.holds_anything():
        yield HomeItem(HomeKind.EMPTY_OFFICE, False)
    if not context.reach_of(Permission.ACCOUNTS_READ).nothing:
        for state in context.store.accounts.login_states():
            if state.lock.disabled:
                yield HomeItem(HomeKind.ACCOUNT_LOCKED, True, (("login", state.login),))
            elif state.active and not state.totp_secret:
                yield HomeItem(HomeKind.ACCOUNT_UNENROLLED, False, (("login", state.login),))
    if not context.reach_of(Permission.AUDIT_READ).nothing:
        refused = context.store.audit.count_since(context.now - timedelta(days=REFUSAL_DAYS), "refused")
        if refused:
            yield HomeItem(HomeKind.AUDIT_REFUSALS, False, (("n", refused), ("days", REFUSAL_DAYS)))


def _codes(facts: Facts, entries: tuple[Entry, ...]) -> str:
    return "/".join(facts.kinds[e.kind].code for e in entries if e.kind in facts.kinds)


def _times(facts: Facts, entries: tuple[Entry, ...]) -> str:
    return " ".join(facts.kinds[e.kind].times() for e in entries if e.kind in facts.kinds).strip()
