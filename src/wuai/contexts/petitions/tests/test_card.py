"""A mailbox that asks for a certificate knows who wrote; no other one keeps whose card it was."""

import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import Application
from wuai.contexts.identity import api as identity
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.tests.conftest import DESK, House
from wuai.contexts.petitions.tests.test_pages import _box, _enter, _text, _write
from wuai.platform.actors import system
from wuai.platform.crypto import blind_index

AGENT, PRINCIPAL = "A123456789", "B223456782"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


MAY = (("APPLY",), 302), (("VIEW",), 403)


@pytest.mark.parametrize(("scopes", "answer"), MAY)
def test_an_agent_writes_for_whom_he_acts_within_his_power_and_not_beyond(house, scopes, answer):
    head = _enter("chief", "reference.edit")
    head.post(
        "/staff/petitions/mailboxes/new/", _box(code="BYCARD", identity="CARD", categories="")
    )
    agent = make.let_in(Client(), make.citizen("陳代理", AGENT))
    new = identity.NewAttorney(
        key=uuid.uuid4(), principal_name="林本人", principal_number=PRINCIPAL, agent_name="陳代理",
        agent_number=AGENT, scopes=scopes, document="委任書", since=House.on,
        until=House.on.replace(year=2027), case_ref=None, case_number="",
    )  # fmt: skip
    by = system("t", branch_id=house.branch.id)
    ref = identity.accept_attorney(branch_id=house.branch.id, new=new, by=by, at=House.at)
    agent.post("/my/identity/acting/", {"principal": str(ref)})
    begun = agent.post("/mail/BYCARD/", {"branch": "SCY"})
    assert begun.status_code == answer
    elsewhere = agent.post("/mail/BYCARD/", {"branch": make.branch("TPY").code})
    assert elsewhere.status_code == 404, "the mailbox is this branch's own"
    if answer != 302:
        assert not Petition.objects.exists()
        return
    _write(agent, "BYCARD")
    kept = Application.objects.get(ref=Petition.objects.get().ref)
    assert kept.identity == "AGENT"
    assert bytes(kept.person_index) == blind_index("party-id", PRINCIPAL)
    # Through any other mailbox nobody's name is kept, neither his nor the other's.
    _write(agent)
    assert Application.objects.exclude(id=kept.id).get().person_index is None


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
