"""Desks of messages, what providers call us with, and one click to stop."""

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.messages import api, cli, jobs
from wuai.contexts.messages.gateways.line.fake import FakeLine
from wuai.contexts.messages.gateways.mail import codec
from wuai.contexts.messages.models import Call, Contact, Message, Preference, Telling, Wording
from wuai.contexts.messages.queries.stopping import stop_path
from wuai.platform.actors import system

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BY = system("test")
LINE_USER = "U" + "0a" * 16
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


def _text(answer):
    return answer.content.decode()


def told(channel="MAIL", address="a@example.org", kind="ACT_DONE"):
    person = make.party(phone="0912-345-678")
    api.set_contact(
        party_id=person.id, channel=channel, address=address, source="COUNTER", by=BY, at=AT
    )
    Contact.objects.filter(party_id=person.id).update(confirmed_at=AT)
    api.tell(party_id=person.id, kind=kind, event="e", reference="115-1", by=BY, at=AT)
    return person, Message.objects.get()


def sent(message, foreign_no):
    Message.objects.filter(id=message.id).update(status="SENT", sent_at=AT, foreign_no=foreign_no)


def test_a_report_about_a_text_message_needs_the_secret_and_counts_once(settings, client):
    person, message = told("SMS", "0912345678")
    sent(message, "P1")
    report = {"msgid": "P1", "dstaddr": "0912345678", "statuscode": "6", "statusstr": "UNDELIV"}
    assert client.get("/hooks/messages/sms/wrong/", report).status_code == 404
    settings.SMS_HOOK_SECRET = "s3cret"
    assert client.get("/hooks/messages/sms/wrong/", report).status_code == 404
    for _ in range(2):
        answer = client.get("/hooks/messages/sms/s3cret/", report)
        assert "magicid=sms_gateway_rpack" in _text(answer)
    message.refresh_from_db()
    assert message.status == "BOUNCED"
    assert Contact.objects.get(party_id=person.id).bad_since == AT
    assert Call.objects.count() == 1
    assert client.get("/hooks/messages/sms/s3cret/", report | {"msgid": "P9"}).status_code == 200


def test_line_is_linked_by_a_code_and_ended_by_a_block(settings, client):
    settings.LINE_SECRET = "k"
    person = make.party()
    clerk = _enter("clerk-l", "party.view", "case.edit")
    shown = clerk.post(f"/staff/contacts/{person.ref}/line/")
    code = Preference.objects.get().line_code
    assert code in _text(shown)

    def call(*events, secret="k"):
        body, signature = FakeLine().call(secret, *events)
        return client.post("/hooks/messages/line/", body, content_type="application/json",
                           headers={"X-Line-Signature": signature})  # fmt: skip

    source = {"type": "user", "userId": LINE_USER}
    said = {"type": "message", "source": source, "message": {"type": "text", "text": code.lower()}}
    assert call(said, secret="other").status_code == 403
    assert (
        call({"type": "message", "source": source, "message": {"text": "你好"}}).status_code == 200
    )
    assert Contact.objects.count() == 0
    assert call(said).status_code == call(said).status_code == 200
    assert Contact.objects.get().address == LINE_USER
    assert call({"type": "unfollow", "source": source}).status_code == 200
    assert Contact.objects.get().ended_why == "BLOCKED"
    for body in (b"[]", b"{", b'{"events": [1, {"source": 3}]}'):
        from wuai.contexts.messages.gateways.line import codec as line

        assert line.read(body) == []


@pytest.mark.parametrize(
    ("raw", "status", "hard"),
    [
        ({}, "BOUNCED", True), ({"status": "4.4.1"}, "BOUNCED", False),
        ({"action": "delivered", "status": "2.0.0"}, "DELIVERED", False),
        ({"action": "delayed"}, None, None), ({"kind": "feedback-report"}, "COMPLAINT", False),
        ({"kind": "disposition-notification"}, None, None),
    ],
)  # fmt: skip
def test_mails_that_come_back_are_read(raw, status, hard):
    ref = str(uuid.uuid4())
    found = codec.read(codec.sample(ref, **raw))
    assert (found and (found.ref, found.status, found.is_hard)) == (status and (ref, status, hard))


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nx"],
)
def test_other_mails_say_nothing(raw):
    assert codec.read(raw) is None


def test_the_command_takes_returned_mails(tmp_path):
    person, message = told()
    sent(message, "")
    (tmp_path / "a.eml").write_bytes(codec.sample(str(message.ref)))
    (tmp_path / "b.eml").write_bytes(codec.sample(str(uuid.uuid4())))
    cli.returned([str(tmp_path / "a.eml"), str(tmp_path / "b.eml")], json_=True)
    message.refresh_from_db()
    assert message.status == "BOUNCED"
    (tmp_path / "c.eml").write_bytes(codec.sample(str(message.ref), kind="feedback-report"))
    cli.returned([str(tmp_path / "c.eml")], json_=True)
    assert Contact.objects.get(party_id=person.id).ended_why == "COMPLAINT"


@pytest.mark.parametrize(("kind", "done"), [("REMINDER", "REMINDERS"), ("ACT_DONE", "CHANNEL")])
def test_one_click_stops_what_may_be_stopped(client, kind, done):
    person, message = told(kind=kind)
    path = stop_path(str(message.ref))
    assert client.get(path).status_code == 200
    assert client.get(path.replace(path[-10:], "0" * 9 + "/")).status_code == 404
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    liking = api.likings([person.id])[person.id]
    assert liking.reminders == (done != "REMINDERS")
    assert (liking.ways[0].ended_at is not None) == (done == "CHANNEL")


def test_the_desk_of_the_outbox_shows_channels_and_tries_again(client):
    _person, message = told()
    Message.objects.filter(id=message.id).update(status="BOUNCED", sent_at=AT)
    it = _enter("it-m", "system.operate")
    page = _text(it.get("/staff/mails/?channel=MAIL"))
    assert "100%" in page
    it.post(f"/staff/mails/{message.ref}/again/")
    message.refresh_from_db()
    assert message.status == "WAITING"
    it.post("/staff/mails/channels/MAIL/", {"paused": "yes"})
    assert "人工暫停" in _text(it.get("/staff/mails/"))
    assert it.post("/staff/mails/channels/FAX/", {"paused": "yes"}).status_code == 404


def test_words_are_changed_in_versions_and_tried_out(deliver):
    chief = _enter("chief-m", "notice.template")
    home = "/staff/mails/wordings/"
    assert "ACT_DONE" in _text(chief.get(home))
    good = {"text_zh": "新 {branch} {link}", "text_en": "new {branch} {link}", "subject_zh": "{branch}",
            "subject_en": "{branch}", "short_zh": "{branch} {link}", "short_en": "{branch} {link}",
            "why": "清楚"}  # fmt: skip
    refused = chief.post(f"{home}ACT_DONE/", good | {"text_zh": "{name} {branch} {link}"})
    assert refused.status_code == 422
    assert chief.post(f"{home}ACT_DONE/", good).status_code == 302
    assert Wording.objects.get().version == 1
    trial = {
        "key": str(uuid.uuid4()),
        "channel": "MAIL",
        "address": "me@example.org",
        "language": "zh",
    }
    for _ in range(2):
        chief.post(f"{home}ACT_DONE/try/", trial)
    assert Message.objects.get().body.startswith("新 ")
    assert chief.post(f"{home}ACT_DONE/try/", trial | {"address": "x"}).status_code == 422
    assert chief.get(f"{home}NO/").status_code == 404


def test_a_call_is_made_and_recorded_once(client):
    person = make.party(phone="03-5551234")
    call = api.ToCall(person.id, "application:1", "COMPLETE", "115-2", about="缺身分證影本")
    ref = api.ask_call(call=call, by=BY, at=AT)
    assert api.ask_call(call=call, by=BY, at=AT) == ref
    clerk = _enter("clerk-k", "case.view", "case.edit")
    assert "115-2" in _text(clerk.get("/staff/calls/"))
    assert "115-2" in _text(clerk.get("/staff/"))
    url = f"/staff/calls/{ref}/"
    assert "03-5551234" in _text(clerk.get(url))
    form = {"key": str(uuid.uuid4()), "outcome": "NO_ANSWER", "note": "無人接"}
    for _ in range(2):
        assert clerk.post(url, form).status_code == 302
    [row] = api.calls_of([person.id])
    assert len(row.attempts) == 1
    clerk.post(url, form | {"key": str(uuid.uuid4()), "outcome": "REACHED"})
    assert Call.objects.get().state == "DONE"
    over = clerk.post(url, form | {"key": str(uuid.uuid4())})
    assert over.status_code == 409
    far = _enter("far-k", "case.edit", of=make.branch("TPY"))
    assert far.get(url).status_code == 404


def test_reached_by_telephone_is_reached():
    _person, message = told(kind="ACT_DONE")
    api_row = Message.objects.get(id=message.id)
    jobs.actions.note_report(message_id=api_row.id, status="BOUNCED", answer="x", by=BY, at=AT)
    clerk = _enter("clerk-r", "case.edit")
    url = f"/staff/calls/{Call.objects.get().ref}/"
    clerk.post(url, {"key": str(uuid.uuid4()), "outcome": "REACHED", "note": ""})
    assert Telling.objects.get().reached_at == AT


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_contacts_are_kept_at_the_desk(lang):
    person, _message = told()
    clerk = _enter("clerk-p", "case.view", "party.view", "case.edit")
    url = f"/staff/contacts/{person.ref}/"
    clerk.post(
        f"{url}consent/",
        {"channel": "SMS", "address": "0912345678", "source": "PHONE", "rank": "1"},
    )
    bad = clerk.post(
        f"{url}consent/", {"channel": "SMS", "address": "123", "source": "PHONE", "rank": "1"}
    )
    assert bad.status_code == 422
    clerk.post(f"{url}language/", {"language": "en"})
    liking = api.likings([person.id])[person.id]
    assert (liking.language, liking.reminders, len(liking.ways)) == ("en", False, 2)
    clerk.post(f"{url}end/", {"channel": "SMS"})
    page = _text(clerk.get(url, headers={"accept-language": lang}))
    assert "115-1" in page
    case = make.case(person)
    assert "115-1" in _text(clerk.get(f"/staff/cases/{case.ref}/"))
    far = _enter("far-p", "party.view", "case.edit", of=make.branch("TPY"))
    assert far.get(url).status_code == 404
    assert far.post(f"{url}end/", {"channel": "SMS"}).status_code == 404
