"""Which letter says how a request stands, and what it says; nobody's own words stand here."""

from collections.abc import Iterable

from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.applications.rules.declaration import Declaration
from wuai.kernel.bilingual import Bilingual

EXTENDED = "EXTENDED"
TITLES = {
    p.RECEIVED: Bilingual("收件通知", "We have received your request"),
    EXTENDED: Bilingual("延長辦理期限通知", "We need more time for your request"),
    p.INCOMPLETE: Bilingual("補正通知", "Something is missing from your request"),
    p.GRANTED: Bilingual("准許通知", "Your request is granted"),
    p.REFUSED: Bilingual("否准通知", "Your request is not granted"),
    p.ANSWERED: Bilingual("答復通知", "Our answer to your request"),
    p.FORWARDED: Bilingual("移送有權機關通知", "Your request went to the authority in charge"),
    p.DISMISSED: Bilingual("不受理通知", "Your request was not admitted"),
    p.WITHDRAWN: Bilingual("撤回登錄通知", "Your request is withdrawn"),
}
SAID = {
    p.RECEIVED: Bilingual("您的申請已經收件，正在辦理。", "Your request has arrived and is being dealt with."),
    EXTENDED: Bilingual(
        "您的申請未能在原定期限內辦結，延長到下列日期。",
        "Your request could not be finished in time; the time limit now ends on the day given below.",
    ),
    p.INCOMPLETE: Bilingual(
        "您的申請缺少資料，請依下列說明補正；補正以後，我們接著辦理。",
        "Something is missing, as explained below. Once you complete it we go on.",
    ),
    p.GRANTED: Bilingual("您的申請准許。", "Your request is granted."),
    p.REFUSED: Bilingual("您的申請未便准許，理由如下。", "Your request is not granted, for the reasons below."),
    p.ANSWERED: Bilingual("您的申請答復如下。", "This is our answer to your request."),
    p.FORWARDED: Bilingual(
        "您的申請不屬本分署權責，已移送有權辦理的機關。",
        "Your request is not ours to decide; we passed it to the authority in charge.",
    ),
    p.DISMISSED: Bilingual("您的申請不予受理，理由如下。", "Your request was not admitted, for the reasons below."),
    p.WITHDRAWN: Bilingual("您的申請已依您的意思撤回。", "Your request was withdrawn, as you wished."),
}  # fmt: skip
MARK = (
    "This page is a translation for your information. The letter in Chinese before it has effect;"
    " what officers wrote in their own words stays in Chinese."
)
OWN_WORDS, OWN_WORDS_ENGLISH = "What the officer wrote (in Chinese)", "What the officer wrote"


def is_written(declared: Declaration) -> bool:
    """Confidential requests are answered by their unit, those that others carry on by these."""
    return not declared.restricted_to and not declared.is_carried


def own_words(lines: Iterable[str]) -> str:
    """The heading over what the officer wrote; not all officers write Chinese to a foreigner."""
    return OWN_WORDS_ENGLISH if all(line.isascii() for line in lines) else OWN_WORDS


def which(state: str, extended: bool) -> str:
    """The letter for a state; while we work on it, it tells the receipt or the longer time."""
    if state in (p.RECEIVED, p.IN_HAND, p.PROPOSED):
        return EXTENDED if extended else p.RECEIVED
    return state
