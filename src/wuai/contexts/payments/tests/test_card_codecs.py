"""What ECPay and NewebPay say is read only when it is theirs, whole and about our account."""

import random
import urllib.parse
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS, _merchant
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.ecpay.codec import check_mac
from wuai.contexts.payments.gateways.ecpay.fake import FakeEcPay
from wuai.contexts.payments.gateways.hosted_card import Distrusted, Order
from wuai.contexts.payments.gateways.newebpay.codec import open_trade, seal_trade
from wuai.contexts.payments.gateways.newebpay.fake import FakeNewebPay
from wuai.kernel.taipei import TAIPEI

AT = datetime(2026, 11, 21, 10, tzinfo=TAIPEI)
FAKES = {"ECPAY": FakeEcPay, "NEWEBPAY": FakeNewebPay}
CODES = sorted(FAKES)


def _desk(code):
    merchant = replace(_merchant(code), address="https://platform.test")
    desk = FAKES[code].open(merchant)
    desk.book.now = lambda: AT + timedelta(minutes=2)
    desk.book.send = lambda url, fields: urllib.parse.urlencode(fields)
    order = Order(
        "SCY11500000001ABCD", 1234, AT, "Case", "https://us/n", "https://us/r", "https://us/b"
    )
    gone = PLATFORMS[code].redirect(merchant, order)
    page = desk.answer(urllib.parse.urlsplit(gone.address).path, dict(gone.fields))
    assert page.status == 200
    return desk, merchant, desk.orders[order.order_no]


def _paid(code):
    desk, merchant, order = _desk(code)
    desk.book.press(order, "PAY", Misbehaviour.GOOD)
    desk.book.tell(order)
    return desk, merchant, desk.book.sent[0].encode()


def test_the_published_vector_of_check_mac_value():
    fields = {
        "ChoosePayment": "ALL", "EncryptType": "1", "ItemName": "Apple iphone 15",
        "MerchantID": "3002607", "MerchantTradeDate": "2023/03/12 15:30:23",
        "MerchantTradeNo": "ecpay20230312153023", "PaymentType": "aio",
        "ReturnURL": "https://www.ecpay.com.tw/receive.php", "TotalAmount": "30000",
        "TradeDesc": "促銷方案",
    }  # fmt: skip
    account = ACCOUNTS["ECPAY"]
    assert check_mac(fields, account["key"], account["iv"]) == (
        "6C51C9E6888DE861FD62FB1DD17029FC742634498FD813DC43D4243B5685B840"
    )


def test_the_published_vector_of_trade_info():
    text = (
        "MerchantID=3430112&RespondType=JSON&TimeStamp=1485232229&Version=1.4"
        "&MerchantOrderNo=S_1485232229&Amt=40&ItemDesc=UnitTest"
    )
    key, iv = "12345678901234567890123456789012", "1234567890123456"
    sealed = seal_trade(text, key, iv)
    assert sealed.startswith(
        "ff91c8aa01379e4de621a44e5f11f72e4d25bdb1a18242db6cef9ef07d80b0165e476fd1d9acaa53"
    )
    assert open_trade(sealed, key, iv) == text


@pytest.mark.parametrize("code", CODES)
def test_a_payment_is_told_and_answered_the_same_way(code):
    desk, merchant, body = _paid(code)
    platform = PLATFORMS[code]
    said = platform.read(merchant, body)
    assert platform.merchant_of(body) == merchant.merchant_id
    asked = platform.question(merchant, said.order_no, 1234, AT)
    page = desk.answer(urllib.parse.urlsplit(asked.address).path, dict(asked.fields))
    answered = platform.answer(merchant, said.order_no, page.body.encode())
    for one in (said, answered):
        assert (one.outcome, one.amount, one.order_no) == ("PAID", 1234, "SCY11500000001ABCD")
        assert one.paid_at == AT + timedelta(minutes=2)
    assert said.trade_no == answered.trade_no


@pytest.mark.parametrize("code", CODES)
def test_an_unknown_order_and_a_refused_card_are_no_money(code):
    desk, merchant, order = _desk(code)
    platform = PLATFORMS[code]

    def ask(number):
        asked = platform.question(merchant, number, 1234, AT)
        page = desk.answer(urllib.parse.urlsplit(asked.address).path, dict(asked.fields))
        return platform.answer(merchant, number, page.body.encode()).outcome

    assert ask("NEVERMADE") == "UNKNOWN"
    assert ask(order.order_no) == "NOT_PAID"
    desk.book.press(order, "FAIL", Misbehaviour.GOOD)
    assert ask(order.order_no) == "FAILED"
    desk.book.tell(order)
    assert platform.read(merchant, desk.book.sent[0].encode()).outcome == "FAILED"


@pytest.mark.parametrize("code", CODES)
def test_no_flipped_bit_is_believed(code):
    _, merchant, body = _paid(code)
    platform, rng = PLATFORMS[code], random.Random(7)
    true = platform.read(merchant, body)
    for _ in range(300):
        place = rng.randrange(len(body))
        bad = body[:place] + bytes([body[place] ^ (1 << rng.randrange(8))]) + body[place + 1 :]
        try:
            said = platform.read(merchant, bad)
        except Distrusted:
            continue
        # What is left: fields beside the signed ones, and the case of letters in a message.
        assert replace(said, kept="") == replace(true, kept="")
        assert said.kept.lower() == true.kept.lower()


@pytest.mark.parametrize(
    ("name", "other"),
    [("SimulatePaid", {"simulatePaid": "1"}), ("SimulatePaid", {"StoreID": "x&SimulatePaid=1"}),
     ("TradeAmt", {"TradeNo": "7&TradeAmt=1234"})],
)  # fmt: skip
def test_a_field_hidden_under_a_good_sum_is_found(name, other):
    merchant = _merchant("ECPAY")
    fields = {
        "MerchantID": merchant.merchant_id, "MerchantTradeNo": "A1", "RtnCode": "1",
        "TradeAmt": "1234", "TradeNo": "7", "SimulatePaid": "1", "StoreID": "x",
    }  # fmt: skip
    mac = check_mac(fields, merchant.key, merchant.iv)
    fields = {k: v for k, v in fields.items() if k != name} | other | {"CheckMacValue": mac}
    with pytest.raises(Distrusted):
        PLATFORMS["ECPAY"].read(merchant, urllib.parse.urlencode(fields).encode())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "body",
    [b"", b"=", b"a", b"\xff=1", b"MerchantID=3002607", b"x" * 20_000, b"a=1&a=2",
     b"MerchantID=3002607&CheckMacValue=", b"TradeInfo=zz&TradeSha=", b"a=%00",
     "CheckMacValue=字&TradeSha=字".encode()],
)  # fmt: skip
def test_rubbish_is_distrusted_by_name(code, body):
    with pytest.raises(Distrusted):
        PLATFORMS[code].read(_merchant(code), body)
    with pytest.raises(Distrusted):
        PLATFORMS[code].answer(_merchant(code), "A1", body)


@pytest.mark.parametrize("code", CODES)
def test_the_word_of_another_account_is_not_ours(code):
    _, merchant, body = _paid(code)
    with pytest.raises(Distrusted):
        PLATFORMS[code].read(replace(merchant, merchant_id="OTHER"), body)
    with pytest.raises(Distrusted):
        PLATFORMS[code].read(replace(merchant, key=merchant.key[::-1]), body)


def test_nothing_of_the_card_is_kept():
    merchant = _merchant("ECPAY")
    fields = {
        "MerchantID": merchant.merchant_id, "MerchantTradeNo": "A1", "RtnCode": "1",
        "TradeAmt": "5", "PaymentDate": "", "card4no": "2222", "card6no": "431195",
        "SimulatePaid": "1",
    }  # fmt: skip
    fields["CheckMacValue"] = check_mac(fields, merchant.key, merchant.iv)
    said = PLATFORMS["ECPAY"].read(merchant, urllib.parse.urlencode(fields).encode())
    assert said.is_simulated
    assert "2222" not in said.kept
    assert "431195" not in said.kept
