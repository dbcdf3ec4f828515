"""Decide about the till: what a count adds up to, when it may close, what may go to the bank."""

from collections.abc import Mapping

from wuai.kernel.refusal import Refusal

# Notes and coins in circulation, the largest first.
DENOMINATIONS = (2000, 1000, 500, 200, 100, 50, 20, 10, 5, 1)
MOST_PIECES = 100_000
MOST_FLOAT = 1_000_000
OPEN, COUNTED, CLOSED = "OPEN", "COUNTED", "CLOSED"


class TillNotOpen(Refusal):
    code = "TILL_NOT_OPEN"
    zh = "您還沒有開啟錢櫃，不能收付現金"
    en = "You have no open till, so you can neither take nor give cash"
    next_zh = "請先到「錢櫃」開櫃，點清備用金"
    next_en = "Open your till first and count its float"


class TillOpenAlready(Refusal):
    code = "TILL_OPEN_ALREADY"
    zh = "您已有開啟中的錢櫃"
    en = "You have a till open already"
    next_zh = "請使用原錢櫃；要換櫃請先點算並關櫃"
    next_en = "Use that one; to change, count and close it first"


class TillUnknown(Refusal):
    code = "TILL_UNKNOWN"
    zh = "查無此錢櫃"
    en = "There is no such till"
    next_zh = "請由錢櫃清單查找"
    next_en = "Look for it in the list of tills"
    status = 404


class NotCountable(Refusal):
    code = "COUNT_NOT_READABLE"
    zh = "{denomination} 元的張數或枚數須為 0 到 {most} 的整數"
    en = "The pieces of NT$ {denomination} must be a whole number from 0 to {most}"
    next_zh = "請重新點算這個面額"
    next_en = "Count this denomination again"
    status = 422


class FloatNotPossible(Refusal):
    code = "FLOAT_NOT_POSSIBLE"
    zh = "備用金須為 0 到 {most} 元的整數"
    en = "The float must be a whole number from 0 to NT$ {most}"
    next_zh = "請重新輸入備用金"
    next_en = "Enter the float again"
    status = 422


class CountFirst(Refusal):
    code = "TILL_COUNT_FIRST"
    zh = "點算之後現金有進出，或尚未點算，不能關櫃"
    en = "The till was not counted, or cash has moved since it was"
    next_zh = "請按面額重新點算"
    next_en = "Count it again by denomination"


class DifferenceNeedsReason(Refusal):
    code = "TILL_DIFFERENCE_NEEDS_REASON"
    zh = "點算與應有金額相差 {difference} 元，請填寫原因"
    en = "The count differs by NT$ {difference} from what should be there; say why"
    next_zh = "先重新點算一次；仍不符時填寫已查過的事項"
    next_en = "Count once more; if it still differs, say what you have checked"
    status = 422


class TillWaits(Refusal):
    code = "TILL_WAITS"
    zh = "此錢櫃的差額待第二人核准"
    en = "The difference of this till waits for a second person"
    next_zh = "請等候核准，或請核准人退回重新點算"
    next_en = "Wait for the decision, or ask for it to be sent back for a new count"


class NothingToDecide(Refusal):
    code = "TILL_NOTHING_TO_DECIDE"
    zh = "此錢櫃沒有待核准的差額"
    en = "This till has no difference that waits for a decision"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Reload the page to see how it stands"


class MoreThanInTill(Refusal):
    code = "DEPOSIT_MORE_THAN_IN_TILL"
    zh = "存入 {amount} 元，但扣除備用金後櫃內只有 {held} 元"
    en = "NT$ {amount} is to be deposited, but only NT$ {held} lie above the float"
    next_zh = "請核對存款單金額"
    next_en = "Check the amount on the deposit slip"
    status = 422


class DepositRecordedDifferently(Refusal):
    code = "DEPOSIT_RECORDED_DIFFERENTLY"
    zh = "存款單 {slip_no} 已登錄，且金額為 {amount} 元"
    en = "Deposit slip {slip_no} is recorded already, with NT$ {amount}"
    next_zh = "請核對存款單號碼"
    next_en = "Check the number of the deposit slip"


class TenderedTooLittle(Refusal):
    code = "TENDERED_TOO_LITTLE"
    zh = "交付的 {tendered} 元少於收款的 {amount} 元"
    en = "NT$ {tendered} was handed over, less than the NT$ {amount} to be taken"
    next_zh = "請重新輸入交付金額，或只收部分"
    next_en = "Enter what was handed over again, or take a part"
    status = 422


def count_up(pieces: Mapping[int, int]) -> int:
    """What pieces of each denomination add up to."""
    for denomination, number in pieces.items():
        if denomination not in DENOMINATIONS or not 0 <= number <= MOST_PIECES:
            raise NotCountable(
                denomination=denomination, most=f"{MOST_PIECES:,}", field=f"pieces_{denomination}"
            )
    return sum(denomination * number for denomination, number in pieces.items())


def check_float(amount: int) -> int:
    """The float with which a till opens."""
    if not 0 <= amount <= MOST_FLOAT:
        raise FloatNotPossible(most=f"{MOST_FLOAT:,}", field="opening_float")
    return amount


def check_close(expected: int, counts: list[tuple[int, int]], reason: str) -> tuple[int, str]:
    """What was counted, and the state after the close; ``counts`` are (expected, counted) so far.

    A difference needs a reason, and waits for a second person.
    """
    if not counts or counts[-1][0] != expected:
        raise CountFirst
    counted = counts[-1][1]
    if counted == expected:
        return counted, CLOSED
    if not reason:
        raise DifferenceNeedsReason(difference=f"{counted - expected:+,}", field="why")
    return counted, COUNTED


def check_deposit(amount: int, above_float: int, state: str) -> None:
    """Refuse a deposit of more than lies above the float, and from a till that waits."""
    if state == COUNTED:
        raise TillWaits
    if not 0 < amount <= above_float:
        raise MoreThanInTill(amount=f"{amount:,}", held=f"{max(above_float, 0):,}", field="amount")


def change_due(amount: int, tendered: int | None) -> int:
    """What the payer gets back."""
    if tendered is None:
        return 0
    if tendered < amount:
        raise TenderedTooLittle(tendered=f"{tendered:,}", amount=f"{amount:,}", field="tendered")
    return tendered - amount
