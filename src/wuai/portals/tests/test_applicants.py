"""Who asked is told by the kinds of the outbox: once, by his ways, or at the address he left."""

import functools
import uuid
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.models import Application, Draft
from wuai.contexts.messages import api as messages
from wuai.contexts.messages.models import Call, Contact, Message, Telling
from wuai.platform.actors import Actor, system

AT = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))
ON = AT.date()


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def hear(deliver):
    """``hear()`` brings the waiting events to their handlers; letters stay in the outbox."""
    return functools.partial(deliver, only="%deliver")


def letters():
    return list(Message.objects.order_by("id").values_list("recipient", flat=True))


@pytest.fixture
def clerk(db):
    branch = make.branch()
    return Actor("staff", "account:1", "王書記官", branch_id=branch.id, branch_code=branch.code,
                 permissions=frozenset({"application.view", "application.edit"}))  # fmt: skip


def filed(clerk, case, kind="WRITTEN_STATEMENT", **more):
    said = {"case_no": case.number if case else "", "phone": "", "email": "", **more}
    given = {
        question.name: said.get(question.name, question.sample)
        for question in applications.declaration(kind).questions()
    }
    arrival = applications.Arrival(channel="POST", received_at=AT, key=uuid.uuid4())
    return applications.register(kind=kind, branch_id=clerk.branch_id, given=given, arrival=arrival,
                                 by=clerk, at=AT, on=ON)  # fmt: skip


def showed_code(done, case):
    """As if it had been filed online with the code of this case's notice."""
    Draft.objects.create(
        branch_id=case.branch_id, kind="WRITTEN_STATEMENT", version=1, identity="CODE",
        code_index=uuid.uuid4().bytes, proven_case_id=case.id, answers=b"", started_at=AT,
        saved_at=AT, expires_on=ON, application=Application.objects.get(ref=done.ref),
    )  # fmt: skip


def by_mail(case, address="his@example.org"):
    messages.set_contact(party_id=case.obligor_id, channel="MAIL", address=address,
                         source="COUNTER", by=system("test"), at=AT)  # fmt: skip
    Contact.objects.update(confirmed_at=AT)


def move(done, clerk, code, note=""):
    applications.move(ref=done.ref, code=code, note=note, by=clerk, at=AT, on=ON)


def test_who_had_the_notices_code_is_told_by_his_own_ways_too_and_called_about_what_is_missing(
    clerk, hear
):
    case = make.case(make.party("王小明", phone="0911000000"))
    by_mail(case)
    done = filed(clerk, case, name="王小明", email="left@example.org", phone="0912345678")
    showed_code(done, case)
    hear()
    move(done, clerk, "ask", "請附上離職證明。")
    hear()
    told = Telling.objects.order_by("id").values_list("party_id", "kind", "reference", "link")
    assert list(told) == [(case.obligor_id, kind, done.number, "/follow/")
                          for kind in ("RECEIVED", "COMPLETE")]  # fmt: skip
    assert sorted(letters()) == ["his@example.org"] * 2 + ["left@example.org"] * 2
    call = Call.objects.get()
    assert (call.party_id, call.purpose, call.phone, call.about) == (
        case.obligor_id, "COMPLETE", "0912345678", "請附上離職證明。",
    )  # fmt: skip
    assert call.link == f"/staff/applications/{done.ref}/"


def test_a_stranger_who_writes_the_obligors_name_rings_nobodys_telephone(clerk, hear):
    case, other = (make.case(make.party("王小明", phone="0911000000")) for _ in range(2))
    messages.set_contact(party_id=case.obligor_id, channel="SMS", address="0911000000",
                         source="COUNTER", by=system("test"), at=AT)  # fmt: skip
    done = filed(clerk, case, name="王小明", email="left@example.org")
    showed_code(done, other)  # the code of another case shows nothing about this one
    hear()
    move(done, clerk, "ask", "請附上離職證明。")
    hear()
    assert letters() == ["left@example.org"] * 2
    assert not Telling.objects.exists()
    assert not Call.objects.exists()


def test_one_letter_is_enough_where_both_would_reach_the_same_mailbox(clerk, hear):
    case = make.case(make.party("王小明"))
    by_mail(case, "left@example.org")
    showed_code(filed(clerk, case, name="王小明", email="left@example.org"), case)
    hear()
    assert letters() == ["left@example.org"]
    assert Telling.objects.count() == 1


def test_who_is_no_party_gets_the_same_words_at_the_address_he_left_and_nothing_of_the_case(
    clerk, hear, client
):
    case = make.case(make.party("王小明"))
    done = filed(clerk, case, name="李代理", email="left@example.org", phone="0912345678")
    hear()
    move(done, clerk, "ask", "請附委任狀。")
    hear()
    assert not Telling.objects.exists()
    assert letters() == ["left@example.org"] * 2
    for letter in Message.objects.all():
        assert done.number in letter.subject
        assert "/follow/" in letter.body
        for said in ("李代理", "王小明", case.number, "委任狀"):
            assert said not in letter.subject + letter.body
    call = Call.objects.get()
    assert (call.party_id, call.name, call.phone) == (None, "李代理", "0912345678")
    client.force_login(make.account("caller", "case.edit"))
    for address in ("/staff/calls/", f"/staff/calls/{call.ref}/"):
        assert "李代理" in client.get(address).content.decode()


def test_nobody_writes_about_a_confidential_request_and_a_second_delivery_says_nothing_new(
    clerk, hear
):
    from wuai.contexts.applications.events import ApplicationReceived
    from wuai.portals import applicants

    done = filed(clerk, None, kind="IDEA", name="林小姐", email="left@example.org")
    hear()
    applicants.application_received(
        ApplicationReceived(clerk.branch_id, str(done.ref), "IDEA", None, ON.isoformat())
    )
    hear()
    assert len(letters()) == 1
    filed(clerk, None, kind="REWARD_TIP", name="密告人", email="secret@example.org")
    hear()
    assert len(letters()) == 1
    assert not Telling.objects.exists()
