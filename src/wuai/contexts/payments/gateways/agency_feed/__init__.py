"""What referring agencies take themselves (R68): they keep the money and send us a feed of it."""

from wuai.contexts.payments.gateways.agency_feed.codec import AGENCY_FEED_1
from wuai.contexts.payments.gateways.channel import BY_AGENCY, ON_PAGE, Channel
from wuai.contexts.payments.gateways.counterpart import Counterpart

CHANNELS = (
    Channel(
        "AGENCY", "移送機關代收", "Paid at the referring agency", BY_AGENCY, ON_PAGE,
        layouts=(AGENCY_FEED_1,), fake=Counterpart, confirmed=True,
    ),
)  # fmt: skip
