"""Texts for replies: what may stand in them, and what their merge fields become."""

import re
from collections.abc import Mapping

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

# What may stand in braces.
FIELDS = {
    "number": Bilingual("收件號碼", "number of the request"),
    "received": Bilingual("收件日", "day of receipt"),
    "branch": Bilingual("分署名稱", "name of the branch"),
    "phone": Bilingual("分署電話", "telephone of the branch"),
}
LONGEST_NAME, LONGEST = 60, 2000
_BRACES = re.compile(r"\{([^{}]*)\}")


class ReplyTextWrong(Refusal):
    code = "REPLY_TEXT_WRONG"
    zh = "範本不能這樣寫：{why_zh}"
    en = "The text cannot be used: {why_en}"
    next_zh = "請修改後再送出；可用的合併欄位是 {fields}"
    next_en = "Change it and send it again; the merge fields are {fields}"
    status = 422


class ReplyTextChanged(Refusal):
    code = "REPLY_TEXT_CHANGED"
    zh = "「{name}」已有新的版本或已停用"
    en = "There is a newer version of “{name}”, or it was retired"
    next_zh = "請重新開啟最新的版本再修改"
    next_en = "Open the latest version and change that"


class ReplyTextUnknown(Refusal):
    code = "REPLY_TEXT_UNKNOWN"
    zh = "查無這個回復範本"
    en = "There is no such text"
    next_zh = "請由清單重新選擇"
    next_en = "Choose it from the list again"
    status = 404


def check(name: str, zh: str, en: str) -> None:
    """Refuse a text without a name, without a language, too long, or with an unknown field."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise _wrong(
            "name", f"名稱須為 1 至 {LONGEST_NAME} 字", f"a name has 1 to {LONGEST_NAME} characters"
        )
    for field, text in (("zh", zh), ("en", en)):
        unknown = sorted(set(_BRACES.findall(text)) - set(FIELDS))
        if not text.strip():
            raise _wrong(field, "中英文都要有", "both languages are needed")
        if len(text) > LONGEST:
            raise _wrong(field, f"超過 {LONGEST} 字", f"more than {LONGEST} characters")
        if unknown or "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
            shown = "、".join(unknown) or "{ }"
            raise _wrong(field, f"沒有 {shown} 這個合併欄位", f"there is no merge field {shown}")


def _wrong(field: str, why_zh: str, why_en: str) -> ReplyTextWrong:
    names = "、".join(f"{{{name}}}" for name in FIELDS)
    return ReplyTextWrong(field=field, why_zh=why_zh, why_en=why_en, fields=names)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; what is not known stays as it is written, to be seen and filled."""
    return _BRACES.sub(lambda found: facts.get(found[1], found[0]), text)
