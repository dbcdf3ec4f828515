"""Four chains of convenience stores: barcodes on the slip, a day file of the collecting agent."""

from wuai.contexts.payments.gateways.channel import BY_FILE, ON_SLIP, Channel, Term
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.store.codec import STORE_FIXED_1
from wuai.legal import store_limit

_ITEM = Term("store_item", "代收項目代號", "Item code of the stores' agent", r"[0-9A-Z]{3}")
_CHAINS = (
    ("CVS_711", "統一超商", "7-ELEVEN"),
    ("CVS_FAMILY", "全家便利商店", "FamilyMart"),
    ("CVS_OK", "OK超商", "OK mart"),
    ("CVS_HILIFE", "萊爾富", "Hi-Life"),
)

CHANNELS = tuple(
    Channel(
        code, zh, en, BY_FILE, ON_SLIP, needs=(_ITEM,), ceiling=store_limit, takes_late=False,
        exact_amount=True, layouts=(STORE_FIXED_1,), fake=Counterpart,
    )
    for code, zh, en in _CHAINS
)  # fmt: skip
