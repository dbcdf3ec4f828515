"""The simulated platforms of a demonstration, both with the accounts that the demo branch has."""

from http.server import ThreadingHTTPServer

from wuai.contexts.payments.gateways.card_desk import serve
from wuai.contexts.payments.gateways.ecpay import fake as ecpay
from wuai.contexts.payments.gateways.hosted_card import Merchant
from wuai.contexts.payments.gateways.newebpay import fake as newebpay

ACCOUNTS = {"ECPAY": ecpay.TEST_ACCOUNT, "NEWEBPAY": newebpay.TEST_ACCOUNT}


def simulators(port: int = 0) -> ThreadingHTTPServer:
    """A server with both platforms, not yet running."""
    return serve(
        {
            "ecpay": ecpay.FakeEcPay.open(_merchant("ECPAY")),
            "newebpay": newebpay.FakeNewebPay.open(_merchant("NEWEBPAY")),
        },
        port,
    )


def _merchant(platform: str) -> Merchant:
    account = ACCOUNTS[platform]
    return Merchant(account["merchant_id"], account["key"], account["iv"], "")
