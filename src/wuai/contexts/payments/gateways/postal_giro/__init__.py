"""Postal giro: three barcodes on our own slip, a day file of the post."""

from wuai.contexts.payments.gateways.channel import BY_FILE, ON_SLIP, Channel, Term, UpTo
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.postal_giro.codec import GIRO_FIXED_1
from wuai.kernel import postal_giro

GIRO_ACCOUNT = Term("giro_account", "劃撥帳號", "Giro account", r"[0-9]{8}")

CHANNELS = (
    Channel(
        "POST", "郵局劃撥", "Postal giro", BY_FILE, ON_SLIP, needs=(GIRO_ACCOUNT,),
        ceiling=lambda kind, on: UpTo(postal_giro.MAX_AMOUNT), takes_late=False,
        exact_amount=True, layouts=(GIRO_FIXED_1,), fake=Counterpart,
    ),
)  # fmt: skip
