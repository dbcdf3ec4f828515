"""One list by due day over what several contexts have to answer; handing over; answered in time."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.models import Application
from wuai.contexts.identity import api as identity
from wuai.contexts.objections.models import Objection
from wuai.platform.actors import PUBLIC, system
from wuai.platform.models import HistoryLine
from wuai.portals.staff import tasks

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))
ON = date(2026, 11, 23)
MAY = ("case.view", "application.view", "application.edit", "objection.record")
SAID = {"objector": "OBLIGOR", "against": "ORDER", "act": "扣押命令", "statement": "不該扣押",
        "name": "陳測試", "address": "新竹市"}  # fmt: skip


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


def enter(name, *may, **more):
    client = Client()
    client.force_login(make.account(name, *(may or MAY), **more))
    return client


def filed(kind="WRITTEN_STATEMENT", case=None, at=AT, **given):
    case = case or make.case()
    samples = {q.name: q.sample for q in applications.declaration(kind).questions()}
    arrival = applications.Arrival(channel="POST", received_at=at, key=uuid.uuid4())
    return applications.register(
        kind=kind, branch_id=case.branch_id, given=samples | {"case_no": case.number} | given,
        arrival=arrival, by=PUBLIC, at=AT, on=ON,
    )  # fmt: skip


def objection(case=None, at=AT):
    return Objection.objects.get(application_ref=filed("OBJECTION", case, at, **SAID).ref)


def shown(client, query=""):
    answer = client.get(f"/staff/tasks/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_due_first_stands_first_whichever_context_it_is_of():
    clerk = enter("clerk-t")
    late, near = filed(at=AT - timedelta(days=80)), objection()
    far = filed()
    page = shown(clerk)
    places = [page.index(one.number) for one in (late, near, far)]
    assert places == sorted(places)
    assert "逾期" in page
    carried = Application.objects.get(ref=near.application_ref)
    assert carried.number not in page  # the objection stands for it
    assert near.number not in shown(clerk, "?kind=applications")
    over = shown(clerk, "?overdue=on")
    assert (late.number in over, near.number in over) == (True, False)


def test_mine_my_sections_nobodys():
    mine, theirs = make.section(code="TA"), make.section(code="TB")
    clerk = enter("clerk-a", section_of=mine)
    in_mine, elsewhere = objection(make.case(section=mine)), objection(make.case(section=theirs))
    assert elsewhere.number not in shown(clerk)
    assert in_mine.number in shown(clerk)
    assert elsewhere.number in shown(clerk, "?whose=all")
    assert in_mine.number not in shown(clerk, "?whose=mine")
    who = make.account("other-a", *MAY)
    Objection.objects.filter(id=in_mine.id).update(
        owner_ref=f"account:{who.ref}", owner_name="某人"
    )
    nobodys = shown(clerk, "?whose=nobody")
    assert (in_mine.number in nobodys, elsewhere.number in nobodys) == (False, True)
    assert elsewhere.number in shown(clerk, f"?whose=all&section={theirs.id}")


def test_a_section_sees_what_it_covers_while_the_other_is_on_leave():
    from wuai.contexts.organisation.models import SectionCover

    mine, away = make.section(code="TA"), make.section(code="TB")
    clerk = enter("clerk-c", section_of=mine)
    theirs = objection(make.case(section=away))
    cover = SectionCover.objects.create(
        section=away, covered_by=mine, since=ON - timedelta(days=3), until=ON
    )
    assert theirs.number in shown(clerk)
    cover.until = ON - timedelta(days=1)
    cover.save()
    assert theirs.number not in shown(clerk)


def test_one_is_given_to_a_colleague_with_a_reason_and_all_of_somebodys_at_once():
    clerk = enter("clerk-h")
    to = make.account("to-h", *MAY)
    make.account("unable-h", "case.view")
    one, other = objection(), filed()
    page = f"/staff/tasks/hand-over/?kind=objections&ref={one.ref}"
    assert "unable-h" not in clerk.get(page).content.decode()
    give = {"to_ref": f"account:{to.ref}", "reason": "請假"}
    assert clerk.post(page, give | {"reason": ""}).status_code == 422
    assert clerk.post(page, give).status_code == 302
    one.refresh_from_db()
    assert one.owner_name == "to-h"
    assert HistoryLine.objects.get(action="objection.hand_over").reason == "請假"
    applications.hand_over(
        ref=other.ref, to_ref=f"account:{to.ref}", to_name="to-h",
        by=system("t", branch_id=one.branch_id), at=AT,
    )  # fmt: skip
    back = make.account("back-h", *MAY)
    everything = {
        "from_ref": f"account:{to.ref}",
        "to_ref": f"account:{back.ref}",
        "reason": "調職",
    }
    assert clerk.post("/staff/tasks/hand-over/", everything).status_code == 302
    one.refresh_from_db()
    assert one.owner_name == "back-h"
    assert Application.objects.get(ref=other.ref).owner_name == "back-h"


def test_a_confidential_matter_goes_only_to_who_may_see_it_and_the_giver_reads_what_stayed():
    clerk = enter("giver-g", *MAY, "application.confidential")
    leaving = make.account("leaving-g", *MAY, "application.confidential")
    plain, fit = make.account("plain-g", *MAY), make.account("fit-g", *MAY, "application.confidential")  # fmt: skip
    tip, other = filed("REWARD_TIP"), filed()
    owned = Application.objects.filter(ref__in=(tip.ref, other.ref))
    owned.update(owner_ref=f"account:{leaving.ref}", owner_name="leaving-g")
    page = f"/staff/tasks/hand-over/?kind=applications&ref={tip.ref}"
    give = {"to_ref": f"account:{plain.ref}", "reason": "離職"}
    assert clerk.post(page, give).status_code == 422
    everything = give | {"from_ref": f"account:{leaving.ref}"}
    read = clerk.post("/staff/tasks/hand-over/", everything, follow=True).content.decode()
    assert "已交接 1 件" in read
    assert "1 件沒有交接" in read
    owners = dict(owned.values_list("ref", "owner_name"))
    assert owners == {tip.ref: "leaving-g", other.ref: "plain-g"}
    assert clerk.post(page, give | {"to_ref": f"account:{fit.ref}"}).status_code == 302
    assert owned.get(ref=tip.ref).owner_name == "fit-g"


def test_all_of_somebody_who_left_are_given_in_one_go_reading_the_taker_once(monkeypatch):
    clerk = enter("clerk-l")
    gone, to = make.account("gone-l", *MAY), make.account("to-l", *MAY)
    done = [filed() for _ in range(3)]
    ref = f"account:{gone.ref}"
    Application.objects.filter(ref__in=[one.ref for one in done]).update(
        owner_ref=ref, owner_name="離職的人"
    )
    gone.is_active = False
    gone.save()
    page = clerk.get("/staff/tasks/hand-over/").content.decode()
    assert f'value="{ref}"' in page
    assert page.count(f'value="account:{to.ref}"') == 1  # has nothing open, so gives nothing
    asked, colleague = [], identity.colleague
    monkeypatch.setattr(identity, "colleague", lambda *a: asked.append(a) or colleague(*a))
    monkeypatch.setattr(tasks, "EVERYTHING", 2)
    give = {"from_ref": ref, "to_ref": f"account:{to.ref}", "reason": "離職"}
    for left in (True, False):
        answer = clerk.post("/staff/tasks/hand-over/", give, follow=True)
        assert ("還有未交接的" in answer.content.decode()) is left
    assert {row.owner_name for row in Application.objects.all()} == {"to-l"}
    assert len(asked) == 2
    again = give | {"from_ref": f"account:{to.ref}"}
    assert clerk.post("/staff/tasks/hand-over/", again).status_code == 422  # to himself


def test_all_or_none_are_given(monkeypatch):
    clerk = enter("clerk-n")
    to = make.account("to-n", *MAY)
    one, other = objection(), filed()
    for row in (Objection.objects.filter(id=one.id), Application.objects.filter(ref=other.ref)):
        row.update(owner_ref="account:gone", owner_name="離職")
    able = make.account("only-objections", "objection.record")
    from_ref = f"account:{able.ref}"
    Objection.objects.filter(id=one.id).update(owner_ref=from_ref)
    Application.objects.filter(ref=other.ref).update(owner_ref=f"account:{to.ref}")
    give = {"from_ref": f"account:{to.ref}", "to_ref": from_ref, "reason": "請假"}
    refused = clerk.post("/staff/tasks/hand-over/", give)
    assert refused.status_code == 422  # an application is nothing for them
    assert Application.objects.get(ref=other.ref).owner_ref == f"account:{to.ref}"


def test_another_branch_and_strangers_see_nothing():
    clerk = enter("clerk-s", of=make.branch("TPY"))
    one = objection()
    assert one.number not in shown(clerk, "?whose=all")
    assert clerk.get(f"/staff/tasks/hand-over/?kind=objections&ref={one.ref}").status_code == 404
    assert clerk.get("/staff/tasks/hand-over/?kind=objections&ref=x").status_code == 404
    assert enter("it-s", "system.operate").get("/staff/tasks/").status_code == 403
    assert Client().get("/staff/tasks/").status_code == 302


def test_the_list_asks_the_same_number_of_times_however_long_it_is():
    clerk = enter("clerk-q")
    objection()
    filed()
    shown(clerk)
    with CaptureQueriesContext(connection) as few:
        shown(clerk)
    for _ in range(4):
        objection()
        filed()
    with CaptureQueriesContext(connection) as many:
        shown(clerk)
    assert len(many) == len(few)
    assert len(many) <= 14


def test_answered_in_time_is_counted_by_kind_section_and_month():
    chief = enter("chief-f", *MAY, "report.view")
    case = make.case()
    late, still = (
        filed(at=AT - timedelta(days=80), case=case),
        filed(at=AT - timedelta(days=81), case=case),
    )
    intime = filed(at=AT - timedelta(days=70), case=case)
    for one in (late, intime):
        on = Application.objects.get(ref=one.ref).due_on + timedelta(days=int(one is late))
        applications.answered(ref=one.ref, note="已回復", by=system("t", branch_id=case.branch_id),
                              at=AT, on=on)  # fmt: skip
    assert Application.objects.get(ref=still.ref).due_on < ON
    page = chief.get("/staff/tasks/figures/").content.decode()
    assert "義務人書面陳述" in page
    assert "100.00%" not in page
    csv = chief.get("/staff/tasks/figures.csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert csv[1].endswith(",3,1,1,1")
    assert csv[1].startswith("2026-11,義務人書面陳述,")
    assert chief.get("/staff/tasks/figures.ods").content[:2] == b"PK"
    assert chief.get("/staff/tasks/figures.pdf").status_code == 404
    assert chief.get("/staff/tasks/figures/?since=x").status_code == 404
