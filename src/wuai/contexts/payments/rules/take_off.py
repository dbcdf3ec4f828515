"""Decide whether money may be taken off the cases it stands on."""

from collections.abc import Iterable

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


class CaseOver(Refusal):
    code = "TAKE_OFF_CASE_OVER"
    zh = "案件 {number} 已退案、撤回或核發憑證，帳已結清，款項不能移出"
    en = "Case {number} was returned, withdrawn or closed with a certificate: its books are settled"
    next_zh = "請先與移送機關確認，由重新移送的案件處理"
    next_en = "Clear it up with the agency; it goes on in the case referred again"


def check_cases(rows: Iterable[tuple[str, str, bool]]) -> None:
    """Refuse for a case (number, status, closed) that ended otherwise than by being paid."""
    for number, status, is_closed in rows:
        if is_closed and status != "PAID":
            raise CaseOver(number=number)
