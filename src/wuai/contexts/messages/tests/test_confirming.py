"""A mailbox is used once its owner has said so by the link in a letter; a stranger can say no."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.messages import api
from wuai.contexts.messages.actions import confirming, preferring
from wuai.contexts.messages.models import Contact, Message, Wording
from wuai.platform.actors import system

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BY = system("test")
TAIPEI = ZoneInfo("Asia/Taipei")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


def asked(address="her@example.org", at=AT):
    person = make.party()
    record(person, address, at)
    return person, link()


def record(person, address, at=AT):
    preferring.set_contact(
        party_id=person.id, channel="MAIL", address=address, source="PHONE", by=BY, at=at
    )
    confirming.ask_to_confirm(party_id=person.id, site="https://x.example", by=BY, at=at)


def link():
    letter = Message.objects.latest("id")
    return re.search(r"https://x\.example(/messages/confirm/\S+)", letter.body)[1]


def tell(person, event):
    before = Message.objects.count()
    api.tell(party_id=person.id, kind="ACT_DONE", event=event, reference="115-1", by=BY, at=AT)
    return Message.objects.count() - before


def test_nothing_goes_to_a_mailbox_before_its_owner_has_confirmed_it():
    person, path = asked()
    assert Message.objects.latest("id").recipient == "her@example.org"
    assert tell(person, "before") == 0
    assert api.unread_count([person.id]) == 1  # the copy counts all the same
    visitor = Client()
    assert "這是您的信箱嗎" in visitor.get(path).content.decode()
    assert tell(person, "looked at") == 0  # programs open links, people press buttons
    assert "信箱確認好了" in visitor.post(path, {"mine": "yes"}).content.decode()
    visitor.post(path, {"mine": "yes"})
    assert tell(person, "after") == 1


def test_who_gets_the_letter_by_mistake_ends_it():
    person, path = asked()
    Client().post(path, {"mine": "no"})
    held = Contact.objects.get(party_id=person.id)
    assert (held.ended_why, held.confirmed_at) == ("NOT_MINE", None)
    Client().post(path, {"mine": "yes"})  # ended stays ended
    assert tell(person, "e") == 0


def test_who_says_not_mine_after_saying_mine_is_asked_anew_when_it_is_recorded_again():
    person, path = asked()
    Client().post(path, {"mine": "yes"})
    Client().post(path, {"mine": "no"})
    record(person, "her@example.org")
    assert Contact.objects.get(party_id=person.id, ended_at=None).confirmed_at is None
    assert tell(person, "again") == 0


def test_an_old_letter_confirms_no_other_mailbox_and_none_for_ever():
    person, old = asked()
    record(person, "other@example.org", AT + timedelta(minutes=1))
    assert Client().get(old).status_code == 404
    assert Client().get(link()).status_code == 200
    assert (
        Client().get(link().replace(re.search(r"[0-9a-f]{8}", link())[0], "00000000")).status_code
        == 404
    )
    with time_machine.travel(AT + timedelta(days=15), tick=False):
        over = Client().post(link(), {"mine": "yes"})
        assert over.status_code == 410
        assert "請分署再寄一次" in over.content.decode()
        assert Contact.objects.get(party_id=person.id).confirmed_at is None


def test_a_letter_sent_again_holds_from_its_own_day_and_the_one_before_no_more():
    person, first = asked()
    later = AT + timedelta(days=20)
    with time_machine.travel(later, tick=False):
        assert Client().get(first).status_code == 410
        confirming.ask_to_confirm(
            party_id=person.id, site="https://x.example", by=BY, at=later.astimezone(TAIPEI)
        )
        assert Client().get(first).status_code == 404
    with time_machine.travel(later + timedelta(days=13), tick=False):
        assert "信箱確認好了" in Client().post(link(), {"mine": "yes"}).content.decode()
    assert Contact.objects.get(party_id=person.id).confirmed_at


def test_the_letter_speaks_the_language_of_its_reader():
    person = make.party()
    preferring.set_preference(party_id=person.id, language="en", reminders=True, by=BY, at=AT)
    Wording.objects.create(
        kind="CONFIRM", version=1, why="", made_at=AT, made_by="t",
        made_name="",
        subject_zh="{branch}（{reference}）", text_zh="{branch} {link}", short_zh="{branch} {link}",
        subject_en="{branch} ({reference})", text_en="{branch} {link}", short_en="{branch} {link}",
    )  # fmt: skip
    record(person, "her@example.org")
    assert Message.objects.latest("id").subject.endswith("(mailbox)")


def test_the_same_mailbox_recorded_again_stays_confirmed():
    person, path = asked()
    Client().post(path, {"mine": "yes"})
    preferring.set_contact(party_id=person.id, channel="MAIL", address="her@example.org",
                           source="COUNTER", by=BY, at=AT)  # fmt: skip
    assert tell(person, "e") == 1
    with pytest.raises(confirming.NothingToConfirm):
        confirming.ask_to_confirm(party_id=person.id, site="https://x.example", by=BY, at=AT)


def test_staff_see_that_it_waits_and_send_the_letter_again():
    person = make.party()
    clerk = Client()
    clerk.force_login(make.account("c", "party.view", "case.edit"))
    page = f"/staff/contacts/{person.ref}/"
    given = {"channel": "MAIL", "address": "her@example.org", "source": "COUNTER", "rank": "1"}
    assert clerk.post(f"{page}consent/", given).status_code == 302
    assert "等待本人確認" in clerk.get(page).content.decode()
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        clerk.post(f"{page}confirm/")
    assert Message.objects.filter(recipient="her@example.org").count() == 2
    stranger = Client()
    stranger.force_login(make.account("s", "party.view", "case.edit", of=make.branch("TPY")))
    assert stranger.post(f"{page}confirm/").status_code == 404
