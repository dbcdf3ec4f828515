"""People are told once, by the way they consented to; what does not arrive goes another way."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from tests import factories as make

from wuai.contexts.messages import api, jobs
from wuai.contexts.messages.actions import outbox, preferring, wording
from wuai.contexts.messages.gateways.line.fake import FakeLine
from wuai.contexts.messages.gateways.practice import Manner, serve
from wuai.contexts.messages.gateways.sms.fake import FakeSms
from wuai.contexts.messages.models import Call, ChannelState, Contact, Message, Telling
from wuai.contexts.messages.rules import channels, kinds
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Taipei
BY = system("test")
LINE_USER = "U" + "0a" * 16
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


def consent(person, channel, address, rank=1):
    preferring.set_contact(party_id=person.id, channel=channel, address=address, source="COUNTER",
                           rank=rank, by=BY, at=AT)  # fmt: skip
    Contact.objects.filter(party_id=person.id).update(confirmed_at=AT)


def tell(person, kind="ACT_DONE", event="e1", **more):
    given = {"reference": "115年度健執字第00000001號", "by": BY, "at": AT} | more
    return api.tell(party_id=person.id, kind=kind, event=event, **given)


def states():
    return list(Message.objects.order_by("id").values_list("channel", "status"))


def test_without_consent_the_copy_in_the_portal_is_all_and_it_counts(deliver):
    person = make.party(email="a@example.org", phone="0912345678")
    ref = tell(person)
    deliver()
    assert mail.outbox == []
    [copy] = api.copies([person.id])
    assert (copy.ref, copy.sent, api.unread_count([person.id])) == (ref, (), 1)
    for _ in range(2):
        api.note_opened(ref=ref, party_ids=[person.id], by=BY, at=AT)
    assert api.copies([person.id])[0].reached_at == AT
    with pytest.raises(api.CopyUnknown):
        api.note_opened(ref=ref, party_ids=[make.party().id], by=BY, at=AT)


def test_the_same_event_tells_a_person_once_also_when_many_say_it_at_once(deliver):
    person = make.party(name="李祕密")
    consent(person, "MAIL", "a@example.org")
    refs = []

    def run():
        refs.append(tell(person))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    deliver()
    assert len(set(refs)) == Telling.objects.count() == len(mail.outbox) == 1
    [sent] = mail.outbox
    assert "李祕密" not in sent.subject + sent.body
    assert "/my/messages/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tell(person, event="e2")
    tell(person, kind="MONEY_IN")
    assert Telling.objects.count() == 3


def test_a_bounce_marks_the_address_and_the_next_way_is_tried_then_a_call(deliver):
    person = make.party()
    consent(person, "MAIL", "a@example.org", 1)
    consent(person, "SMS", "0912345678", 2)
    tell(person)
    deliver()
    message = Message.objects.get()
    for _ in range(2):
        outbox.note_report(
            message_id=message.id, status="BOUNCED", answer="550", hard=True, by=BY, at=AT
        )
    deliver()
    assert states() == [("MAIL", "BOUNCED"), ("SMS", "SENT")]
    assert Contact.objects.get(channel="MAIL").bad_since == AT
    sms = Message.objects.get(channel="SMS")
    outbox.note_report(message_id=sms.id, status="BOUNCED", answer="8", by=BY, at=AT)
    telling = Telling.objects.get()
    assert telling.unreached_at == AT
    assert Call.objects.get().purpose == "UNREACHED"
    tell(person, event="e2")
    assert states()[-1] == ("SMS", "WAITING")
    api.try_again(ref=str(message.ref), by=BY, at=AT)
    assert HistoryLine.objects.filter(action="mail.try_again").exists()


def test_a_complaint_or_a_withdrawal_ends_the_way(deliver):
    person = make.party()
    consent(person, "MAIL", "a@example.org")
    tell(person)
    outbox.note_complaint(message_id=Message.objects.get().id, by=BY, at=AT)
    tell(person, event="e2")
    assert Message.objects.count() == 1
    consent(person, "MAIL", "a@example.org")
    api.end_contact(party_id=person.id, channel="MAIL", by=BY, at=AT)
    tell(person, event="e3")
    assert Message.objects.count() == 1


def test_language_reminders_and_quiet_hours_are_kept(deliver):
    person = make.party()
    consent(person, "SMS", "0912345678")
    api.set_preference(party_id=person.id, language="en", reminders=False, by=BY, at=AT)
    tell(person, kind="REMINDER")
    assert Message.objects.count() == 0
    night = AT + timedelta(hours=12)
    tell(person, event="n", at=night)
    message = Message.objects.get()
    assert "There" in message.body or "did something" in message.body
    assert message.not_before == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    jobs.send(message_ref=str(message.ref))
    assert states() == [("SMS", "WAITING")]


def test_a_new_version_of_the_words_is_used_and_the_old_stays():
    person = make.party()
    first = tell(person)
    good = kinds.Words("{branch}", "新的字 {branch} {link}", "{branch} {link}")
    assert wording.set_wording(kind="ACT_DONE", zh=good, en=good, why="更清楚", by=BY, at=AT) == 1
    second = tell(person, event="e2")
    texts = {c.ref: c.text for c in api.copies([person.id])}
    assert "新的字" in texts[second]
    assert "新的字" not in texts[first]


@pytest.fixture
def sms(settings):
    fake = FakeSms()
    with serve(fake, fake.answer) as url:
        settings.SMS_URL = url
        yield fake


@pytest.fixture
def line(settings):
    fake = FakeLine()
    with serve(fake, fake.answer) as url:
        settings.LINE_URL, settings.LINE_TOKEN = url, "t"
        yield fake


@pytest.mark.parametrize("channel", ["SMS", "LINE"])
def test_an_answer_that_got_lost_never_makes_a_second_message(sms, line, channel, deliver):
    fake = sms if channel == "SMS" else line
    person = make.party()
    consent(person, channel, "0912345678" if channel == "SMS" else LINE_USER)
    tell(person)
    ref = str(Message.objects.get().ref)
    fake.manner = Manner.LOSES
    with pytest.raises(Exception, match=r"."):
        jobs.send(message_ref=ref)
    fake.manner = Manner.GOOD
    jobs.send(message_ref=ref)
    assert len(fake.taken) == 1
    assert states() == [(channel, "SENT")]
    assert Message.objects.get().foreign_no == "P00000001"


@pytest.mark.parametrize("channel", ["SMS", "LINE"])
def test_a_refused_recipient_is_not_tried_again(sms, line, channel):
    fake = sms if channel == "SMS" else line
    person = make.party()
    consent(person, channel, "0912345678" if channel == "SMS" else LINE_USER)
    tell(person)
    fake.manner = Manner.REFUSES
    jobs.send(message_ref=str(Message.objects.get().ref))
    assert states() == [(channel, "FAILED")]
    assert ChannelState.objects.count() == 0


def test_a_slow_provider_is_left_after_some_patience(sms, monkeypatch):
    from wuai.contexts.messages.gateways import web

    monkeypatch.setattr(web, "PATIENCE", 0.2)
    sms.manner = Manner.SLOW
    person = make.party()
    consent(person, "SMS", "0912345678")
    tell(person)
    with pytest.raises(Exception, match=r"TimeoutError|URLError"):
        jobs.send(message_ref=str(Message.objects.get().ref))
    assert states() == [("SMS", "WAITING")]


def test_a_provider_that_is_down_is_left_alone_and_everything_else_works(sms, client, deliver):
    sms.manner = Manner.DOWN
    people = [make.party() for _ in range(7)]
    for person in people:
        consent(person, "SMS", "0912345678")
        tell(person)
    for message in Message.objects.order_by("id"):
        try:
            jobs.send(message_ref=str(message.ref))
        except jobs.GatewayError:
            continue
    # After five failures nobody calls them any more, and the others lost no attempt.
    assert sms.calls == channels.SHUTS_AFTER
    assert [m.attempts for m in Message.objects.order_by("id")] == [1] * 5 + [0] * 2
    other = make.party()
    consent(other, "MAIL", "a@example.org")
    ref = tell(other)
    jobs.send(message_ref=str(Message.objects.get(telling__ref=ref).ref))
    assert len(mail.outbox) == 1
    assert client.get("/livez").status_code == 200
    sms.manner = Manner.GOOD
    with time_machine.travel(AT + timedelta(minutes=2), tick=False):
        for message in Message.objects.filter(channel="SMS").order_by("id"):
            jobs.send(message_ref=str(message.ref))
    assert len(sms.taken) == 7
    assert ChannelState.objects.get().failures == 0


def test_a_channel_shut_by_hand_waits_until_somebody_opens_it(sms):
    person = make.party()
    consent(person, "SMS", "0912345678")
    tell(person)
    ref = str(Message.objects.get().ref)
    wording.pause_channel(channel="SMS", paused=True, by=BY, at=AT)
    jobs.send(message_ref=ref)
    assert (sms.calls, states()) == (0, [("SMS", "WAITING")])
    wording.pause_channel(channel="SMS", paused=False, by=BY, at=AT)
    jobs.send(message_ref=ref)
    assert states() == [("SMS", "SENT")]


def test_many_are_told_with_a_fixed_number_of_statements(django_assert_num_queries):
    people = [make.party() for _ in range(30)]
    for person in people:
        consent(person, "MAIL", "a@example.org")

    def run(some, event):
        told = [api.ToTell(p.id, "CASE_NEWS", event, "115-1") for p in some]
        return api.tell_all(tellings=told, by=BY, at=AT)

    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        run(people[:3], "a")
    with CaptureQueriesContext(connection) as many:
        run(people, "b")
    assert len(few) == len(many) <= 25
    assert Message.objects.count() == 33


def test_two_who_change_the_words_at_once_make_one_version():
    good = kinds.Words("{branch}", "新 {branch} {link}", "{branch} {link}")
    said, together = [], threading.Barrier(2)

    def run():
        together.wait()
        try:
            said.append(wording.set_wording(kind="CARE", zh=good, en=good, why="x", by=BY, at=AT))
        except wording.WordingChanged:
            said.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(said) in ([0, 1], [1, 2])


def test_a_message_that_two_workers_hold_is_sent_once(sms):
    person = make.party()
    consent(person, "SMS", "0912345678")
    tell(person)
    ref = str(Message.objects.get().ref)

    def run():
        try:
            jobs.send(message_ref=ref)
        except jobs.GatewayError:
            return
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert (len(sms.taken), sms.calls) == (1, 1)
    assert states() == [("SMS", "SENT")]
