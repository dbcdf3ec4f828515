"""Beside store, transfer and card: giro, treasury form, other sites, desk; and why not, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from tests import factories

from wuai.contexts.payments import api as payments
from wuai.kernel import postal_giro
from wuai.platform.actors import system

AT, ON = datetime(2026, 11, 21, 2, 0, tzinfo=UTC), date(2026, 11, 21)
pytestmark = pytest.mark.django_db
CONTRACTS = {
    "POST": {"giro_account": "99980105"},
    "TREASURY": {"bank": "示範銀行", "account_name": "示範機關", "account": "0000000001"},
    "EBILL": {"address": "https://ebill.example/pay?no={agency_no}&amt={amount}"},
    "IPASS": {"merchant": "M1"},
    "EASYCARD": {"merchant": "M1"},
    "MOBILE": {"security_code": "AVnVbcN9xxRv", "terminal": "00," + "1" * 34},
}


def _page(client, amount=1500, *, signed=True, on=AT, **more):
    case = factories.case(factories.party("陳大文"), amount, agency_ref="NHI 7/1")
    with time_machine.travel(AT, tick=False):
        for code, terms in CONTRACTS.items() if signed else ():
            payments.sign_channel(
                branch_id=case.branch_id, channel_code=code, terms=terms, since=ON,
                by=system("chief"), at=AT,
            )  # fmt: skip
        slip = payments.issue_slips([case.id], by=system("clerk"), at=AT, on=ON)[case.id]
    with time_machine.travel(on, tick=False):
        return slip, client.get(f"/p/{slip.payment_link_token}", **more).content.decode()


def test_each_signed_way_prints_what_it_needs(client):
    slip, page = _page(client)
    giro = postal_giro.compose("99980105", slip.due_on, slip.number, 1500)
    assert all(code in page for code in giro)
    assert all(value in page for value in CONTRACTS["TREASURY"].values())
    assert "不是國庫的正式單據" in page
    assert 'href="https://ebill.example/pay?no=NHI%207%2F1&amp;amt=1500"' in page
    assert 'id="twqr-payment"' in page
    assert "一卡通" in page
    assert "悠遊卡" in page.split('id="not-offered"')[1]
    assert "只收規費" in page


def test_without_contracts_the_page_says_what_cannot_be_used(client):
    _, page = _page(client, signed=False)
    assert 'id="giro"' not in page
    assert 'id="treasury"' not in page
    assert "郵局劃撥" in page.split('id="not-offered"')[1]


def test_after_its_day_the_giro_barcodes_go_and_the_transfer_stays(client):
    slip, page = _page(client, on=AT + timedelta(days=21))
    assert 'id="giro"' not in page
    assert slip.virtual_account in page
    assert "繳款單期限已過" in page


def test_in_english_every_word_of_the_ways_is_english(client):
    _, page = _page(client, headers={"accept-language": "en"})
    for text in ("Post office: giro barcodes", "Treasury deposit form", "Pay on another site",
                 "Also taken at the counter", "Takes fees only"):  # fmt: skip
        assert text in page


def test_a_bank_that_checks_the_amount_gets_no_transfer_of_another_amount(client):
    case = factories.case(factories.party("陳大文"), 1500)
    payments.sign_collection(
        branch_id=case.branch_id, scheme="CTBC_14_AMOUNT", prefix="98765", store_item="6W9",
        slip_days=20, since=ON, by=system("chief"), at=AT,
    )  # fmt: skip
    slip = payments.issue_slips([case.id], by=system("clerk"), at=AT, on=ON)[case.id]
    with time_machine.travel(AT, tick=False):
        assert slip.virtual_account in client.get(f"/p/{slip.payment_link_token}").content.decode()
        payments.report_agency_payment(
            case_id=case.id, amount=500, paid_on=ON, receipt_no="A1", office="新竹",
            by=system("agency"), at=AT, on=ON,
        )  # fmt: skip
        page = client.get(f"/p/{slip.payment_link_token}").content.decode()
    assert slip.virtual_account not in page
    assert "TWQRP://" not in page
    assert "應繳金額已與繳款單不同" in page
