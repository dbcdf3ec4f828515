"""The enquiry desk: nothing is told before it is made sure and kept who asks; counted by channel."""

import threading
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from tests import factories

from wuai.contexts.instalments import api as instalments
from wuai.contexts.parties import api as parties
from wuai.contexts.parties.models import Enquiry
from wuai.contexts.parties.rules import enquiries as rules
from wuai.contexts.payments import api as payments
from wuai.platform.actors import Actor, system
from wuai.platform.history import of_branch
from wuai.platform.models import HistoryLine, ReadLine
from wuai.portals.public.my_cases import with_all
from wuai.portals.staff import enquiries
from wuai.portals.staff.enquiry_figures import figures

MEI = "A123456789"
AT, ON = factories.AT, factories.ON


@pytest.mark.parametrize(
    ("channel", "proof", "asker", "tells"),
    [
        ("COUNTER", "ID_SEEN", "SELF", "ALL"), ("COUNTER", "ID_SEEN", "AGENT", ""),
        ("COUNTER", "FACTS", "SELF", ""), ("COUNTER", "POWER", "AGENT", "ALL"),
        ("PHONE", "FACTS", "SELF", "AMOUNTS"), ("PHONE", "FACTS", "REPRESENTATIVE", ""),
        ("PHONE", "ID_SEEN", "SELF", ""), ("PHONE", "CALL_BACK", "REPRESENTATIVE", "ALL"),
        ("LETTER", "SIGNED", "SELF", "ALL"), ("LETTER", "POWER", "AGENT", "ALL"),
        ("PHONE", "NOTHING", "SELF", ""), ("X", "ID_SEEN", "SELF", ""),
    ],
)  # fmt: skip
def test_what_proves_whom_on_which_channel(channel, proof, asker, tells):
    if tells:
        assert rules.proof_for(channel=channel, proof=proof, asker=asker).tells == tells
    else:
        with pytest.raises(rules.ProofUnfit):
            rules.proof_for(channel=channel, proof=proof, asker=asker)


@pytest.fixture
def clerk(client, db):
    with time_machine.travel(AT, tick=False):
        client.force_login(factories.account("desk", "case.view"))
        yield client


def filled(**more):
    return {
        "key": str(uuid.uuid4()), "channel": "COUNTER", "asker": "SELF", "proof": "ID_SEEN",
        "purpose": "要繳款",
    } | more  # fmt: skip


def test_at_the_counter_everything_is_told_and_kept_who_asked_why(clerk):
    mei = factories.party("陳美", MEI)
    case, other = factories.case(mei), factories.case(mei, amount=700)
    slip = payments.issue_slips([case.id], by=system("t"), at=AT, on=ON)[case.id]
    assert f"/staff/enquiries/new/{mei.ref}/" in clerk.get(
        "/staff/enquiries/", {"q": case.number}
    ).content.decode()  # fmt: skip
    url = f"/staff/enquiries/new/{mei.ref}/"
    before = clerk.get(url).content.decode()
    assert case.number not in before, "nothing before it is made sure"
    data = filled()
    answer = clerk.post(url, data)
    assert clerk.post(url, data)["Location"] == answer["Location"], "pressed twice: one enquiry"
    page = clerk.get(answer["Location"]).content.decode()
    for shown in (case.number, other.number, "5,700", slip.virtual_account, "測試機關"):
        assert shown in page
    assert Enquiry.objects.count() == 1
    line = ReadLine.objects.get(page="staff:enquiry")
    assert f"case:{case.ref}" in line.subjects
    assert line.reason == "臨櫃：要繳款"
    assert "/staff/notices/issue/" not in page, "who may not issue is not sent there"
    assert "陳美" in clerk.get("/staff/enquiries/").content.decode()
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        clerk.force_login(factories.account("desk-2", "case.view"))
        assert clerk.get(answer["Location"])["Location"] == url, "tomorrow it is asked again"


def test_on_the_telephone_number_and_birthday_must_agree_and_only_amounts_are_told(clerk):
    mei = factories.party("陳美", MEI, born_on=date(1970, 1, 2))
    case = factories.case(mei)
    url = f"/staff/enquiries/new/{mei.ref}/"
    said = {"channel": "PHONE", "proof": "FACTS", "number": MEI, "born_on_year": "59",
            "born_on_month": "1", "born_on_day": "2"}  # fmt: skip
    for wrong in ({"number": "B123456780"}, {"born_on_day": "3"}, {"proof": "ID_SEEN"}):
        assert clerk.post(url, filled(**(said | wrong))).status_code == 422
    assert not Enquiry.objects.exists()
    page = clerk.get(clerk.post(url, filled(**said))["Location"]).content.decode()
    assert "5,000" in page
    assert case.number in page
    assert "健保費" not in page
    assert "測試機關" not in page


def test_where_a_plan_runs_the_instalment_is_due_now_and_the_balance_stands_beside_it(
    clerk, monkeypatch
):
    mei = factories.party("陳美", MEI)
    case, other = factories.case(mei), factories.case(mei, amount=700)
    slip = payments.issue_slips([case.id], by=system("t"), at=AT, on=ON)[case.id]
    plan = instalments.PlanOfCases(
        ref=uuid.uuid4(), number="115-1", branch_id=mei.branch_id, status="RUNNING", runs=True,
        case_ids=(case.id, other.id), count=4, next_no=1, next_on=ON, next_amount=1250, late=0,
        late_since=None, open=5700, slips=(replace(slip, amount=1250),),
    )  # fmt: skip
    seen = []

    def planned(*args, **more):
        return [replace(row, plan=plan) for row in with_all(*args, **more)]

    monkeypatch.setattr(enquiries, "with_all", planned)
    monkeypatch.setattr(
        enquiries, "render", lambda _request, _page, here: seen.append(here) or HttpResponse()
    )
    clerk.force_login(factories.account("issuer", "case.view", "notice.issue"))
    clerk.get(clerk.post(f"/staff/enquiries/new/{mei.ref}/", filled())["Location"])
    lines = {line["number"]: line for line in seen[0]["table"].rows}
    assert (lines[case.number]["owed"], lines[case.number]["now"]) == (5000, 1250)
    assert (lines[other.number]["owed"], lines[other.number]["now"]) == (700, None)
    assert seen[0]["lacking"] == []


@pytest.mark.django_db
def test_another_branch_and_an_unnamed_asker_are_refused():
    mei = factories.party("陳美", MEI)
    asked = parties.Asked(uuid.uuid4(), "COUNTER", "POWER", "AGENT", "要繳款")
    here, far = (
        Actor("staff", "account:1", "王", branch_id=factories.branch(code).id, branch_code=code)
        for code in ("SCY", "TPY")
    )
    with pytest.raises(parties.PartyUnknown):
        parties.note_enquiry(party_ref=mei.ref, asked=asked, by=far, at=AT, on=ON)
    with pytest.raises(rules.AskerUnnamed):
        parties.note_enquiry(party_ref=mei.ref, asked=asked, by=here, at=AT, on=ON)
    assert not HistoryLine.objects.filter(action="party.enquire").exists()


def test_the_desk_of_another_branch_finds_neither_the_person_nor_the_enquiry(clerk):
    mei = factories.party("陳美", MEI)
    url = f"/staff/enquiries/new/{mei.ref}/"
    answer = clerk.post(url, filled())["Location"]
    clerk.force_login(factories.account("desk-tpy", "case.view", of=factories.branch("TPY")))
    assert clerk.get(url).status_code == 404
    assert clerk.post(url, filled()).status_code == 404
    assert clerk.get(answer).status_code == 404
    assert url not in clerk.post("/staff/enquiries/", {"q": "陳美"}, follow=True).content.decode()
    assert Enquiry.objects.count() == 1


def test_enquiries_are_counted_by_month_and_channel(clerk):
    mei = factories.party("陳美", MEI)
    url = f"/staff/enquiries/new/{mei.ref}/"
    for _ in range(2):
        clerk.post(url, filled())
    clerk.post(url, filled(channel="LETTER", proof="SIGNED"))
    midnight = datetime(ON.year, ON.month, ON.day, tzinfo=timezone(timedelta(hours=8)))
    end = midnight + timedelta(days=1)
    for at, subject in (
        (AT, "case:a"), (AT + timedelta(minutes=5), "case:a"),  # a page turned is no visit
        (midnight, "case:b"), (midnight - timedelta(seconds=1), "case:c"), (end, "case:d"),
    ):  # fmt: skip
        ReadLine.objects.create(
            at=at, by_kind="public", by_ref="-", by_name="-", page="public:lookup-case", reason="",
            subjects=[subject, of_branch(mei.branch_id)],
        )  # fmt: skip
    # What was asked of another branch counts there.
    far = factories.branch("TPY").id
    ReadLine.objects.create(
        at=AT, by_kind="public", by_ref="-", by_name="-", page="public:lookup-case", reason="",
        subjects=["case:e", of_branch(far)],
    )  # fmt: skip
    assert figures(far, ON, ON) == {date(2026, 11, 1): {"LOOKED_UP": 1}}
    held = figures(mei.branch_id, ON, ON)
    assert held == {date(2026, 11, 1): {"COUNTER": 2, "LETTER": 1, "LOOKED_UP": 2}}
    assert "2026-11" in clerk.get("/staff/enquiries/figures/").content.decode()
    assert "2026-11,2,0,1,3,0" in clerk.get("/staff/enquiries/figures.csv").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_enquiry_sent_twice_at_once_is_one():
    mei = factories.party("陳美", MEI)
    by = Actor("staff", "account:1", "王", branch_id=mei.branch_id, branch_code="SCY")
    asked, found = parties.Asked(uuid.uuid4(), "COUNTER", "ID_SEEN", "SELF", "要繳款"), []

    def send():
        try:
            found.append(parties.note_enquiry(party_ref=mei.ref, asked=asked, by=by, at=AT, on=ON))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1
