"""A letter goes where its petition goes: to a confidential unit, and out of everybody else's sight."""

from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import Upload
from wuai.contexts.petitions.actions import incoming as actions
from wuai.contexts.petitions.actions import mailboxes, work
from wuai.contexts.petitions.gateways.mailbox import codec
from wuai.contexts.petitions.models import Incoming, Petition
from wuai.contexts.petitions.queries import incoming as queries
from wuai.contexts.petitions.queries.mailboxes import mailbox
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.tests.conftest import DESK, House, letter
from wuai.contexts.petitions.tests.test_incoming import PDF, take


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


def test_an_added_letter_stays_whole_with_its_files_and_goes_where_its_petition_goes(house):
    row = house.filed()
    raw = letter(
        subject=f"Re: {row.number}", text="長" * 600, files=[("bill.pdf", PDF), ("a.exe", b"MZ")]
    )
    take(house, raw)
    ref = Incoming.objects.get().ref
    actions.add(ref=ref, number=row.number, letter=codec.read(raw), by=house.clerk, at=house.at)
    said = row.notes.get(code="letter").text
    assert len(said) <= rules.NOTE
    assert "a.exe" in said
    assert "全文見來信" in said
    assert Upload.objects.get(application__ref=row.ref).name == "bill.pdf"
    held = Incoming.objects.get()
    assert (held.outcome, held.petition) == (rules.ADDED, row.ref)
    clerk = Client()
    clerk.force_login(make.account("clerk", *DESK))
    url = f"/staff/petitions/letters/{ref}/"
    assert url in clerk.get(f"/staff/petitions/{row.ref}/").content.decode()
    assert "長" * 600 in clerk.get(url).content.decode()
    work.hand(ref=row.ref, mailbox_code="ETHICS", reason="風紀", **house.how())
    assert _seen(house.clerk) == []


def test_a_letter_in_confidence_is_not_added_to_what_others_see(house):
    row, raw = house.filed(), letter(Precedence="list")
    take(house, raw, box=rules.Box("ethics", "ETHICS", frozenset()))
    ref, both = Incoming.objects.get().ref, house.person("both", *DESK, "petition.ethics")
    with pytest.raises(rules.StaysWithItsUnit):
        actions.add(ref=ref, number=row.number, letter=codec.read(raw), by=both, at=house.at)
    assert not row.notes.filter(code="letter").exists()
    inside = house.filed("ETHICS")
    actions.add(ref=ref, number=inside.number, letter=codec.read(raw), by=both, at=house.at)
    assert Incoming.objects.get().guard == "petition.ethics"
