"""Who signed for a plan that was revoked is told to pay, pays on slips of his own, and is then reached."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments import api, jobs
from wuai.contexts.instalments.jobs import print_claim
from wuai.contexts.instalments.models import GuarantorClaim, Surety
from wuai.contexts.instalments.queries.guarantors import claim_view, to_enforce
from wuai.contexts.instalments.rules import guarantors as rules
from wuai.contexts.payments import api as payments
from wuai.contexts.payments.actions.undoing import take_off
from wuai.contexts.payments.models import OpenItem, Slip

ON = date(2026, 12, 28)
# Revoked on 1 December; the obligor's slips of that day say the 21st.
UNTIL, DUE = date(2026, 12, 21), date(2027, 1, 12)
GOOD = rules.Grounds(True, True, False, True, UNTIL, UNTIL, DUE, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan_revoked": False}, {"is_guarantor": False}, {"released": True}, {"undertook": False},
        {"obligor_until": ON}, {"due_on": ON}, {"asked": 0},
        {"obligor_until": UNTIL - timedelta(days=1)},
    ],
)  # fmt: skip
def test_a_guarantor_is_reached_only_when_the_law_allows(wrong):
    rules.check_grounds(GOOD, ON)
    with pytest.raises(rules.GuarantorNotReachable):
        rules.check_grounds(replace(GOOD, **wrong), ON)


@pytest.mark.parametrize(
    ("made", "served", "due", "on", "may"),
    [(1, 1, 10, 11, True), (1, 10, 10, 11, True), (1, 11, 10, 12, False), (1, 1, 10, 10, False),
     (2, 1, 10, 11, False)],
)  # fmt: skip
def test_enforcement_waits_for_service_and_for_the_day(made, served, due, on, may):
    days = [date(2026, 12, n) for n in (made, served, due, on)]
    if may:
        rules.check_start(rules.DEMANDED, *days)
    else:
        with pytest.raises(rules.TooEarlyToEnforce):
            rules.check_start(rules.DEMANDED, *days)


@pytest.mark.parametrize(
    ("most", "owed", "parts"),
    [(500, {1: 300, 2: 400}, {1: 300, 2: 200}), (900, {1: 300, 2: 400}, {1: 300, 2: 400}),
     (100, {1: 300, 2: 400}, {1: 100, 2: 0}), (0, {1: 3}, {1: 0}),
     (-500, {1: 300, 2: 400}, {1: 0, 2: 0})],
)  # fmt: skip
def test_a_share_is_spread_over_the_cases_up_to_what_he_answers_for(most, owed, parts):
    assert rules.spread(most, owed) == parts


@pytest.fixture
def revoked(office):
    """A plan of 4,000 with a guarantor, revoked in default."""

    def lay(amount=None):
        case = make.case(amount=4000)
        plan = office.request(case)
        behind = api.Behind(
            key=uuid.uuid4(), kind="GUARANTOR", name="林保證", id_number="A123456789", amount=amount,
            signed_on=office.on, paper=api.Paper("LETTER", "擔保書.pdf", b"%PDF-1.7 x"),
        )  # fmt: skip
        api.add_surety(
            plan_ref=plan.ref, behind=behind, by=office.clerk, at=office.at, on=office.on
        )
        office.consent(plan)
        office.grant(plan, waived="")
        late = office.on + timedelta(days=8)
        plan = api.revoke(
            plan_ref=plan.ref, reason="逾期", by=office.officer, at=office.at, on=late
        )
        return case, plan, Surety.objects.get(plan=plan)

    return lay


def _demand(office, plan, surety, **more):
    given = {"undertook": True, "obligor_until": UNTIL, "due_on": DUE} | more
    return api.demand(plan_ref=plan.ref, surety_ref=surety.ref, given=api.Demand(**given),
                      by=office.officer, at=office.at, on=ON)  # fmt: skip


def _slip(office, plan, surety):
    (slip,) = claim_view(plan.ref, surety.ref, branch_id=office.branch.id).slips
    return slip


def test_he_gets_a_slip_of_his_own_and_what_he_pays_lowers_the_debt(office, revoked, deliver):
    case, plan, surety = revoked(amount=3000)
    whole = payments.slip_rows(case_ids=[case.id])[case.id]
    claim = _demand(office, plan, surety)
    assert _demand(office, plan, surety).ref == claim.ref
    slip = _slip(office, plan, surety)
    assert (claim.most, slip.amount) == (3000, 3000)
    assert payments.slip_rows(case_ids=[case.id])[case.id].id == whole.id
    office.pay(slip, 1000, on=ON)
    deliver(only="%deliver")
    assert sum(cases.balances([case.id], ON)[case.id].values()) == 3000
    view = claim_view(plan.ref, surety.ref, branch_id=office.branch.id)
    assert (view.paid, view.left, _slip(office, plan, surety).amount) == (1000, 2000, 2000)
    office.pay(_slip(office, plan, surety), 2000, on=ON)
    deliver(only="%deliver")
    assert GuarantorClaim.objects.get().state == "SATISFIED"
    assert claim_view(plan.ref, surety.ref, branch_id=office.branch.id).slips == ()
    assert sum(cases.balances([case.id], ON)[case.id].values()) == 1000


def test_when_the_obligor_pays_the_guarantor_is_free_and_comes_back_if_the_money_goes(
    office, revoked, deliver
):
    case, plan, surety = revoked()
    claim = _demand(office, plan, surety)
    office.pay(payments.slip_rows(case_ids=[case.id])[case.id], 1500, on=ON)
    deliver(only="%deliver")
    assert _slip(office, plan, surety).amount == 2500
    last = office.pay(payments.slip_rows(case_ids=[case.id])[case.id], 2500, on=ON)
    deliver(only="%deliver")
    claim.refresh_from_db()
    assert (claim.state, cases.case_row(case.id).status) == ("SATISFIED", "PAID")
    assert api.reachable_guarantors(case.id) == []
    bounced = payments.request_void(
        ref=last.receipt_ref, why="支票退票", by=office.clerk, at=office.at
    )
    payments.decide_void(
        ref=bounced, decision="APPROVED", by=office.chief, at=office.at, on=ON
    )  # fmt: skip
    deliver(only="%deliver")
    claim.refresh_from_db()
    assert (claim.state, claim.ended_on, claim.end_reason) == ("DEMANDED", None, "")
    back = _slip(office, plan, surety)
    assert (back.amount, back.is_valid(ON)) == (2500, True)


def test_who_pays_more_than_his_share_is_free_and_the_file_goes_on(office, revoked, deliver):
    case, plan, surety = revoked(amount=3000)
    claim = _demand(office, plan, surety)
    office.pay(_slip(office, plan, surety), 3500, on=ON)
    after = DUE + timedelta(days=1)
    with pytest.raises(api.GuarantorNotReachable):
        api.start(claim_ref=claim.ref, served_on=ON, by=office.chief, at=office.at, on=after)
    deliver(only="%deliver")
    claim.refresh_from_db()
    assert claim.state == "SATISFIED"
    view = claim_view(plan.ref, surety.ref, branch_id=office.branch.id)
    assert (view.left, view.slips) == (0, ())
    assert sum(cases.balances([case.id], ON)[case.id].values()) == 500


def test_what_he_paid_frees_him_no_more_once_it_went_to_another_file(office, revoked, deliver):
    _case, plan, surety = revoked()
    claim = _demand(office, plan, surety)
    paid = office.pay(_slip(office, plan, surety), 4000, on=ON)
    deliver(only="%deliver")
    claim.refresh_from_db()
    assert claim.state == "SATISFIED"
    who = {"by": office.clerk, "at": office.at}
    asked = take_off.request_take_off(ref=paid.receipt_ref, why="繳錯案件", **who)
    chief = {"decision": "APPROVED", "by": office.chief, "at": office.at, "on": ON}
    take_off.decide_take_off(ref=asked, **chief)
    asked = payments.propose_settlement(
        ref=OpenItem.objects.get().ref,
        case_id=make.case(amount=9000).id,
        amount=4000,
        why="x",
        **who,
    )
    payments.decide_settlement(ref=asked, **chief)
    deliver(only="%deliver")
    claim.refresh_from_db()
    view = claim_view(plan.ref, surety.ref, branch_id=office.branch.id)
    assert (claim.state, view.paid, view.left) == ("DEMANDED", 0, 4000)


def test_the_obligors_day_is_that_of_the_revocation_and_does_not_move(office, revoked):
    case, plan, surety = revoked()
    payments.issue_slips([case.id], by=office.by, at=office.at, on=ON)
    view = claim_view(plan.ref, surety.ref, branch_id=office.branch.id)
    assert view.obligor_until == UNTIL
    with pytest.raises(api.GuarantorNotReachable):
        _demand(office, plan, surety, obligor_until=UNTIL - timedelta(days=1))
    assert _demand(office, plan, surety).obligor_until == UNTIL


def test_a_lifted_claim_can_be_made_again_for_what_is_left_of_his_sum(office, revoked):
    _case, plan, surety = revoked(amount=3000)
    first = _demand(office, plan, surety)
    old = _slip(office, plan, surety)
    office.pay(old, 1000, on=ON)
    api.lift(claim_ref=first.ref, reason="誤發", by=office.officer, at=office.at, on=ON)
    assert claim_view(plan.ref, surety.ref, branch_id=office.branch.id).left == 2000
    again = _demand(office, plan, surety)
    assert again.ref != first.ref
    assert (again.most, _slip(office, plan, surety).amount) == (2000, 2000)
    assert _demand(office, plan, surety).ref == again.ref
    office.pay(old, 500, on=ON)  # the slip of the lifted claim, late: it counts
    view = claim_view(plan.ref, surety.ref, branch_id=office.branch.id)
    assert (view.claim.ref, view.paid, view.left) == (again.ref, 500, 1500)


def test_the_morning_after_his_day_gives_him_a_slip_that_can_be_paid(office, revoked):
    _case, plan, surety = revoked()
    _demand(office, plan, surety)
    old, after = _slip(office, plan, surety), DUE + timedelta(days=1)
    for _ in range(2):
        with time_machine.travel(datetime(2027, 1, 13, 1, tzinfo=UTC), tick=False):
            jobs.morning(0)
    now = _slip(office, plan, surety)
    assert (old.is_valid(after), now.is_valid(after), now.amount) == (False, True, 4000)
    assert Slip.objects.filter(instalment_ref=now.instalment_ref).count() == 2


def test_property_is_reached_after_his_day_by_a_second_person(office, revoked):
    case, plan, surety = revoked()
    claim = _demand(office, plan, surety)
    given = {"claim_ref": claim.ref, "served_on": ON + timedelta(days=1), "at": office.at}
    after = DUE + timedelta(days=1)
    with pytest.raises(api.TooEarlyToEnforce):
        api.start(by=office.chief, on=DUE, **given)
    with pytest.raises(api.SamePerson):
        api.start(by=office.officer, on=after, **given)
    assert [one.ref for one in to_enforce(office.branch.id, after)] == [claim.ref]
    assert api.start(by=office.chief, on=after, **given).state == "EXECUTING"
    (reach,) = api.reachable_guarantors(case.id)
    assert (reach.party_id, reach.left) == (surety.party_id, 4000)
    with pytest.raises(api.GuarantorClaimOver):
        api.start(by=office.chief, on=after, **given)
    api.lift(claim_ref=claim.ref, reason="和解", by=office.officer, at=office.at, on=after)
    assert api.reachable_guarantors(case.id) == []
    assert claim_view(plan.ref, surety.ref, branch_id=office.branch.id).slips == ()


def test_nobody_is_asked_before_the_plan_is_revoked_nor_by_other_branches(office, revoked):
    _case, plan, surety = revoked()
    with pytest.raises(api.GuarantorNotReachable):
        _demand(office, plan, surety, undertook=False)
    other = office.officer.__class__("staff", "account:8", "他署", branch_id=-1)
    with pytest.raises(api.PlanUnknown):
        api.demand(plan_ref=plan.ref, surety_ref=surety.ref, given=api.Demand(True, UNTIL, DUE),
                   by=other, at=office.at, on=ON)  # fmt: skip
    assert not GuarantorClaim.objects.exists()


def test_the_notice_is_set_once_with_his_slips(office, revoked):
    _case, plan, surety = revoked()
    claim = _demand(office, plan, surety)
    for _ in range(2):
        print_claim(str(claim.ref))
    claim.refresh_from_db()
    assert claim.document.kind == "CLAIM"
    assert claim.document.stored.size > 10_000


@time_machine.travel("2026-12-28T02:00:00Z", tick=False)
def test_the_page_tells_demands_and_shows_in_both_languages(office, revoked):
    _case, plan, surety = revoked(amount=3000)
    client = Client()
    client.force_login(make.account("reach", "case.view", "instalment.approve"))
    page = f"/staff/instalments/{plan.ref}/guarantors/{surety.ref}/"
    assert page.removeprefix(f"/staff/instalments/{plan.ref}/") in client.get(
        f"/staff/instalments/{plan.ref}/"
    ).content.decode()  # fmt: skip
    given = {
        "obligor_until_year": "115", "obligor_until_month": "12", "obligor_until_day": "21",
        "due_on_year": "116", "due_on_month": "1", "due_on_day": "12",
    }  # fmt: skip
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert client.post(page, given | {"undertook": "on"}).status_code == 302
    for lang in ("zh-hant", "en"):
        client.cookies["django_language"] = lang
        body = client.get(page).content.decode()
        assert "林保證" in body
        assert "style=" not in body
    slip = _slip(office, plan, surety)
    body = client.get(f"/p/{slip.payment_link_token}").content.decode()
    assert "NT$ 3,000" in body
    assert "NT$ 4,000" in body
    assert client.post(f"{page}lift/", {"reason": "x"}).status_code == 302
    viewer = Client()
    viewer.force_login(make.account("looks", "case.view"))
    assert viewer.post(page, given).status_code == 403
    stranger = Client()
    stranger.force_login(make.account("afar", "case.view", of=make.branch("TPY")))
    assert stranger.get(page).status_code == 404
