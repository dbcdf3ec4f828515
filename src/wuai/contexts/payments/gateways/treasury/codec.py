"""What an agent bank of the treasury tells of deposits: columns with names.

Unconfirmed: no treasury format was found in public.
"""

from wuai.contexts.payments.gateways.layouts.delimited import Delimited
from wuai.kernel.bilingual import Bilingual

TREASURY_CSV_1 = Delimited(
    "TREASURY_CSV_1",
    Bilingual("國庫存款明細檔（版面未經確認）", "Treasury deposits (unconfirmed)"),
    columns={
        "number": "銷帳編號", "paid_on": "收款日", "posted_on": "入庫日", "amount": "存款金額",
        "place": "代理國庫", "serial": "收款編號",
    },
)  # fmt: skip
