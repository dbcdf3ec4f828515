"""What a payment service tells of payments by phone: columns with names (unconfirmed)."""

from wuai.contexts.payments.gateways.layouts.delimited import Delimited
from wuai.kernel.bilingual import Bilingual

MOBILE_CSV_1 = Delimited(
    "MOBILE_CSV_1",
    Bilingual("行動支付撥款檔（版面未經確認）", "Mobile payments (unconfirmed)"),
    columns={
        "number": "銷帳編號", "paid_on": "交易日期", "posted_on": "撥款日期", "amount": "交易金額",
        "place": "支付工具", "serial": "交易序號",
    },
)  # fmt: skip
