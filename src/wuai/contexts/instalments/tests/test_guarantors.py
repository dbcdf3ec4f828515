"""Who signed for a plan that was revoked is told to pay, pays on slips of his own, and is then reached."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments import api
from wuai.contexts.instalments.jobs import print_claim
from wuai.contexts.instalments.models import GuarantorClaim, Surety
from wuai.contexts.instalments.queries.guarantors import claim_view, to_enforce
from wuai.contexts.instalments.rules import guarantors as rules
from wuai.contexts.payments import api as payments

ON = date(2026, 12, 20)
GOOD = rules.Grounds(True, True, False, True, date(2026, 12, 19), date(2026, 12, 21), 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan_revoked": False}, {"is_guarantor": False}, {"released": True}, {"undertook": False},
        {"obligor_until": ON}, {"due_on": ON}, {"owed": 0},
    ],
)  # fmt: skip
def test_a_guarantor_is_reached_only_when_the_law_allows(wrong):
    rules.check_grounds(GOOD, ON)
    with pytest.raises(rules.GuarantorNotReachable):
        rules.check_grounds(replace(GOOD, **wrong), ON)


@pytest.mark.parametrize(
    ("served", "due", "on", "may"),
    [(1, 10, 11, True), (10, 10, 11, True), (11, 10, 12, False), (1, 10, 10, False)],
)
def test_enforcement_waits_for_service_and_for_the_day(served, due, on, may):
    days = [date(2026, 12, n) for n in (served, due, on)]
    if may:
        rules.check_start(rules.DEMANDED, *days)
    else:
        with pytest.raises(rules.TooEarlyToEnforce):
            rules.check_start(rules.DEMANDED, *days)


@pytest.mark.parametrize(
    ("most", "owed", "parts"),
    [(500, {1: 300, 2: 400}, {1: 300, 2: 200}), (900, {1: 300, 2: 400}, {1: 300, 2: 400}),
     (100, {1: 300, 2: 400}, {1: 100, 2: 0}), (0, {1: 3}, {1: 0})],
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


UNTIL, DUE = date(2026, 12, 15), date(2027, 1, 4)


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
    office.pay(payments.slip_rows(case_ids=[case.id])[case.id], 2500, on=ON)
    deliver(only="%deliver")
    claim.refresh_from_db()
    assert (claim.state, cases.case_row(case.id).status) == ("SATISFIED", "PAID")
    assert api.reachable_guarantors(case.id) == []


def test_property_is_reached_after_his_day_by_a_second_person(office, revoked):
    case, plan, surety = revoked()
    claim = _demand(office, plan, surety)
    given = {"claim_ref": claim.ref, "served_on": date(2026, 12, 22), "at": office.at}
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


@time_machine.travel("2026-12-20T02:00:00Z", tick=False)
def test_the_page_tells_demands_and_shows_in_both_languages(office, revoked):
    _case, plan, surety = revoked(amount=3000)
    client = Client()
    client.force_login(make.account("reach", "case.view", "instalment.approve"))
    page = f"/staff/instalments/{plan.ref}/guarantors/{surety.ref}/"
    assert page.removeprefix(f"/staff/instalments/{plan.ref}/") in client.get(
        f"/staff/instalments/{plan.ref}/"
    ).content.decode()  # fmt: skip
    given = {
        "obligor_until_year": "115", "obligor_until_month": "12", "obligor_until_day": "15",
        "due_on_year": "116", "due_on_month": "1", "due_on_day": "4",
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
