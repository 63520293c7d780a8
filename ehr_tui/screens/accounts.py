"""Users and roles: who may come in, as what, from when to when."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.views import AccountLine, AccountsView, InitialPassword
from ehr_tui.screens.account_form import AccountForm
from ehr_tui.screens.account_words import assignment_words, state_key
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.first_password import FirstPassword
from ehr_tui.screens.listing.definition import ListColumn, ListFilter, Listing
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.accounts import ListAccounts, ResetUser, SetUserActive
from ehr_tui.widgets.themes import app_palette, app_signs

STATES = ("ready", "disabled", "locked", "no_key", "not_enrolled")


class AccountsScreen(ModeScreen):
    """A list of users; below it the marked one's roles in full."""

    CSS_PATH = "accounts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,insert", "add", "accounts.add", key_display="Ctrl+N"),
        Binding("enter", "edit", "accounts.edit"),
        Binding("ctrl+e,delete", "switch_active", "accounts.toggle", key_display="Ctrl+E"),
        Binding("ctrl+t", "reset", "accounts.reset"),
        Binding("ctrl+r", "read", "accounts.read", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: AccountsView | None = None

    def compose_body(self) -> ComposeResult:
        """List, the user under the cursor."""
        yield ListPane(id="accounts", can_export=False)
        yield Static(id="accounts-user")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(ListPane).focus_list()
        self.action_read()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "accounts.read")

    async def _read(self) -> None:
        self._take(await self.ask(ListAccounts()))

    def _take(self, view: AccountsView) -> None:
        self._view = view
        self._paint()
        self.refresh_bindings()

    def on_others_committed(self) -> None:
        """Somebody changed something: read again; the cursor stays on its user."""
        self.action_read()

    # Acting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Changing only for those who may."""
        if action in ("add", "edit", "switch_active", "reset"):
            return Permission.ACCOUNTS_EDIT in self.permissions
        return True

    @property
    def _marked(self) -> AccountLine | None:
        row = self.query_one(ListPane).current_row
        return row if isinstance(row, AccountLine) else None

    def action_add(self) -> None:
        """A new account."""
        if self._view is not None:
            self.app.push_screen(AccountForm(self._view, None), self._after_form)

    def action_edit(self) -> None:
        """The marked user's roles."""
        if self._view is not None and self._marked is not None and self.check_action("edit", ()):
            self.app.push_screen(AccountForm(self._view, self._marked), self._after_form)

    def _after_form(self, answer: AccountsView | InitialPassword | None) -> None:
        if isinstance(answer, AccountsView):
            self._take(answer)
        elif isinstance(answer, InitialPassword):
            self._show_password(answer)

    def _show_password(self, first: InitialPassword) -> None:
        self.action_read()
        self.app.push_screen(FirstPassword(first))

    def action_switch_active(self) -> None:
        """Disable or enable, after a question."""
        line = self._marked
        if line is None:
            return
        active = not line.user.active
        key = "accounts.sure_enable" if active else "accounts.sure_disable"

        def sure(yes: bool | None) -> None:
            if yes:
                self.start(self._set_active(line, active=active), "accounts.write", exclusive=False)

        self.app.push_screen(confirm_dialog(self.host, self.t(key, login=line.user.login)), sure)

    async def _set_active(self, line: AccountLine, *, active: bool) -> None:
        self._take(await self.ask(SetUserActive(line.user.id, active)))
        self.say("accounts.enabled" if active else "accounts.disabled", login=line.user.login)

    def action_reset(self) -> None:
        """New first password and authenticator, after a question."""
        line = self._marked
        if line is None:
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.start(self._reset(line), "accounts.write", exclusive=False)

        self.app.push_screen(
            confirm_dialog(self.host, self.t("accounts.sure_reset", login=line.user.login)), sure
        )

    async def _reset(self, line: AccountLine) -> None:
        self._show_password(await self.ask(ResetUser(line.user.id)))

    # Painting

    @on(RecordTable.Opened)
    def selected(self, event: RecordTable.Opened) -> None:
        """Enter or a click on the marked row."""
        event.stop()
        self.action_edit()

    @on(RecordTable.Moved)
    def marked(self) -> None:
        """Another user under the cursor."""
        self._paint_user()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        view = self._view
        if view is None:
            return
        self.query_one(ListPane).show(self._listing(view), view.lines)
        self._paint_user()

    def _listing(self, view: AccountsView) -> Listing[AccountLine]:
        names = {role.code: role.name.in_language(self.language) for role in view.roles}

        def roles(line: AccountLine) -> str:
            codes = dict.fromkeys(assignment.role for assignment in line.user.assignments)
            return self.t("app.list_comma").join(names.get(code, code) for code in codes) or self.t(
                "accounts.no_roles"
            )

        states = tuple((key, self.t(f"accounts.state.{key}")) for key in STATES)
        return Listing(
            "accounts",
            (
                ListColumn("login", "accounts.login", lambda line: line.user.login, firm=True),
                ListColumn("name", "accounts.name", lambda line: line.user.display_name),
                ListColumn("state", "accounts.state", self._state),
                ListColumn("roles", "accounts.roles", roles),
                ListColumn("last", "accounts.last", self._last, lambda line: line.last_login),
            ),
            key=lambda line: str(line.user.id),
            search=lambda line: f"{line.user.login} {line.user.display_name} {roles(line)}",
            filters=(
                ListFilter(
                    "state", "accounts.state", lambda line, chosen: state_key(line) in chosen, options=states
                ),
                ListFilter(
                    "roles",
                    "accounts.roles",
                    lambda line, chosen: any(a.role in chosen for a in line.user.assignments),
                    options=tuple(names.items()),
                ),
            ),
            muted=lambda line: not line.user.active,
            title="accounts.title",
            count="accounts.count",
            found="accounts.found",
            hint="accounts.search_hint",
        )

    def _last(self, line: AccountLine) -> str:
        return instant_words(line.last_login) if line.last_login else self.t("accounts.never")

    def _state(self, line: AccountLine) -> Text:
        palette, signs = app_palette(self.app), app_signs(self.app)
        key = state_key(line)
        words = self.t(f"accounts.state.{key}")
        if key == "ready":
            return Text(f"  {words}")
        sign, colour = (
            (signs.forbid, palette.error) if key in ("disabled", "locked") else (signs.warn, palette.warning)
        )
        return Text(f"{sign} {words}", colour)

    def _paint_user(self) -> None:
        text, line, view = Text(), self._marked, self._view
        if line is not None and view is not None:
            text.append(f"{line.user.display_name} ({line.user.login})", "bold")
            for assignment in line.user.assignments:
                words = assignment_words(self.t, self.language, view, assignment)
                text.append(f"\n  {app_signs(self.app).bullet} {words}")
            if not line.user.assignments:
                text.append(f"\n  {self.t('accounts.no_roles_long')}")
        self.query_one("#accounts-user", Static).update(text)
