"""Decide about money given back: how much, to whom, on what proof."""

from dataclasses import dataclass

from wuai.contexts.payments.rules.online.card_refunds import CARD
from wuai.contexts.payments.rules.out.payouts import Payee, names_agree, payee
from wuai.contexts.payments.rules.two_people import ReasonNeeded
from wuai.contexts.payments.rules.undoing.terminal_refunds import TERMINAL
from wuai.kernel.refusal import Refusal

TRANSFER, COUNTER = "TRANSFER", "COUNTER"
METHODS = (TRANSFER, COUNTER, CARD, TERMINAL)
GROUNDS = ("OVERPAID", "PAID_TWICE", "SURPLUS", "NOT_OURS")


class AvailableChanged(Refusal):
    code = "REFUND_AVAILABLE_CHANGED"
    zh = "可退餘額已變動：您看到的是 {seen} 元，現為 {held} 元"
    en = "What can be refunded has changed: you saw NT$ {seen}, it is NT$ {held} now"
    next_zh = "請重新整理頁面，依現在的餘額再申請"
    next_en = "Reload the page and ask again with what is available now"
    status = 412


class RefundNotPossible(Refusal):
    code = "REFUND_AMOUNT_NOT_POSSIBLE"
    zh = "退還金額 {amount} 元須大於 0，且不多於可退餘額 {held} 元"
    en = "NT$ {amount} must be above zero and at most the NT$ {held} available"
    next_zh = "請改填金額"
    next_en = "Enter another amount"
    status = 422


class IdentityNotSeen(Refusal):
    code = "IDENTITY_NOT_SEEN"
    zh = "臨櫃退還須查驗領款人身分證件"
    en = "Money is handed out at the counter only after seeing proof of identity"
    next_zh = "請填查驗的證件種類；委託他人時另附委託書"
    next_en = "Enter which document was seen; a proxy also needs a letter of authority"
    status = 422


class IdentityDiffers(Refusal):
    code = "IDENTITY_DIFFERS"
    zh = "證號未填，或與案件登記的義務人證號不同"
    en = "The number of the document is missing, or is not the one that the case knows"
    next_zh = "請照證件輸入證號；仍不同時不得付現，請改以匯款退還或查明義務人資料"
    next_en = "Enter the number as the document shows it; if it still differs, hand out no cash: refund by transfer, or look into the obligor's data"
    status = 422


class OtherNameUnexplained(Refusal):
    code = "REFUND_TO_OTHER_NAME"
    zh = "受款人「{given}」與繳款人或義務人「{known}」不同"
    en = "The payee “{given}” is not the payer or obligor “{known}”"
    next_zh = "請查對姓名；確為他人領取時，填寫理由（例如委託、繼承）"
    next_en = "Check the name; if somebody else is entitled, say why (for example a mandate)"
    status = 422


@dataclass(frozen=True, slots=True)
class Wish:
    """How the money should go back, as the requester wrote it down.

    ``id_number`` is compared with the obligor's and kept nowhere.
    """

    ground: str
    method: str
    name: str
    bank: str = ""
    account: str = ""
    identity_seen: str = ""
    name_note: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Whereto:
    """To whom it goes: an account for a transfer, else the person at the counter."""

    name: str
    name_agrees: bool
    payee: Payee | None


def check_amount(*, seen: int, held: int, amount: int) -> None:
    """Refuse when what was seen is no longer so, or more is asked than there is."""
    if seen != held:
        raise AvailableChanged(seen=f"{seen:,}", held=f"{held:,}")
    if not 0 < amount <= held:
        raise RefundNotPossible(amount=f"{amount:,}", held=f"{held:,}", field="amount")


def whereto(wish: Wish, known: str, *, id_agrees: bool | None = None) -> Whereto:
    """Check the payee; a name that nobody knows, or another one, needs its reason.

    ``id_agrees`` is None where there is no number to compare with.
    """
    if wish.ground not in GROUNDS or wish.method not in METHODS:
        raise ReasonNeeded(field="ground")
    name = " ".join(wish.name.split())[:100]
    if not name:
        raise ReasonNeeded(field="name")
    if wish.method in (CARD, TERMINAL):  # the money can only go where it came from
        return Whereto(name, True, None)
    agrees = names_agree(name, known)
    if not agrees and not wish.name_note.strip():
        raise OtherNameUnexplained(given=name, known=known or "—", field="name_note")
    if wish.method == COUNTER:
        if not wish.identity_seen.strip():
            raise IdentityNotSeen(field="identity_seen")
        if id_agrees is False:
            raise IdentityDiffers(field="id_number")
        return Whereto(name, agrees, None)
    return Whereto(name, agrees, payee(name, wish.bank, wish.account))
