"""A plan from the request to its end, in the books."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine as clock
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments import api, jobs
from wuai.contexts.instalments.models import Consent, Plan, PlanDocument, Surety
from wuai.contexts.instalments.rules.deciding import SuretyMissing
from wuai.contexts.messages.models import Message
from wuai.contexts.payments import api as payments
from wuai.legal.instalments import TooManyInstalments
from wuai.platform.models import HistoryLine


def _open(office, plan):
    return [line.open for line in office.view(plan).stands.standing.lines]


def test_a_request_asks_every_agency_and_counts_once_however_often_it_is_sent(office):
    agency = make.agency()
    agency.feedback_email = "a@example.org"
    agency.save()
    case = make.case(amount=4000)
    asked = office.asked(case)
    first = api.request_plan(asked=asked, by=office.clerk, at=office.at, on=office.on)
    again = api.request_plan(asked=asked, by=office.clerk, at=office.at, on=office.on)
    assert first.id == again.id
    assert Consent.objects.get().answer == "WAITING"
    assert case.number not in Message.objects.get().body
    with pytest.raises(api.AskedAlready):
        office.request(case)


def test_cases_of_two_people_or_of_nothing_owed_are_no_plan(office):
    one, other = make.case(amount=4000), make.case(amount=4000)
    with pytest.raises(api.CasesNotTogether):
        office.request(one, other)
    with pytest.raises(api.CasesNotTogether):
        office.request(make.case(amount=0))
    with pytest.raises(TooManyInstalments):
        office.request(one, count=7)
    assert not Plan.objects.exists()


def test_granting_gives_each_instalment_a_slip_that_is_not_the_whole_debt(office):
    case = make.case(amount=30_002)
    whole = payments.issue_slips([case.id], by=office.by, at=office.at, on=office.on)[case.id]
    plan = office.granted(case)
    view = office.view(plan)
    slips = sorted(view.slips, key=lambda s: s.due_on)
    assert [s.amount for s in slips] == [7500, 7500, 7500, 7502]
    assert all(s.store_segments for s in slips)
    assert [s.due_on for s in slips] == [line.due_on for line in view.stands.standing.lines]
    assert payments.slip_by_number(whole.number).superseded_at is not None
    assert payments.slip_rows(case_ids=[case.id]) == {}
    assert payments.has_valid_slip([case.id], office.on) == {case.id}


def test_consent_authority_surety_and_two_people_come_before_a_grant(office):
    plan = office.request(make.case(amount=4000))
    with pytest.raises(api.PlanMoveNotAllowed):
        office.grant(plan)
    office.consent(plan, consents=False, reason="已有財產可供執行")
    office.consent(plan)
    with pytest.raises(api.NotYoursToDecide):
        office.grant(plan, by=office.clerk.__class__("staff", "account:7", "x", branch_id=office.branch.id))  # fmt: skip
    with pytest.raises(api.SamePerson):
        office.grant(plan, by=office.clerk)
    with pytest.raises(SuretyMissing):
        office.grant(plan, waived=" ")
    assert office.grant(plan).status == "ACTIVE"
    with pytest.raises(api.PlanMoveNotAllowed):
        office.grant(plan, by=office.chief)


def test_a_large_plan_is_for_the_chief(office):
    plan = office.request(make.case(amount=1_000_000))
    office.consent(plan)
    with pytest.raises(api.NotYoursToDecide):
        office.grant(plan)
    assert office.grant(plan, by=office.chief).status == "ACTIVE"


def test_nothing_is_saved_when_the_history_line_fails(office, monkeypatch):
    from wuai.contexts.instalments.actions import asking

    monkeypatch.setattr(asking, "record", lambda **_: None)
    with pytest.raises(RuntimeError):
        office.request(make.case(amount=4000))
    assert not Plan.objects.exists()


def test_money_early_partial_or_to_an_old_slip_pays_the_oldest_instalment(office, deliver):
    case = make.case(amount=4000)
    whole = payments.issue_slips([case.id], by=office.by, at=office.at, on=office.on)[case.id]
    plan = office.granted(case)
    slips = sorted(office.view(plan).slips, key=lambda s: s.due_on)
    office.pay(slips[3], 1000)
    assert _open(office, plan) == [0, 1000, 1000, 1000]
    office.pay(whole, 300)
    assert _open(office, plan) == [0, 700, 1000, 1000]
    deliver()
    left = sorted(office.view(plan).slips, key=lambda s: s.due_on)
    assert [s.amount for s in left] == [700, 1000, 1000]
    office.pay(left[0], 2700)
    deliver()
    assert office.view(plan).plan.status == "COMPLETED"
    assert cases.case_row(case.id).status == "PAID"


def test_several_cases_are_paid_one_after_the_other_on_slips_of_their_own(office, deliver):
    who = make.party()
    first = make.case(who, amount=1500, limit_1_on=date(2029, 1, 1))
    second = make.case(who, amount=2500)
    plan = office.granted(second, first)
    parts = [(s.due_on.month, s.case_id, s.amount) for s in office.view(plan).slips]
    assert sorted(parts) == sorted(
        [(11, first.id, 1000), (12, first.id, 500), (12, second.id, 500), (1, second.id, 1000),
         (2, second.id, 1000)]
    )  # fmt: skip
    office.pay(next(s for s in office.view(plan).slips if s.due_on.month == 2), 1000)
    deliver()
    view = office.view(plan)
    assert sum(s.amount for s in view.slips) == view.stands.standing.open == 3000
    assert view.stands.standing.next.no == 2


def test_withdrawing_a_case_lowers_the_end_of_the_plan(office, deliver):
    who = make.party()
    one, other = make.case(who, amount=3000), make.case(who, amount=1000)
    plan = office.granted(one, other)
    cases.withdraw(case_id=other.id, reason="機關撤回", by=office.by, at=office.at, on=office.on)
    deliver()
    assert _open(office, plan) == [1000, 1000, 1000, 0]
    assert {s.case_id for s in office.view(plan).slips} == {one.id}


def test_default_is_revoked_by_decision_and_makes_everything_due(office, deliver):
    case = make.case(amount=4000)
    plan = office.request(case)
    surety = api.Behind(
        key=uuid.uuid4(), kind="GUARANTOR", name="林保證", id_number="A123456789",
        signed_on=office.on, paper=api.Paper("LETTER", "擔保書.pdf", b"%PDF-1.7 x"),
    )  # fmt: skip
    for _ in range(2):
        api.add_surety(
            plan_ref=plan.ref, behind=surety, by=office.clerk, at=office.at, on=office.on
        )
    office.consent(plan)
    office.grant(plan, waived="")
    old = office.view(plan).slips[0]
    edge = office.on + timedelta(days=7)
    with pytest.raises(api.NotInDefault):
        api.revoke(plan_ref=plan.ref, reason="逾期", by=office.officer, at=office.at, on=edge)
    late = edge + timedelta(days=1)
    [row] = api.plans_in_arrears(office.branch.id, late)
    assert (row.days, row.instalments, row.amount, row.open) == (8, 1, 1000, 4000)
    api.revoke(plan_ref=plan.ref, reason="逾期未繳", by=office.officer, at=office.at, on=late)
    assert Surety.objects.get().liable_since == late
    assert payments.slip_rows(case_ids=[case.id])[case.id].amount == 4000
    assert office.view(plan).slips == ()
    assert api.plans_in_arrears(office.branch.id, late) == []
    office.pay(old, 1000, on=late)
    assert cases.balances([case.id], late)[case.id] == {"PRINCIPAL": 3000}
    assert office.request(case, count=2).status == "CONSENT"


def test_a_longer_schedule_replaces_the_old_one_within_the_table(office):
    case = make.case(amount=6000)
    plan = office.granted(case, count=3)
    office.pay(min(office.view(plan).slips, key=lambda s: s.due_on), 2000)
    with pytest.raises(TooManyInstalments):
        office.request(case, count=6, extends=plan.ref)
    longer = office.request(case, count=5, extends=plan.ref)
    office.consent(longer)
    office.grant(longer)
    assert office.view(plan).plan.status == "REPLACED"
    assert _open(office, longer) == [800] * 5
    assert office.view(plan).slips == ()


def test_a_refusal_and_a_withdrawal_need_a_reason(office):
    plan = office.request(make.case(amount=4000))
    with pytest.raises(Exception, match="INSTALMENT_REASON_NEEDED"):
        api.refuse(plan_ref=plan.ref, reason=" ", by=office.officer, at=office.at, on=office.on)
    api.refuse(plan_ref=plan.ref, reason="資力充足", by=office.officer, at=office.at, on=office.on)
    with pytest.raises(api.PlanMoveNotAllowed):
        api.withdraw_request(
            plan_ref=plan.ref, reason="x", by=office.clerk, at=office.at, on=office.on
        )


def test_who_belongs_elsewhere_finds_no_plan(office):
    plan = office.request(make.case(amount=4000))
    stranger = office.officer.__class__("staff", "account:8", "他署", branch_id=-1)
    with pytest.raises(api.PlanUnknown):
        api.refuse(plan_ref=plan.ref, reason="x", by=stranger, at=office.at, on=office.on)
    other = office.agency.__class__("agency", "account:10", "別機關", agency_id=-1)
    with pytest.raises(api.PlanUnknown):
        api.answer_consent(plan_ref=plan.ref, agency_id=office.agency.agency_id, consents=True,
                           reason="", by=other, at=office.at, on=office.on)  # fmt: skip


def test_a_silent_agency_is_asked_again_and_a_payer_reminded_once(office):
    plan = office.request(make.case(amount=4000), email="p@example.org")
    consent = Consent.objects.get(plan=plan)
    for days, times in ((6, 1), (7, 2), (8, 2), (14, 3)):
        with clock.travel(office.at + timedelta(days=days), tick=False):
            jobs.morning(0)
        consent.refresh_from_db()
        assert consent.asked_times == times, days
    office.consent(plan)
    office.grant(plan, first_on=office.on + timedelta(days=20))
    # The twentieth day is a Sunday: it is due on the next, and five days before that is the reminder.
    for days, mails in ((15, 0), (16, 1), (17, 1)):
        with clock.travel(office.at + timedelta(days=days), tick=False):
            jobs.morning(0)
        assert Message.objects.filter(recipient="p@example.org").count() == mails, days


def test_a_late_instalment_gets_a_slip_that_can_still_be_paid(office):
    plan = office.granted(make.case(amount=4000))
    before = {s.id: s for s in office.view(plan).slips}
    late = office.on + timedelta(days=3)
    for _ in range(2):
        with clock.travel(office.at + timedelta(days=3), tick=False):
            jobs.morning(0)
    after = {s.id: s for s in office.view(plan).slips}
    assert [s.amount for s in after.values()] == [1000] * 4
    assert all(s.is_valid(late) for s in after.values())
    (over,) = (s for i, s in before.items() if i not in after)
    assert not over.is_valid(late)


def test_decisions_become_papers_once(office, deliver):
    plan = office.granted(make.case(amount=4000))
    deliver()
    jobs.print_decision(str(plan.ref), "DECISION")
    assert PlanDocument.objects.get().kind == "DECISION"
    assert HistoryLine.objects.filter(action="instalment.grant").count() == 1
