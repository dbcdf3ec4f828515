"""What the counter asks a second person is among that person's work, and never decided by who asks."""

import re
import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.actions.desk.till import close_till, count_till
from wuai.contexts.payments.web.desk import till_work
from wuai.platform.panels import Desk

pytestmark = pytest.mark.django_db


def _take(desk, amount=1200):
    case = factories.case(amount=amount)
    return api.take_cash(
        key=uuid.uuid4(), case_ids=[case.id], amount=amount, payer="", by=desk.cashier,
        at=desk.at, on=desk.on, tendered=None,
    )  # fmt: skip


def _desk(desk, actor):
    return Desk(desk.branch.id, None, actor, desk.on)


def test_a_till_that_differs_is_work_for_everybody_but_who_counted_it(desk):
    _take(desk)
    count_till(ref=desk.till, pieces={1000: 3}, by=desk.cashier, at=desk.at)
    close_till(ref=desk.till, why="少兩百", by=desk.cashier, at=desk.at, on=desk.on)
    found = till_work.differing(_desk(desk, desk.chief))
    assert [(todo.url, todo.detail) for todo in found.todos] == [
        (f"/staff/payments/till/{desk.till}/", "少兩百")
    ]
    assert till_work.differing(_desk(desk, desk.cashier)).count == 0
    assert (
        till_work.differing(Desk(factories.branch("TPY").id, None, desk.chief, desk.on)).count == 0
    )


@time_machine.travel(factories.AT, tick=False)
def test_every_reason_has_a_field_of_its_own(desk):
    received, client = _take(desk), Client()
    may = ("payment.counter", "payment.settle", "payment.view")
    client.force_login(factories.account("void-both", *may))
    page = client.get(f"/staff/payments/{received.receipt_ref}/").content.decode()
    ids = re.findall(r' id="([^"]*why)"', page)
    assert len(ids) == len(set(ids)) == 2


@time_machine.travel(factories.AT, tick=False)
def test_who_asks_can_send_it_back_and_not_approve(desk):
    received = _take(desk)
    url = f"/staff/payments/{received.receipt_ref}/"
    pages = []
    for name in ("void-asks", "void-decides"):
        client = Client()
        may = ("payment.counter", "payment.approve", "payment.view")
        client.force_login(factories.account(name, *may))
        if not pages:
            client.post(f"{url}void/", {"why": "誤鍵"})
        pages.append(client.get(url).content.decode())
    assert ["核准作廢" in page for page in pages] == [False, True]
    assert all('value="REFUSED"' in page for page in pages)
