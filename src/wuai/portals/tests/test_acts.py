"""Each act in a case is told to the person concerned, once, without a word about whom or how much."""

from datetime import timedelta

import time_machine
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.cases import events as of_cases
from wuai.contexts.instalments.tests.conftest import Office
from wuai.contexts.messages import api as messages
from wuai.contexts.notices import api as notices
from wuai.contexts.notices import events
from wuai.contexts.payments import api as payments
from wuai.contexts.payments.actions.undoing import take_off
from wuai.contexts.payments.models import OpenItem
from wuai.platform.actors import system
from wuai.portals import acts

AT, ON, BY = factories.AT, factories.ON, system("t")
MEI = "A123456789"


def told(*people):
    return sorted(copy.kind for copy in messages.copies([p.id for p in people]))


def test_each_act_reaches_the_person_and_names_nobody(deliver):
    mei = factories.party("陳美", MEI)
    case = factories.case(mei)
    notices.issue([case.id], by=BY, at=AT, on=ON)
    ground = cases.grounds("SUSPEND")[0].code
    cases.suspend(
        case_id=case.id, ground=ground, until_event="異議決定", reason="異議", by=BY, at=AT, on=ON
    )
    cases.resume(case_id=case.id, reason="駁回", by=BY, at=AT, on=ON)
    slip = payments.slip_rows(case_ids=[case.id])[case.id]
    line = payments.Line(1, slip.number, ON, ON, 5000, "CVS_711", "門市", "S1", "", "")
    payments.receive(
        branch_id=case.branch_id, arrival=payments.from_line(line), by=BY, at=AT, on=ON
    )
    with time_machine.travel(AT, tick=False):
        deliver()
    kinds = told(mei)
    assert kinds == ["ACT_DONE", "ACT_DONE", "CASE_CLOSED", "MONEY_IN", "NOTICE_SENT"]
    for copy in messages.copies([mei.id]):
        assert copy.link == f"/my/cases/{case.ref}/"
        assert copy.reference == case.number
        assert "陳美" not in copy.text + copy.subject
        assert "5,000" not in copy.text


def test_what_waited_in_the_queue_through_an_upgrade_is_told(db):
    mei = factories.party("陳美", MEI)
    case = factories.case(mei)
    branch, on = case.branch_id, str(ON)
    waiting = [  # as they were written before an event told its moment
        (of_cases.CasesClosed, {"case_ids": [case.id], "closing_code": "PAID", "on": on}),
        (of_cases.CasesReassigned, {"case_ids": [case.id], "section_id": 1}),
        (of_cases.CaseAmended, {"case_id": case.id}),
        (of_cases.CaseSuspended, {"case_id": case.id, "on": on}),
        (of_cases.CaseResumed, {"case_id": case.id, "on": on}),
    ]
    tell = dict(acts.HEARD)
    with time_machine.travel(AT, tick=False):
        for event, values in waiting:
            tell[event](event(branch_id=branch, **values))
    assert told(mei) == ["ACT_DONE", "ACT_DONE", "CASE_CLOSED", "CASE_NEWS", "CASE_NEWS"]


def test_what_happens_again_on_the_same_day_is_told_again(deliver):
    mei = factories.party("陳美", MEI)
    case = factories.case(mei, amount=5000)
    here = factories.section(case.branch)
    there = factories.section(case.branch, code="又")
    for hour, (amount, to) in enumerate([(4000, there), (3000, here), (2000, there)]):
        at = AT + timedelta(hours=hour)
        who = {"reason": "更正", "by": BY, "at": at}
        cases.amend(case_id=case.id, amounts={"PRINCIPAL": amount}, on=ON, **who)
        cases.reassign(case_ids=[case.id], section_id=to.id, **who)
    with time_machine.travel(AT, tick=False):
        deliver(only="%deliver")
    assert told(mei) == ["CASE_NEWS"] * 6


def test_money_that_moves_from_case_to_case_is_told_to_each_person_each_time(deliver):
    first, second = factories.party("陳美", MEI), factories.party("林一", "B123456780")
    wrong, right = factories.case(first), factories.case(second, amount=9000)
    slip = payments.issue_slips([wrong.id], by=BY, at=AT, on=ON)[wrong.id]
    line = payments.Line(1, slip.number, ON, ON, 5000, "CVS_711", "門市", "S1", "", "")
    paid = payments.receive(
        branch_id=wrong.branch_id, arrival=payments.from_line(line), by=BY, at=AT, on=ON
    )
    with time_machine.travel(AT, tick=False):
        deliver(only="%deliver")
    one, two = system("one", branch_id=wrong.branch_id), system("two", branch_id=wrong.branch_id)
    for hour, case in enumerate([right, wrong, right]):
        at = AT + timedelta(hours=hour)
        asked = take_off.request_take_off(ref=paid.receipt_ref, why="繳錯案件", by=one, at=at)
        take_off.decide_take_off(ref=asked, decision="APPROVED", by=two, at=at, on=ON)
        asked = payments.propose_settlement(
            ref=OpenItem.objects.get().ref, case_id=case.id, amount=5000, why="移至此案", by=one,
            at=at,
        )  # fmt: skip
        payments.decide_settlement(ref=asked, decision="APPROVED", by=two, at=at, on=ON)
    with time_machine.travel(AT, tick=False):
        deliver(only="%deliver")
    assert told(first) == ["CASE_CLOSED"] * 2 + ["CASE_NEWS"] * 2 + ["MONEY_IN"] * 2
    assert told(second) == ["CASE_NEWS"] + ["MONEY_IN"] * 2


def test_a_plan_that_is_granted_and_one_that_is_revoked_are_told(deliver):
    office = Office()
    mei = factories.party("陳美", MEI)
    office.granted(factories.case(mei, amount=40_000))
    with time_machine.travel(office.at, tick=False):
        deliver()
    assert told(mei).count("PLAN_NEWS") == 1


def test_an_act_on_many_tells_those_who_can_be_reached_and_each_once(db):
    mei, lin, far = (factories.party(f"測{n}", number) for n, number in
                     (("一", MEI), ("二", "B123456780"), ("三", "")))  # fmt: skip
    held = [factories.case(mei), factories.case(mei), factories.case(lin), factories.case(far)]
    factories.citizen("測一", MEI)
    messages.set_contact(
        party_id=lin.id, channel="MAIL", address="lin@example.tw", source="COUNTER", by=BY, at=AT
    )
    assert acts.reachable([mei.id, lin.id, far.id]) == {mei.id, lin.id}
    batch = notices.issue_notices(
        case_ids=[case.id for case in held], kind="PAYMENT", request_key="", by=BY, at=AT, on=ON
    )
    event = events.NoticesIssued(mei.branch_id, str(batch), "PAYMENT", 3, str(ON))
    with time_machine.travel(AT, tick=False):
        acts.notices_issued(event)
        acts.notices_issued(event)
    assert told(mei) == ["NOTICE_SENT"]
    assert told(lin) == ["NOTICE_SENT"]
    assert told(far) == []
    assert messages.copies([mei.id])[0].link == "/my/"
