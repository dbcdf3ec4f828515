"""The certificate: conditions, two people, its number, its paper, the day on which the buyer has it (R151)."""

import io
import uuid
from datetime import date

import pypdfium2
import pytest
import time_machine

from wuai.contexts.applications import api as applications
from wuai.contexts.auctions import api, jobs
from wuai.contexts.auctions.actions import transferring
from wuai.contexts.auctions.gateways.typesetter.client import typeset
from wuai.contexts.auctions.models import Transfer, TransferStep
from wuai.contexts.auctions.queries import papers
from wuai.contexts.auctions.queries import transfers as queries
from wuai.contexts.auctions.rules import transferring as rules
from wuai.contexts.auctions.tests.conftest import now
from wuai.contexts.deadlines import api as deadlines
from wuai.platform.actors import PUBLIC

ASKED = {
    "sold_on": "2026-11-16", "lot": "甲標", "property": "竹東鎮長春段 100 地號", "scope": "全部",
    "price": "3,200,000", "delivery": "COUNTER", "name": "張買受", "id_number": "B223456782",
    "address": "新竹市西大路 5 號", "phone": "0912-000-000",
}  # fmt: skip


def asked_for(sale):
    who = sale.who(PUBLIC)
    arrival = applications.Arrival(channel="COUNTER", received_at=who["at"], key=uuid.uuid4())
    return applications.register(
        kind="TRANSFER_CERTIFICATE", branch_id=sale.branch.id, arrival=arrival,
        given={**ASKED, "case_no": sale.case.number}, **who,
    )  # fmt: skip


@pytest.mark.parametrize("missing", rules.CONDITIONS)
def test_each_condition_holds_it_up(missing):
    outcomes = dict.fromkeys(rules.CONDITIONS, rules.MET)
    rules.check_ready(outcomes)
    with pytest.raises(rules.ConditionsOpen) as refused:
        rules.check_ready(outcomes | {missing: rules.NOT_MET})
    assert rules.CONDITIONS[missing].name.zh in refused.value.text("zh")


@pytest.mark.parametrize(
    ("code", "outcome", "evidence", "paid_on", "refused"),
    [
        ("TAXES", rules.NOT_NEEDED, "非土地", None, None),
        ("BUYER", rules.NOT_NEEDED, "略", None, rules.ConditionAlwaysApplies),
        ("BUYER", rules.MET, "  ", None, rules.EvidenceNeeded),
        ("PRICE_PAID", rules.MET, "收據", None, rules.PricePaidDayNeeded),
        ("PRICE_PAID", rules.MET, "收據", date(2026, 11, 24), rules.PricePaidDayNeeded),
        ("PRICE_PAID", rules.MET, "收據", date(2026, 11, 23), None),
        ("PRICE_PAID", rules.NOT_MET, "尚欠尾款", None, None),
    ],
)
def test_a_check_says_what_it_rests_on(code, outcome, evidence, paid_on, refused):
    if refused is None:
        assert rules.check_condition(code, outcome, evidence, paid_on, date(2026, 11, 23))
    else:
        with pytest.raises(refused):
            rules.check_condition(code, outcome, evidence, paid_on, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, None),
        ({"identity_seen": " "}, rules.HandOverIncomplete),
        ({"receiver": ""}, rules.HandOverIncomplete),
        ({"way": "REGISTERED"}, rules.HandOverIncomplete),
        ({"way": "REGISTERED", "post_no": "123456"}, None),
        ({"received_on": date(2026, 11, 22)}, rules.ReceivedDayWrong),
        ({"received_on": date(2026, 11, 25)}, rules.ReceivedDayWrong),
    ],
)
def test_a_hand_over_names_the_day_and_what_was_seen(more, refused):
    given = {"way": "COUNTER", "received_on": date(2026, 11, 23), "receiver": "張買受",
             "identity_seen": "身分證"}  # fmt: skip
    handed = rules.HandOver(**(given | more))
    if refused is None:
        rules.check_hand_over(handed, date(2026, 11, 23), date(2026, 11, 24))
    else:
        with pytest.raises(refused):
            rules.check_hand_over(handed, date(2026, 11, 23), date(2026, 11, 24))


def test_nobody_issues_what_he_proposed_and_only_who_may_decide_issues(sale):
    row = sale.prepared()
    with pytest.raises(rules.ConditionsOpen):
        api.propose(ref=row.ref, **sale.who())
    sale.checked(row)
    api.propose(ref=row.ref, **sale.who(sale.officer))
    with pytest.raises(rules.SecondPersonIssues):
        api.issue(ref=row.ref, **sale.who(sale.officer))
    with pytest.raises(rules.MayNotIssue):
        api.issue(ref=row.ref, **sale.who(sale.clerk))
    other = sale.person(3, "陳執行官", "application.decide")
    assert api.issue(ref=row.ref, **sale.who(other)) == "115新竹移字第000001號"


def test_the_price_starts_the_five_days_and_the_issue_ends_them(sale):
    row = sale.prepared()
    sale.checked(row, "PRICE_PAID")
    [held] = deadlines.of_subject("transfer", str(row.ref))
    assert (held.rule, held.due_on) == ("TRANSFER_CERTIFICATE", date(2026, 11, 25))
    sale.checked(row, "PRICE_PAID", outcome="NOT_MET")  # it was somebody else's money
    assert not any(one.is_open for one in deadlines.of_subject("transfer", str(row.ref)))
    assert now(row).paid_on is None
    sale.issued(row)
    states = [one.state for one in deadlines.of_subject("transfer", str(row.ref))]
    assert sorted(states) == ["CANCELLED", "MET"]


def test_a_right_of_pre_emption_that_is_not_settled_holds_it_up(sale):
    notice = sale.told()
    row = sale.prepared()
    sale.checked(row)
    with pytest.raises(rules.PreemptionOpen):
        api.propose(ref=row.ref, **sale.who())
    api.waive(ref=notice.ref, note="書面聲明不買", **sale.who())
    api.propose(ref=row.ref, **sale.who())


def test_the_buyers_request_opens_it_and_is_answered_with_a_copy(sale):
    filed = asked_for(sale)
    row = Transfer.objects.get(application_ref=filed.ref)
    assert (row.buyer_name, row.price, row.state) == ("張買受", 3_200_000, rules.PREPARING)
    row = sale.issued(row)
    found = applications.followed(filed.number, filed.code)
    assert found.state.zh == "已答復"
    assert [one.name for one in found.results] == [f"{row.number}-copy.pdf"]


def test_a_second_request_for_the_same_lot_and_buyer_is_refused(sale):
    asked_for(sale)
    with pytest.raises(rules.CertificateThereAlready):
        asked_for(sale)
    assert sale.prepared(lot="乙標").lot == "乙標"


def test_the_buyers_request_joins_what_the_branch_began_and_taken_back_leaves_it(sale):
    row = sale.prepared(lot="甲")
    filed = asked_for(sale)
    assert now(row).application_ref == filed.ref
    transferring.not_asked(ref=row.ref, **sale.who())
    assert (now(row).application_ref, now(row).state) == (None, rules.PREPARING)
    filed = asked_for(sale)
    sale.issued(row)
    assert applications.followed(filed.number, filed.code).state.zh == "已答復"


@pytest.mark.parametrize("is_handed_over", [False, True])
def test_who_asks_after_it_was_printed_is_answered_with_the_copy_once(sale, is_handed_over):
    row = sale.issued()
    if is_handed_over:
        sale.handed_over(row)
    filed = asked_for(sale)
    with time_machine.travel(sale.who()["at"], tick=False):
        for _ in range(2):  # the job may run twice
            jobs.send_copy(transfer_ref=str(row.ref))
    found = applications.followed(filed.number, filed.code)
    assert found.state.zh == "已答復"
    assert [one.name for one in found.results] == [f"{row.number}-copy.pdf"]
    assert ("正本已經交付" in "".join(step.note for step in found.steps)) == is_handed_over
    with pytest.raises(rules.CertificateThereAlready):
        asked_for(sale)


def test_a_namesakes_request_joins_nothing_and_ones_own_taken_back_ends_it(sale):
    row = sale.prepared(buyer_id="C100000003")
    with pytest.raises(rules.CertificateThereAlready):
        asked_for(sale)
    transferring.call_off(ref=row.ref, reason="誤登", **sale.who())
    own = Transfer.objects.get(application_ref=asked_for(sale).ref)
    for _ in range(2):  # the event may come twice
        transferring.not_asked(ref=own.ref, **sale.who())
    assert now(own).state == rules.CALLED_OFF


def test_it_is_the_buyers_from_the_day_of_receipt(sale):
    row = sale.handed_over(sale.issued())
    assert (row.state, row.received_on, row.identity_seen) == (rules.HANDED_OVER, sale.on, "身分證")


def test_what_is_not_set_yet_is_not_handed_over(sale):
    row = sale.prepared()
    sale.checked(row)
    api.propose(ref=row.ref, **sale.who())
    api.issue(ref=row.ref, **sale.who(sale.officer))
    with pytest.raises(rules.NotPrintedYet):
        sale.handed_over(row)


def test_a_reissue_checks_the_identity_anew_takes_its_place_and_says_so(sale):
    old = sale.handed_over(sale.issued())
    row = api.reissue(ref=old.ref, reason="遺失", **sale.who())
    assert api.reissue(ref=old.ref, reason="遺失", **sale.who()).id == row.id
    with pytest.raises(rules.ConditionsOpen) as refused:
        api.propose(ref=row.ref, **sale.who())
    assert rules.CONDITIONS["BUYER"].name.zh in refused.value.text("zh")
    assert now(old).state == rules.HANDED_OVER  # until the new one is issued
    sale.checked(row, "BUYER")
    api.propose(ref=row.ref, **sale.who())
    number = api.issue(ref=row.ref, **sale.who(sale.officer))
    assert now(old).state == rules.REPLACED
    assert queries.verified(str(old.token)).replaced_by == number
    assert queries.verified(str(row.token)).replaced_by == ""
    words = papers.certificate(now(row))
    assert words["marks"] == ["補發 Reissue"]
    assert str(old.number) in "".join(words["said"])


def test_a_reissue_that_was_called_off_can_be_begun_again(sale):
    old = sale.handed_over(sale.issued())
    row = api.reissue(ref=old.ref, reason="遺失", **sale.who())
    transferring.call_off(ref=row.ref, reason="尋獲", **sale.who())
    last = TransferStep.objects.filter(transfer=row).latest("id")
    assert last.note == f"不補發 {old.number}：尋獲"
    assert queries.view(old.ref, sale.branch.id, sale.on).replaced_by is None
    again = api.reissue(ref=old.ref, reason="又遺失", **sale.who())
    assert again.id != row.id
    sale.issued(again)
    assert now(old).state == rules.REPLACED


def test_the_public_check_knows_only_what_was_issued(sale):
    row = sale.prepared()
    assert queries.verified(str(row.token)) is None
    assert queries.verified("no-uuid") is None
    row = sale.issued(row)
    found = queries.verified(str(row.token))
    assert (found.number, found.issued_on) == (row.number, sale.on)


def test_the_paper_says_all_of_it_with_a_code_to_verify(sale):
    row = sale.issued()
    pdf = pypdfium2.PdfDocument(io.BytesIO(typeset(papers.copy(row), row.token)))
    text = "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "")
    for said in (row.number, "張買受", "B223456782", "NT$ 3,200,000", "竹東鎮長春段 100 地號",
                 "副本", "第 98 條", "不點交"):  # fmt: skip
        assert said in text
