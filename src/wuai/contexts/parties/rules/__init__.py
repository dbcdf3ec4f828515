"""What parties decides: which codes there are, and what a reason for looking must say."""

from wuai.kernel.refusal import Refusal

PERSON, COMPANY, OTHER = "PERSON", "COMPANY", "OTHER"
KIND_WORDS = {"自然人": PERSON, "法人": COMPANY, "其他": OTHER}
KIND_NAMES_ZH = {code: word for word, code in KIND_WORDS.items()}
REVEALABLE = ("id_number", "representative_id")
_SHORTEST_REASON = 4


class ReasonMissing(Refusal):
    code = "REVEAL_REASON_MISSING"
    zh = "揭示完整號碼須說明事由"
    en = "A full number is shown only with a reason"
    next_zh = "請填寫至少四個字的事由，例如「核對繳款人身分」"
    next_en = "Give a reason of at least four characters, for example “identity of the payer”"
    basis = "個人資料保護法第 15、18 條"
    status = 422


class PartyUnknown(Refusal):
    code = "PARTY_UNKNOWN"
    zh = "本分署查無此義務人"
    en = "This branch knows no such party"
    next_zh = "請改以姓名、統一編號或案號查詢"
    next_en = "Search by name, identity number or case number"
    status = 404


class NothingToReveal(Refusal):
    code = "NOTHING_TO_REVEAL"
    zh = "未登錄此號碼"
    en = "No such number is on record"
    next_zh = "可向移送機關查詢後補正"
    next_en = "Ask the referring agency and have it corrected"
    status = 404


def reason_for_revealing(reason: str) -> str:
    """The reason as it is logged; refused when it says nothing."""
    said = " ".join(reason.split())
    if len(said) < _SHORTEST_REASON:
        raise ReasonMissing(field="reason")
    return said
