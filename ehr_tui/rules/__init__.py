"""Rules: pure functions over domain values.  No clock, no file, no database."""
