"""The accountant's bad day, by the screens only: every difference gets an owner or a match, then the day closes."""

import re
import uuid

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories

from wuai.contexts.payments.gateways.bank_statement import codec as bank
from wuai.contexts.payments.gateways.payouts import fake
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import (
    BankAccount,
    Cheque,
    DayClose,
    OpenItem,
    Payout,
    Receipt,
    Till,
)
from wuai.contexts.payments.tests.test_pages_out import _send
from wuai.contexts.payments.tests.test_payouts import _collect

DAY, TODAY = "/staff/payments/day/", "2026-11-21"
ON = {"year": "115", "month": "11", "day": "21"}


def _enter(name, *permissions):
    client = Client()
    client.force_login(factories.account(name, "payment.view", *permissions))
    return client


def _file(content, name="f.csv"):
    return SimpleUploadedFile(name, content, "text/csv")


def _page(client):
    return client.get(f"{DAY}?on={TODAY}").content.decode()


def _differences(page):
    """The forms by which differences are owned, as the page prints them."""
    keys = dict(re.findall(r'name="(d\d+)-key" value="([^"]+)"', page))
    amounts = dict(re.findall(r'name="(d\d+)-amount" value="([^"]+)"', page))
    return {prefix: (key, int(amounts[prefix])) for prefix, key in keys.items()}


def _a_wrong_count(cashier, chief):
    """2,000 to begin with, 1,000 taken, 2,900 counted: short by 100, agreed to by a second person."""
    cashier.post("/staff/payments/till/", {"opening_float": "2000"})
    case = factories.case(amount=1000)
    given = {"key": str(uuid.uuid4()), "amount": "1000", "payer": "陳", "case_id": case.id}
    cashier.post(f"/staff/counter/?case={case.ref}", given)
    till = f"/staff/payments/till/{Till.objects.order_by('-id')[0].ref}/"
    cashier.post(f"{till}count/", {"pieces_1000": 2, "pieces_500": 1, "pieces_100": 4})
    assert cashier.post(f"{till}close/", {"why": ""}).status_code == 422
    cashier.post(f"{till}close/", {"why": "找錢多找一百元"})
    chief.post(f"{till}decide/", {"decision": "APPROVED"})
    assert Till.objects.order_by("-id")[0].state == "CLOSED"


def _a_bounced_cheque(cashier, accountant):
    case = factories.case(amount=500)
    given = {"key": str(uuid.uuid4()), "numbers": case.number, "kind": "CHEQUE", "number": "AB1",
             "bank": "臺銀", "drawer": "大信", "amount": "500"}  # fmt: skip
    for name in ("received_on", "due_on"):
        given |= {f"{name}_{part}": value for part, value in ON.items()}
    cashier.post("/staff/payments/till/cheques/receive/", given)
    cheque = Cheque.objects.get()
    sent = {"bank": "臺銀新竹分行", "ref": [str(cheque.ref)]}
    cashier.post("/staff/payments/till/cheques/send/", sent)
    accountant.post(f"/staff/payments/till/cheques/{cheque.ref}/bounce/", {"why": "存款不足"})
    cheque.refresh_from_db()
    assert (cheque.state, cheque.reason) == ("BOUNCED", "存款不足")


def _a_returned_remittance(accountant, chief, desk):
    _collect(desk)
    batch, content = _send(accountant, chief)
    payout = Payout.objects.get()
    answer = fake.answer(content, desk.on, returned=frozenset({payout.number}))
    accountant.post("/staff/payments/payouts/results/", {"file": _file(answer, "r.csv")})
    payout.refresh_from_db()
    assert payout.status == "RETURNED"
    return batch, payout


@time_machine.travel(factories.AT, tick=False)
def test_the_day_closes_when_everything_is_matched_or_owned_and_the_books_hold(desk):
    accountant = _enter("bad-accountant", "payment.settle", "payment.import")
    cashier, chief = (
        _enter("bad-cashier", "payment.counter"),
        _enter("bad-chief", "payment.approve"),
    )
    _a_wrong_count(cashier, chief)
    _a_bounced_cheque(cashier, accountant)
    batch, payout = _a_returned_remittance(accountant, chief, desk)
    known = [(desk.slip(factories.case(amount=n)).number, n) for n in (300, 400)]
    rows = [
        (number, TODAY, TODAY, n, "CVS_711", "711", f"S{n}")
        for number, n in [*known, ("00000000000055", 55)]
    ]
    sent = {"channel": "CVS_711", "file": _file(codec.write(rows))}
    accountant.post("/staff/payments/import/", sent)
    statement = bank.write(
        BankAccount.objects.get(branch=desk.branch).number, 1000, (desk.on, desk.on),
        [
            (desk.on, 655, "統一超商代收", ""),  # the file says 755
            (desk.on, 500, "虛擬帳號", ""), (desk.on, 777, "不明存款", "X9"),
            (desk.on, -batch.total, "解繳", batch.number),
            (desk.on, payout.amount, "退匯", payout.number),
        ],
    )  # fmt: skip
    account = BankAccount.objects.get(branch=desk.branch).number
    accountant.post(f"{DAY}statement/", {"account": account, "file": _file(statement)})

    # Nothing closes while anything has no owner, and who owns it is not who closes it.
    page = _page(accountant)
    found = _differences(page)
    assert sorted((key.partition(":")[0], n) for key, n in found.values()) == [
        ("BANK", 777), ("SUM", -100)
    ]  # fmt: skip
    assert "還不能日結" in page
    assert "共 3 項，其中待查款項 1 筆" in page
    assert 'value="115-11-21"' in page
    chief.post(f"{DAY}close/", {"on": TODAY})
    assert not DayClose.objects.exists()
    for prefix, (key, amount) in found.items():
        answer = {"on": TODAY, "prefix": prefix, f"{prefix}-key": key, f"{prefix}-amount": amount,
                  f"{prefix}-why": "查明中", f"{prefix}-next_step": "11 月 24 日前電洽"}  # fmt: skip
        assert chief.post(f"{DAY}own/", answer).status_code == 403
        accountant.post(f"{DAY}own/", answer)
    chief.post(f"{DAY}close/", {"on": TODAY})
    assert not DayClose.objects.exists()  # the line of nobody's number has no owner yet
    (item,) = OpenItem.objects.filter(settled_at=None)
    accountant.post(f"/staff/suspense/{item.ref}/own/")
    chief.post(f"{DAY}close/", {"on": TODAY})

    (closed,) = DayClose.objects.all()
    assert all(one["owner"] for one in closed.figures["differences"])
    assert "已日結" in _page(accountant)
    _prove(desk, payout)


def _prove(desk, payout):
    """What the books hold at the end of that day, account by account."""
    held = {
        "CASH": desk.on_books("CASH"), "OVER_SHORT": desk.on_books("OVER_SHORT"),
        "CHEQUES": desk.on_books("CHEQUES"), "SUSPENSE": desk.on_books("SUSPENSE"),
        "CVS": desk.on_books("CLEARING", "CVS_711"), "VA": desk.on_books("CLEARING", "VA"),
    }  # fmt: skip
    assert held == {
        "CASH": 900, "OVER_SHORT": 100, "CHEQUES": 0, "SUSPENSE": -55, "CVS": 755, "VA": 0
    }  # fmt: skip
    # What came back is owed to the agency again, with everything that came in since.
    assert desk.on_books("PAYABLE") == -(payout.amount + 300 + 400)
    assert sum(row.amount for row in Receipt.objects.all()) == 1000 + 500 + 755
    desk.verify()
