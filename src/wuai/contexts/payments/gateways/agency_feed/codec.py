"""An agency's own feed of what it took: it knows the case by our number or by its own.

Our form, like the referral file: agencies have none in common.
"""

from wuai.contexts.payments.gateways.layouts.delimited import Delimited
from wuai.kernel.bilingual import Bilingual

AGENCY_FEED_1 = Delimited(
    "AGENCY_FEED_1",
    Bilingual("移送機關收款回報檔", "Agency's feed of payments"),
    columns={
        "number": "案號", "paid_on": "收款日", "amount": "收款金額", "place": "收款單位",
        "serial": "收據號碼",
    },
    confirmed=True,
)  # fmt: skip
