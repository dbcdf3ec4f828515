"""Receipts on paper: numbered once, printed as A5, reprints marked, checked by everybody by QR."""

import io
import uuid

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.test import Client
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.receipt_paper import typeset
from wuai.contexts.payments.models import CounterReceipt, ReceiptPrint
from wuai.contexts.payments.queries.desk import counter_receipts as queries
from wuai.contexts.payments.rules.desk.counter_receipts import capital_amount
from wuai.contexts.payments.tests.test_till import _together
from wuai.contexts.payments.web.desk.counter_receipts import paper_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "零元整"), (1, "壹元整"), (10, "壹拾元整"), (105, "壹佰零伍元整"), (1005, "壹仟零伍元整"),
        (10_000, "壹萬元整"), (10_500, "壹萬零伍佰元整"), (12_345, "壹萬貳仟參佰肆拾伍元整"),
        (100_005, "壹拾萬零伍元整"), (100_000_000, "壹億元整"), (100_010_000, "壹億零壹萬元整"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_capital_numerals(amount, words):
    assert capital_amount(amount) == words


@pytest.fixture
def taken(desk):
    case = factories.case(amount=12345)
    received = api.take_cash(
        key=uuid.uuid4(), case_ids=[case.id], amount=12345, payer="陳#\U0002f9f4文", by=desk.cashier,
        at=desk.at, on=desk.on, tendered=13000,
    )  # fmt: skip
    return desk, received


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(factories.account(name, *permissions, **more))
    return client


def _page_of(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as held:
        assert len(held) == 1
        page = held[0]
        return page.get_textpage().get_text_range(), page.render(scale=3).to_pil(), page.get_size()


@time_machine.travel(factories.AT, tick=False)
def test_a_receipt_is_printed_once_and_reprints_say_so(taken):
    _desk, received = taken
    cashier = _enter("paper-cashier", "payment.counter")
    url = f"/staff/payments/{received.receipt_ref}/print/"
    assert "655" in cashier.get(url).content.decode()
    key = str(uuid.uuid4())
    text, picture, size = _page_of(cashier.post(url, {"key": key}).content)
    paper = CounterReceipt.objects.get()
    assert paper.number in text
    assert "壹萬貳仟參佰肆拾伍元整" in text
    assert "補印" not in text
    assert tuple(map(round, size)) == (420, 595)
    read = zxingcpp.read_barcodes(picture)
    assert next(code.text for code in read).endswith(f"/receipts/verify/{paper.token}")
    assert "補印" not in _page_of(cashier.post(url, {"key": key}).content)[0]
    again = _page_of(cashier.post(url, {"key": str(uuid.uuid4())}).content)[0]
    assert "補印 Reprint 1" in again
    assert ReceiptPrint.objects.count() == 2
    assert cashier.post(url, {"key": "x"}).status_code == 404
    stranger = _enter("paper-stranger", "payment.counter", of=factories.branch("TPY"))
    assert stranger.post(url, {"key": key}).status_code == 404


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
@time_machine.travel(factories.AT, tick=False)
def test_anybody_checks_a_receipt_and_learns_number_day_and_amount_only(taken, lang):
    desk, received = taken
    anybody = Client()
    anybody.cookies["django_language"] = lang
    paper = CounterReceipt.objects.get()
    words = {"zh-hant": ("是真的", "已作廢", "查無"), "en": ("genuine", "void", "no such receipt")}[
        lang
    ]
    page = anybody.get(f"/receipts/verify/{paper.token}").content.decode()
    assert words[0] in page
    assert paper.number in page
    assert "12,345" in page
    assert "陳" not in page
    assert "style=" not in page
    asked = api.request_void(ref=received.receipt_ref, why="誤鍵", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert words[1] in anybody.get(f"/receipts/verify/{paper.token}").content.decode()
    for wrong in (uuid.uuid4(), "x", "%00", "é"):
        answer = anybody.get(f"/receipts/verify/{wrong}")
        assert answer.status_code == 404
        assert words[2] in answer.content.decode()


def test_the_paper_names_the_branch_and_the_day_once(taken):
    from wuai.contexts.organisation.models import Branch

    desk, received = taken
    Branch.objects.filter(id=desk.branch.id).update(name_zh="法務部行政執行署新竹分署")
    held = queries.receipt_paper(desk.branch.id, received.receipt_ref)
    pdf = pypdfium2.PdfDocument(io.BytesIO(typeset(paper_words(held, 1), held.verify_url)))
    text = pdf[0].get_textpage().get_text_range()
    assert text.count("法務部行政執行署") == 1
    assert text.count(f"{desk.on.isoformat()}（") == 1
    assert paper_words(held, 1)["paid_on"].count(desk.on.isoformat()) == 1


def test_the_paper_of_a_receipt_needs_few_queries(taken, django_assert_max_num_queries):
    desk, received = taken
    with django_assert_max_num_queries(7):
        queries.receipt_paper(desk.branch.id, received.receipt_ref)


@pytest.mark.django_db(transaction=True)
def test_prints_at_once_are_numbered_one_after_the_other(transactional_db):
    from wuai.contexts.payments.actions.desk.counter_receipts import print_receipt
    from wuai.contexts.payments.tests.conftest import Desk

    desk = Desk()
    received = api.take_cash(
        key=uuid.uuid4(), case_ids=[factories.case(amount=5).id], amount=5, payer="",
        by=desk.cashier, at=desk.at, on=desk.on,
    )  # fmt: skip
    keys = [uuid.uuid4(), uuid.uuid4()]

    def press(key):
        return lambda: print_receipt(ref=received.receipt_ref, key=key, by=desk.cashier, at=desk.at)

    done = _together(*[press(key) for key in keys * 2])
    assert sorted(done) == [1, 1, 2, 2]
