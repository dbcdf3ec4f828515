"""A mailbox that asks for a certificate knows who wrote; no other one keeps whose card it was."""

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import Application
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.tests.conftest import DESK, House
from wuai.contexts.petitions.tests.test_pages import _box, _enter, _text, _write
from wuai.platform.crypto import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


def test_a_mailbox_that_asks_for_a_card_ties_the_petition_to_the_person(house):
    head = _enter("chief", "reference.edit")
    made = _box(code="BYCARD", identity="CARD", categories="")
    assert head.post("/staff/petitions/mailboxes/new/", made).status_code == 302
    stranger = Client().post("/mail/BYCARD/", {"branch": "SCY"})
    assert stranger.url.startswith("/login/citizen/")
    who = make.citizen("王小明", "A123456789")
    _write(make.let_in(Client(), who), "BYCARD")
    row = Petition.objects.get()
    assert row.mailbox == "BYCARD"
    kept = Application.objects.get(ref=row.ref)
    assert (kept.identity, bytes(kept.person_index)) == (
        "CERTIFICATE",
        blind_index("party-id", "A123456789"),
    )
    page = _text(_enter("clerk-card", *DESK).get(f"/staff/petitions/{row.ref}/"))
    assert "憑證或手機（本人）" in page
    # Through any other mailbox nobody's card is kept.
    _write(make.let_in(Client(), who))
    other = Petition.objects.exclude(id=row.id).get()
    assert Application.objects.get(ref=other.ref).person_index is None
