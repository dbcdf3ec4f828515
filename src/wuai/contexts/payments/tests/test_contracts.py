"""What a branch agreed decides what it offers: entered by day and by agency, ended, never in conflict."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.registry import registered
from wuai.contexts.payments.models import Channel, ChannelContract, CollectionContract
from wuai.kernel import virtual_accounts
from wuai.platform.models import HistoryLine

GIRO = {"giro_account": "99980105"}
FORM = {"bank": "臺灣銀行新竹分行", "account_name": "示範機關", "account": "0000000001"}


def _ways(desk, agency_id=None, kind="FINE", amount=1500, on=None):
    on = on or desk.on
    debt = api.Payable(kind, amount, amount, on, on + timedelta(days=20))
    found = api.offering(desk.branch.id, on).ways(debt, agency_id)
    return {way.code: way for way in found}


def _sign(desk, code, terms, **more):
    given = {"since": desk.on, "by": desk.chief, "at": desk.at} | more
    return api.sign_channel(branch_id=desk.branch.id, channel_code=code, terms=terms, **given)


def test_every_channel_of_the_table_is_registered_and_the_other_way_round(db):
    assert set(Channel.objects.values_list("code", flat=True)) == set(registered())


def test_what_is_signed_is_offered_from_its_day_to_its_end(desk):
    assert _ways(desk)["POST"].refused_code == "NO_CONTRACT"
    _sign(desk, "POST", GIRO)
    assert _ways(desk)["POST"].refused is None
    assert _ways(desk)["POST"].terms == GIRO
    assert _ways(desk, on=desk.on - timedelta(days=1))["POST"].refused_code == "NO_CONTRACT"
    last = desk.on + timedelta(days=3)
    given = {"by": desk.chief, "at": desk.at}
    assert api.end_channel(branch_id=desk.branch.id, channel_code="POST", until=last, **given) == 1
    assert _ways(desk, on=last)["POST"].refused is None
    assert _ways(desk, on=last + timedelta(days=1))["POST"].refused_code == "NO_CONTRACT"
    assert HistoryLine.objects.filter(action="channel.sign").count() == 1


def test_a_later_contract_takes_the_place_of_an_earlier_one(desk):
    _sign(desk, "POST", GIRO)
    later = desk.on + timedelta(days=5)
    _sign(desk, "POST", {"giro_account": "99980106"}, since=later)
    assert _ways(desk, on=later - timedelta(days=1))["POST"].terms == GIRO
    assert _ways(desk, on=later)["POST"].terms["giro_account"] == "99980106"
    with pytest.raises(api.ContractEntered):
        _sign(desk, "POST", GIRO)


def test_what_an_agency_gave_is_for_its_own_cases_only(desk):
    case, other = factories.case(), factories.agency("OTHER")
    _sign(desk, "TREASURY", FORM, agency_id=case.agency_id)
    assert _ways(desk, case.agency_id)["TREASURY"].terms["account"] == "0000000001"
    assert _ways(desk, other.id)["TREASURY"].refused_code == "NO_CONTRACT"


@pytest.mark.parametrize(
    ("code", "terms", "refusal"),
    [
        ("POST", {}, api.TermMissing),
        ("POST", {"giro_account": "1234567"}, api.TermWrong),
        ("EBILL", {"address": "javascript:alert(1)"}, api.TermWrong),
        ("EBILL", {"address": "http://ebill.example/"}, api.TermWrong),
        ("EBILL", {"address": "https://ebill.example/{name}"}, api.TermWrong),
        ("MOBILE", {"security_code": "short", "terminal": ""}, api.TermWrong),
        ("COUNTER", {}, api.NoContractAsked),
        ("VA", {"va_scheme": "CTBC_14"}, api.NoContractAsked),
        ("NOSUCH", {}, api.NoContractAsked),
    ],
)
def test_values_that_no_counterpart_gives_are_refused(desk, code, terms, refusal):
    with pytest.raises(refusal) as refused:
        _sign(desk, code, terms)
    assert refused.value.text("zh")
    assert refused.value.text("en")
    assert not ChannelContract.objects.exists()


@pytest.mark.parametrize(
    ("scheme", "prefix"),
    [("CTBC_14", "98765"), ("CTBC_14_AMOUNT", "98765"), ("ESUN_SINGLE", "98765"),
     ("ESUN_DOUBLE_AMOUNT", "98765"), ("SCSB_14", "9876543"), ("LAND_M14B", "9876"),
     ("LAND_M16A", "9876")],
)  # fmt: skip
def test_each_scheme_numbers_slips_once_its_contract_is_in_force(desk, scheme, prefix):
    case = factories.case(amount=1500)
    later = desk.on + timedelta(days=1)
    api.sign_collection(
        branch_id=desk.branch.id, scheme=scheme, prefix=prefix, store_item="6W9", slip_days=20,
        since=later, by=desk.chief, at=desk.at,
    )  # fmt: skip
    before = desk.slip(case)
    slip = api.issue_slips([case.id], by=desk.by, at=desk.at, on=later)[case.id]
    assert before.virtual_account.startswith("998")
    assert slip.virtual_account.startswith(prefix)
    assert slip.bank_code == virtual_accounts.find(scheme).bank
    assert virtual_accounts.verify(scheme, slip.virtual_account, 1500)
    for number in (before.number, slip.number):  # the old number still finds its case
        desk.receive(number, 700, place="822")
    assert sum(desk.owed(case).values()) == 100


def test_a_company_code_of_another_branch_is_refused_however_long(desk):
    others = CollectionContract.objects.exclude(branch_id=desk.branch.id)
    theirs = others.values_list("va_prefix", flat=True)[0]
    for prefix in (theirs, theirs[:4], theirs + "1"):
        with pytest.raises(api.PrefixTaken):
            api.sign_collection(
                branch_id=desk.branch.id, scheme="CTBC_14", prefix=prefix, store_item="",
                slip_days=20, since=desk.on, by=desk.chief, at=desk.at,
            )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_same_contract_entered_twice_at_once_is_entered_once():
    branch, refused = factories.branch(), []

    def enter():
        try:
            api.sign_channel(
                branch_id=branch.id, channel_code="POST", terms=GIRO, since=factories.ON,
                by=factories.system("test"), at=factories.AT,
            )  # fmt: skip
        except api.ContractEntered as error:
            refused.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=enter) for _ in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert (ChannelContract.objects.count(), len(refused)) == (1, 3)
