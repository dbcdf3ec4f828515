"""Through the door: record, consent, grant, pay, look; and what nobody else may see."""

import uuid

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.instalments.gateways.typesetter.client import typeset
from wuai.contexts.instalments.models import Plan, PlanDocument, Surety
from wuai.contexts.instalments.queries import letters
from wuai.contexts.instalments.tests.conftest import Office
from wuai.contexts.payments.models import Slip

pytestmark = pytest.mark.django_db
HOME = "/staff/instalments/"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Office.at, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


def _text(answer):
    return answer.content.decode()


def _form(case, **more):
    given = {
        "key": str(uuid.uuid4()), "case_id": [case.id], "channel": "COUNTER", "applicant": "OBLIGOR",
        "applicant_name": "陳測試", "grounds": "ECONOMIC", "statement": "失業中", "income": "30,000",
        "spending": "0", "dependants": "0", "sharers": "1", "place": "", "count": "4",
        "first_on_year": "115", "first_on_month": "11", "first_on_day": "23",
    }  # fmt: skip
    return given | more


def _days(prefix="first_on"):
    return {f"{prefix}_year": "115", f"{prefix}_month": "11", f"{prefix}_day": "23"}


def test_from_the_counter_to_the_payers_page(office, deliver):
    clerk = _enter("clerk-i", "case.view", "instalment.record")
    officer = _enter("officer-i", "case.view", "instalment.approve")
    agency = _enter("agency-i", "agency.consent", agency_of=make.agency())
    case = make.case(amount=4000)
    page = f"{HOME}new/?case={case.ref}"
    assert clerk.get(page).status_code == 200
    tried = clerk.post(page, _form(case, simulate="1"))
    assert "每月可以繳" in _text(tried)
    assert not Plan.objects.exists()
    form = _form(case)
    first, again = clerk.post(page, form), clerk.post(page, form)
    assert first.url == again.url
    plan = Plan.objects.get()
    assert clerk.get(f"{first.url}statement.pdf").content.startswith(b"%PDF")
    letter = SimpleUploadedFile("信.pdf", b"%PDF-1.7")
    clerk.post(f"{first.url}sureties/", {
        "key": str(uuid.uuid4()), "kind": "GUARANTOR", "name": "林保證", "id_number": "A123456789",
        "paper": letter, **_days("signed_on"),
    })  # fmt: skip
    assert Surety.objects.get().party.name == "林保證"
    assert plan.number in _text(agency.get("/agency/instalments/"))
    assert "失業中" not in _text(agency.get(f"/agency/instalments/{plan.ref}/"))
    refused = agency.post(f"/agency/instalments/{plan.ref}/", {"consents": "no", "reason": ""})
    assert refused.status_code == 422
    agency.post(f"/agency/instalments/{plan.ref}/", {"consents": "yes", "reason": ""})
    assert plan.number in _text(officer.get(f"{HOME}?list=decision"))
    officer.post(f"{first.url}grant/", {"count": "4", "waived": "", **_days()})
    deliver()
    shown = _text(clerk.get(first.url))
    assert shown.count("/p/") == 4
    paper = PlanDocument.objects.get(kind="DECISION")
    assert clerk.get(f"{first.url}papers/{paper.ref}/").content.startswith(b"%PDF")
    view = office.view(plan)
    public = _text(Client().get(f"/p/{view.slips[0].payment_link_token}"))
    assert "您的分期" in public
    assert "本期應繳" in public
    assert Slip.objects.filter(instalment_ref__isnull=False).count() == 4


def test_the_panel_the_work_and_the_lists_show_what_is_late(office):
    plan = office.granted(make.case(amount=4000))
    case = plan.cases.get().case
    with time_machine.travel("2026-12-10T10:00:00+08:00", tick=False):
        clerk = _enter("clerk-l", "case.view", "instalment.record", "instalment.approve")
        for url in (HOME, "/staff/", f"/staff/cases/{case.ref}/", f"{HOME}?list=all"):
            assert plan.number in _text(clerk.get(url)), url
        answer = clerk.post(f"{HOME}{plan.ref}/revoke/", {"reason": "逾期未繳"})
        assert answer.status_code == 302
    plan.refresh_from_db()
    assert plan.status == "REVOKED"


def test_a_refusal_is_shown_on_the_page_of_the_plan(office):
    plan = office.request(make.case(amount=4000))
    officer = _enter("officer-r", "case.view", "instalment.approve")
    answer = officer.post(f"{HOME}{plan.ref}/grant/", {"count": "4", "waived": "x", **_days()})
    assert answer.status_code == 409
    assert "不能核准" in _text(answer)
    assert officer.post(f"{HOME}{plan.ref}/refuse/", {"reason": "資力充足"}).status_code == 302


def _text_of(pdf):
    return "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(pdf))


def test_the_decision_brings_a_slip_for_each_instalment_that_can_be_scanned(office):
    plan = office.granted(make.case(amount=30_002))
    pdf = typeset(letters.decision(plan.ref, "DECISION"))
    pages = [page.render(scale=3).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    read = {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
    slips = office.view(plan).slips
    assert len(slips) == 4
    for slip in slips:
        assert set(slip.store_segments) <= read
        assert any(text.endswith(f"/p/{slip.payment_link_token}") for text in read)
    assert "第 4 期繳款單" in _text_of(pdf)


def test_the_request_can_be_filled_in_by_hand(client):
    answer = client.get("/instalments/form.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    assert "分期繳納申請書" in _text_of(answer.content)
    assert 'href="/instalments/form.pdf"' in _text(client.get("/instalments/"))


def test_a_surety_is_given_back_by_somebody_else_with_the_authority(office):
    plan = office.request(make.case(amount=4000))
    clerk = _enter("clerk-s", "case.view", "instalment.record", "instalment.approve")
    officer = _enter("officer-s", "case.view", "instalment.approve")
    given = {
        "key": str(uuid.uuid4()),
        "kind": "COLLATERAL",
        "description": "金飾一批",
        "amount": "9000",
    }
    assert clerk.post(f"{HOME}{plan.ref}/sureties/", given).status_code == 302
    held = Surety.objects.get()
    page = f"{HOME}{plan.ref}/sureties/{held.ref}/release/"
    assert f'action="sureties/{held.ref}/release/"' in _text(officer.get(f"{HOME}{plan.ref}/"))
    mine = clerk.post(page, {"reason": "已換保"})
    assert (mine.status_code, "同一人" in _text(mine)) == (403, True)
    assert officer.post(page, {"reason": " "}).status_code == 302
    held.refresh_from_db()
    assert held.released_on is None
    assert officer.post(page, {"reason": "已換保"}).status_code == 302
    held.refresh_from_db()
    assert (held.released_on, held.release_reason) == (Office.on, "已換保")
    assert officer.post(page, {"reason": "又一次"}).status_code == 409
    assert "已換保" in _text(officer.get(f"{HOME}{plan.ref}/"))
    assert _enter("only-s", "case.view", "instalment.record").post(page).status_code == 403


def test_strangers_find_nothing(office):
    plan = office.request(make.case(amount=4000))
    other = _enter("agency-x", "agency.consent", agency_of=make.agency("OTHER-1"))
    assert other.get(f"/agency/instalments/{plan.ref}/").status_code == 404
    elsewhere = _enter("clerk-x", "case.view", "instalment.record", of=make.branch("TPY"))
    assert elsewhere.get(f"{HOME}{plan.ref}/").status_code == 404
    assert elsewhere.post(f"{HOME}{plan.ref}/withdraw/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_anybody_may_try_out_what_would_be_possible(db, lang):
    client = Client(headers={"accept-language": lang})
    assert client.get("/instalments/").status_code == 200
    given = {"total": "60000", "income": "33618", "spending": "0", "dependants": "0", "sharers": "1",
             "place": ""}  # fmt: skip
    shown = _text(client.post("/instalments/simulate", given))
    assert "NT$ 15,000" in shown
    assert client.post("/instalments/simulate", given | {"total": "0"}).status_code == 422
    assert client.post("/instalments/simulate", {"total": "很多"}).status_code == 200
