"""The encrypted file: the only folder that knows peewee and SQLCipher."""
