"""The law or the state says no: named for the fact, in two languages, with what to do next."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A clear no. Subclass it, name the subclass for the fact, fill the class variables.

    ``zh``, ``en``, ``next_zh`` and ``next_en`` are ``str.format`` templates over the keyword
    arguments given when it is raised; ``basis`` names the statute. ``field`` says which input
    it is about, if one. Example::

        class DebtTooSmall(Refusal):
            code = "DEBT_TOO_SMALL"
            zh = "金額 {amount} 元低於下限"
            en = "The amount NT$ {amount} is below the minimum"
            next_zh = "請改至櫃檯辦理"
            next_en = "Please come to the counter"

        raise DebtTooSmall(amount=3)
    """

    code: ClassVar[str] = "REFUSED"
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    next_zh: ClassVar[str] = ""
    next_en: ClassVar[str] = ""
    basis: ClassVar[str] = ""
    status: ClassVar[int] = 409

    def __init__(self, *, field: str = "", **facts: Any) -> None:
        self.field = field
        self.facts = facts
        super().__init__(f"{self.code}: {self.text('zh')} / {self.text('en')}")

    def text(self, lang: str) -> str:
        """What is refused, in ``lang`` (``zh…`` or ``en…``)."""
        return (self.en if lang.startswith("en") else self.zh).format(**self.facts)

    def next_step(self, lang: str) -> str:
        """What the person can do instead, in ``lang``."""
        return (self.next_en if lang.startswith("en") else self.next_zh).format(**self.facts)

    def words(self, lang: str) -> str:
        """What is refused and what to do instead, as two sentences in ``lang``."""
        parts = [part for part in (self.text(lang), self.next_step(lang)) if part]
        stop, between = (".", " ") if lang.startswith("en") else ("。", "")
        ended = [p if p[-1] in "。.？?！!）)" else p + stop for p in parts]
        return between.join(ended)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: code, texts, next steps, basis, field."""
        return {
            "code": self.code,
            "zh": self.text("zh"),
            "en": self.text("en"),
            "next_zh": self.next_step("zh"),
            "next_en": self.next_step("en"),
            "basis": self.basis,
            "field": self.field,
        }
