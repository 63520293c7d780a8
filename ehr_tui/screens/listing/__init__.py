"""The comfortable list: quick search, filters, sort, columns, views by name, acts on what is marked."""
