"""The roster's rulebook: one file for each family of rules, ``rulebook.RULEBOOK`` names them all."""
