"""Choose a person by number, name or pinyin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.i18n import t
from ehr_tui.widgets.cells import clean, fit, plain_digits

MOST = 6


NO_KEYS: Mapping[PersonId, str] = {}


def rank(person: Person, text: str, keys: str = "") -> int | None:
    """How well a person fits what was typed: 0 best, None not at all.

    The whole number or name, then the beginning of either, pinyin initials (``zw``), pinyin (``zhaow``), the beginning
    of one of the ``keys`` (other readings of the name, blanks between), anywhere in the name or number.
    """
    wanted = plain_digits(text).strip().casefold()
    if not wanted:
        return None
    number, name, syllables = (
        person.number.casefold(),
        person.name.casefold(),
        person.latin.casefold().split(),
    )
    initials, latin = "".join(s[0] for s in syllables), "".join(syllables)
    squeezed = wanted.replace(" ", "")
    tests = (
        wanted in (number, name),
        number.startswith(wanted) or name.startswith(wanted),
        initials.startswith(squeezed),
        latin.startswith(squeezed),
        any(key.startswith(squeezed) for key in keys.split()),
        wanted in name or wanted in number,
    )
    return next((n for n, fits in enumerate(tests) if fits), None)


def matching(people: Sequence[Person], text: str, keys: Mapping[PersonId, str] = NO_KEYS) -> list[Person]:
    """The people that fit, best first, then by number; ``keys`` are further words to find each by."""
    ranked = [
        (r, p.number, n) for n, p in enumerate(people) if (r := rank(p, text, keys.get(p.id, ""))) is not None
    ]
    return [people[n] for _, _, n in sorted(ranked)]


class PersonPicker(Vertical):
    """An input with suggestions below: arrows choose, Enter takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "picker.key.step", show=False, priority=True),
        Binding("down", "step(1)", "picker.key.step", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PersonPicker { width: 1fr; height: auto; }
    PersonPicker > Input { border: none; height: 1; padding: 0 1; background: $panel; }
    PersonPicker > Input:focus { border: none; text-style: underline; }
    PersonPicker > OptionList { height: auto; max-height: 6; border: none; padding: 0; display: none; }
    PersonPicker > OptionList:nocolor > .option-list--option-highlighted { text-style: reverse; }
    PersonPicker.-open > OptionList { display: block; }
    PersonPicker > Label { color: $text-muted; width: 1fr; display: none; }
    PersonPicker.-said > Label { display: block; }
    PersonPicker.-compact > Input { padding: 0; }
    """

    class Picked(Message):
        """A person was chosen."""

        def __init__(self, picker: PersonPicker, person: Person) -> None:
            super().__init__()
            self.picker, self.person = picker, person

        @property
        def control(self) -> PersonPicker:
            """The picker."""
            return self.picker

    def __init__(
        self,
        people: Sequence[Person] = (),
        *,
        keys: Mapping[PersonId, str] = NO_KEYS,
        compact: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="-compact" if compact else "")
        self._people, self._keys = tuple(people), keys
        self._found: list[Person] = []
        self._input = Input(compact=compact)
        self._list = OptionList(compact=True)
        self._list.can_focus = False
        self._note = Label("", markup=False)
        self.person: Person | None = None

    def compose(self) -> ComposeResult:
        """Input, suggestions, a note."""
        yield self._input
        yield self._list
        yield self._note

    def on_mount(self) -> None:
        """First words."""
        self.relabel()

    def relabel(self) -> None:
        """Words of the present language."""
        self._input.placeholder = t("picker.hint")
        self._say()

    def offer(self, people: Sequence[Person], keys: Mapping[PersonId, str] = NO_KEYS) -> None:
        """Other people to choose from."""
        self._people, self._keys = tuple(people), keys
        self._suggest(self._input.value)

    def pick(self, person: PersonId) -> None:
        """Choose by id, as if typed; nothing is posted."""
        found = next((p for p in self._people if p.id == person), None)
        if found is not None:
            self._settle(found)

    @property
    def value(self) -> PersonId | None:
        """Who is chosen; what is typed but not taken is nobody."""
        return self.person.id if self.person is not None else None

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._input.value.strip()

    @property
    def typed(self) -> object:
        """The id of who is chosen, else the text as typed: what a draft keeps."""
        return int(self.person.id) if self.person is not None else self.text

    def put(self, person: int | None) -> None:
        """Choose by id; nobody empties the field."""
        found = next((p for p in self._people if p.id == person), None)
        if found is not None:
            self._settle(found)
        else:
            self.put_typed("")

    def put_typed(self, typed: object) -> None:
        """Put back what ``typed`` gave."""
        if isinstance(typed, int):
            self.put(typed)
        else:
            self.person = None
            self._input.value = str(typed or "")

    def name_of(self, person: int | None) -> str:
        """Somebody's name; empty for nobody."""
        return next((p.name for p in self._people if p.id == person), "")

    def focus_input(self) -> None:
        """Ready to type."""
        self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Suggest while typing."""
        event.stop()
        if self.person is not None and event.value == _line(self.person):
            return
        self.person = None
        self._suggest(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the marked suggestion; Enter is passed on when there is nothing to take."""
        at = self._list.highlighted
        if self.person is None and at is not None and at < len(self._found):
            event.stop()
            self._take(self._found[at])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a suggestion."""
        event.stop()
        self._take(self._found[event.option_index])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Arrows are ours only while there are suggestions."""
        return self.has_class("-open") if action == "step" else True

    def action_step(self, by: int) -> None:
        """Another suggestion."""
        count = self._list.option_count
        if count:
            self._list.highlighted = ((self._list.highlighted or 0) + by) % count

    def _take(self, person: Person) -> None:
        self._settle(person)
        self.post_message(self.Picked(self, person))

    def _settle(self, person: Person) -> None:
        self.person = person
        self._found = []
        self.remove_class("-open")
        self._input.value = _line(person)
        self._input.cursor_position = len(self._input.value)
        self._say()

    def _suggest(self, text: str) -> None:
        found = matching(self._people, text, self._keys)
        self._found = found[:MOST]
        self._list.clear_options()
        self._list.add_options([Option(Text(_line(person), no_wrap=True)) for person in self._found])
        self._list.highlighted = 0 if self._found else None
        self.set_class(bool(self._found), "-open")
        self._say(len(found))

    def _say(self, found: int = 0) -> None:
        typed = bool(self._input.value.strip()) and self.person is None
        words = ""
        if typed and not self._found:
            words = t("picker.nobody")
        elif typed and found > MOST:
            words = t("picker.several", n=found)
        self._note.update(words)
        self.set_class(bool(words), "-said")


def _line(person: Person) -> str:
    return (
        f"{fit(person.number, max(6, len(person.number)))} {clean(person.name)}"
        if person.number
        else person.name
    )
