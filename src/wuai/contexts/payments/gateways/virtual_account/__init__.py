"""Transfer to the virtual account of a slip, by the scheme of the branch's bank."""

from wuai.contexts.payments.gateways.channel import BY_FILE, ON_SLIP, Channel, Term
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.virtual_account.codec import BANK_CSV_1, BANK_FIXED_1

_SCHEME = Term("va_scheme", "虛擬帳號編碼方式", "Scheme of the virtual account", r"[A-Z0-9_]{1,20}")
_PREFIX = Term("va_prefix", "企業代碼", "Company code given by the bank", r"[1-9][0-9]{1,8}")

CHANNELS = (
    Channel(
        "VA", "虛擬帳號轉帳", "Transfer to the virtual account", BY_FILE, ON_SLIP,
        needs=(_SCHEME, _PREFIX), layouts=(BANK_FIXED_1, BANK_CSV_1), fake=Counterpart,
    ),
)  # fmt: skip
