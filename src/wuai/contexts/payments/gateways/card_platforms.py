"""The platforms whose card page a branch may use."""

from collections.abc import Mapping

from wuai.contexts.payments.gateways.ecpay.codec import EcPay
from wuai.contexts.payments.gateways.hosted_card import Platform
from wuai.contexts.payments.gateways.newebpay.codec import NewebPay

PLATFORMS: Mapping[str, Platform] = {one.code: one for one in (EcPay(), NewebPay())}
