"""Names that stand in the office's data in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A bilingual name; an empty English one falls back to the Chinese one and the other way round."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The name for a catalogue language (``zh_CN`` or ``en``)."""
        if language.startswith("zh"):
            return self.zh or self.en
        return self.en or self.zh
