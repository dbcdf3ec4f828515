"""Refuse what cannot be taken off cases."""

from wuai.kernel.refusal import Refusal

TAKEN_OFF = "TAKEN_OFF"


class NothingOnCases(Refusal):
    code = "TAKE_OFF_NOTHING"
    zh = "此收款沒有抵充任何案件的款項"
    en = "Nothing of this receipt stands on a case"
    next_zh = "請查看「去處」；待查或溢繳的款項由待查款項處理"
    next_en = "See where it went; held money is settled from the list of unmatched money"


class TakeOffWaiting(Refusal):
    code = "TAKE_OFF_WAITING"
    zh = "此收款已申請移出案件，待另一位同仁決定"
    en = "It was asked already to take this money off its cases; a colleague decides"
    next_zh = "請先核准或退回原申請"
    next_en = "Decide on that request first"


class MoneyAtAgency(Refusal):
    code = "TAKE_OFF_AT_AGENCY"
    zh = "這筆錢由移送機關自收，沒有到過本分署"
    en = "The referring agency took this money itself; it never reached this branch"
    next_zh = "請移送機關更正回報，再申請作廢這筆紀錄"
    next_en = "Let the agency correct its report, then ask for this record to be voided"
