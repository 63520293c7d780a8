"""The floor: the smallest Textual application that paints something and answers to keys."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line of text that changes with every key."""

    pressed = 0

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        """Say how many keys have come."""
        self.pressed += 1
        self.query_one(Static).update(f"key {self.pressed} {event.key}")


if __name__ == "__main__":
    Bare().run()
