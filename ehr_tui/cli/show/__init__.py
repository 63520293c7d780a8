"""``ehr-tui show VIEW``: what a screen shows, as plain text.

Everything comes by intents through the gate, so rights, masking and the audit hold as on the screens.
"""

from __future__ import annotations

import sys
from shutil import get_terminal_size

from ehr_tui.cli.arguments import Arguments
from ehr_tui.cli.login import desk
from ehr_tui.cli.show import histories, office, organisation, people, rosters
from ehr_tui.cli.show.view import Ask, View
from ehr_tui.cli.show.writing import written
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.settings import Settings

VIEWS: tuple[View, ...] = (
    *office.VIEWS,
    *people.VIEWS,
    *organisation.VIEWS,
    *rosters.VIEWS,
    *histories.VIEWS,
)
"""Every view; the first one is what needs me today."""


def show(settings: Settings, given: Arguments) -> int:
    """Write one view to standard output.  Raises EhrError; nothing is written then."""
    view, ask = chosen(given)
    with desk(settings, given.user, given.secrets_fd) as here:
        document = view.make(here, ask)
    width = given.width or (get_terminal_size().columns if sys.stdout.isatty() else None)
    sys.stdout.write(written(document, given.format or "text", width))
    return 0


def chosen(given: Arguments) -> tuple[View, Ask]:
    """The view that was named, with what it needs.

    Raises InputError ``cli.which_view``, ``cli.unknown_view``, ``cli.view_needs``, ``cli.not_for_view``,
    ``cli.unknown_argument``.
    """
    names = tuple(view.name for view in VIEWS)
    if not given.words:
        raise InputError("cli.which_view", views=names)
    view = next((view for view in VIEWS if view.name == given.words[0]), None)
    if view is None:
        raise InputError("cli.unknown_view", view=given.words[0], views=names)
    words = given.words[1:]
    if len(words) < len(view.words) - view.optional:
        missing = view.words[len(words)]
        raise InputError("cli.view_needs", view=view.name, what=t(f"show.word.{missing}"))
    if len(words) > len(view.words):
        raise InputError("cli.unknown_argument", argument=words[len(view.words)])
    options = dict(given.options)
    for option in options:
        if option not in view.options:
            raise InputError("cli.not_for_view", option=f"--{option}", view=view.name)
    return view, Ask(words, options)
