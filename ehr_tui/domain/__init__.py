"""Values of the staff office: frozen dataclasses, enums, ids.  No clock, no file, no database."""
