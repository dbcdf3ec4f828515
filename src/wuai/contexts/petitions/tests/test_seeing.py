"""A guarded petition exists for its unit only: every address, list, search, export, task, deadline, trail."""

import uuid
from dataclasses import replace

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.models import ApplicationStep
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.deadlines.queries import kinds
from wuai.contexts.petitions.actions import filing, mailboxes, work
from wuai.contexts.petitions.actions import voices as actions
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.queries import desk
from wuai.contexts.petitions.queries.mailboxes import mailbox
from wuai.contexts.petitions.queries.tasks import tasks
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules.mailboxes import GUARDS, GuardNotYours
from wuai.contexts.petitions.tests.conftest import DESK, MATTER, REACH, House
from wuai.platform.models import HistoryLine, ReadLine, RowImage
from wuai.platform.panels import Looking

pytestmark = pytest.mark.django_db
ALL = ("petition.edit", "petition.approve", "reference.edit", "report.view", "audit.view",
       "application.view", "application.edit", "application.decide", "application.confidential",
       "case.view")  # fmt: skip


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


@pytest.fixture
def secret(house):
    """One petition in the ethics mailbox, with a file, answered."""
    arrival = applications.Arrival(channel="POST", received_at=house.at, key=house.key())
    scans = [applications.Scan("PAPER_ITSELF", "信.pdf", 12, ContentFile(b"%PDF-1.7 abc").chunks())]
    filed = filing.register(
        coming=filing.Coming("ETHICS", "LEAK", scans=scans), arrival=arrival,
        given=MATTER | REACH | {"subject": "洩漏名單"}, **house.how(),
    )  # fmt: skip
    row = Petition.objects.get(application__ref=filed.ref)
    house.assign(row, by=house.ethics)
    other = house.person("other", "petition.ethics", "petition.edit")
    house.draft(row, by=other)
    house.approve(row, by=house.ethics)
    return house.fresh(row)


def _addresses(row):
    base = f"/staff/petitions/{row.ref}/"
    upload = applications.contents(row.ref).files[0].ref
    return [base, f"{base}letter.pdf", f"{base}statement.pdf", f"{base}files/{upload}/"]


OTHERS = [guard for guard in GUARDS if guard != "petition.ethics"]


@pytest.mark.parametrize("guard", OTHERS)
def test_no_address_opens_it_to_another_unit(secret, guard):
    client = _enter("other", guard, *ALL)
    for url in _addresses(secret):
        assert client.get(url).status_code == 404, url
    for code in ("assign", "approve", "draft", "hand", "posted"):
        answer = client.post(f"/staff/petitions/{secret.ref}/{code}/", {"text": "x"})
        assert answer.status_code == 404, code
    assert client.post(_addresses(secret)[-1], {"reason": "x"}).status_code == 404
    assert client.get(f"/staff/applications/{secret.ref}/").status_code == 404
    for url in ("/staff/petitions/", "/staff/petitions/?ended=on", "/staff/petitions/?as=csv&ended=on",
                f"/staff/petitions/?ended=on&q={secret.number}", "/staff/petitions/?ended=on&q=洩漏",
                "/staff/applications/?ended=on", f"/staff/search/?q={secret.number}"):  # fmt: skip
        text = client.get(url, follow=True).content.decode()
        assert str(secret.ref) not in text, url
        assert "洩漏" not in text.replace("q=洩漏", "").replace('value="洩漏"', ""), url
    if guard == "petition.view":
        assert "廉政" not in client.get("/staff/petitions/figures/").content.decode()


def test_its_own_unit_opens_all_of_it(secret):
    client = _enter("unit", "petition.ethics", "petition.edit")
    for url in _addresses(secret):
        assert client.get(url).status_code == 200, url
    opened = client.post(_addresses(secret)[-1], {"reason": "案情需要"})
    assert b"".join(opened.streaming_content) == b"%PDF-1.7 abc"
    assert ReadLine.objects.filter(reason="案情需要").count() == 1
    assert "洩漏名單" in client.get(f"/staff/petitions/{secret.ref}/").content.decode()
    assert secret.number in client.get("/staff/petitions/?ended=on").content.decode()
    assert secret.number in client.get("/staff/petitions/?as=csv&ended=on").content.decode()


def test_the_same_unit_of_another_branch_sees_nothing(secret):
    client = _enter("far", "petition.ethics", "petition.edit", of=make.branch("PTY"))
    for url in _addresses(secret):
        assert client.get(url).status_code == 404, url
    assert client.post(_addresses(secret)[-1], {"reason": "x"}).status_code == 404
    assert secret.number not in client.get("/staff/petitions/?ended=on").content.decode()


def test_neither_tasks_nor_deadlines_name_it_to_others(house):
    row = house.filed("ETHICS", "LEAK")
    for actor, there in ((house.clerk, False), (house.ethics, True)):
        looking = Looking(house.branch.id, actor, house.on)
        assert [line.number for line in tasks(looking)] == ([row.number] if there else [])
        seen = kinds.describe([("petition", str(row.ref))], actor)
        assert bool(seen) == there


def test_name_and_subject_of_a_guarded_one_are_in_the_seal_only(house):
    row = house.filed("ETHICS", subject="洩漏名單")
    assert (row.name, row.subject) == ("", "")
    assert applications.answers(row.ref)["subject"] == "洩漏名單"


@pytest.mark.parametrize("reads", [False, True])
def test_the_trail_of_the_audit_does_not_name_it(secret, reads):
    _enter("unit", "petition.ethics").get(f"/staff/petitions/{secret.ref}/")
    what = "reads" if reads else "acts"
    for url in (f"/staff/audit/?what={what}", f"/staff/audit/csv?what={what}"):
        blind = _enter(f"auditor{len(url)}", "audit.view").get(url).content.decode()
        assert str(secret.ref) not in blind
        seeing = _enter(f"ethics{len(url)}", "audit.view", "petition.ethics").get(url)
        assert str(secret.ref) in seeing.content.decode()
    blind = _enter("auditor", "audit.view").get(f"/staff/audit/?what={what}").content.decode()
    assert ("•••" in blind) == reads


def test_the_history_of_a_case_says_nothing_of_a_petition_about_it(house):
    case = make.case()
    house.filed("ETHICS", case_no=case.number)
    assert not HistoryLine.objects.filter(case_ref=str(case.ref)).exists()


def test_a_citizen_who_begins_at_a_guarded_mailbox_leaves_no_name(house):
    citizen = house.person("王小明")
    started = house.begin("ETHICS", by=type(citizen)("citizen", "citizen:1", "王小明"))
    line = HistoryLine.objects.get(action="application.start")
    assert line.by_name != "王小明"
    ids = desk.veiled(house.clerk, house.branch.id)
    assert str(started.ref) in ids
    assert str(started.ref) not in desk.veiled(house.ethics, house.branch.id)


@pytest.mark.parametrize("code", ["STAFF_IDEAS", "ETHICS", "PUBLIC", "HARASSMENT"])
def test_whoever_is_signed_in_and_writes_leaves_no_name_anywhere(house, code):
    account = make.account("陳同仁", *DESK)
    client = Client()
    client.force_login(account)
    begun = client.post(f"/mail/{code}/", {"branch": "SCY", "category": ""})
    base = begun.url.rsplit("/", 2)[0] + "/"
    event = {"EVENT": {"content": "在走廊", "about": "主任"}, "NEEDS": {}}
    pages = event if code == "HARASSMENT" else {"MATTER": MATTER}
    for section, given in pages.items():
        assert client.post(f"{base}{section}/", given).status_code == 302
    assert client.post(f"{base}REACH/", {}).status_code == 302
    papers = {"PAPERS": SimpleUploadedFile("a.pdf", b"%PDF-1.7 abc")}
    assert client.post(f"{base}files/", papers).status_code == 302
    sent = client.post(f"{base}check/")
    row = Petition.objects.get()
    unit = house.person("unit", row.guard, "petition.edit")
    work.ask(ref=row.ref, text="哪一天？", **house.how(unit))
    held = client.session["application_drafts"][sent.url.split("/")[-2]]
    given = {"number": row.number, "code": held, "step": "complete", "note": "週三"}
    assert client.post("/follow/", given).status_code == 200
    steps = [(one.move, one.by_kind) for one in ApplicationStep.objects.order_by("id")]
    assert steps == [("receive", "public"), ("ask", "system"), ("complete", "public")]
    assert applications.contents(row.ref).steps[0].who.zh == "申請人"
    done = set(HistoryLine.objects.values_list("action", flat=True))
    assert {"petition.begin", "application.save", "application.upload_begin", "application.submit",
            "petition.receive", "application.applicant_move"} <= done  # fmt: skip
    for kept in (HistoryLine, RowImage):
        assert not kept.objects.filter(by_ref=f"account:{account.ref}").exists()
    assert not HistoryLine.objects.filter(by_name__contains="陳同仁").exists()


def test_what_is_ordinary_is_audited_also_by_who_does_not_handle_petitions(house):
    plain, hidden = house.filed(), house.filed("ETHICS")
    house.assign(plain)
    for name, more in (("auditor", ()), ("politics", ("petition.ethics",))):
        client = _enter(name, "audit.view", *more)
        text = client.get("/staff/audit/csv?what=acts").content.decode()
        assert str(plain.ref) in text
        assert (str(hidden.ref) in text) == bool(more)


def test_why_a_guarded_petition_takes_longer_is_not_on_the_trail(house):
    row = house.filed("ETHICS")
    work.extend(ref=row.ref, reason="要向王主任的帳戶查", **house.how(house.ethics))
    limit = deadlines.of_subject("petition", str(row.ref))[0]
    assert not HistoryLine.objects.filter(reason__contains="王主任").exists()
    assert "王主任" not in limit.extension_reason
    text = _enter("auditor", "audit.view").get("/staff/audit/csv?what=acts").content.decode()
    assert str(limit.ref) not in text
    assert str(limit.ref) in desk.veiled(house.clerk, house.branch.id)
    assert str(limit.ref) not in desk.veiled(house.ethics, house.branch.id)


def _unguarded(house, by, **more):
    box = replace(mailbox(house.branch.id, "ETHICS"), guard="petition.view", **more)
    return mailboxes.set_mailbox(
        branch_id=house.branch.id, box=box, reason="公開", **house.how(by)
    )  # fmt: skip


def test_who_may_look_is_loosened_by_one_who_may_look_only(house):
    outside = house.person("editor", "reference.edit")
    with pytest.raises(GuardNotYours):
        _unguarded(house, outside)
    with pytest.raises(GuardNotYours):
        _unguarded(house, outside, kind="HOME_VISIT")
    assert _unguarded(house, house.person("unit", "reference.edit", "petition.ethics")) == 1


def test_what_was_begun_in_confidence_stays_so_when_the_mailbox_is_opened(house):
    started = house.begin("ETHICS")
    house.fill(started, subject="洩漏名單")
    _unguarded(house, house.person("unit", "reference.edit", "petition.ethics"))
    assert str(started.ref) in desk.veiled(house.clerk, house.branch.id)
    row = Petition.objects.get(application__ref=house.send(started).ref)
    assert (row.guard, row.edition, row.subject) == ("petition.ethics", 0, "")
    assert house.filed("ETHICS").guard == "petition.view"


def test_handed_to_another_unit_it_is_gone_for_who_had_it(house):
    row = house.filed(subject="主任對我動手")
    with pytest.raises(s.ReasonMissing):
        work.hand(ref=row.ref, mailbox_code="HARASSMENT", reason="", **house.how())
    work.hand(ref=row.ref, mailbox_code="HARASSMENT", reason="性騷擾", **house.how())
    row = house.fresh(row)
    assert (row.guard, row.name, row.subject) == ("petition.harassment", "", "")
    assert desk.page(house.clerk, row.ref) is None
    with pytest.raises(s.PetitionUnknown):
        house.assign(row)
    unit = house.person("unit", "petition.harassment", "petition.edit")
    assert desk.page(unit, row.ref).contents.answers["subject"] == "主任對我動手"


def test_a_harassment_complaint_is_for_its_unit_also_without_the_mailbox(house):
    assert house.complaint().guard == "petition.harassment"
    started = applications.start_draft(
        kind="HARASSMENT_COMPLAINT", branch_id=house.branch.id, by=house.clerk, at=house.at, on=house.on
    )  # fmt: skip
    assert str(started.ref) in desk.veiled(house.clerk, house.branch.id)


def test_it_is_given_to_nobody_who_may_not_see_it(house):
    row = house.filed("ETHICS")
    outside = make.account("outside", *DESK)
    inside = make.account("inside", "petition.ethics", "petition.edit")
    how = house.how(house.ethics)
    with pytest.raises(Exception, match="同仁"):
        work.hand_over(ref=row.ref, to_ref=f"account:{outside.ref}", to_name="outside", **how)
    work.hand_over(ref=row.ref, to_ref=f"account:{inside.ref}", to_name="inside", **how)
    assert house.fresh(row).owner_name == "inside"


def test_no_group_is_made_of_what_is_confidential(house):
    group = actions.make_group(title_zh="名單", title_en="Lists", by=house.clerk, at=house.at)
    with pytest.raises(s.PetitionUnknown):
        actions.add_to_group(
            group=group, number=house.filed("ETHICS").number, by=house.clerk, at=house.at
        )
    with pytest.raises(s.PetitionUnknown):
        actions.add_to_group(group=group, number="115申999999", by=house.clerk, at=house.at)


def test_a_repetition_of_a_hidden_petition_is_not_shown_by_asking(house):
    hidden = house.filed("ETHICS")
    row = house.filed()
    house.assign(row)
    with pytest.raises(s.ReplyIncomplete):
        house.draft(row, kind="NOT_HANDLED", ground="REPEATED", reason="同", earlier=hidden.number)


def test_what_is_not_there_is_not_there(house):
    client = _enter("clerk", *DESK)
    assert client.get(f"/staff/petitions/{uuid.uuid4()}/").status_code == 404
