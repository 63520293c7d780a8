"""The command line.  Loaded at every start: nothing heavy here."""
