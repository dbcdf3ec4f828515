"""What a settlement file left held leads to its rows; the counter finds a person by identity number."""

import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import OpenItem, SettlementFile
from wuai.contexts.payments.queries.receiving import waiting
from wuai.platform.models import ReadLine

NUMBER = "A123456789"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(factories.AT, tick=False):
        yield


@pytest.fixture
def at_work(desk):
    client = Client()
    client.force_login(
        factories.account(
            "found", "payment.import", "payment.settle", "payment.counter", "payment.view"
        )
    )
    return client


def _text(answer):
    return answer.content.decode()


def _receipt(desk, case):
    taken = api.take_cash(
        key=uuid.uuid4(), case_ids=[case.id], amount=100, payer="陳大文", by=desk.cashier, at=desk.at,
        on=desk.on, tendered=100,
    )  # fmt: skip
    return f"/staff/payments/{taken.receipt_ref}/print/"


def test_the_result_of_a_file_says_what_is_too_much_and_what_unknown_and_leads_there(desk, at_work):
    one, two = (desk.slip(factories.case(amount=100)).number for _ in range(2))
    rows = [(one, 160), (two, 100), ("00000000000777", 30), ("00000000000778", 20)]
    content = codec.write(
        [(no, "2026-11-21", "2026-11-21", n, "VA", "822", f"S{no}") for no, n in rows]
    )
    sent = {"channel": "VA", "file": SimpleUploadedFile("f.csv", content)}
    page = at_work.post("/staff/payments/import/", sent).url
    desk.receive("00000000000779", 70)  # of no file
    file = SettlementFile.objects.get()
    held = waiting.held_of_file(desk.branch.id, file.id)
    assert [(h.target, h.count, h.amount) for h in held] == [
        ("OVERPAYMENT", 1, 60), ("SUSPENSE", 2, 50)
    ]  # fmt: skip
    text = at_work.get(page).content.decode()
    for target, mine, others in (
        ("OVERPAYMENT", (one,), ("00000000000777",)),
        ("SUSPENSE", ("00000000000777", "00000000000778"), (one, "00000000000779")),
    ):
        link = f"/staff/suspense/?file={file.ref}&amp;held={target}"
        assert link in text
        rows = at_work.get(link.replace("&amp;", "&")).content.decode()
        assert [number in rows for number in (*mine, *others)] == [
            number in mine for number in (*mine, *others)
        ]
    assert at_work.get(f"/staff/suspense/?file={file.ref}&held=CASE").status_code == 404
    assert at_work.get("/staff/suspense/?file=x&held=SUSPENSE").status_code == 404
    item = OpenItem.objects.get(event__number="00000000000777")
    asked = api.propose_settlement(
        ref=item.ref, case_id=factories.case(amount=90).id, amount=30, why="x", by=desk.cashier,
        at=desk.at,
    )  # fmt: skip
    api.decide_settlement(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    held = waiting.held_of_file(desk.branch.id, file.id)
    assert [(h.count, h.amount) for h in held] == [(1, 60), (1, 20)]


def test_the_counter_finds_the_first_open_case_of_a_person_and_keeps_the_number_to_itself(
    desk, at_work
):
    person = factories.party("陳大文", NUMBER)
    case = factories.case(obligor=person, amount=700)
    answer = at_work.post("/staff/counter/", {"q": NUMBER.lower()})
    assert answer.url == f"/staff/counter/?case={case.ref}"
    page = at_work.get(answer.url).content.decode()
    assert (NUMBER in page, "A1234" in page, "陳大文" in page) == (False, True, True)
    read = ReadLine.objects.filter(subjects__contains=[f"party:{person.ref}"])
    assert read.filter(reason="search").exists()
    assert NUMBER not in str(list(ReadLine.objects.values()))


def test_a_person_without_an_open_case_pays_nothing_and_an_unknown_one_is_not_found(desk, at_work):
    person = factories.party("陳大文", NUMBER)
    page = at_work.post("/staff/counter/", {"q": NUMBER}).content.decode()
    assert "沒有未結的案件" in page
    far = at_work.post("/staff/counter/", {"q": "F131104093"}).content.decode()
    assert "沒有未結的案件" not in far
    assert str(person.ref) not in far


def test_an_identity_number_stands_in_no_address_found_or_not(desk, at_work):
    case = factories.case(obligor=factories.party("陳大文", NUMBER), amount=700)
    for page in ("/staff/counter/", f"/staff/counter/?case={case.ref}", _receipt(desk, case)):
        search = re.search(r'<form method="(\w+)"([^>]*) role="search"', _text(at_work.get(page)))
        assert search is not None
        assert search[1] == "post", page
        assert 'action="/staff/counter/"' in search[2], page
    for number in (NUMBER, "F131104093"):  # somebody of ours, somebody unknown
        typed = at_work.get("/staff/counter/", {"q": f" {number.lower()}"})
        assert (typed.status_code, typed.url) == (302, "/staff/counter/")
    assert not ReadLine.objects.filter(reason="search").exists()
    found = at_work.post("/staff/counter/", {"q": case.number})
    assert found.url == f"/staff/counter/?case={case.ref}"
