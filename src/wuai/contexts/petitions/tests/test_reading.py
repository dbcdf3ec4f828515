"""A mailbox at a mail server: read from where reading ended, unchanged, and seen when it cannot be read."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from wuai.contexts.messages.models import Message
from wuai.contexts.petitions import jobs
from wuai.contexts.petitions.gateways.mailbox import fake
from wuai.contexts.petitions.gateways.mailbox.accounts import Account
from wuai.contexts.petitions.models import FetchedBox, Petition
from wuai.contexts.petitions.tests.conftest import House, letter

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
            tls=False,
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


def test_a_mailbox_is_never_read_inside_a_transaction(house, tmp_path):
    with (
        fake.serve(fake.FakeMailbox()) as box,
        pytest.raises(RuntimeError, match="inside a transaction"),
        transaction.atomic(),
    ):
        Post(house, box, tmp_path).read()
