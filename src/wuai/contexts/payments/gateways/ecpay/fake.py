"""A simulated ECPay: takes signed orders, calls back, answers questions; misbehaves on request."""

import hmac
import urllib.parse
from dataclasses import dataclass

from wuai.contexts.payments.gateways.card_desk import Book, DeskOrder, Fields, Page, order_page
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.ecpay.codec import check_mac
from wuai.contexts.payments.gateways.hosted_card import Merchant

# The public account for trying out: everybody knows it, and it guards nothing.
TEST_ACCOUNT = {"merchant_id": "3002607", "key": "pwFHCqoQZGmho4w6", "iv": "EkRm7iFT261dpevs"}


@dataclass(slots=True)
class FakeEcPay:
    """One merchant's ECPay."""

    merchant: Merchant
    book: Book

    @classmethod
    def open(cls, merchant: Merchant) -> "FakeEcPay":
        """A desk without orders."""
        desk = cls(merchant, Book("ECPay", lambda *_: {}))
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
        mac = check_mac(fields, self.merchant.key, self.merchant.iv)
        if not hmac.compare_digest(mac, fields.get("CheckMacValue", "")):
            return Page("CheckMacValue Error", status=400)
        if path == "/Cashier/AioCheckOut/V5":
            return self._take(fields)
        if path == "/Cashier/QueryTradeInfo/V5":
            return self._tell(fields["MerchantTradeNo"])
        if path == "/CreditDetail/DoAction":
            return self._give_back(fields)
        return Page("", status=404)

    def _take(self, fields: Fields) -> Page:
        number = fields["MerchantTradeNo"]
        if number in self.orders and self.orders[number].status == "1":
            return Page("MerchantTradeNo Error", status=400)
        order = DeskOrder(
            number, int(fields["TotalAmount"]), fields["TradeDesc"], fields["ReturnURL"],
            fields["OrderResultURL"],
        )  # fmt: skip
        self.orders[number] = order
        return self.book.card_page(order, "../../press")

    def _tell(self, number: str) -> Page:
        order = self.orders.get(number)
        if order is not None and order.how is Misbehaviour.SILENT:
            return Page("", status=503)
        base = {"MerchantID": self.merchant.merchant_id, "MerchantTradeNo": number}
        if order is None:
            said = base | {"TradeStatus": "10200047", "TradeAmt": "0", "TradeNo": ""}
        else:
            status = "10200095" if order.status == "FAIL" else order.status
            said = base | {
                "TradeAmt": str(order.amount), "TradeNo": order.trade_no, "TradeStatus": status,
                "PaymentDate": _moment(order), "PaymentType": "Credit_CreditCard",
            }  # fmt: skip
        return Page(urllib.parse.urlencode(self._signed(said)), "text/plain; charset=utf-8")

    def _give_back(self, fields: Fields) -> Page:
        order = self.orders.get(fields["MerchantTradeNo"])
        if order is None or fields["TradeNo"] != order.trade_no or fields["Action"] != "R":
            return Page("RtnCode=10200047", "text/plain; charset=utf-8")
        done = self.book.give_back(order, int(fields["TotalAmount"]))
        if order.how in {Misbehaviour.SILENT, Misbehaviour.LATE}:
            return Page("", status=503)
        said = {
            "MerchantID": self.merchant.merchant_id, "MerchantTradeNo": order.order_no,
            "TradeNo": order.trade_no, "RtnCode": "1" if done else "10200146",
            "RtnMsg": "Succeeded" if done else "Failed",
        }  # fmt: skip
        return Page(urllib.parse.urlencode(said), "text/plain; charset=utf-8")

    def message(self, order: DeskOrder, amount: int, is_forged: bool) -> Fields:
        """Its call about an order."""
        fields = self._signed({
            "MerchantID": self.merchant.merchant_id, "MerchantTradeNo": order.order_no,
            "RtnCode": "1" if order.status == "1" else "10100058",
            "RtnMsg": "Succeeded" if order.status == "1" else "Failed", "TradeNo": order.trade_no,
            "TradeAmt": str(amount), "PaymentDate": _moment(order),
            "PaymentType": "Credit_CreditCard", "SimulatePaid": "0", "StoreID": "",
        })  # fmt: skip
        return dict(fields) | {"RtnCode": "1", "TradeAmt": "1"} if is_forged else fields

    def _signed(self, fields: dict[str, str]) -> Fields:
        mac = check_mac(fields, self.merchant.key, self.merchant.iv)
        return fields | {"CheckMacValue": mac}


def _moment(order: DeskOrder) -> str:
    return f"{order.paid_at:%Y/%m/%d %H:%M:%S}" if order.paid_at else ""
