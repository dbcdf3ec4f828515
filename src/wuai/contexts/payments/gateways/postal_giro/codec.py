"""The post's day file of a giro account: fixed width.

Unconfirmed: the post gives its layout to account holders only. A form written by hand has no
number (zeros): its money is kept and waits for a person, who finds the case number in the memo.
"""

from wuai.contexts.payments.gateways.layouts.fixed_width import DAY, DIGITS, MARK, Field, FixedWidth
from wuai.kernel.bilingual import Bilingual

GIRO_FIXED_1 = FixedWidth(
    "GIRO_FIXED_1",
    Bilingual("郵政劃撥定長檔（版面未經確認）", "Postal giro, fixed width (unconfirmed)"),
    head=(
        Field("kind", 1, MARK, "1"), Field("mark", 8, MARK, "GIRO-1"), Field("posted_on", 7, DAY),
        Field("blank", 84, MARK),
    ),
    detail=(
        Field("kind", 1, MARK, "2"), Field("number", 15, DIGITS), Field("paid_on", 7, DAY),
        Field("posted_on", 7, DAY), Field("amount", 11, DIGITS), Field("place", 6),
        Field("serial", 20), Field("memo", 33),
    ),
    total=(
        Field("kind", 1, MARK, "3"), Field("count", 8, DIGITS), Field("sum", 14, DIGITS),
        Field("blank", 77, MARK),
    ),
)  # fmt: skip
