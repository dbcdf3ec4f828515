"""The accounts of branches with card platforms, as whoever signs and whoever compares needs them."""

from wuai.contexts.payments.gateways.hosted_card import Merchant
from wuai.contexts.payments.models import CARD_IV, CARD_KEY, CardContract
from wuai.contexts.payments.rules.online import online_joint as joint
from wuai.platform.crypto import unseal


def merchant_of(contract: CardContract, address: str) -> Merchant:
    """The account with its secrets opened, to sign or check something at once."""
    return Merchant(
        contract.merchant_id, unseal(CARD_KEY, str(contract.ref), contract.key),
        unseal(CARD_IV, str(contract.ref), contract.iv), address,
    )  # fmt: skip


def account_of(contract: CardContract) -> joint.Account:
    """An account without its secrets, as the rules compare them."""
    return joint.Account(
        contract.id, contract.branch_id, contract.platform, contract.merchant_id, contract.mode,
        contract.most,
    )  # fmt: skip
