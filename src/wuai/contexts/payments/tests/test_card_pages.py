"""The payer's card pages, the platforms' calls, and the pages of staff, over a real line."""

import re
import threading
import urllib.parse
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests import factories

from wuai.contexts.payments.actions.online import online
from wuai.contexts.payments.gateways.card_desk import serve
from wuai.contexts.payments.gateways.ecpay.codec import check_mac
from wuai.contexts.payments.models import CardAttempt, CardEvent, Receipt
from wuai.contexts.payments.tests.cards import CardDesk


@pytest.fixture
def desk(db):
    desk = CardDesk()
    desk.at = desk.now = datetime.now(UTC)
    yield desk
    desk.verify()


@pytest.fixture
def line(desk, settings, monkeypatch):
    """The simulated platform answers on a port of this machine."""
    desk.fake.book.now = lambda: datetime.now(UTC).astimezone(CardDesk.at.tzinfo)
    server = serve({"ecpay": desk.fake})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CARD_SIMULATOR = f"http://127.0.0.1:{server.server_port}"
    # A test is one transaction; that no real call happens inside one is held by its own test.
    monkeypatch.setattr("wuai.platform.gateways.outside_transaction", lambda: None)
    yield desk
    server.shutdown()
    server.server_close()


def _fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&amp;", "&") for name, value in found}


def _go(client, desk, slip):
    """From the payment page to the platform's; the order as the platform knows it."""
    page = client.get(f"/p/{slip.payment_link_token}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    done = client.post(
        f"/p/{slip.payment_link_token}/card/", {"key": key, "contract": str(desk.contract_ref)}
    )
    assert done.status_code == 302
    gone = client.get(done.url)
    assert "form-action 'self' http://127.0.0.1:" in gone["Content-Security-Policy"]
    fields = _fields(gone.content.decode())
    desk.fake.answer("/Cashier/AioCheckOut/V5", fields)
    return CardAttempt.objects.get(), desk.fake.orders[fields["MerchantTradeNo"]]


def _call(client, fields, platform="ecpay"):
    return client.post(
        f"/hooks/card/{platform}/", urllib.parse.urlencode(fields),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip


def test_from_the_payment_page_to_paid(line):
    client, case = Client(enforce_csrf_checks=False), factories.case(amount=700)
    held, order = _go(client, line, line.slip(case))
    page = client.get(f"/card/{held.ref}/").content.decode()
    assert "還在等平台的消息" in page
    line.press(order)
    answered = _call(Client(enforce_csrf_checks=True), line.fake.message(order, 700, False))
    assert (answered.status_code, answered.content) == (200, b"1|OK")
    assert client.get(f"/card/{held.ref}/state").json() == {"state": "PAID", "paid": True}
    page = client.get(f"/card/{held.ref}/")
    assert "已付款並入帳" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert client.get(f"/card/{held.ref}/go/").status_code == 302
    assert line.owed(case) == {}


def test_the_payer_checks_again_and_sees_the_evidence(line):
    client = Client()
    held, order = _go(client, line, line.slip(factories.case(amount=700)))
    line.press(order)
    assert client.post(f"/card/{held.ref}/again/").url == f"/card/{held.ref}/"
    page = client.get(f"/card/{held.ref}/").content.decode()
    assert "我們詢問平台，平台回答：已付款" in page
    assert client.post(f"/card/{held.ref}/again/").url == f"/card/{held.ref}/?asked"


def test_the_browsers_return_is_evidence_or_a_reason_to_ask(line):
    client = Client(enforce_csrf_checks=True)
    held, order = _go(Client(), line, line.slip(factories.case(amount=700)))
    line.press(order)
    forged = dict(line.fake.message(order, 700, True))
    answered = client.post(f"/card/{held.ref}/return/", forged)
    assert (answered.status_code, answered.url) == (303, f"/card/{held.ref}/")
    held.refresh_from_db()
    assert held.state == "PAID"
    sources = set(CardEvent.objects.filter(attempt=held).values_list("source", flat=True))
    assert sources == {"POLL"}


def test_starting_again_asks_about_the_unknown_order_first(line):
    client, slip = Client(), line.slip(factories.case(amount=700))
    _held, order = _go(client, line, slip)
    line.press(order)
    page = client.get(f"/p/{slip.payment_link_token}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    done = client.post(
        f"/p/{slip.payment_link_token}/card/", {"key": key, "contract": str(line.contract_ref)}
    )
    assert done.status_code == 409
    assert "沒有應繳金額" in done.content.decode()
    assert CardAttempt.objects.get().state == "PAID"


def test_a_silent_platform_stops_a_second_order(desk, settings, monkeypatch):
    settings.CARD_SIMULATOR = "http://127.0.0.1:1"
    monkeypatch.setattr("wuai.platform.gateways.outside_transaction", lambda: None)
    client, slip = Client(), desk.slip(factories.case(amount=700))
    held, _ = _go(client, desk, slip)
    page = client.get(f"/p/{slip.payment_link_token}").content.decode()
    assert f"/card/{held.ref}/" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    done = client.post(
        f"/p/{slip.payment_link_token}/card/", {"key": key, "contract": str(desk.contract_ref)}
    )
    assert done.status_code == 409
    assert held.order_no in done.content.decode()
    assert CardEvent.objects.get().verdict == "SILENT"


def _simulated(desk, order):
    fields = dict(desk.fake.message(order, 700, False)) | {"SimulatePaid": "1"}
    return fields | {"CheckMacValue": check_mac(fields, desk.merchant.key, desk.merchant.iv)}


def _old(desk, order):
    order.paid_at = desk.at - timedelta(hours=3)
    return desk.fake.message(order, 700, False)


@pytest.mark.parametrize(
    ("make", "status", "reason"),
    [
        (lambda desk, order: desk.fake.message(order, 700, True), 400, "SIGNATURE"),
        (lambda desk, order: desk.fake.message(order, 699, False), 400, "AMOUNT"),
        (_simulated, 200, "SIMULATION"), (_old, 400, "CLOCK"),
        (lambda desk, order: {"MerchantID": "999", "CheckMacValue": "X"}, 400, "MERCHANT"),
        (lambda desk, order: {}, 400, "MALFORMED"), (lambda desk, order: {"a": "x" * 20000}, 413, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_believed_is_refused_and_written_down(desk, make, status, reason):
    _held, order = desk.attempt(desk.slip(factories.case(amount=700)))
    desk.press(order)
    answered = _call(Client(), make(desk, order))
    assert answered.status_code == status
    assert not Receipt.objects.exists()
    assert [e.reason for e in CardEvent.objects.all()] in ([reason], [])
    assert not reason or CardEvent.objects.get().verdict == "DISTRUSTED"
    assert all("card" not in e.kept and "4311" not in e.kept for e in CardEvent.objects.all())


def test_hooks_take_posts_of_known_platforms_only(desk):
    assert Client().get("/hooks/card/ecpay/").status_code == 405
    assert Client().post("/hooks/card/other/").status_code == 404


def test_noise_is_not_written_down_without_end(desk, monkeypatch):
    monkeypatch.setattr("wuai.contexts.payments.web.online.online_hooks.NOTED_A_MINUTE", 2)
    for _ in range(4):
        assert _call(Client(), {"MerchantID": "1"}).status_code == 400
    assert CardEvent.objects.count() <= 4


def test_no_question_is_asked_inside_a_transaction(desk, settings):
    from wuai.contexts.payments import jobs

    settings.CARD_SIMULATOR = "http://127.0.0.1:1"
    held = desk.row(desk.start(desk.slip(factories.case(amount=700))))
    with pytest.raises(RuntimeError, match="inside a transaction"):
        jobs.ask(held.ref, by=desk.by)


def test_an_unknown_order_of_a_known_account_is_refused(desk):
    _held, order = desk.attempt(desk.slip(factories.case(amount=700)))
    desk.press(order)
    order.order_no = "SCY11500000099ZZZZ"
    answered = _call(Client(), desk.fake.message(order, 700, False))
    assert (answered.status_code, answered.content) == (400, b"0|ORDER")
    with pytest.raises(online.AttemptUnknown):
        online.lock_attempt(desk.contract_ref)
