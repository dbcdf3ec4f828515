"""A letter as it was issued, set again from what was frozen."""

from typing import Any

from wuai.contexts.notices.gateways.typesetter import codec
from wuai.contexts.notices.gateways.typesetter.client import compile_letters
from wuai.contexts.notices.queries.notices import content_of
from wuai.kernel.refusal import Refusal
from wuai.platform import fonts


class CannotBePrinted(Refusal):
    code = "NOTICE_CANNOT_BE_PRINTED"
    zh = "這張通知書有字型沒有的字：{characters}"
    en = "No font here has these characters of the notice: {characters}"
    next_zh = "請更正姓名地址後重新開立，或安裝字型後再列印"
    next_en = "Correct the name or address and issue it again, or install a font and retry"


def letter_pdf(notice_ref: Any) -> bytes:
    """The PDF of one letter as it was issued."""
    return set_letter(content_of(notice_ref))


def set_letter(letter: dict[str, Any]) -> bytes:
    """The PDF of one letter; refuses one with characters that would be lost."""
    missing = fonts.unprintable(codec.strings(letter))
    if missing:
        raise CannotBePrinted(characters="、".join(fonts.name_of(c) for c in missing))
    return compile_letters([letter]).pdf
