"""What the file says of the office itself."""

from __future__ import annotations

from ehr_tui.store.tables import Meta


class MetaGateway:
    """Named texts of the office: name, id, marks against older copies."""

    def get(self, key: str, default: str = "") -> str:
        """A text, or the default."""
        row = Meta.get_or_none(Meta.key == key)
        return str(row.value) if row is not None else default

    def put(self, key: str, value: str) -> None:
        """Set a text."""
        if Meta.update(value=value).where(Meta.key == key).execute() == 0:
            Meta.insert(key=key, value=value).execute()

    def all(self) -> dict[str, str]:
        """Everything, in one read."""
        return dict(Meta.select(Meta.key, Meta.value).tuples())
