"""Signs that somebody may need help: from what we know, and from what staff notice."""

from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import number
from wuai.legal.counting import add_months

KINDS = {
    "ELDERLY": Bilingual("年長", "elderly"),
    "MINOR": Bilingual("未成年", "under age"),
    "DISABILITY": Bilingual("身心障礙", "disability"),
    "ILLNESS": Bilingual("重大傷病", "serious illness"),
    "CHILDREN": Bilingual("獨力照顧幼童", "cares alone for small children"),
    "DISASTER": Bilingual("遭逢災害或變故", "struck by disaster"),
    "LOW_INCOME": Bilingual("收入極低或低收入戶", "very low income"),
    "UNEMPLOYED": Bilingual("失業", "out of work"),
    "DANGER": Bilingual("生命或身體有危險之虞", "life or body may be in danger"),
}
# About health: nothing of it leaves the house without consent in writing.
HEALTH = frozenset({"DISABILITY", "ILLNESS"})
SOURCES = {
    "DATA": Bilingual("由資料得知", "known from data"),
    "STAFF": Bilingual("同仁發現", "noticed by staff"),
    "PERSON": Bilingual("本人告知", "told by the person"),
    "FAMILY": Bilingual("家人或村里長告知", "told by family or neighbours"),
}


class SignalUnknown(Refusal):
    code = "CARE_SIGNAL_UNKNOWN"
    zh = "沒有這種關懷訊號"
    en = "There is no such signal"
    next_zh = "由清單選一項"
    next_en = "Choose one from the list"
    status = 422


class SignalHeld(Refusal):
    code = "CARE_SIGNAL_HELD"
    zh = "「{kind_zh}」已有登錄"
    en = "“{kind_en}” is recorded already"
    next_zh = "如有新情況，請先結束原登錄再重新登錄"
    next_en = "End the old record first when something has changed"


def from_data(*, born_on: date | None, on: date) -> frozenset[str]:
    """What a day of birth says on a day."""
    if born_on is None:
        return frozenset()
    found = set()
    if add_months(born_on, 12 * number("CARE_ELDERLY_FROM", on=on)) <= on:
        found.add("ELDERLY")
    if add_months(born_on, 12 * number("CARE_MINOR_BELOW", on=on)) > on:
        found.add("MINOR")
    return frozenset(found)
