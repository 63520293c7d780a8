"""One account: who it is for, and its roles with departments and dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.views import AccountLine, AccountsView, InitialPassword, RoleInfo
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.account_words import assignment_words
from ehr_tui.screens.base import EhrScreen, GivenUp
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.dates_form import DatesForm
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.accounts import AddUser, SetAssignments
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.footer import KeyFooter

FIELDS = ("new_login", "display_name", "person")


class AccountForm(EhrScreen[AccountsView | InitialPassword | None]):
    """A new account (``line`` None) answers with its first password, a change with the new list."""

    CSS_PATH = "account_form.tcss"
    WORDS: ClassVar[dict[str, str]] = field_words("accounts", FIELDS)
    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        Binding("ctrl+s", "save", "accounts.key.save"),
        Binding("ctrl+n,insert", "add_role", "accounts.key.add_role", key_display="Ctrl+N"),
        Binding("ctrl+t", "add_deputy", "accounts.key.add_deputy"),
        Binding("ctrl+x", "remove", "accounts.key.remove"),
        Binding("ctrl+e", "dates", "accounts.key.dates"),
        Binding("escape", "leave", "accounts.key.leave"),
    ]

    def __init__(self, view: AccountsView, line: AccountLine | None) -> None:
        super().__init__()
        self._view = view
        self._line = line
        self._assignments = list(line.user.assignments) if line else []
        self._said: EhrError | None = None
        self._asked = False

    def compose(self) -> ComposeResult:
        """Fields for a new account, then the roles."""
        with VerticalScroll(id="account-body", can_focus=False), Vertical(id="account-card", classes="card"):
            yield Static(id="account-who")
            if self._line is None:
                for name in FIELDS:
                    yield field(name, most=64)
            yield Static(id="account-roles-head")
            yield OptionList(id="account-roles")
            yield Prose(id="account-hint", classes="hint")
            yield Prose(id="account-message", classes="message")
        yield KeyFooter()

    def on_mount(self) -> None:
        """To the first thing to be filled."""
        self._paint()
        first = self.query("Input")
        (first.first() if first else self.query_one(OptionList)).focus()

    # Roles

    def action_add_role(self) -> None:
        """Choose a role, where needed a department, then dates."""
        self.start(self._add_role(), "account.role")

    async def _add_role(self) -> None:
        roles = self._view.roles
        role = roles[await self._choose("accounts.choose_role", [self._role_line(role) for role in roles])]
        department = None
        if role.needs_department:
            departments = [d for d in self._view.departments if d.active]
            lines = [d.name.in_language(self.language) for d in departments]
            department = departments[await self._choose("accounts.choose_department", lines)].id
        self._add(Assignment(role.code, department))

    def action_add_deputy(self) -> None:
        """Stand in for somebody: that user's roles, from–to."""
        self.start(self._add_deputy(), "account.role")

    async def _add_deputy(self) -> None:
        own = self._line.user.id if self._line else None
        lines = [x for x in self._view.lines if x.user.id != own and x.user.active and x.user.assignments]
        if not lines:
            raise InputError("accounts.nobody_to_deputise")
        place = await self._choose(
            "accounts.choose_deputised", [f"{x.user.display_name} ({x.user.login})" for x in lines]
        )
        span = await self._dates(None, None, needs_end=True)
        for held in lines[place].user.assignments:
            if held.deputy_for is None:
                self._add(
                    replace(held, valid_from=span[0], valid_to=span[1], deputy_for=lines[place].user.id)
                )

    def action_dates(self) -> None:
        """From when to when the marked role holds."""
        if self._marked is not None:
            self.start(self._set_dates(self._marked), "account.role")

    async def _set_dates(self, place: int) -> None:
        old = self._assignments[place]
        first, last = await self._dates(old.valid_from, old.valid_to, needs_end=old.deputy_for is not None)
        self._assignments[place] = replace(old, valid_from=first, valid_to=last)
        self._paint()

    def action_remove(self) -> None:
        """Take the marked role away."""
        if self._marked is not None:
            del self._assignments[self._marked]
            self._paint()

    async def _choose(self, title: str, lines: list[str]) -> int:
        place = await self.dialog(ChooseScreen(self.t(title), lines))
        if place is None:
            raise GivenUp
        return place

    async def _dates(
        self, first: date | None, last: date | None, *, needs_end: bool
    ) -> tuple[date | None, date | None]:
        span = await self.dialog(DatesForm(first, last, needs_end=needs_end))
        if span is None:
            raise GivenUp
        return span

    def _add(self, assignment: Assignment) -> None:
        if assignment not in self._assignments:
            self._assignments.append(assignment)
        self._said = None
        self._paint()
        listing = self.query_one(OptionList)
        self.set_focus(listing)
        listing.highlighted = len(self._assignments) - 1

    @property
    def _marked(self) -> int | None:
        place = self.query_one(OptionList).highlighted
        return place if place is not None and place < len(self._assignments) else None

    # Saving and leaving

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, FIELDS)

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field: to the roles."""
        event.stop()
        self.set_focus(self.query_one(OptionList))

    def action_save(self) -> None:
        """Ask the office to keep it."""
        self._said = None
        self._paint()
        self.start(self._save(), "account.save", exclusive=False)

    async def _save(self) -> None:
        assignments = tuple(self._assignments)
        if self._line is not None:
            user = self._line.user
            view = await self.ask(SetAssignments(user.id, assignments, user.assignments))
            self.dismiss(view)
            return
        login = plain_digits(self.query_one("#new_login", Input).value).strip()
        name = self.query_one("#display_name", Input).value.strip()
        first = await self.ask(AddUser(login, name, self._person(), assignments))
        self.dismiss(first)

    def _person(self) -> PersonId | None:
        typed = plain_digits(self.query_one("#person", Input).value).strip().casefold()
        if not typed:
            return None
        found = [
            p
            for p in self._view.people
            if typed in (p.number.casefold(), p.name.casefold(), p.latin.casefold())
        ]
        if len(found) != 1:
            raise InputError("accounts.person_unclear", n=len(found))
        return found[0].id

    def on_refusal(self, error: EhrError) -> None:
        """Say it in the form; what is typed stays."""
        self._said = error
        self._paint()

    def action_leave(self) -> None:
        """Leave; with changes only at the second time."""
        if not self.has_unsaved() or self._asked:
            self.dismiss(None)
            return
        self._asked = True
        self._paint()

    def has_unsaved(self) -> bool:
        """Whether anything differs from what was opened."""
        before = self._line.user.assignments if self._line else ()
        return tuple(self._assignments) != before or any(entry.value for entry in self.query(Input))

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        self._paint()

    def _role_line(self, role: RoleInfo) -> str:
        return f"{role.name.in_language(self.language)}  {role.description.in_language(self.language)}"

    def _paint(self) -> None:
        user = self._line.user if self._line else None
        for entry in self.query("#person").results(Input):
            entry.placeholder = self.t("accounts.person_hint")
        self.query_one("#account-card").border_title = self.t(
            "accounts.title_edit" if user else "accounts.title_new"
        )
        who = f"{user.display_name} ({user.login})" if user else ""
        self.query_one("#account-who", Static).update(Text(who, "bold"))
        self.query_one("#account-who").set_class(not who, "hidden")
        self.query_one("#account-roles-head", Static).update(Text(self.t("accounts.roles_head"), "bold"))
        listing = self.query_one(OptionList)
        marked = listing.highlighted
        listing.clear_options()
        for assignment in self._assignments:
            listing.add_option(Option(Text(assignment_words(self.t, self.language, self._view, assignment))))
        if not self._assignments:
            listing.add_option(Option(self.t("accounts.no_roles_long"), disabled=True))
        elif marked is not None:
            listing.highlighted = min(marked, len(self._assignments) - 1)
        self.query_one("#account-hint", Prose).update(self.t("accounts.form_hint"))
        self.query_one("#account-message", Prose).update(self._message())

    def _message(self) -> str:
        if self._said is not None:
            return self.host.error_text(self._said)
        return self.t("accounts.leave_unsaved") if self._asked else ""
