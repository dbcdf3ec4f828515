"""A bank's day file of transfers into virtual accounts: fixed width, or exported by its net bank.

Unconfirmed: no bank publishes its layout. These two carry what every such file must.
"""

from wuai.contexts.payments.gateways.layouts.delimited import Delimited
from wuai.contexts.payments.gateways.layouts.fixed_width import DAY, DIGITS, MARK, Field, FixedWidth
from wuai.kernel.bilingual import Bilingual

BANK_FIXED_1 = FixedWidth(
    "BANK_FIXED_1",
    Bilingual("銀行虛擬帳號定長檔（版面未經確認）", "Bank, fixed width (unconfirmed)"),
    head=(
        Field("kind", 1, MARK, "1"), Field("mark", 8, MARK, "VA-IN-1"), Field("posted_on", 7, DAY),
        Field("blank", 84, MARK),
    ),
    detail=(
        Field("kind", 1, MARK, "2"), Field("number", 16), Field("paid_on", 7, DAY),
        Field("posted_on", 7, DAY), Field("amount", 13, DIGITS, decimals=2), Field("place", 7),
        Field("serial", 20), Field("memo", 29),
    ),
    total=(
        Field("kind", 1, MARK, "3"), Field("count", 8, DIGITS),
        Field("sum", 15, DIGITS, decimals=2), Field("blank", 76, MARK),
    ),
)  # fmt: skip
BANK_CSV_1 = Delimited(
    "BANK_CSV_1",
    Bilingual("網路銀行虛擬帳號匯出檔（版面未經確認）", "Net bank export (unconfirmed)"),
    columns={
        "number": "虛擬帳號", "paid_on": "交易日期", "posted_on": "記帳日期", "amount": "存入金額",
        "place": "轉出行", "serial": "交易序號",
    },
    also=("摘要",),
)  # fmt: skip
