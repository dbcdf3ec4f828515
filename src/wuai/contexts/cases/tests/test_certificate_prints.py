"""One original of a certificate, then numbered reprints; a print that failed or came twice is none."""

import uuid
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.cases import queries_certificate as queries
from wuai.contexts.cases.actions.certificates import SAME_PRESS, PrintedAlready, print_certificate
from wuai.contexts.cases.models import CertificatePrint
from wuai.contexts.cases.web import certificates
from wuai.contexts.parties import api as parties
from wuai.platform.actors import Actor, system
from wuai.platform.typesetting import CharacterNotPrintable

ON, AT = factories.ON, factories.AT
WHO = {"by": system("t"), "at": AT, "on": ON}
MOMENT = timedelta(seconds=1)


@pytest.mark.django_db
@time_machine.travel(AT, tick=False)
def test_a_certificate_is_printed_once_as_the_original_and_then_says_which_reprint_it_is() -> None:
    case = factories.case(amount=5000, started_on=ON)
    number = cases.certify(case_id=case.id, reason="查無財產", **WHO)
    page, clerk, key = f"/staff/cases/{case.ref}/certificate/", Client(), str(uuid.uuid4())
    clerk.force_login(factories.account("clerk-q", "case.view", "case.edit"))
    assert "列印憑證" in clerk.get(page).content.decode()
    said = [_words(clerk.post(page, {"key": one})) for one in (key, key, str(uuid.uuid4()))]
    assert ["正本" in words for words in said] == [True, True, False]
    assert "補印第 1 次" in said[2]
    assert "再移送本分署" in said[0]
    for words in said:
        assert number in words
        assert "NT$ 5,000" in words
    assert "補印憑證" in clerk.get(page).content.decode()
    assert CertificatePrint.objects.count() == 2
    reader = Client()
    reader.force_login(factories.account("reader-q", "case.view"))
    assert reader.post(page, {"key": str(uuid.uuid4())}).status_code == 403
    reader.force_login(factories.account("far-q", "case.view", of=factories.branch("TPY")))
    assert reader.get(page).status_code == 404
    agent, own = Client(), f"/agency/cases/{case.ref}/certificate/"
    agent.force_login(factories.account("nhi-q", "agency.cases", agency_of=factories.agency()))
    assert own in agent.get(f"/agency/cases/{case.ref}/").content.decode()
    assert "電子抄本" in _words(agent.get(own))
    agent.force_login(
        factories.account("tax-q", "agency.cases", agency_of=factories.agency("TEST-TAX"))
    )
    assert agent.get(own).status_code == 404
    assert CertificatePrint.objects.count() == 2


@pytest.mark.django_db
@time_machine.travel(AT, tick=False)
def test_the_code_of_a_print_tells_anybody_which_print_it_is_and_what_came_after():
    case = factories.case(amount=5000, started_on=ON)
    number = cases.certify(case_id=case.id, reason="查無財產", **WHO)
    page, clerk, anybody = f"/staff/cases/{case.ref}/certificate/", Client(), Client()
    clerk.force_login(factories.account("clerk-q", "case.view", "case.edit"))
    prints = [clerk.post(page, {"key": str(uuid.uuid4())}) for _ in range(2)]
    codes = [_code(answer) for answer in prints]
    assert all("/certificates/verify/" in code for code in codes)
    said = [_check(anybody, code) for code in codes]
    for words in said:
        assert number in words
        assert "NT$&nbsp;5,000" in words or "NT$ 5,000" in words
        assert parties.party_row(case.obligor_id).name not in words
        assert "沒有再移送給核發的分署" in words
        assert "別的分署" in words
    assert ["正本" in words for words in said] == [True, False]
    assert "補印第 1 次" in said[1]
    gone = factories.case(case.obligor, certificate_no=number, registered_on=ON)
    assert "再移送收案日" in _check(anybody, codes[0])
    cases.return_case(case_id=gone.id, reason="送達不合法", **WHO)
    assert "沒有再移送給核發的分署" in _check(anybody, codes[0])
    late = factories.case(case.obligor, certificate_no=number, registered_on=ON)
    cases.withdraw(case_id=late.id, reason="誤送", **WHO)
    assert "再移送收案日" not in _check(anybody, codes[0])
    factories.case(case.obligor, certificate_no=number, registered_on=ON)
    assert "再移送收案日" in _check(anybody, codes[0])
    with CaptureQueriesContext(connection) as asked:
        assert queries.checked(codes[0].rsplit("/", 1)[1]) is not None
    assert len(asked) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [uuid.uuid4(), "x", "%00", "é"])
def test_a_code_that_belongs_to_no_print_is_not_found(wrong):
    answer = Client().get(f"/certificates/verify/{wrong}")
    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def _check(anybody: Client, address: str) -> str:
    return anybody.get("/" + address.split("/", 3)[3]).content.decode()


def _code(answer: Any) -> str:
    document = pypdfium2.PdfDocument(answer.content)
    picture = document[0].render(scale=3).to_pil()
    return next(code.text for code in zxingcpp.read_barcodes(picture))


def _words(answer: Any) -> str:
    document = pypdfium2.PdfDocument(answer.content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.django_db
def test_what_could_not_be_set_was_not_printed_and_the_original_is_still_to_come(monkeypatch):
    def lose(paper: Any) -> bytes:
        raise CharacterNotPrintable(characters="𠮷")

    case, clerk = factories.case(amount=5000, started_on=ON), Client()
    cases.certify(case_id=case.id, reason="查無財產", **WHO)
    page, key = f"/staff/cases/{case.ref}/certificate/", str(uuid.uuid4())
    clerk.force_login(factories.account("clerk-q", "case.view", "case.edit"))
    with monkeypatch.context() as broken:
        broken.setattr(certificates, "typeset", lose)
        assert clerk.post(page, {"key": key}).status_code == 409
    assert not CertificatePrint.objects.exists()
    assert "正本" in _words(clerk.post(page, {"key": str(uuid.uuid4())}))


@pytest.mark.django_db
def test_the_same_press_gives_the_same_print_to_its_person_for_minutes_only():
    case, other = factories.case(amount=5000, started_on=ON), factories.case(started_on=ON)
    for one in (case, other):
        cases.certify(case_id=one.id, reason="查無財產", **WHO)
    clerk, colleague = (
        Actor("staff", f"staff:{n}", n, branch_id=case.branch_id) for n in ("a", "b")
    )

    def press(of: Any = case, by: Actor = clerk, later: timedelta = timedelta(0)) -> int:
        return print_certificate(case_ref=of.ref, key=key, by=by, at=AT + later)

    key = uuid.uuid4()
    assert (press(), press(later=SAME_PRESS)) == (1, 1)
    for more in ({"later": SAME_PRESS + MOMENT}, {"by": colleague}, {"of": other}):
        with pytest.raises(PrintedAlready):
            press(**more)
    assert list(CertificatePrint.objects.values_list("no", flat=True)) == [1]
    key = uuid.uuid4()
    assert press(later=SAME_PRESS + MOMENT) == 2
