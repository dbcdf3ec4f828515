"""Paying one case or many: the sum is seen first, slips are good, one card order has a part for each branch."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from tests import factories

from wuai.contexts.identity import queries_citizens
from wuai.contexts.instalments.tests.conftest import Office
from wuai.contexts.payments import api as payments
from wuai.contexts.payments.models import CardPart, Slip
from wuai.contexts.payments.tests.test_online_joint import SIM, JointDesk
from wuai.platform.actors import system

pytestmark = pytest.mark.django_db
MEI = "A123456789"
AT, ON, BY = factories.AT, factories.ON, system("t")


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def mei(db):
    return factories.party("陳美", MEI)


@pytest.fixture
def me(client, mei):
    """Mei's browser after she proved who she is."""
    factories.let_in(client, factories.citizen("陳美", MEI), at=AT)
    return client


def slip(*held):
    return payments.issue_slips([case.id for case in held], by=BY, at=AT, on=ON)


def test_ticking_others_shows_the_new_sum_before_anything_is_paid(me, mei):
    one, two = factories.case(mei), factories.case(mei, amount=700)
    page = me.get(f"/my/pay/?case={one.ref}").content.decode()
    assert 'name="seen" value="5000"' in page
    answer = me.post(
        "/my/pay/", {"case": [str(one.ref), str(two.ref)], "seen": "5000", "slips": "1"}
    )
    assert answer.status_code == 409
    assert 'name="seen" value="5700"' in answer.content.decode()
    assert not Slip.objects.filter(case=two).exists()
    assert me.post("/my/pay/", {"seen": "0", "slips": "1"}).status_code == 422


def test_slips_that_are_over_or_say_another_sum_are_given_anew_and_good_ones_stay(me, mei):
    good, old, none = (factories.case(mei, amount=n) for n in (100, 200, 300))
    before = ON - timedelta(days=90)
    held = slip(good) | payments.issue_slips([old.id], by=BY, at=AT - timedelta(days=90), on=before)
    assert not held[old.id].is_valid(ON)
    data = {"case": [str(c.ref) for c in (good, old, none)], "seen": "600", "slips": "1"}
    assert me.post("/my/pay/", data)["Location"] == "/my/pay/slips/"
    page = me.get("/my/pay/slips/").content.decode()
    now = payments.slip_rows(case_ids=[good.id, old.id, none.id])
    assert now[good.id].id == held[good.id].id
    assert now[old.id].id != held[old.id].id
    assert all(row.virtual_account in page for row in now.values())
    assert len(page) < 100_000
    assert Client().get("/my/pay/slips/").status_code == 302


def test_cases_of_two_branches_are_paid_by_one_card_order_with_a_part_each(
    me, mei, settings, monkeypatch
):
    settings.CARD_SIMULATOR = SIM
    # Pressed again, the first order is asked about over the line; here nobody answers.
    monkeypatch.setattr("wuai.contexts.payments.jobs.ask", lambda *_, **__: None)
    desk = JointDesk()
    there = factories.case(
        factories.party("陳美", MEI, of=desk.other), branch=desk.other, amount=400
    )
    here = factories.case(mei, amount=700)
    with time_machine.travel(desk.now, tick=False):
        factories.let_in(me, queries_citizens.citizen_with_number(MEI), at=desk.now)
        page = me.get("/my/pay/").content.decode()
        contract = re.search(r'name="contract" value="([^"]+)"', page)[1]
        assert "刷卡一次付清" in page
        assert f'name="key-{contract}"' in page
        assert re.search(r"刷卡付\w+分署、\w+分署 2 件", page)
        data = {"case": [str(here.ref), str(there.ref)], "seen": "1100", "contract": contract,
                f"key-{contract}": str(uuid.uuid4())}  # fmt: skip
        first = me.post("/my/pay/", data)
        assert re.fullmatch(r"/card/[0-9a-f-]+/go/", first["Location"])
        assert me.post("/my/pay/", data)["Location"] == first["Location"], (
            "pressed twice: one order"
        )
        order = first["Location"].removesuffix("go/")
        assert f'href="{order}"' in me.get("/my/pay/").content.decode()
    parts = {part.branch_id: part.amount for part in CardPart.objects.all()}
    assert parts == {here.branch_id: 700, there.branch_id: 400}


def test_branches_without_a_common_order_are_not_promised_one_payment(me, mei):
    other = factories.branch("SLY")
    for case in (
        factories.case(mei, amount=700),
        factories.case(factories.party("陳美", MEI, of=other), branch=other, amount=400),
    ):
        slip(case)
    page = me.get("/my/pay/").content.decode()
    assert "刷卡一次付清" not in page
    assert "各分署的案件分開付" in page
    assert "一次超過 50 件" in page


def test_a_case_whose_turn_has_not_come_in_its_plan_gets_no_slip_for_the_whole(me, mei):
    office = Office()
    first, second = factories.case(mei, amount=2000), factories.case(mei, amount=2000)
    office.granted(first, second)
    page = me.get("/my/pay/").content.decode()
    assert f"本期繳的是 {first.number}" in page
    for chosen, seen in (([second], "2000"), ([first, second], "4000")):
        data = {"case": [str(case.ref) for case in chosen], "seen": seen, "slips": "1"}
        assert me.post("/my/pay/", data)["Location"] == "/my/pay/slips/"
        page = me.get("/my/pay/slips/")
        assert page.status_code == 200
        assert f"第 1 期繳的是 {first.number}" in page.content.decode()
    assert "NT$ 1,000" in page.content.decode()
    assert not Slip.objects.filter(case__in=[first, second], instalment_ref=None).exists()


def test_a_late_instalment_is_given_a_slip_that_can_be_paid_when_it_is_asked_for(me, mei):
    office, case = Office(), factories.case(mei, amount=4000)
    plan = office.granted(case)
    late = AT + timedelta(days=10)
    with time_machine.travel(late, tick=False):
        factories.let_in(me, queries_citizens.citizen_with_number(MEI), at=late)
        data = {"case": [str(case.ref)], "seen": "4000", "slips": "1"}
        assert me.post("/my/pay/", data)["Location"] == "/my/pay/slips/"
        page = me.get("/my/pay/slips/").content.decode()
    live = payments.instalment_slips(
        row.ref for row in office.view(plan).stands.instalments if row.no == 1
    )
    (now,) = live
    assert now.is_valid(ON + timedelta(days=10))
    assert now.virtual_account in page


@pytest.mark.django_db(transaction=True)
def test_slips_asked_for_twice_at_once_are_issued_once():
    case, found = factories.case(factories.party("陳美", MEI)), []

    def press():
        try:
            rows = payments.renew_slips(case_ids=[case.id], by=BY, at=AT, on=ON)
            found.append(rows[case.id].id)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4
    assert Slip.objects.filter(case=case).count() == 1
