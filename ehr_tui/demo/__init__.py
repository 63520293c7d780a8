"""The demo office: invented people and two months of rosters, the same for a given day."""
