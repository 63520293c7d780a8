"""The office behind one gate."""
