"""What the acquirer of a desk terminal tells: columns with names, one file for a kind of card."""

from wuai.contexts.payments.gateways.layouts.delimited import Delimited
from wuai.kernel.bilingual import Bilingual

CARDS = {"信用卡": "CARD", "金融卡": "IC_DEBIT", "一卡通": "IPASS", "悠遊卡": "EASYCARD"}

TERMINAL_CSV_1 = Delimited(
    "TERMINAL_CSV_1",
    Bilingual("櫃檯端末機撥款檔（版面未經確認）", "Desk terminal (unconfirmed)"),
    columns={
        "channel": "卡別", "number": "帳單編號", "paid_on": "交易日", "posted_on": "撥款日",
        "amount": "交易金額", "place": "端末機代號", "serial": "調單編號",
    },
    channels=CARDS,
)  # fmt: skip
