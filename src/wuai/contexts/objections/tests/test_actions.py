"""An objection from the filing to its end: what the branch finds, what the Agency decides, what stops."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.actions import work
from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.identity.queries_colleagues import NoSuchColleague
from wuai.contexts.objections import api
from wuai.contexts.objections.models import Objection, ObjectionPaper, ObjectionStep
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.objections.tests.conftest import SAID
from wuai.kernel.taipei import TAIPEI
from wuai.platform.actors import PUBLIC
from wuai.platform.models import HistoryLine


def limits(row):
    held = deadlines.of_subject("objection", str(row.ref))
    return [(one.rule, one.state, one.due_on) for one in held]


def request_of(row):
    (line,) = [one for one in applications.of_case(row.case_id) if one.ref == row.application_ref]
    return line


def stands_still(row):
    return cases.case_row(row.case_id).status == "SUSPENDED"


def test_what_is_filed_opens_an_objection_whose_ten_days_run_from_its_receipt(chamber):
    case = make.case()
    row = chamber.opened(case, received_at=chamber.at - timedelta(days=1))
    assert (row.state, row.form, row.objector, row.is_late) == ("RECEIVED", "WRITTEN", "OBLIGOR", False)  # fmt: skip
    assert (row.received_on, row.act_on) == (date(2026, 11, 22), date(2026, 11, 10))
    assert limits(row) == [("OBJECTION_OPINION", "RUNNING", date(2026, 12, 2))]
    assert request_of(row).due_on == date(2026, 12, 2)
    assert not stands_still(row)
    lines = HistoryLine.objects.filter(action="objection.register", case_ref=str(case.ref))
    assert lines.count() == 1


def test_unfounded_it_goes_to_the_agency_and_comes_back_rejected(chamber, deliver):
    row = chamber.opened()
    chamber.propose(row)
    assert chamber.approve(row) == "FORWARDING"
    assert limits(row)[0][1] == "RUNNING"
    chamber.forward(row, date(2026, 12, 3))
    assert limits(row)[0][1] == "MET"
    chamber.arrive(row, date(2026, 12, 4))
    assert limits(row)[1] == ("OBJECTION_DECISION", "RUNNING", date(2027, 1, 4))
    assert chamber.decide(row, "REJECT", date(2026, 12, 20)) == "REJECTED"
    row.refresh_from_db()
    assert (row.ended_on, row.decision_no) == (date(2026, 12, 20), "行執字第 1150002 號")
    assert [one[1] for one in limits(row)] == ["MET", "MET"]
    line = request_of(row)
    assert (line.is_ended, line.state.zh) == (True, "已答復")
    assert not stands_still(row)


@pytest.mark.parametrize(("day", "late"), [(2, False), (3, False), (4, True)])
def test_sent_on_the_tenth_day_is_in_time_and_on_the_eleventh_late(chamber, day, late):
    row = chamber.opened()
    chamber.propose(row)
    chamber.approve(row)
    chamber.forward(row, date(2026, 12, day))
    (held,) = deadlines.of_subject("objection", str(row.ref))
    assert held.is_late is late


def test_well_founded_it_stops_enforcement_and_is_put_right(chamber):
    row = chamber.opened()
    chamber.propose(row, "UPHELD")
    assert not stands_still(row)
    assert chamber.approve(row) == "REMEDY"
    assert stands_still(row)
    assert limits(row)[0][1] == "MET"
    chamber.carry_out(row)
    row.refresh_from_db()
    assert (row.state, row.stay, row.stay_ended_on) == ("REMEDIED", "FOUND", chamber.on)
    assert not stands_still(row)
    assert request_of(row).is_ended


def test_what_was_revoked_altogether_leaves_enforcement_standing_still(chamber):
    row = chamber.opened()
    chamber.propose(row, "UPHELD")
    chamber.approve(row)
    chamber.carry_out(row, goes_on=False)
    assert stands_still(row)


def test_the_agencys_order_stops_enforcement_too(chamber):
    row = chamber.at_agency()
    assert chamber.decide(row, "ORDER", date(2026, 12, 1)) == "REMEDY"
    assert stands_still(row)
    row.refresh_from_db()
    assert row.remedy == "原命令撤銷"
    with pytest.raises(o.DayOutOfOrder):
        chamber.carry_out(row)  # dated before the decision


def still_for_another_reason(chamber, row):
    cases.suspend(case_id=row.case_id, ground="TAX_REVIEW", until_event="復查決定", reason="復查",
                  **chamber.who(chamber.officer))  # fmt: skip


@pytest.mark.parametrize("by_agency", [False, True])
def test_when_another_ground_ends_what_is_well_founded_stops_enforcement_again(
    chamber, deliver, by_agency
):
    row = chamber.at_agency() if by_agency else chamber.opened()
    still_for_another_reason(chamber, row)
    if by_agency:
        chamber.decide(row, "ORDER", chamber.on + timedelta(days=1))
    else:
        chamber.propose(row, "UPHELD")
        chamber.approve(row)
    row.refresh_from_db()
    assert (row.state, row.stay) == ("REMEDY", "")
    day = chamber.on + timedelta(days=2)
    cases.resume(case_id=row.case_id, reason="復查決定", **chamber.who(chamber.officer, day))
    deliver(only="%deliver")
    assert stands_still(row)
    row.refresh_from_db()
    assert (row.stay, row.stayed_on, row.stay_ended_on) == ("FOUND", day, None)
    with pytest.raises(life.ObjectionMoveNotAllowed):
        api.lift_stay(ref=row.ref, reason="續行", **chamber.who(chamber.officer, day))
    done = api.Done("已撤銷扣押命令", day, True)
    api.carry_out(ref=row.ref, done=done, **chamber.who(chamber.clerk, day))
    deliver(only="%deliver")
    assert not stands_still(row)


@pytest.mark.parametrize(("kind", "still"), [("ORDERED", True), ("OWN", False)])
def test_a_stay_ordered_by_the_agency_is_not_ended_on_the_page_of_the_case(
    chamber, deliver, kind, still
):
    row = chamber.opened()
    api.stay(ref=row.ref, kind=kind, reason="署函", **chamber.who(chamber.officer))
    cases.resume(case_id=row.case_id, reason="續行", **chamber.who(chamber.officer))
    deliver(only="%deliver")
    assert stands_still(row) is still
    row.refresh_from_db()
    api.lift_stay(ref=row.ref, reason="署令續行", **chamber.who(chamber.officer))
    deliver(only="%deliver")
    assert not stands_still(row)


def test_what_is_approved_is_what_was_read(chamber):
    row = chamber.opened()
    chamber.propose(row)
    read = api.proposal_of(row.ref)
    api.send_back(ref=row.ref, reason="再想想", **chamber.who(chamber.chief))
    chamber.propose(row, "UPHELD")
    with pytest.raises(api.ProposalChanged):
        api.approve(ref=row.ref, proposal=read, **chamber.who(chamber.officer))
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("PROPOSED", "")
    assert not stands_still(row)
    assert chamber.approve(row) == "REMEDY"


def test_what_is_no_objection_is_told_and_ends(chamber):
    row = chamber.opened()
    chamber.propose(row, "NOT_OURS")
    assert chamber.approve(row) == "REDIRECTED"
    assert limits(row)[0][1] == "MET"
    assert request_of(row).is_ended


def test_who_proposed_does_not_approve_and_may_not_send_back(chamber):
    row = chamber.opened()
    chamber.propose(row, by=chamber.officer)
    with pytest.raises(o.SamePerson):
        chamber.approve(row)
    with pytest.raises(o.SamePerson):
        api.send_back(ref=row.ref, reason="再想想", **chamber.who(chamber.officer))
    with pytest.raises(o.NotPermitted):
        chamber.approve(row, by=chamber.clerk)
    api.send_back(ref=row.ref, reason="理由不足", **chamber.who(chamber.chief))
    row.refresh_from_db()
    assert row.state == "RECEIVED"
    chamber.propose(row)
    assert chamber.approve(row, by=chamber.chief) == "FORWARDING"


def test_a_finding_without_reasons_is_refused_and_nothing_is_kept(chamber):
    row = chamber.opened()
    for found in (api.Found("UNFOUNDED", " "), api.Found("UPHELD", "有理由", " ")):
        with pytest.raises(life.ReasonNeeded):
            api.propose(ref=row.ref, found=found, **chamber.who(chamber.clerk))
    row.refresh_from_db()
    assert (row.state, row.finding) == ("RECEIVED", "")
    with pytest.raises(life.ObjectionMoveNotAllowed):
        chamber.approve(row)


def test_after_enforcement_ended_it_is_refused_online_and_taken_on_paper(chamber):
    closed = make.case(status="PAID", closed_on=date(2026, 11, 20), closing_code="PAID")
    with pytest.raises(api.ExecutionEnded) as refused:
        chamber.filed(closed)
    assert "2026-11-20" in refused.value.text("en")
    assert applications.of_case(closed.id) == []
    row = chamber.opened(closed, channel="POST")
    assert row.is_late
    before = datetime(2026, 11, 19, 9, tzinfo=TAIPEI)
    assert not chamber.opened(closed, channel="NIGHT", received_at=before).is_late
    chamber.propose(row, "UPHELD")
    chamber.approve(row)
    row.refresh_from_db()
    assert row.stayed_on is None  # nothing is left to stop


def test_an_interested_person_says_why(chamber):
    with pytest.raises(api.InterestMissing):
        chamber.filed(objector="INTERESTED")
    row = chamber.opened(objector="INTERESTED", interest="扣押物是我的")
    chamber.propose(row)
    chamber.approve(row)
    assert request_of(row).state.zh == "辦理中"


def test_a_stay_is_ordered_and_lifted_and_ends_with_a_rejection(chamber):
    row = chamber.opened()
    with pytest.raises(o.NotPermitted):
        api.stay(ref=row.ref, kind="OWN", reason="必要", **chamber.who(chamber.clerk))
    api.stay(ref=row.ref, kind="ASKED", reason="拍定在即，難以回復", **chamber.who(chamber.officer))
    assert stands_still(row)
    with pytest.raises(cases.MoveNotAllowed):
        api.stay(ref=row.ref, kind="OWN", reason="再一次", **chamber.who(chamber.officer))
    api.lift_stay(ref=row.ref, reason="原因消滅", **chamber.who(chamber.officer))
    assert not stands_still(row)
    with pytest.raises(life.ObjectionMoveNotAllowed):
        api.lift_stay(ref=row.ref, reason="再一次", **chamber.who(chamber.officer))
    api.stay(ref=row.ref, kind="ORDERED", reason="署函", **chamber.who(chamber.officer))
    chamber.propose(row)
    chamber.approve(row)
    chamber.forward(row, chamber.on)
    chamber.arrive(row, chamber.on)
    chamber.decide(row, "REJECT", chamber.on)
    assert not stands_still(row)


def test_a_stay_that_somebody_else_ordered_is_not_lifted_with_ours(chamber):
    row = chamber.opened()
    api.stay(ref=row.ref, kind="OWN", reason="必要", **chamber.who(chamber.officer))
    who = {"by": chamber.officer, "at": chamber.at, "on": chamber.on}
    cases.resume(case_id=row.case_id, reason="續行", **who)
    cases.suspend(
        case_id=row.case_id, ground="TAX_REVIEW", until_event="復查決定", reason="復查", **who
    )
    api.withdraw(ref=row.ref, reason="不再爭執", **chamber.who(chamber.clerk))
    assert stands_still(row)


@pytest.mark.parametrize("by_staff", [True, False])
def test_withdrawn_it_ends_with_its_limit_and_its_stay(chamber, deliver, by_staff):
    row = chamber.opened()
    api.stay(ref=row.ref, kind="OWN", reason="必要", **chamber.who(chamber.officer))
    if by_staff:
        api.withdraw(ref=row.ref, reason="當事人來電", **chamber.who(chamber.clerk))
    else:
        work.applicants_move(
            ref=row.application_ref, code="withdraw", by=PUBLIC, at=chamber.at, on=chamber.on
        )
        deliver(only="%deliver")
    row.refresh_from_db()
    assert (row.state, limits(row)[0][1]) == ("WITHDRAWN", "CANCELLED")
    assert not stands_still(row)
    assert request_of(row).state.zh == "已撤回"


def test_what_was_said_on_the_spot_is_recorded_once_and_has_number_and_code(chamber):
    case = make.case()
    spoken = api.Spoken(uuid.uuid4(), case.id, chamber.at, chamber.on, "新竹市民生路 3 號", SAID)
    first = api.record_oral(spoken=spoken, **chamber.who(chamber.clerk))
    again = api.record_oral(spoken=spoken, **chamber.who(chamber.clerk))
    assert (first.ref, bool(first.code), again.replayed) == (again.ref, True, True)
    row = Objection.objects.get()
    assert (row.form, row.place, row.owner_name) == ("ORAL", "新竹市民生路 3 號", "王書記官")
    nowhere = api.Spoken(uuid.uuid4(), case.id, chamber.at, chamber.on, " ", SAID)
    with pytest.raises(o.OnTheSpotOnly):
        api.record_oral(spoken=nowhere, **chamber.who(chamber.clerk))


def test_another_branch_and_who_lacks_the_permission_do_not_get_near(chamber):
    row = chamber.opened()
    stranger = chamber.person(9, "外人", "objection.record", of=make.branch("TPY"))
    with pytest.raises(api.ObjectionUnknown):
        chamber.propose(row, by=stranger)
    with pytest.raises(o.NotPermitted):
        chamber.propose(row, by=chamber.person(8, "出納", "case.view"))
    assert api.view(row.ref, make.branch("TPY").id) is None


def test_who_withdrew_online_after_the_finding_is_no_obstacle_to_putting_it_right(chamber, deliver):
    row = chamber.opened()
    chamber.propose(row, "UPHELD")
    chamber.approve(row)
    work.applicants_move(
        ref=row.application_ref, code="withdraw", by=PUBLIC, at=chamber.at, on=chamber.on
    )
    deliver(only="%deliver")
    row.refresh_from_db()
    assert row.state == "REMEDY"
    chamber.carry_out(row)
    assert request_of(row).state.zh == "已撤回"


def test_it_goes_with_its_case_to_another_section(chamber, deliver):
    row = chamber.opened()
    other = make.section(code="T9")
    cases.reassign(
        case_ids=[row.case_id], section_id=other.id, reason="改分", by=chamber.chief, at=chamber.at
    )
    deliver(only="%deliver")
    row.refresh_from_db()
    assert (row.section_id, row.owner_ref) == (other.id, "")
    (held,) = deadlines.of_subject("objection", str(row.ref))
    assert held.section_id == other.id


def test_a_colleague_who_may_takes_it_over_with_a_reason(chamber):
    row = chamber.opened()
    able = make.account("able-o", "objection.record")
    unable = make.account("unable-o", "case.view")
    with pytest.raises(NoSuchColleague):
        api.hand_over(ref=row.ref, to_ref=f"account:{unable.ref}", reason="請假", **chamber.who(chamber.clerk))  # fmt: skip
    with pytest.raises(life.ReasonNeeded):
        api.hand_over(ref=row.ref, to_ref=f"account:{able.ref}", reason=" ", **chamber.who(chamber.clerk))  # fmt: skip
    api.hand_over(ref=row.ref, to_ref=f"account:{able.ref}", reason="請假", **chamber.who(chamber.clerk))  # fmt: skip
    row.refresh_from_db()
    assert row.owner_name == "able-o"


def test_scans_are_kept_once_and_only_what_can_be_read(chamber):
    row = chamber.opened()
    paper = api.Paper("ACT", "命令.pdf", b"%PDF-1.7 x")
    for _ in range(2):
        api.add_paper(ref=row.ref, paper=paper, by=chamber.clerk, at=chamber.at)
    assert ObjectionPaper.objects.count() == 1
    for wrong in (api.Paper("ACT", "x.exe", b"MZ"), api.Paper("FILE", "x.pdf", b"%PDF-1.7")):
        with pytest.raises(api.PaperRefused):
            api.add_paper(ref=row.ref, paper=wrong, by=chamber.clerk, at=chamber.at)


def test_when_the_step_cannot_be_written_nothing_is(chamber, monkeypatch):
    row = chamber.opened()
    chamber.propose(row, "UPHELD")
    monkeypatch.setattr(ObjectionStep.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        chamber.approve(row)
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("PROPOSED", "")
    assert not stands_still(row)
