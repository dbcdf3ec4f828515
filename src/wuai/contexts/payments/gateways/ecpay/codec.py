"""ECPay AIO, version 5: orders out, messages and answers in (docs/formats/card-ecpay.md)."""

import hashlib
import hmac
import urllib.parse
from collections.abc import Mapping
from datetime import datetime

from wuai.contexts.payments.gateways.hosted_card import (
    FAILED,
    LIVE,
    MALFORMED,
    MERCHANT,
    NOT_PAID,
    PAID,
    SIGNATURE,
    STAGE,
    UNKNOWN,
    Back,
    Distrusted,
    GivenBack,
    Merchant,
    Order,
    Redirect,
    Said,
    fields_of,
    taipei,
    whole,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.taipei import TAIPEI

_MOMENT = "%Y/%m/%d %H:%M:%S"
_MAC = "CheckMacValue"
# Only these are kept: the others may tell of the payer's card.
_KEPT = (
    "MerchantID", "MerchantTradeNo", "RtnCode", "RtnMsg", "TradeStatus", "TradeNo", "TradeAmt",
    "PaymentDate", "PaymentType", "SimulatePaid", "TradeDate",
)  # fmt: skip
_LOWER = {name.lower(): name for name in (*_KEPT, _MAC)}
_STATUS = {"1": PAID, "0": NOT_PAID, "10200095": FAILED, "10200047": UNKNOWN}


def check_mac(fields: Mapping[str, str], key: str, iv: str) -> str:
    """CheckMacValue of a form: SHA-256 over its sorted fields between the two secrets."""
    named = sorted(((k, v) for k, v in fields.items() if k != _MAC), key=lambda kv: kv[0].lower())
    text = "&".join(f"{name}={value}" for name, value in named)
    # .NET's rules for addresses: a blank is +, and these seven stay as they are.
    quoted = urllib.parse.quote_plus(f"HashKey={key}&{text}&HashIV={iv}", safe="-_.!*()")
    quoted = quoted.replace("~", "%7e").lower()
    return hashlib.sha256(quoted.encode()).hexdigest().upper()


class EcPay:
    """The codec of :class:`~wuai.contexts.payments.gateways.hosted_card.Platform`."""

    code = "ECPAY"
    name = Bilingual("綠界科技", "ECPay")
    acknowledged = "1|OK"
    addresses: Mapping[str, str] = {
        LIVE: "https://payment.ecpay.com.tw",
        STAGE: "https://payment-stage.ecpay.com.tw",
    }

    def redirect(self, merchant: Merchant, order: Order) -> Redirect:
        """The signed order."""
        fields = {
            "MerchantID": merchant.merchant_id, "MerchantTradeNo": order.order_no,
            "MerchantTradeDate": order.made_at.astimezone(TAIPEI).strftime(_MOMENT),
            "PaymentType": "aio", "TotalAmount": str(order.amount), "TradeDesc": order.about,
            "ItemName": order.about, "ReturnURL": order.notify_url, "ChoosePayment": "Credit",
            "EncryptType": "1", "OrderResultURL": order.return_url,
            "ClientBackURL": order.back_url, "NeedExtraPaidInfo": "N",
        }  # fmt: skip
        if order.lang == "en":
            fields["Language"] = "ENG"
        return _signed(merchant, f"{merchant.address}/Cashier/AioCheckOut/V5", fields)

    def merchant_of(self, body: bytes) -> str:
        """Whose account a message claims to be about."""
        return fields_of(body).get("MerchantID", "")

    def read(self, merchant: Merchant, body: bytes) -> Said:
        """Its call, or the browser's return: both carry the same signed fields."""
        fields = _trusted(merchant, body)
        if not {"RtnCode", "TradeAmt", "SimulatePaid"} <= fields.keys():
            raise Distrusted(MALFORMED)
        return _said(fields, PAID if fields["RtnCode"] == "1" else FAILED)

    def question(self, merchant: Merchant, order_no: str, amount: int, at: datetime) -> Redirect:
        """The signed question; good for three minutes."""
        fields = {
            "MerchantID": merchant.merchant_id, "MerchantTradeNo": order_no,
            "TimeStamp": str(int(at.timestamp())),
        }  # fmt: skip
        return _signed(merchant, f"{merchant.address}/Cashier/QueryTradeInfo/V5", fields)

    def answer(self, merchant: Merchant, order_no: str, body: bytes) -> Said:
        """What became of the order; a refused card and an unknown status are no money."""
        fields = _trusted(merchant, body)
        if fields.get("MerchantTradeNo") != order_no:
            raise Distrusted(MALFORMED)
        return _said(fields, _STATUS.get(fields.get("TradeStatus", ""), FAILED))

    def refund(self, merchant: Merchant, back: Back) -> Redirect:
        """Action R: give back a part or all of what was captured."""
        fields = {
            "MerchantID": merchant.merchant_id, "MerchantTradeNo": back.order_no,
            "TradeNo": back.trade_no, "Action": "R", "TotalAmount": str(back.amount),
        }  # fmt: skip
        return _signed(merchant, f"{merchant.address}/CreditDetail/DoAction", fields)

    def refunded(self, merchant: Merchant, back: Back, body: bytes) -> GivenBack:
        """The answer is not signed: it counts for the line it came by, and only about this order."""
        fields = fields_of(body)
        if fields.get("MerchantID") != merchant.merchant_id:
            raise Distrusted(MERCHANT)
        if (fields.get("MerchantTradeNo"), fields.get("TradeNo")) != (back.order_no, back.trade_no):
            raise Distrusted(MALFORMED)
        code = fields.get("RtnCode", "")
        if not code:
            raise Distrusted(MALFORMED)
        return GivenBack(code == "1", code[:20])

    def refuse(self, why: str) -> str:
        """Not taken."""
        return f"0|{why}"


def _signed(merchant: Merchant, address: str, fields: dict[str, str]) -> Redirect:
    return Redirect(address, fields | {_MAC: check_mac(fields, merchant.key, merchant.iv)})


def _trusted(merchant: Merchant, body: bytes) -> dict[str, str]:
    fields = fields_of(body)
    given = fields.get(_MAC, "")
    if not hmac.compare_digest(
        check_mac(fields, merchant.key, merchant.iv).encode(), given.encode()
    ):
        raise Distrusted(SIGNATURE)
    if fields.get("MerchantID") != merchant.merchant_id:
        raise Distrusted(MERCHANT)
    _check_form(fields)
    return fields


def _check_form(fields: dict[str, str]) -> None:
    # The sum is taken over lower-case text without marks between fields: "simulatePaid=1", or
    # "&SimulatePaid=1" at the end of another value, would keep it good and hide the field.
    for name, value in fields.items():
        if _LOWER.get(name.lower(), name) != name or "&" in value:
            raise Distrusted(MALFORMED)


def _said(fields: dict[str, str], outcome: str) -> Said:
    amount = fields.get("TradeAmt", "")
    return Said(
        merchant_id=fields["MerchantID"], order_no=fields.get("MerchantTradeNo", ""),
        amount=whole(amount) if amount else None, outcome=outcome,
        trade_no=fields.get("TradeNo", "")[:40],
        paid_at=taipei(fields.get("PaymentDate", ""), _MOMENT) if outcome == PAID else None,
        is_simulated=fields.get("SimulatePaid", "0") != "0",
        kept="&".join(f"{name}={fields[name]}" for name in _KEPT if name in fields)[:1000],
    )  # fmt: skip
