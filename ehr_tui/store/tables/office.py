"""What is known of the office itself."""

from __future__ import annotations

from ehr_tui.store.fields import TextColumn
from ehr_tui.store.tables.base import Table


class Meta(Table):
    """What is known of the office itself: name, id, marks that guard against older copies."""

    key = TextColumn(primary_key=True)
    value = TextColumn()
