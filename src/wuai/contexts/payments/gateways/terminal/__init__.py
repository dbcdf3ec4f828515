"""Cards at the desk: credit card, chip debit card, iPASS, and EasyCard for fees only."""

from wuai.contexts.payments.gateways.channel import ALL_DEBTS, AT_DESK, BY_FILE, Channel, Term
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.terminal.codec import TERMINAL_CSV_1

_MERCHANT = Term("merchant", "特約商店代號", "Merchant number", r"[0-9A-Za-z-]{1,20}")
FEES_ONLY = frozenset({"FEE"})


def _card(code: str, zh: str, en: str, kinds: frozenset[str] = ALL_DEBTS) -> Channel:
    return Channel(
        code, zh, en, BY_FILE, AT_DESK, kinds, needs=(_MERCHANT,), layouts=(TERMINAL_CSV_1,),
        fake=Counterpart,
    )  # fmt: skip


CHANNELS = (
    _card("CARD", "信用卡", "Credit card"),
    _card("IC_DEBIT", "晶片金融卡", "Chip debit card"),
    _card("IPASS", "一卡通", "iPASS"),
    _card("EASYCARD", "悠遊卡", "EasyCard", FEES_ONLY),
)
