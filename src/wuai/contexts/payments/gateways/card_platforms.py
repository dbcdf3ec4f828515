"""The platforms whose card page a branch may use."""

from collections.abc import Mapping

from wuai.contexts.payments.gateways.ecpay.codec import EcPay
from wuai.contexts.payments.gateways.hosted_card import SIMULATED, Platform
from wuai.contexts.payments.gateways.newebpay.codec import NewebPay

PLATFORMS: Mapping[str, Platform] = {one.code: one for one in (EcPay(), NewebPay())}


def reachable(simulator: str) -> list[tuple[str, str]]:
    """Every platform and mode that answers somewhere."""
    modes = [
        (code, mode) for code, one in PLATFORMS.items() for mode in (*one.addresses, SIMULATED)
    ]
    return [(code, mode) for code, mode in modes if address_of(code, mode, simulator)]


def address_of(platform: str, mode: str, simulator: str) -> str:
    """Where a platform answers; "" when this mode has no address here."""
    if mode == SIMULATED:
        return f"{simulator}/{platform.lower()}" if simulator else ""
    return PLATFORMS[platform].addresses[mode]
