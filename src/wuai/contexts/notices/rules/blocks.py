"""Text blocks of letters: which exist, which words may stand in them, who may approve."""

import re
from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

BLOCKS = {
    "REMINDER": Bilingual("溫馨提醒", "Kind reminder"),
    "SUMMONS": Bilingual("請您辦理", "What to do"),
    "HARDSHIP": Bilingual("一次繳清有困難時", "If paying at once is hard"),
    "WAYS_TO_PAY": Bilingual("繳款方式", "Ways to pay"),
    "ANTI_FRAUD": Bilingual("防詐騙提醒", "Against fraud"),
}
# What may stand in braces, and what it becomes.
FIELDS = {
    "branch": Bilingual("分署名稱", "name of the branch"),
    "section": Bilingual("股別", "section"),
    "phone": Bilingual("承辦電話", "telephone of the section"),
    "complaint_phone": Bilingual("申訴電話", "complaint telephone"),
}
LONGEST = 600
_BRACES = re.compile(r"\{([^{}]*)\}")


class UnknownTextBlock(Refusal):
    code = "UNKNOWN_TEXT_BLOCK"
    zh = "沒有「{block}」這個段落"
    en = "There is no text block “{block}”"
    next_zh = "可用的有：{known}"
    next_en = "Known blocks: {known}"
    status = 422


class TextBlockWrong(Refusal):
    code = "TEXT_BLOCK_WRONG"
    zh = "段落文字不能使用：{why_zh}"
    en = "The text cannot be used: {why_en}"
    next_zh = "請修改文字再送出"
    next_en = "Change the text and send it again"
    status = 422


class TextBlockMissing(Refusal):
    code = "TEXT_BLOCK_MISSING"
    zh = "通知書缺少必要的段落：{missing}"
    en = "The notice lacks mandatory text blocks: {missing}"
    next_zh = "請在「通知書文字」核定這些段落"
    next_en = "Approve these blocks under “Texts of notices”"
    basis = "申辦流程與承辦資訊揭露"


class ApprovedByItsAuthor(Refusal):
    code = "TEXT_APPROVED_BY_AUTHOR"
    zh = "撰寫人不能核定自己的文字"
    en = "Whoever wrote a text cannot approve it"
    next_zh = "請另一位同仁核定"
    next_en = "Ask a colleague to approve it"


class NotWaitingForApproval(Refusal):
    code = "TEXT_NOT_WAITING"
    zh = "這個版本不在待核定狀態"
    en = "This version does not wait for approval"
    next_zh = "請看版本清單"
    next_en = "See the list of versions"


class EffectiveDayPast(Refusal):
    code = "TEXT_EFFECTIVE_DAY_PAST"
    zh = "生效日 {day} 早於今日 {today}"
    en = "The effective day {day} lies before today, {today}"
    next_zh = "已寄出的通知書不會改變，請選今日或以後"
    next_en = "Letters already sent do not change; choose today or later"
    status = 422


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as written by a person of the branch."""

    block: str
    zh: str
    en: str
    effective_on: date


def check(draft: Draft, *, today: date) -> None:
    """Refuse a text that a letter cannot carry."""
    if draft.block not in BLOCKS:
        raise UnknownTextBlock(field="block", block=draft.block, known=", ".join(BLOCKS))
    if draft.effective_on < today:
        raise EffectiveDayPast(field="effective_on", day=draft.effective_on, today=today)
    for name, text in (("zh", draft.zh), ("en", draft.en)):
        if not text.strip():
            raise _wrong(name, "不可空白", "it is empty")
        if len(text) > LONGEST:
            raise _wrong(name, f"超過 {LONGEST} 字", f"more than {LONGEST} characters")
        unknown = sorted(set(_BRACES.findall(text)) - set(FIELDS))
        if unknown or text.count("{") != text.count("}"):
            shown = "、".join(unknown) or "{ }"
            raise _wrong(name, f"合併欄位 {shown} 不存在", f"there is no merge field {shown}")


def _wrong(field: str, why_zh: str, why_en: str) -> TextBlockWrong:
    return TextBlockWrong(field=field, why_zh=why_zh, why_en=why_en)


def complete(texts: dict[str, Bilingual]) -> dict[str, Bilingual]:
    """Refuse to write a letter that lacks a block."""
    missing = [name.zh for code, name in BLOCKS.items() if code not in texts]
    if missing:
        raise TextBlockMissing(missing="、".join(missing))
    return texts


def may_approve(state: str, written_by: str, approver: str) -> None:
    """Four eyes: the approver is another person than the author."""
    if state != "DRAFT":
        raise NotWaitingForApproval()
    if written_by == approver:
        raise ApprovedByItsAuthor()


def merged(text: Bilingual, fields_zh: dict[str, str], fields_en: dict[str, str]) -> Bilingual:
    """Fill the merge fields; everything else stays as it is written."""
    return Bilingual(_fill(text.zh, fields_zh), _fill(text.en, fields_en))


def _fill(text: str, values: dict[str, str]) -> str:
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
