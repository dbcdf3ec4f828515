"""Text that exists in 中文 and, if we have it, in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Chinese (always) and English (maybe empty)."""

    zh: str
    en: str = ""

    def pick(self, lang: str) -> tuple[str, str]:
        """Give the text for ``lang`` and the language really returned (``zh-Hant`` or ``en``)."""
        if lang.startswith("en") and self.en:
            return self.en, "en"
        return self.zh, "zh-Hant"
