"""Paying by phone: a Taiwan Pay code. Transfer codes (02) need the virtual account only; a payment
code (03) needs the two values that the acquiring bank issues, and then the service sends a file."""

from wuai.contexts.payments.gateways.channel import BY_FILE, ON_SLIP, Channel, Term, UpTo
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.mobile.codec import MOBILE_CSV_1
from wuai.kernel import twqr

ACQUIRER = (
    Term("security_code", "安全碼（D3）", "Security code (D3)", r"[0-9A-Za-z+/=]{12}"),
    Term("terminal", "收單資訊（D11）", "Acquirer's numbers (D11)", r"00,[0-9]{34}"),
)

CHANNELS = (
    Channel(
        "MOBILE", "行動支付", "Mobile payment", BY_FILE, ON_SLIP, needs=ACQUIRER,
        ceiling=lambda kind, on: UpTo(twqr.MAX_AMOUNT), exact_amount=True, takes_late=False,
        layouts=(MOBILE_CSV_1,), fake=Counterpart,
    ),
)  # fmt: skip
