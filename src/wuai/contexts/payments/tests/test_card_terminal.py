"""A card at the counter: the slip is keyed once, the acquirer's file settles it and posts nothing."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.actions.desk.card_terminal import take_card
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import CardSettlement, CardSlip, CounterReceipt, Receipt
from wuai.contexts.payments.queries.desk import till_figures as figures
from wuai.contexts.payments.rules.desk import card_terminal as rules
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_till import _together

SLIP = rules.TerminalSlip("T0001", "A1B2C3", "4242", "VISA")


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({}, None), ({"terminal_no": " t0001 ", "approval_code": "a1b2c3"}, None),
        ({"last_four": "424"}, rules.TerminalSlipUnreadable),
        ({"last_four": "４２４２"}, rules.TerminalSlipUnreadable),
        ({"approval_code": ""}, rules.TerminalSlipUnreadable),
        ({"terminal_no": "a b"}, rules.TerminalSlipUnreadable),
        ({"is_obligors": False}, rules.ConsentNeeded),
        ({"is_obligors": False, "holder": "王小明"}, rules.ConsentNeeded),
        ({"is_obligors": False, "has_consent": True, "holder": " "}, rules.ConsentNeeded),
        ({"is_obligors": False, "has_consent": True, "holder": "王小明"}, None),
    ],
)  # fmt: skip
def test_a_slip_is_read_and_another_persons_card_needs_consent(wrong, refused):
    slip = replace(SLIP, **wrong)
    if refused is None:
        assert rules.check_slip(slip).approval_code == "A1B2C3"
    else:
        with pytest.raises(refused):
            rules.check_slip(slip)


@pytest.mark.parametrize(
    ("amount", "rate", "fee"),
    [(0, 150, 0), (33, 150, 0), (34, 150, 1), (1000, 150, 15), (100, 250, 3)],
)
def test_the_fee_is_rounded_to_the_nearest_dollar(amount, rate, fee):
    assert rules.fee(amount, rate) == fee


def _take(desk, case, amount=500, **more):
    return take_card(
        case_ids=[case.id], amount=amount, payer="", slip=replace(SLIP, **more), by=desk.cashier,
        at=desk.at, on=desk.on,
    )  # fmt: skip


def _import(desk, *rows):
    content = codec.write(
        [
            ("NCCC", "2026-11-21", "2026-11-23", amount, "CARD", "T0001", code)
            for amount, code in rows
        ]
    )
    return api.import_settlement(
        branch_id=desk.branch.id, channel_code="CARD", name="c.csv", content=content, **desk.who
    )


def test_a_card_pays_at_once_and_its_settlement_posts_nothing_more(desk):
    case = factories.case(amount=500)
    first = _take(desk, case, is_foreign=True)
    assert _take(desk, case).receipt_ref == first.receipt_ref
    with pytest.raises(api.ReportedDifferently):
        _take(desk, case, amount=400)
    assert (CardSlip.objects.get().fee, CounterReceipt.objects.count()) == (13, 1)
    assert figures.card_months(desk.branch.id, desk.on, desk.on)[0].unsettled == 1
    outcome = _import(desk, (500, "A1B2C3"), (70, "ZZZ"))
    assert (outcome.posted, outcome.duplicates, outcome.suspense) == (0, 1, 1)
    assert CardSettlement.objects.get().settled_on == date(2026, 11, 23)
    _import(desk, (500, "A1B2C3"))
    assert CardSettlement.objects.count() == 1
    assert desk.on_books("CLEARING", "CARD") == 570
    (month,) = figures.card_months(desk.branch.id, desk.on, desk.on)
    assert (month.brand, month.is_foreign, month.count, month.unsettled) == ("VISA", True, 1, 0)


def test_a_settlement_of_another_amount_is_set_aside(desk):
    _take(desk, factories.case(amount=500))
    assert _import(desk, (501, "A1B2C3")).rejected == 1
    assert not CardSettlement.objects.exists()


def test_a_slip_whose_money_came_first_is_not_keyed_again(desk):
    _import(desk, (500, "A1B2C3"))
    with pytest.raises(rules.SettledBeforeKeyed):
        _take(desk, factories.case(amount=500))


@pytest.mark.django_db(transaction=True)
def test_keying_and_settling_at_once_takes_the_money_once(transactional_db):
    desk, case = Desk(), factories.case(amount=500)
    done = _together(
        lambda: _take(desk, case), lambda: _take(desk, case),
        lambda: _import(desk, (500, "A1B2C3")),
    )  # fmt: skip
    odd = [d for d in done if isinstance(d, Exception)]
    assert all(isinstance(d, rules.SettledBeforeKeyed) for d in odd), odd
    assert Receipt.objects.count() == 1
    assert desk.on_books("CLEARING", "CARD") == 500
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_one_slip_pays_several_cases_of_one_person_and_no_strangers(desk):
    client, person = Client(), factories.party()
    client.force_login(factories.account("many", "payment.counter", "payment.view"))
    one, two = factories.case(person, amount=500), factories.case(person, amount=300)
    stranger = factories.case(amount=900)
    page = f"/staff/payments/till/card/{one.ref}/"
    assert two.number in client.get(page).content.decode()
    given = {"amount": "800", "terminal_no": "T0001", "approval_code": "A1B2C3", "last_four": "4242",
             "brand": "JCB", "case_id": [one.id, two.id, stranger.id]}  # fmt: skip
    assert client.post(page, given | {"amount": "801"}).status_code == 422
    assert client.post(page, given | {"case_id": [stranger.id]}).status_code == 404
    assert client.post(page, given).status_code == 302
    assert (desk.owed(one), desk.owed(two), sum(desk.owed(stranger).values())) == ({}, {}, 900)
    outcome = _import(desk, (800, "A1B2C3"))
    assert (outcome.duplicates, CardSlip.objects.count(), Receipt.objects.count()) == (1, 1, 1)
    assert CardSettlement.objects.count() == 1


@time_machine.travel(factories.AT, tick=False)
def test_the_card_page_and_the_figures_in_both_languages(desk, django_assert_num_queries):
    client = Client()
    client.force_login(factories.account("cards", "payment.counter", "payment.view"))
    case = factories.case(amount=500)
    page = f"/staff/payments/till/card/{case.ref}/"
    given = {"amount": "500", "terminal_no": "T1", "approval_code": "9", "last_four": "4242",
             "brand": "JCB", "is_anothers": "on"}  # fmt: skip
    assert client.post(page, given).status_code == 422
    done = client.post(page, given | {"holder": "王小明", "has_consent": "on"})
    pdf = client.post(done.url, {"key": str(uuid.uuid4())})
    assert pdf["Content-Type"] == "application/pdf"
    desk.receive("99999999999999", 70)
    for lang in ("zh-hant", "en"):
        client.cookies["django_language"] = lang
        for address in (
            page,
            "/staff/payments/till/figures/",
            "/staff/payments/till/figures/?year=1",
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "style=" not in answer.content.decode()
    assert client.get("/staff/payments/till/figures/?year=x").status_code == 404
    sheet = client.get("/staff/payments/till/figures/channels.csv").content.decode()
    assert "2026-11,CARD," in sheet
    assert "2026-11,VA," in sheet
    stranger = factories.case(branch=factories.branch("TPY"))
    assert client.get(f"/staff/payments/till/card/{stranger.ref}/").status_code == 404
    with django_assert_num_queries(2):
        figures.channel_months(desk.branch.id, desk.on, desk.on)
        figures.card_months(desk.branch.id, desk.on, desk.on)


@time_machine.travel(factories.AT, tick=False)
def test_the_result_of_an_import_says_that_the_counter_recorded_it(desk):
    client = Client()
    client.force_login(factories.account("files", "payment.import", "payment.view"))
    _take(desk, factories.case(amount=500))
    page = f"/staff/payments/files/{_import(desk, (500, 'A1B2C3')).ref}/"
    for lang, word in (("zh-hant", "櫃檯已登錄"), ("en", "Already recorded at the counter")):
        client.cookies["django_language"] = lang
        shown = client.get(page).content.decode()
        assert shown.count(word) == 2  # in the sums, and on the line
        assert word in client.get(f"{page}results.csv").content.decode()
    twice = f"/staff/payments/files/{_import(desk, (500, 'A1B2C3'), (70, 'Z')).ref}/"
    shown = client.get(twice).content.decode()
    assert "Already recorded" not in shown
    assert "Duplicate" in shown
