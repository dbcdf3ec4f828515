"""A collecting agent's day file for the stores: fixed width, one sender for four chains.

Unconfirmed: no chain or agent publishes its layout. This one carries what every such file must.
"""

from wuai.contexts.payments.gateways.layouts.fixed_width import DAY, DIGITS, MARK, Field, FixedWidth
from wuai.kernel.bilingual import Bilingual

CHAINS = {"711": "CVS_711", "FAM": "CVS_FAMILY", "OKM": "CVS_OK", "HLF": "CVS_HILIFE"}

STORE_FIXED_1 = FixedWidth(
    "STORE_FIXED_1",
    Bilingual("超商代收定長檔（版面未經確認）", "Stores, fixed width (unconfirmed)"),
    head=(
        Field("kind", 1, MARK, "1"), Field("mark", 8, MARK, "CVS-AR-1"), Field("channel", 4),
        Field("posted_on", 7, DAY), Field("blank", 80, MARK),
    ),
    detail=(
        Field("kind", 1, MARK, "2"), Field("channel", 4), Field("number", 16, DIGITS),
        Field("paid_on", 7, DAY), Field("posted_on", 7, DAY), Field("amount", 9, DIGITS),
        Field("place", 24), Field("serial", 20), Field("blank", 12, MARK),
    ),
    total=(
        Field("kind", 1, MARK, "3"), Field("count", 8, DIGITS), Field("sum", 14, DIGITS),
        Field("blank", 77, MARK),
    ),
    channels=CHAINS,
)  # fmt: skip
