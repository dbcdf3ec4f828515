"""NewebPay MPG: orders out, messages and answers in (docs/formats/card-newebpay.md)."""

import hashlib
import hmac
import json
import urllib.parse
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wuai.contexts.payments.gateways.hosted_card import (
    FAILED,
    LIVE,
    MALFORMED,
    MAX_BYTES,
    MERCHANT,
    NOT_PAID,
    PAID,
    REFUNDED,
    SIGNATURE,
    STAGE,
    TOO_LONG,
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

_MOMENT = "%Y-%m-%d %H:%M:%S"
_PAGE_SECONDS = 900
_KEPT = (
    "MerchantID", "MerchantOrderNo", "Amt", "TradeNo", "TradeStatus", "BackStatus", "PayTime",
    "PaymentType", "RespondCode",
)  # fmt: skip
_STATUS = {"0": NOT_PAID, "1": PAID, "2": FAILED, "3": FAILED, "6": REFUNDED}
_NO_SUCH_ORDER = {"TRA10001", "TRA10021"}
_BLOCK = 128


def seal_trade(text: str, key: str, iv: str) -> str:
    """TradeInfo: AES-256-CBC with PKCS7, in hexadecimal."""
    padder = padding.PKCS7(_BLOCK).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    run = _cipher(key, iv).encryptor()
    return (run.update(padded) + run.finalize()).hex()


def open_trade(sealed: str, key: str, iv: str) -> str:
    """The text of a TradeInfo whose signature was checked before."""
    try:
        run = _cipher(key, iv).decryptor()
        padded = run.update(bytes.fromhex(sealed)) + run.finalize()
        unpad = padding.PKCS7(_BLOCK).unpadder()
        return (unpad.update(padded) + unpad.finalize()).decode("utf-8")
    except ValueError as error:
        raise Distrusted(MALFORMED) from error


def trade_sha(sealed: str, key: str, iv: str) -> str:
    """TradeSha: the signature of a TradeInfo."""
    return _sha(f"HashKey={key}&{sealed}&HashIV={iv}")


def _cipher(key: str, iv: str) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES256(key.encode()), modes.CBC(iv.encode()))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest().upper()


def check_value(merchant: Merchant, order_no: str, amount: int) -> str:
    """What a question is signed with."""
    return _sha(
        f"IV={merchant.iv}&Amt={amount}&MerchantID={merchant.merchant_id}"
        f"&MerchantOrderNo={order_no}&Key={merchant.key}"
    )


def check_code(merchant: Merchant, order_no: str, amount: str, trade_no: str) -> str:
    """What an answer is signed with."""
    return _sha(
        f"HashIV={merchant.iv}&Amt={amount}&MerchantID={merchant.merchant_id}"
        f"&MerchantOrderNo={order_no}&TradeNo={trade_no}&HashKey={merchant.key}"
    )


class NewebPay:
    """The codec of :class:`~wuai.contexts.payments.gateways.hosted_card.Platform`."""

    code = "NEWEBPAY"
    name = Bilingual("藍新金流", "NewebPay")
    acknowledged = "OK"
    addresses: Mapping[str, str] = {
        LIVE: "https://core.newebpay.com",
        STAGE: "https://ccore.newebpay.com",
    }

    def redirect(self, merchant: Merchant, order: Order) -> Redirect:
        """The encrypted and signed order."""
        info = {
            "MerchantID": merchant.merchant_id, "RespondType": "JSON",
            "TimeStamp": str(int(order.made_at.timestamp())), "Version": "2.0",
            "LangType": "en" if order.lang == "en" else "zh-tw",
            "MerchantOrderNo": order.order_no, "Amt": str(order.amount), "ItemDesc": order.about,
            "TradeLimit": str(_PAGE_SECONDS), "ReturnURL": order.return_url,
            "NotifyURL": order.notify_url, "ClientBackURL": order.back_url, "LoginType": "0",
            "CREDIT": "1",
        }  # fmt: skip
        sealed = seal_trade(urllib.parse.urlencode(info), merchant.key, merchant.iv)
        return Redirect(
            f"{merchant.address}/MPG/mpg_gateway",
            {"MerchantID": merchant.merchant_id, "TradeInfo": sealed,
             "TradeSha": trade_sha(sealed, merchant.key, merchant.iv), "Version": "2.0",
             "EncryptType": "0"},
        )  # fmt: skip

    def merchant_of(self, body: bytes) -> str:
        """Whose account a message claims to be about."""
        return fields_of(body).get("MerchantID", "")

    def read(self, merchant: Merchant, body: bytes) -> Said:
        """Its call, or the browser's return; decrypted only after the signature held."""
        fields = fields_of(body)
        sealed = fields.get("TradeInfo", "")
        good = trade_sha(sealed, merchant.key, merchant.iv)
        if not hmac.compare_digest(good.encode(), fields.get("TradeSha", "").encode()):
            raise Distrusted(SIGNATURE)
        told = _object(open_trade(sealed, merchant.key, merchant.iv))
        result = _result(told)
        if result.get("MerchantID") != merchant.merchant_id:
            raise Distrusted(MERCHANT)
        return _said(result, PAID if told.get("Status") == "SUCCESS" else FAILED)

    def question(self, merchant: Merchant, order_no: str, amount: int, at: datetime) -> Redirect:
        """The signed question."""
        fields = {
            "MerchantID": merchant.merchant_id, "Version": "1.3", "RespondType": "JSON",
            "CheckValue": check_value(merchant, order_no, amount),
            "TimeStamp": str(int(at.timestamp())), "MerchantOrderNo": order_no,
            "Amt": str(amount),
        }  # fmt: skip
        return Redirect(f"{merchant.address}/API/QueryTradeInfo", fields)

    def answer(self, merchant: Merchant, order_no: str, body: bytes) -> Said:
        """What became of the order. "No such order" is not signed, and is never money."""
        if len(body) > MAX_BYTES:
            raise Distrusted(TOO_LONG)
        try:
            told = _object(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Distrusted(MALFORMED) from error
        if told.get("Status") in _NO_SUCH_ORDER:
            return Said(
                merchant.merchant_id, order_no, None, UNKNOWN, "", None, is_simulated=False,
                kept=f"Status={told['Status']}",
            )  # fmt: skip
        result = _result(told)
        code = check_code(
            merchant, result.get("MerchantOrderNo", ""), result.get("Amt", ""),
            result.get("TradeNo", ""),
        )  # fmt: skip
        if not hmac.compare_digest(code.encode(), result.get("CheckCode", "").encode()):
            raise Distrusted(SIGNATURE)
        if result.get("MerchantID") != merchant.merchant_id:
            raise Distrusted(MERCHANT)
        if result.get("MerchantOrderNo") != order_no:
            raise Distrusted(MALFORMED)
        outcome = _STATUS.get(result.get("TradeStatus", ""), FAILED)
        # 3: the money was given back to the card.
        return _said(result, REFUNDED if result.get("BackStatus") == "3" else outcome)

    def refund(self, merchant: Merchant, back: Back) -> Redirect:
        """CloseType 2: give back a part or all of what was captured; the wish is encrypted."""
        wish = {
            "RespondType": "JSON", "Version": "1.1", "Amt": str(back.amount),
            "MerchantOrderNo": back.order_no, "TimeStamp": str(int(back.at.timestamp())),
            "IndexType": "1", "TradeNo": back.trade_no, "CloseType": "2",
        }  # fmt: skip
        sealed = seal_trade(urllib.parse.urlencode(wish), merchant.key, merchant.iv)
        return Redirect(
            f"{merchant.address}/API/CreditCard/Close",
            {"MerchantID_": merchant.merchant_id, "PostData_": sealed},
        )

    def refunded(self, merchant: Merchant, back: Back, body: bytes) -> GivenBack:
        """The answer is not signed: it counts for the line it came by, and only about this refund."""
        if len(body) > MAX_BYTES:
            raise Distrusted(TOO_LONG)
        try:
            told = _object(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Distrusted(MALFORMED) from error
        code = str(told.get("Status") or "")
        if not code:
            raise Distrusted(MALFORMED)
        if code != "SUCCESS":
            return GivenBack(False, code[:20])
        result = _result(told)
        if result.get("MerchantID") != merchant.merchant_id:
            raise Distrusted(MERCHANT)
        if (result.get("MerchantOrderNo"), result.get("Amt")) != (back.order_no, str(back.amount)):
            raise Distrusted(MALFORMED)
        return GivenBack(True, code)

    def refuse(self, why: str) -> str:
        """Not taken."""
        return f"ERROR {why}"


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Distrusted(MALFORMED) from error
    if not isinstance(told, dict):
        raise Distrusted(MALFORMED)
    return told


def _result(told: dict[str, Any]) -> dict[str, str]:
    result = told.get("Result")
    if not isinstance(result, dict):
        raise Distrusted(MALFORMED)
    return {
        str(name): str(value)
        for name, value in result.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _said(result: dict[str, str], outcome: str) -> Said:
    amount = result.get("Amt", "")
    return Said(
        merchant_id=result["MerchantID"], order_no=result.get("MerchantOrderNo", ""),
        amount=whole(amount) if amount else None, outcome=outcome,
        trade_no=result.get("TradeNo", "")[:40],
        paid_at=_paid_at(result.get("PayTime", "")) if outcome == PAID else None,
        is_simulated=False,
        kept="&".join(f"{name}={result[name]}" for name in _KEPT if name in result)[:1000],
    )  # fmt: skip


def _paid_at(text: str) -> datetime | None:
    # Their call writes the day and the hour without anything between.
    if len(text) == 18 and text[10] != " ":
        text = f"{text[:10]} {text[10:]}"
    return None if text.startswith("0000") else taipei(text, _MOMENT)
