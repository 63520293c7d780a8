"""What needs me today, imports, accounts and drafts, as text."""

from __future__ import annotations

from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Document, Facts, Value, table
from ehr_tui.cli.show.view import Ask, View, title
from ehr_tui.i18n import t
from ehr_tui.screens.account_words import assignment_words, state_key
from ehr_tui.screens.home_words import item_words
from ehr_tui.services.intents.accounts import ListAccounts
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.imports import ListImports
from ehr_tui.services.intents.personal import ListDrafts


def home(desk: Desk, _ask: Ask) -> Document:
    """The standing list."""
    view = desk.do(OpenHome())
    who = Facts(
        "you",
        (
            ("name", view.user.display_name),
            ("roles", tuple(view.role_names)),
            ("office", view.office_name),
            ("date", view.today),
            ("last_login", view.last_login),
            ("others", view.others),
        ),
    )
    rows: list[tuple[Value, ...]] = [
        (item.urgent, item_words(t, item, t.language, view.today.year, desk.plain))
        for item in sorted(view.items, key=lambda item: not item.urgent)
    ]
    return Document("home", title("home"), (who, table("items", "urgent what", rows)))


def imports(desk: Desk, _ask: Ask) -> Document:
    """Earlier imports."""
    rows: list[tuple[Value, ...]] = [
        (b.at, b.by, t(f"imports.kind.{b.kind}"), b.file_name, b.new, b.changed, b.undone)
        for b in desk.do(ListImports()).batches
    ]
    return Document(
        "imports", title("imports"), (table("imports", "at by kind file new> changed> undone", rows),)
    )


def accounts(desk: Desk, _ask: Ask) -> Document:
    """Users and what they may."""
    view = desk.do(ListAccounts())
    rows: list[tuple[Value, ...]] = [
        (
            line.user.login,
            line.user.display_name,
            tuple(assignment_words(t, t.language, view, one) for one in line.user.assignments),
            t(f"accounts.state.{state_key(line)}"),
            line.last_login,
        )
        for line in view.lines
    ]
    return Document(
        "accounts", title("accounts"), (table("accounts", "login name roles state last_login", rows),)
    )


def drafts(desk: Desk, _ask: Ask) -> Document:
    """The own forms that were left without saving."""
    rows: list[tuple[Value, ...]] = [(one.at, one.form, one.title) for one in desk.do(ListDrafts())]
    return Document("drafts", title("drafts"), (table("drafts", "at form what", rows),))


VIEWS = (
    View("home", (OpenHome,), home),
    View("imports", (ListImports,), imports),
    View("accounts", (ListAccounts,), accounts),
    View("drafts", (ListDrafts,), drafts),
)
