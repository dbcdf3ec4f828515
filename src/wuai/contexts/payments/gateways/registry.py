"""Every channel, one line a folder, in the order in which channels are shown.

A folder names its channels in ``CHANNELS``. Nothing else in the house lists channels by hand: the
contract test, the offers on slip and page, the reader of files and the simulator all go by this.
"""

from functools import cache
from importlib import import_module

from wuai.contexts.payments.gateways.channel import Channel

FOLDERS = (
    "store",
    "virtual_account",
    "postal_giro",
    "treasury",
    "mobile",
    "terminal",
    "agency_feed",
    "agency_links",
    "cash",
)


@cache
def registered() -> dict[str, Channel]:
    """The channels by code."""
    found: dict[str, Channel] = {}
    for folder in FOLDERS:
        for channel in import_module(f"{__package__}.{folder}").CHANNELS:
            if channel.code in found:
                raise ValueError(f"{channel.code} is registered twice")
            found[channel.code] = channel
    return found


def channel(code: str) -> Channel | None:
    """The channel of this code; None when nobody registered it."""
    return registered().get(code)
