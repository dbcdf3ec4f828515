"""Money out through the door: as the cashier, the chief, and an agency whose remittance came back."""

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.payments.gateways.payouts import fake
from wuai.contexts.payments.models import AgencyStatement, OpenItem, Payout, PayoutBatch, Refund
from wuai.contexts.payments.tests.test_payouts import _agency, _collect
from wuai.contexts.payments.tests.test_statements import _make

pytestmark = pytest.mark.django_db
ALL = ("payment.view", "payment.counter", "payment.settle", "payment.approve", "case.view")
HOME = "/staff/payments/payouts/"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(make.AT, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *(permissions or ALL), **more))
    return client


@pytest.fixture
def cashier(desk):
    return _enter("cashier-o")


@pytest.fixture
def chief(desk):
    return _enter("chief-o")


def _text(answer):
    return answer.content.decode()


def _send(cashier, chief):
    made = cashier.post(
        f"{HOME}prepare/",
        {"kind": "REMITTANCE", "upto_year": "115", "upto_month": "11", "upto_day": "21"},
    )
    batch = PayoutBatch.objects.order_by("-id").first()
    assert made.url == f"{HOME}{batch.ref}/"
    assert "核准付款" not in _text(cashier.get(made.url))
    page = _text(chief.get(made.url))
    seen = re.search(r'name="sha256" value="([0-9a-f]{64})"', page).group(1)
    chief.post(f"{made.url}decide/", {"decision": "APPROVED", "sha256": seen})
    return batch, chief.post(f"{made.url}file/").content


def _answer(cashier, content):
    file = SimpleUploadedFile("r.csv", content, content_type="text/csv")
    return cashier.post(f"{HOME}results/", {"file": file})


def test_a_remittance_comes_back_the_agency_corrects_it_and_it_is_paid_again(desk, cashier, chief):
    agency = _collect(desk)
    clerk = _enter("agency-clerk", "agency.payments", agency_of=agency)
    _batch, content = _send(cashier, chief)
    number = Payout.objects.get().number
    answer = _answer(cashier, fake.answer(content, desk.on, returned=frozenset({number})))
    assert "查無此帳號" in _text(cashier.get(answer.url))
    assert number in _text(cashier.get(HOME))
    assert number in _text(clerk.get("/agency/"))
    assert number in _text(cashier.get("/staff/"))
    home = _text(clerk.get("/agency/statements/"))
    assert "錢沒有遺失" in home
    (url,) = re.findall(r"/agency/statements/returned/[0-9a-f-]{36}/", home)
    assert "0001********" in _text(clerk.get(url))
    assert clerk.post(url, {"name": "新戶", "bank": "004", "account": "1"}).status_code == 422
    clerk.post(url, {"name": "新戶", "bank": "0040037", "account": "998877665544"})
    assert number not in _text(clerk.get("/agency/"))
    assert "等待重新付款" in _text(clerk.get("/agency/statements/"))
    returned = url.replace("/agency/statements/", HOME)
    assert "9988********" in _text(cashier.get(returned))
    again = cashier.post(f"{returned}pay/")
    page = _text(chief.get(again.url))
    assert number in page
    assert "998877665544" not in page
    assert "還沒有" not in _text(cashier.get(HOME))


def test_another_agency_and_another_branch_see_nothing_of_it(desk, cashier, chief):
    agency = _collect(desk)
    batch, content = _send(cashier, chief)
    number = Payout.objects.get().number
    _answer(cashier, fake.answer(content, desk.on, returned=frozenset({number})))
    _make(desk)
    payout, held = Payout.objects.get(), AgencyStatement.objects.get()
    other = _enter("agency-other", "agency.payments", agency_of=make.agency("TEST-OTHER"))
    far = _enter("far", of=make.branch("TPY"))
    for url in (f"returned/{payout.ref}/", f"{held.ref}/", f"{held.ref}.csv", f"{held.ref}.pdf"):
        assert other.get(f"/agency/statements/{url}").status_code == 404
    for url in (
        f"payouts/{batch.ref}/",
        f"payouts/returned/{payout.ref}/",
        f"statements/{held.ref}/",
    ):
        assert far.get(f"/staff/payments/{url}").status_code == 404
    assert far.post(f"{HOME}{batch.ref}/file/").status_code == 404
    assert agency.name_zh in _text(cashier.get(f"/staff/payments/statements/{held.ref}/"))


def test_a_statement_opens_as_page_csv_and_tagged_pdf(desk):
    import pikepdf

    agency = _agency()
    agency.name_zh = "=機關"
    agency.save()
    _collect(desk)
    _make(desk)
    clerk = _enter("agency-clerk", "agency.payments", agency_of=agency)
    url = f"/agency/statements/{AgencyStatement.objects.get().ref}"
    assert "NT$ 500" in _text(clerk.get(f"{url}/"))
    lines = _text(clerk.get(f"{url}.csv")).splitlines()
    assert lines[0].startswith("\ufeff日期,種類")
    assert lines[-1].endswith(",500")
    with pikepdf.open(io.BytesIO(clerk.get(f"{url}.pdf").content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang
    assert clerk.get(f"{url}.exe").status_code == 404


def test_a_refund_is_asked_with_what_was_seen_and_decided_by_another(desk, cashier, chief):
    case = make.case(amount=1000)
    desk.receive(desk.slip(case).number, 1400)
    item = OpenItem.objects.get()
    url = f"/staff/payments/refunds/new/{item.ref}/"
    assert url in _text(cashier.get(f"/staff/suspense/{item.ref}/"))
    given = {"seen": 399, "amount": "400", "ground": "OVERPAID", "method": "TRANSFER",
             "name": "陳測試", "bank": "0040037", "account": "12345678901"}  # fmt: skip
    assert cashier.post(url, given).status_code == 412
    answer = cashier.post(url, given | {"seen": 400})
    assert answer.status_code == 302
    assert "12345678901" not in _text(chief.get(answer.url))
    assert cashier.post(f"{answer.url}decide/", {"decision": "APPROVED"}).status_code == 409
    chief.post(f"{answer.url}decide/", {"decision": "APPROVED"})
    assert Refund.objects.get().decision == "APPROVED"
    cashier.post(f"{HOME}prepare/", {"kind": "REFUND"})
    assert PayoutBatch.objects.get().kind == "REFUND"
    assert "待核准" in _text(cashier.get("/staff/payments/refunds/"))


def test_cash_goes_back_from_the_till_of_who_saw_the_document(desk, cashier, chief):
    case = make.case(amount=1000)
    desk.receive(desk.slip(case).number, 1400)
    given = {"seen": 400, "amount": "400", "ground": "OVERPAID", "method": "COUNTER",
             "name": "陳測試", "identity_seen": "國民身分證"}  # fmt: skip
    answer = cashier.post(f"/staff/payments/refunds/new/{OpenItem.objects.get().ref}/", given)
    refused = chief.post(f"{answer.url}decide/", {"decision": "APPROVED"})
    assert refused.status_code == 409  # nobody has a till open
    from wuai.contexts.identity.models import Account
    from wuai.contexts.payments.models import Till

    Till.objects.create(
        branch=desk.branch, by_ref=f"account:{Account.objects.get(username='cashier-o').ref}",
        by_name="x", opened_at=desk.at, opened_on=desk.on, opening_float=1000,
    )  # fmt: skip
    assert chief.post(f"{answer.url}decide/", {"decision": "APPROVED"}).status_code == 302
    assert (desk.on_books("REFUND"), desk.on_books("CASH")) == (0, -400)


def test_the_branch_makes_statements_only_of_what_is_over(desk, cashier):
    _collect(desk)
    given = {"kind": "DAY", "since_year": "115", "since_month": "11", "since_day": "21"}
    assert cashier.post("/staff/payments/statements/make/", given).status_code == 422
    with time_machine.travel(make.AT.replace(day=22), tick=False):
        fresh = _enter("cashier-later")
        fresh.post("/staff/payments/statements/make/", given)
        assert "TEST-NHI" in _text(fresh.get("/staff/payments/statements/"))
