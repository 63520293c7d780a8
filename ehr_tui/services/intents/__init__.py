"""What can be asked of the office, as values.  Loaded without the database's libraries."""
