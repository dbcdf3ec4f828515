"""Through the door: a holder is told, a certificate goes its way; and nobody of another branch sees either."""

import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.auctions.models import Preemption, Transfer
from wuai.contexts.auctions.rules import transferring as rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(sale):
    with time_machine.travel(sale.who()["at"], tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


def _day(name, year="115", month="11", day="20"):
    return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}


TOLD = {
    "ground": "LAND_LESSEE", "rule": "PREEMPTION_REPLY", "holder_name": "林承租", "lot": "甲標",
    "property": "長春段 100 地號", "price": "3200000", "how": "SERVED", "document_no": "第 9 號",
    **_day("notified_on"),
}  # fmt: skip
SAID = {
    "lot": "甲標", "property": "長春段 100 地號", "scope": "全部", "buyer_name": "張買受",
    "buyer_id": "B223456782", "buyer_address": "新竹市西大路 5 號", "price": "3200000",
    **_day("sold_on", day="16"),
}  # fmt: skip


def test_a_notice_from_the_case_to_the_look_up_and_the_waiver(sale):
    clerk = _enter("pre-clerk", "case.view", "case.edit")
    new = f"/staff/preemption/new/?case={sale.case.ref}"
    assert clerk.get(new).status_code == 200
    wrong = clerk.post(new, TOLD | {"key": uuid.uuid4(), "rule": "PREEMPTION_COOWNER"})
    assert wrong.status_code == 422
    sent = clerk.post(new, TOLD | {"key": uuid.uuid4()})
    assert sent.status_code == 302
    row = Preemption.objects.get()
    page = sent.url
    assert row.number in clerk.get("/staff/preemption/").content.decode()
    shown = clerk.get(page).content.decode()
    assert "2026-11-30" in shown
    assert "林承租" in shown
    looked = {
        "document_no": "竹地 1",
        "found": "STANDS",
        "note": "",
        **_day("looked_up_on", day="23"),
    }
    answer = clerk.post(f"{page}look-up/", looked)
    assert (answer.status_code, answer.url) == (302, "../")
    assert "竹地 1" in clerk.get(page).content.decode()
    assert clerk.post(f"{page}waive/", {"note": ""}).status_code == 422
    clerk.post(f"{page}waive/", {"note": "書面聲明"})
    row.refresh_from_db()
    assert row.state == "WAIVED"
    assert row.number in clerk.get("/staff/preemption/?list=over").content.decode()


def test_a_certificate_through_the_pages_by_two_people(sale):
    clerk = _enter("tra-clerk", "case.view", "case.edit")
    chief = _enter("tra-chief", "case.view", "application.decide")
    new = f"/staff/transfers/new/?case={sale.case.ref}"
    page = clerk.post(new, SAID | {"key": uuid.uuid4()}).url
    assert clerk.post(f"{page}propose/").status_code == 409
    for code in rules.CONDITIONS:
        checked = {"code": code, "outcome": "MET", "evidence": "收據", **_day("paid_on")}
        assert clerk.post(f"{page}check/", checked).status_code == 302
    clerk.post(f"{page}propose/")
    assert clerk.post(f"{page}issue/").status_code == 403
    shown = chief.get(page).content.decode()
    assert "核發證書" in shown
    assert "B223456782" not in shown
    chief.post(f"{page}issue/")
    row = Transfer.objects.get()
    assert (row.state, row.number) == ("ISSUED", "115新竹移字第000001號")
    assert clerk.get(f"{page}certificate.pdf").status_code == 404  # not set yet
    public = Client().get(f"/transfers/verify/{row.token}")
    assert row.number in public.content.decode()
    assert "張買受" not in public.content.decode()
    assert Client().get("/transfers/verify/x").status_code == 404


def test_another_branch_finds_neither(sale):
    row, notice = sale.issued(sale.prepared(lot="乙標")), sale.told()
    far = _enter("far", "case.view", "case.edit", "application.decide", of=make.branch("TPY"))
    filled = {"note": "x", "reason": "x", "post_no": "1", **SAID}
    for path in ("", "look-up/", "waive/", "call-off/"):
        ask = far.post if path else far.get
        assert ask(f"/staff/preemption/{notice.ref}/{path}", filled).status_code == 404, path
    for path in ("", "certificate.pdf"):
        assert far.get(f"/staff/transfers/{row.ref}/{path}").status_code == 404, path
    for path in ("check", "correct", "propose", "issue", "send-back", "call-off", "again", "post",
                 "hand-over", "reissue"):  # fmt: skip
        assert far.post(f"/staff/transfers/{row.ref}/{path}/", filled).status_code == 404, path
    assert far.get(f"/staff/transfers/filed/{uuid.uuid4()}/").status_code == 404
    assert far.get(f"/staff/preemption/new/?case={sale.case.ref}").status_code == 404
    assert far.get(f"/staff/transfers/new/?case={sale.case.ref}").status_code == 404
    row.refresh_from_db()
    assert row.state == "ISSUED"


@pytest.mark.parametrize(
    ("kind", "offered"),
    [("TRANSFER_CERTIFICATE", False), ("PREEMPTION", False), ("OBJECTION", True)],
)
def test_a_paper_that_only_the_cases_branch_can_take_in_is_offered_to_no_other(kind, offered):
    desk = _enter("desk", "application.view", "application.edit")
    page = desk.get(f"/staff/applications/paper/?kind={kind}")
    said = page.content.decode()
    assert (page.status_code, 'name="branch"' in said) == (200, offered)
    assert ("請把原件移送那個分署" in said) is not offered
