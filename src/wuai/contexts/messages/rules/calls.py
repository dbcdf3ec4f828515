"""Calling somebody: who was reached, and when it is enough."""

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

PURPOSES = {
    "COMPLETE": Bilingual("說明補正事項", "explain what is missing"),
    "UNREACHED": Bilingual("訊息送不到，改以電話告知", "no message arrived: tell by telephone"),
    "DOUBT": Bilingual("釐清申請疑義", "clear up a doubt in an application"),
    "CARE": Bilingual("關懷", "ask how somebody is"),
}
OUTCOMES = {
    "REACHED": Bilingual("已告知本人", "told the person"),
    "REACHED_OTHER": Bilingual("由家人轉達請其回電", "asked somebody at home for a call back"),
    "NO_ANSWER": Bilingual("無人接聽", "nobody answered"),
    "BUSY": Bilingual("忙線或請稍後再撥", "busy, or asked to call later"),
    "WRONG_NUMBER": Bilingual("號碼不是本人", "not the person's number"),
    "DECLINED": Bilingual("本人不願通話", "the person does not wish to speak"),
}
STATES = {
    "OPEN": Bilingual("待撥打", "to be called"),
    "DONE": Bilingual("已告知", "told"),
    "UNREACHED": Bilingual("無法聯絡", "not reached"),
}
TONES = {"OPEN": "press", "DONE": "good", "UNREACHED": "bad"}
MOST_ATTEMPTS = 3
DUE_DAYS = 2


class CallOver(Refusal):
    code = "CALL_OVER"
    zh = "這通電話已經結束"
    en = "This call is over"
    next_zh = "請重新整理清單，可能已有人撥打"
    next_en = "Load the list again; somebody may have called"


class CallUnknown(Refusal):
    code = "CALL_UNKNOWN"
    zh = "查無這通電話"
    en = "There is no such call"
    next_zh = "請由清單重新開啟"
    next_en = "Open it again from the list"
    status = 404


class OutcomeUnknown(Refusal):
    code = "CALL_OUTCOME_UNKNOWN"
    zh = "請選擇撥打結果"
    en = "Choose what came of the call"
    next_zh = "由清單選一項"
    next_en = "Choose one from the list"
    status = 422


def after(outcome: str, *, attempts: int) -> str:
    """The state of a call after its ``attempts``-th attempt."""
    if outcome not in OUTCOMES:
        raise OutcomeUnknown(field="outcome")
    if outcome == "REACHED":
        return "DONE"
    if outcome in {"WRONG_NUMBER", "DECLINED"} or attempts >= MOST_ATTEMPTS:
        return "UNREACHED"
    return "OPEN"
