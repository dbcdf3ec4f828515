"""A letter goes where its petition goes: to a confidential unit, and out of everybody else's sight."""

from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.petitions.actions import mailboxes, work
from wuai.contexts.petitions.models import Incoming, Petition
from wuai.contexts.petitions.queries import incoming as queries
from wuai.contexts.petitions.queries.mailboxes import mailbox
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.tests.conftest import DESK, House, letter
from wuai.contexts.petitions.tests.test_incoming import take


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


def _seen(by):
    return [line.ref for line in queries.letters(by, waiting=False)[0]]


def test_a_letter_goes_with_its_petition_to_a_confidential_unit(house):
    assert take(house, letter(subject="承辦人收錢")) == rules.PETITION
    row = Incoming.objects.get()
    assert _seen(house.clerk) == [row.ref]
    assert _seen(house.ethics) == []
    work.hand(ref=Petition.objects.get().ref, mailbox_code="ETHICS", reason="風紀", **house.how())
    assert _seen(house.clerk) == []
    assert _seen(house.ethics) == [row.ref]
    clerk = Client()
    clerk.force_login(make.account("clerk", *DESK))
    assert clerk.get(f"/staff/petitions/letters/{row.ref}/").status_code == 404
    assert "承辦人收錢" not in clerk.get("/staff/petitions/letters/?list=all").content.decode()


def test_what_waits_in_a_mailbox_that_becomes_confidential_is_for_its_unit(house):
    assert take(house, letter(Precedence="list")) == rules.ASIDE
    box = replace(mailbox(house.branch.id, "PUBLIC"), guard="petition.ethics")
    keeper = house.person("keeper", *DESK, "reference.edit", "petition.ethics")
    mailboxes.set_mailbox(branch_id=house.branch.id, box=box, reason="改由政風", by=keeper,
                          at=house.at, on=house.on)  # fmt: skip
    assert _seen(house.clerk) == []
    assert len(_seen(house.ethics)) == 1
