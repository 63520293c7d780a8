"""Everything before the file is open: key slots, device secret, authenticator codes, lockout, high-water marks.

The vault yields a key; it never opens the database.  Importing its modules loads the standard library only: the
key store of the desktop and the cryptographic library are loaded where they are first used.
"""
