"""A simulated NewebPay: takes encrypted orders, calls back, answers; misbehaves on request."""

import hmac
import json
import urllib.parse
from dataclasses import dataclass

from wuai.contexts.payments.gateways.card_desk import Book, DeskOrder, Fields, Page, order_page
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.hosted_card import Merchant
from wuai.contexts.payments.gateways.newebpay.codec import (
    check_code,
    check_value,
    open_trade,
    seal_trade,
    trade_sha,
)

# Invented for demonstrations: no account of NewebPay has these.
TEST_ACCOUNT = {
    "merchant_id": "MS000000000001", "key": "wuai-demo-key-0000000000000000-1",
    "iv": "wuai-demo-iv-001",
}  # fmt: skip
_STATUS = {"0": "0", "1": "1", "FAIL": "2", "REFUNDED": "6"}


@dataclass(slots=True)
class FakeNewebPay:
    """One merchant's NewebPay."""

    merchant: Merchant
    book: Book

    @classmethod
    def open(cls, merchant: Merchant) -> "FakeNewebPay":
        """A desk without orders."""
        desk = cls(merchant, Book("NewebPay", lambda *_: {}))
        desk.book.message = desk.message
        return desk

    @property
    def orders(self) -> dict[str, DeskOrder]:
        """The orders it knows."""
        return self.book.orders

    def answer(self, path: str, fields: Fields) -> Page:
        """Answer one request."""
        if path == "/press":
            return order_page(self.book, fields, "press")
        if path == "/MPG/mpg_gateway":
            return self._take(fields)
        if path == "/API/QueryTradeInfo":
            return self._tell(fields)
        if path == "/API/CreditCard/Close":
            return self._give_back(fields)
        return Page("", status=404)

    def _take(self, fields: Fields) -> Page:
        key, iv, sealed = self.merchant.key, self.merchant.iv, fields.get("TradeInfo", "")
        if not hmac.compare_digest(trade_sha(sealed, key, iv), fields.get("TradeSha", "")):
            return Page("MPG03009", status=400)
        info = dict(urllib.parse.parse_qsl(open_trade(sealed, key, iv)))
        number = info["MerchantOrderNo"]
        if number in self.orders and self.orders[number].status == "1":
            return Page("MPG03008", status=400)
        order = DeskOrder(
            number, int(info["Amt"]), info["ItemDesc"], info["NotifyURL"], info["ReturnURL"]
        )
        self.orders[number] = order
        return self.book.card_page(order, "../press")

    def _tell(self, fields: Fields) -> Page:
        number, amount = fields["MerchantOrderNo"], int(fields["Amt"])
        good = check_value(self.merchant, number, amount)
        order = self.orders.get(number)
        if not hmac.compare_digest(good, fields.get("CheckValue", "")):
            return _json({"Status": "TRA10002", "Message": "CheckValue", "Result": []})
        if order is None:
            return _json({"Status": "TRA10021", "Message": "no such order", "Result": []})
        if order.how is Misbehaviour.SILENT:
            return Page("", status=503)
        code = check_code(self.merchant, number, str(order.amount), order.trade_no)
        result = {
            "MerchantID": self.merchant.merchant_id, "Amt": order.amount,
            "TradeNo": order.trade_no, "MerchantOrderNo": number,
            "TradeStatus": _STATUS[order.status], "PaymentType": "CREDIT",
            "PayTime": _moment(order), "CheckCode": code,
        }  # fmt: skip
        return _json({"Status": "SUCCESS", "Message": "ok", "Result": result})

    def _give_back(self, fields: Fields) -> Page:
        wish = dict(
            urllib.parse.parse_qsl(
                open_trade(fields["PostData_"], self.merchant.key, self.merchant.iv)
            )
        )
        order, amount = self.orders.get(wish["MerchantOrderNo"]), int(wish["Amt"])
        if order is None or wish["CloseType"] != "2" or wish["TradeNo"] != order.trade_no:
            return _json({"Status": "TRA10021", "Message": "no such order", "Result": []})
        done = self.book.give_back(order, amount)
        if order.how in {Misbehaviour.SILENT, Misbehaviour.LATE}:
            return Page("", status=503)
        if not done:
            return _json({"Status": "TRA10037", "Message": "not possible", "Result": []})
        result = {
            "MerchantID": self.merchant.merchant_id, "Amt": amount, "TradeNo": order.trade_no,
            "MerchantOrderNo": order.order_no,
        }  # fmt: skip
        return _json({"Status": "SUCCESS", "Message": "ok", "Result": result})

    def message(self, order: DeskOrder, amount: int, is_forged: bool) -> Fields:
        """Its call about an order."""
        is_paid = order.status == "1"
        told = {
            "Status": "SUCCESS" if is_paid else "LIB10003", "Message": "ok" if is_paid else "failed",
            "Result": {
                "MerchantID": self.merchant.merchant_id, "Amt": amount, "TradeNo": order.trade_no,
                "MerchantOrderNo": order.order_no, "PaymentType": "CREDIT",
                "PayTime": _moment(order), "RespondType": "JSON",
            },
        }  # fmt: skip
        key, iv = self.merchant.key, self.merchant.iv
        sealed = seal_trade(json.dumps(told), key, iv)
        sha = trade_sha(sealed, key, iv)
        return {
            "Status": str(told["Status"]), "MerchantID": self.merchant.merchant_id,
            "Version": "2.0", "TradeInfo": sealed,
            "TradeSha": sha[::-1] if is_forged else sha,
        }  # fmt: skip


def _moment(order: DeskOrder) -> str:
    return f"{order.paid_at:%Y-%m-%d %H:%M:%S}" if order.paid_at else ""


def _json(value: object) -> Page:
    return Page(json.dumps(value), "application/json; charset=utf-8")
