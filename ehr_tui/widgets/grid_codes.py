"""Typed letters become shift kinds: by one-cell key or by the office's code, upper or lower case, full-width too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.widgets.cells import plain_digits


@dataclass(frozen=True, slots=True)
class Typed:
    """A finished input: the kind (None when nothing is called that), what was typed, ``+`` typed before it."""

    kind: ShiftKind | None
    text: str
    add: bool


class CodeReader:
    """Collects characters until they name one kind.

    A text that names a kind and begins no other's code is taken at once; one that also begins a longer code waits
    for the next character, for ``confirm`` or for ``cancel``.  A key wins over another kind's code.
    """

    def __init__(self, kinds: Iterable[ShiftKind] = ()) -> None:
        self.text = ""
        self.add = False
        self._exact: dict[str, ShiftKind] = {}
        self._folded: dict[str, ShiftKind] = {}
        active = [kind for kind in kinds if kind.active]
        for names in ([k.key for k in active], [k.code for k in active]):
            for name, kind in zip(names, active, strict=True):
                name = plain_digits(name)
                if name:
                    self._exact.setdefault(name, kind)
                    self._folded.setdefault(name.casefold(), kind)

    @property
    def pending(self) -> str:
        """What is typed so far, ``+`` included; empty when nothing waits."""
        return ("+" if self.add else "") + self.text

    def feed(self, characters: str) -> list[Typed]:
        """Take what was typed (an input method may send several characters); what it finished, in order."""
        finished: list[Typed] = []
        for character in plain_digits(characters):
            if not character.isspace():
                finished += self._feed(character)
        return finished

    def confirm(self) -> list[Typed]:
        """Take what waits as complete; a beginning that only one kind has is taken for that kind."""
        if not self.text:
            self.cancel()
            return []
        kind = self._named(self.text)
        if kind is None:
            candidates = {self._folded[name].id: self._folded[name] for name in self._longer(self.text)}
            kind = next(iter(candidates.values())) if len(candidates) == 1 else None
        return [self._finish(kind, self.text)]

    def back(self) -> bool:
        """Take the last character back; False when nothing waited."""
        if self.text:
            self.text = self.text[:-1]
            return True
        was, self.add = self.add, False
        return was

    def cancel(self) -> None:
        """Forget what waits."""
        self.text, self.add = "", False

    def _feed(self, character: str) -> list[Typed]:
        if character == "+":
            finished = self.confirm()
            self.add = True
            return finished
        text = self.text + character
        kind, longer = self._named(text), self._longer(text)
        if kind is not None and not longer:
            return [self._finish(kind, text)]
        if kind is not None or longer:
            self.text = text
            return []
        if self.text and (before := self._named(self.text)) is not None:
            return [self._finish(before, self.text), *self._feed(character)]
        return [self._finish(None, text)]

    def _named(self, text: str) -> ShiftKind | None:
        return self._exact.get(text) or self._folded.get(text.casefold())

    def _longer(self, text: str) -> list[str]:
        folded = text.casefold()
        return [name for name in self._folded if name.startswith(folded) and name != folded]

    def _finish(self, kind: ShiftKind | None, text: str) -> Typed:
        typed = Typed(kind, text, self.add)
        self.cancel()
        return typed
