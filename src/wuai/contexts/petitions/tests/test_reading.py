"""A mailbox at a mail server: read from where reading ended, unchanged, and seen when it cannot be read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from tests import factories as make

from wuai.contexts.messages.models import Message
from wuai.contexts.petitions import jobs
from wuai.contexts.petitions.actions import incoming
from wuai.contexts.petitions.gateways.mailbox import fake
from wuai.contexts.petitions.gateways.mailbox.accounts import Account, accounts
from wuai.contexts.petitions.models import FetchedBox, Incoming, Petition
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.tests.conftest import DESK, House, letter
from wuai.platform.gateways import GatewayError

CAME = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


class Post:
    """A mailbox at a practice server, and the account that reads it."""

    def __init__(self, house, box, folder):
        (folder / "password").write_text("secret\n")
        self.house, self.box = house, box
        self.account = Account(
            code="front", branch=house.branch.code, address="service@branch.example",
            host="127.0.0.1", port=box.port, user="u", password_file=str(folder / "password"),
            tls=False, is_whole=True,
        )  # fmt: skip

    def read(self):
        return jobs.read(self.account)

    def state(self):
        return FetchedBox.objects.get(code="front")


@pytest.fixture
def post(house, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "wuai.contexts.petitions.gateways.mailbox.client.outside_transaction", lambda: None
    )
    with fake.serve(fake.FakeMailbox()) as box:
        yield Post(house, box, tmp_path)


def test_a_mailbox_is_read_from_where_reading_ended_and_nothing_in_it_changes(post):
    post.box.post(letter(number="1@x"), CAME)
    post.box.post(letter(number="2@x", text="另一件事"), CAME)
    assert (post.read(), post.state().failure) == (2, "")
    assert post.read() == 0
    post.box.post(letter(number="3@x", text="第三件事"), CAME)
    assert post.read() == 1
    assert Petition.objects.count() == 3
    assert {said.split()[0] for said in post.box.asked} == {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}  # fmt: skip
    assert all("PEEK" in said for said in post.box.asked if "FETCH" in said)


def test_a_mailbox_that_numbers_anew_brings_nothing_twice(post):
    post.box.post(letter(), CAME)
    assert post.read() == 1
    post.box.validity += 1
    assert post.read() == 0
    assert (Petition.objects.count(), Message.objects.count()) == (1, 1)
    assert post.state().validity == post.box.validity


@pytest.mark.parametrize("says_next", [True, False])
def test_the_first_reading_begins_behind_what_lies_in_the_mailbox(post, says_next):
    post.account, post.box.says_next = replace(post.account, is_whole=False), says_next
    post.box.post(letter(number="1@x"), CAME)
    post.box.post(letter(number="2@x", text="去年的信"), CAME)
    assert (post.read(), post.state().last_uid) == (0, 2)
    assert Incoming.objects.count() == 0
    post.box.post(letter(number="3@x", text="今天的信"), House.at)
    assert post.read() == 1
    # Told by nothing but the page which letters are taken.
    assert post.state().begun_at == House.at


def test_a_first_reading_that_breaks_off_begins_at_the_same_letter_again(post):
    post.account, post.box.manner = replace(post.account, is_whole=False), fake.REFUSES
    post.box.post(letter(number="1@x"), CAME)
    post.read()
    post.box.manner = fake.GOOD
    post.read()
    post.box.post(letter(number="2@x", text="今天的信"), House.at)
    post.box.manner = fake.BREAKS
    post.read()
    post.box.manner = fake.GOOD
    assert post.read() == 1


def test_a_mailbox_that_numbers_anew_brings_what_came_meanwhile_and_nothing_older(post):
    post.account = replace(post.account, is_whole=False)
    post.box.post(letter(number="1@x", text="去年的信"), CAME)
    post.box.post(letter(number="2@x", text="前天的信"), CAME - timedelta(days=2))
    post.read()
    post.box.post(letter(number="3@x", text="換號前的信"), House.at)
    post.read()
    post.box.validity += 1
    post.box.post(letter(number="4@x", text="換號時的信"), House.at)
    post.box.asked.clear()
    assert post.read() == 1
    assert [row.came_at for row in Incoming.objects.order_by("id")] == [House.at, House.at]
    # What came days before is not even asked for.
    assert "UID SEARCH UID 1:* SINCE 22-Nov-2026" in post.box.asked
    assert not [said for said in post.box.asked if said.startswith("UID FETCH 2 ")]
    assert post.read() == 0


@pytest.mark.parametrize(("minutes", "ours"), [(-11, False), (-10, True), (0, True), (90, True)])
def test_a_clock_that_is_a_little_slow_loses_no_letter(minutes, ours):
    fetched = rules.Fetched(1, House.at + timedelta(minutes=minutes), b"")
    assert rules.is_ours_to_take(fetched, House.at) == ours
    assert rules.is_ours_to_take(fetched, None)


@pytest.mark.parametrize(
    ("line", "whole"), [("", False), ('from = "now"', False), ('from = "beginning"', True)]
)
def test_a_setting_says_where_reading_begins(tmp_path, settings, line, whole):
    file = tmp_path / "mailboxes.toml"
    settings.MAILBOXES_FILE = str(file)
    given = (
        'code="a"\nbranch="SCY"\naddress="a@b"\nhost="h"\nport=993\nuser="u"\npassword_file="p"\n'
    )
    file.write_text(f"[[mailbox]]\n{given}{line}\n", encoding="utf-8")
    assert [one.is_whole for one in accounts()] == [whole]
    file.write_text(f'[[mailbox]]\n{given}from = "yesterday"\n', encoding="utf-8")
    with pytest.raises(GatewayError, match="beginning"):
        accounts()


@pytest.mark.parametrize(
    ("manner", "password", "words"),
    [
        (fake.DOWN, "secret", "line broke"),
        (fake.BREAKS, "secret", "line broke"),
        (fake.REFUSES, "secret", "refuses"),
        (fake.GOOD, "changed", "refuses"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_seen_and_goes_on_afterwards(
    post, manner, password, words
):
    post.box.post(letter(), CAME)
    post.box.manner, post.box.password = manner, password
    assert post.read() == 0
    assert words in post.state().failure
    since = post.state().failing_since
    post.read()
    assert post.state().failing_since == since
    post.box.manner, post.box.password = fake.GOOD, "secret"
    assert post.read() == 1
    assert (post.state().failure, post.state().failing_since) == ("", None)


def test_a_letter_that_nothing_can_be_done_with_waits_and_stops_none_behind_it(post, monkeypatch):
    def take_up(row, letter, *others):
        assert "evil" not in letter.text
        return register(row, letter, *others)

    register = incoming._register
    monkeypatch.setattr(incoming, "_register", take_up)
    post.box.post(letter(number="1@x", text="evil"), CAME)
    post.box.post(letter(number="2@x"), CAME)
    assert (post.read(), post.state().last_uid, post.state().failure) == (2, 2, "")
    assert sorted(Incoming.objects.values_list("outcome", "reason")) == [
        ("ASIDE", "UNREADABLE"), ("PETITION", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"mailbox": "NOWHERE"}, "信箱"), ({"folder": "收件匣"}, "ASCII"), ({"user": 7}, "TypeError")],
)
def test_wrong_settings_are_seen_where_the_mailboxes_stand(post, monkeypatch, wrong, words):
    account = replace(post.account, **wrong)
    monkeypatch.setattr(jobs, "accounts", lambda: [account])
    post.box.post(letter(), CAME)
    jobs.read_mailbox(code="front")
    assert words in post.state().failure
    assert jobs.mailboxes_unread(at=House.at) == [f"front: {post.state().failure}"]


def test_a_mailbox_that_nobody_looks_into_any_more_is_late(post, monkeypatch, client):
    monkeypatch.setattr(jobs, "accounts", lambda: [post.account])
    assert jobs.mailboxes_unread(at=House.at) == ["front: never read"]
    post.read()
    assert jobs.mailboxes_unread(at=House.at + timedelta(minutes=14)) == []
    assert "not read since" in jobs.mailboxes_unread(at=House.at + timedelta(minutes=16))[0]
    with time_machine.travel(House.at + timedelta(minutes=16), tick=False):
        client.force_login(make.account("clerk", *DESK))
        page = client.get("/staff/petitions/letters/").content.decode()
    assert "之後沒有再讀取" in page
    assert "正常" not in page


def test_a_mailbox_is_never_read_inside_a_transaction(house, tmp_path):
    with (
        fake.serve(fake.FakeMailbox()) as box,
        pytest.raises(RuntimeError, match="inside a transaction"),
        transaction.atomic(),
    ):
        Post(house, box, tmp_path).read()
