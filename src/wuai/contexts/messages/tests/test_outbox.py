"""A mail leaves after its commit, once, and nothing in it can begin another header."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from wuai.contexts.messages import api
from wuai.contexts.messages.actions import outbox as actions
from wuai.contexts.messages.gateways.mail import client
from wuai.contexts.messages.jobs import send
from wuai.contexts.messages.models import Message
from wuai.contexts.messages.rules import outbox as rules
from wuai.platform.actors import system
from wuai.platform.gateways import GatewayError

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BY = system("test")


def _put(key="feedback:NHI:2026-11-21", **change):
    values = {
        "once_key": key, "recipient": "feedback@example.invalid", "subject": "回饋檔待取",
        "body": "請至入口網站下載。", "branch_id": 5, "at": AT,
    }  # fmt: skip
    return api.send_mail(**(values | change))


@pytest.mark.django_db(transaction=True)
class TestSending:
    def test_it_is_sent_after_the_commit_and_only_once(self, deliver):
        with transaction.atomic():
            ref = _put()
            assert _put(subject="別的主旨") == ref
            assert mail.outbox == []
        deliver()
        send(message_ref=ref)
        assert [m.subject for m in mail.outbox] == ["回饋檔待取"]
        assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{ref}@")
        (row,) = api.mails(5)
        assert (row.status, row.attempts) == ("SENT", 1)

    def test_what_was_rolled_back_is_never_sent(self, deliver):
        with transaction.atomic():
            _put()
            transaction.set_rollback(True)
        assert deliver() == 0
        assert not Message.objects.exists()

    def test_a_line_that_is_down_is_tried_again_until_it_works(self, monkeypatch):
        ref = _put()
        real = client.send
        monkeypatch.setattr(client, "send", _down(temporary=True))
        for _ in range(2):
            with pytest.raises(GatewayError):
                send(message_ref=ref)
        monkeypatch.setattr(client, "send", real)
        send(message_ref=ref)
        (row,) = api.mails(5)
        assert (row.status, row.attempts, len(mail.outbox)) == ("SENT", 3, 1)

    def test_after_the_last_attempt_it_is_given_up_in_sight_of_all(self, monkeypatch):
        ref = _put()
        monkeypatch.setattr(client, "send", _down(temporary=True))
        for hour in range(rules.MAX_ATTEMPTS - 1):
            # An hour apart: the line is shut for a while after some failures in a row.
            with (
                time_machine.travel(AT + timedelta(hours=hour), tick=False),
                pytest.raises(GatewayError),
            ):
                send(message_ref=ref)
        with time_machine.travel(AT + timedelta(days=1), tick=False):
            send(message_ref=ref)
        assert api.failed_count(5) == 1
        assert api.mails(5, status="FAILED")[0].answer == "451 busy"

    def test_a_refused_address_is_not_tried_again_but_may_be_by_hand(self, monkeypatch):
        ref = _put()
        monkeypatch.setattr(client, "send", _down(temporary=False))
        send(message_ref=ref)
        send(message_ref=ref)
        assert api.mails(5)[0].attempts == 1
        api.try_again(ref=ref, by=BY, at=AT)
        with pytest.raises(rules.NotGivenUp):
            api.try_again(ref=ref, by=BY, at=AT)
        assert api.mails(5)[0].status == "WAITING"

    def test_two_workers_do_not_send_the_same_mail(self):
        ref = _put()
        assert actions.claim(ref=ref, by=BY, at=AT) is not None
        with pytest.raises(GatewayError) as later:
            actions.claim(ref=ref, by=BY, at=AT + timedelta(minutes=9))
        assert later.value.temporary
        assert actions.claim(ref=ref, by=BY, at=AT + timedelta(minutes=10)) is not None

    def test_no_telephone_inside_a_transaction(self):
        with pytest.raises(RuntimeError), transaction.atomic():
            client.send(client.Mail("r", "a@example.invalid", "s", "b"))

    @pytest.mark.parametrize(
        ("error", "temporary"),
        [
            (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), False),
            (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), True),
            (smtplib.SMTPDataError(554, b"refused"), False),
            (smtplib.SMTPServerDisconnected("gone"), True),
            (ConnectionRefusedError("no"), True),
        ],
    )
    def test_what_the_mail_server_said_decides_whether_to_try_again(
        self, monkeypatch, error, temporary
    ):
        class Broken:
            def send_messages(self, _):
                raise error

        monkeypatch.setattr(client, "get_connection", Broken)
        with pytest.raises(GatewayError) as raised:
            client.send(client.Mail("r", "a@example.invalid", "s", "b"))
        assert raised.value.temporary is temporary


def _down(*, temporary):
    def run(_):
        raise GatewayError("451 busy", temporary=temporary)

    return run


@pytest.mark.parametrize(
    "address",
    ["a@b.tw\r\nBcc: x@y.tw", "a@b.tw\nBcc: x@y.tw", "a@b.tw,x@y.tw", "名 <a@b.tw>", "a b@c.tw",
     "@b.tw", "a@", "a@b", "a@b.tw\x00", "", "a@b.tw;x@y.tw", "a" * 65 + "@b.tw"],
)  # fmt: skip
def test_only_one_plain_address_is_taken(address):
    with pytest.raises(rules.RecipientInvalid) as refused:
        rules.recipient(address)
    assert "\n" not in refused.value.text("zh")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("主旨\r\nBcc: x@y.tw", "主旨 Bcc: x@y.tw"),
        ("a\x00b\u2028c", "a b c"),
        ("  𠮷野　家 ", "𠮷野 家"),
        ("長" * 300, "長" * 200),
    ],
)
def test_a_subject_is_one_line(text, kept):
    assert rules.subject(text) == kept
