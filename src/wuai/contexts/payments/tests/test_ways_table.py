"""Everybody can read how, where, when, up to what sum and for what fee one can pay at a branch."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.organisation.models import Branch
from wuai.contexts.payments.actions.online import online_contract
from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS
from wuai.contexts.payments.models import Channel, ChannelContract
from wuai.contexts.payments.queries.slips.ways_table import Edge, ways_table
from wuai.contexts.payments.tests.conftest import Desk


@pytest.fixture
def lines(desk):
    return lambda: {way.name.zh: way for way in ways_table(desk.branch.id, desk.on, simulator="")}


def _sign(desk, code, terms, agency=None):
    channel = Channel.objects.get(code=code)
    ChannelContract.objects.create(
        branch=desk.branch, channel=channel, agency=agency, terms=terms, since=desk.on
    )
    return channel.name_zh


def test_limits_come_from_the_law_of_the_day_by_kind_of_debt(desk, lines):
    store = lines()["統一超商"]
    assert store.refused == ""
    assert Edge(("TAX",), 30_000, True) in store.edges or len(store.edges) > 1
    assert {kind for edge in store.edges for kind in edge.kinds} == {
        "TAX", "NHI", "LABOUR_INSURANCE", "FINE", "FEE",
    }  # fmt: skip


def test_what_a_branch_did_not_sign_is_not_offered_and_what_stopped_neither(desk, lines):
    name = Channel.objects.get(code="POST").name_zh
    assert lines()[name].refused == "NO_CONTRACT"
    _sign(desk, "POST", {"giro_account": "12345678"})
    assert lines()[name].refused == ""
    Channel.objects.filter(code="POST").update(until=desk.on - timedelta(days=1))
    assert lines()[name].refused == "WITHDRAWN"


def test_what_one_agency_gave_is_shown_for_its_cases_only(desk, lines):
    name = _sign(
        desk, "TREASURY", {"bank": "台銀", "account_name": "國庫", "account": "1"},
        factories.agency(),
    )  # fmt: skip
    way = lines()[name]
    assert [one.zh for one in way.agencies] == ["測試機關TEST-NHI"]


def test_fees_only_is_said(desk, lines):
    name = _sign(desk, "EASYCARD", {"merchant": "M1"})
    way = lines()[name]
    assert (way.refused, way.kinds) == ("", ("FEE",))


def test_a_card_page_is_unconfirmed_also_when_it_is_live(desk, lines):
    values = ACCOUNTS["ECPAY"] | {"platform": "ECPAY", "mode": "LIVE"}
    online_contract.enter_contract(branch_id=desk.branch.id, values=values, most=1000, **desk.who)
    (way,) = [one for name, one in lines().items() if "線上刷卡" in name]
    assert (way.refused, way.confirmed) == ("", False)


def test_a_simulated_card_page_is_shown_only_where_its_simulator_runs(desk):
    Branch.objects.filter(id=desk.branch.id).update(is_demo=True)
    values = ACCOUNTS["ECPAY"] | {"platform": "ECPAY", "mode": "SIMULATED"}
    online_contract.enter_contract(branch_id=desk.branch.id, values=values, most=1000, **desk.who)
    for simulator, count in (("", 0), ("http://127.0.0.1:1", 1)):
        ways = ways_table(desk.branch.id, desk.on, simulator=simulator)
        assert sum("線上刷卡" in way.name.zh for way in ways) == count


@time_machine.travel(factories.AT, tick=False)
def test_the_page_is_public_in_both_languages_and_marks_what_is_unconfirmed(db):
    Desk()
    client = Client()
    assert client.get("/ways-to-pay/nowhere/").status_code == 404
    for lang, words, mark in (
        ("zh-hant", "統一超商", "未經確認"),
        ("en", "7-ELEVEN", "unconfirmed"),
    ):
        client.cookies["django_language"] = lang
        assert "/ways-to-pay/SCY/" in client.get("/ways-to-pay/").content.decode()
        page = client.get("/ways-to-pay/SCY/")
        body = page.content.decode()
        assert page.status_code == 200
        assert words in body
        assert mark.lower() in body.lower()
        assert "style=" not in body
