"""Money through the door: the counter, unmatched money, files, voidings, the agency's own office."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import CounterReceipt, OpenItem, Receipt, SettlementFile
from wuai.platform.spreadsheets import disarmed

pytestmark = pytest.mark.django_db
ALL = (
    "payment.view",
    "payment.counter",
    "payment.import",
    "payment.settle",
    "payment.approve",
    "case.view",
)


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(make.AT, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *(permissions or ALL), **more))
    return client


@pytest.fixture
def cashier(desk):
    client = _enter("cashier-p")
    client.post("/staff/payments/till/", {"opening_float": "3000"})
    return client


@pytest.fixture
def chief(desk):
    return _enter("chief-p")


def _text(answer):
    return answer.content.decode()


def _take(cashier, case, amount, key=None):
    page = f"/staff/counter/?case={case.ref}"
    return cashier.post(
        page,
        {"key": key or str(uuid.uuid4()), "amount": amount, "payer": "陳大文", "case_id": case.id},
    )


def test_the_cashier_finds_a_case_by_number_or_slip_takes_cash_and_prints(desk, cashier):
    case = make.case(amount=5000)
    assert "5,000" in _text(cashier.get("/staff/counter/", {"q": case.number}))
    assert case.number in _text(cashier.get("/staff/counter/", {"q": desk.slip(case).number}))
    answer = _take(cashier, case, "５,000")
    paper = _text(cashier.get(answer.url))
    assert CounterReceipt.objects.get().number in paper
    assert "陳大文" in paper
    assert cases.case_row(case.id).status == "PAID"
    assert "沒有應繳金額" in _text(cashier.get("/staff/counter/", {"q": case.number}))


def test_pressing_twice_takes_the_cash_once(desk, cashier):
    case, key = make.case(amount=5000), str(uuid.uuid4())
    first, again = _take(cashier, case, "10", key), _take(cashier, case, "10", key)
    assert first.url == again.url
    assert Receipt.objects.count() == 1


def test_too_much_cash_is_refused_on_the_page(desk, cashier):
    answer = _take(cashier, make.case(amount=5000), "5001")
    assert answer.status_code == 422
    assert "多於應繳" in _text(answer)


def test_an_unreadable_amount_or_case_is_explained(desk, cashier):
    assert "請填整數金額" in _text(_take(cashier, make.case(), "很多"))
    assert "查無案號" in _text(cashier.get("/staff/counter/", {"q": "沒有這件"}))


@pytest.mark.parametrize("words", ["a\0b", "²", "😀", "%_'\"", "9" * 5000])
def test_odd_characters_are_no_case(desk, cashier, words):
    assert "查無案號" in _text(cashier.get("/staff/counter/", {"q": words}))
    assert cashier.get("/staff/payments/", {"before": words}).status_code == 200


def test_a_case_of_another_branch_is_not_found(desk, cashier):
    other = make.case(branch=make.branch("TPY"))
    assert cashier.get(f"/staff/counter/?case={other.ref}").status_code == 404


def test_cash_for_several_cases_of_one_person(desk, cashier):
    who = make.party()
    one, two = make.case(who, 100), make.case(who, 100)
    page = f"/staff/counter/?case={one.ref}"
    cashier.post(page, {"key": str(uuid.uuid4()), "amount": "150", "case_id": [one.id, two.id]})
    assert cases.case_row(one.id).status == "PAID"
    assert desk.owed(two) == {"PRINCIPAL": 50}


def _upload(client, content, channel="VA"):
    file = SimpleUploadedFile("in.csv", content, "text/csv")
    return client.post("/staff/payments/import/", {"channel": channel, "file": file})


def test_a_file_is_uploaded_once_and_its_odd_lines_are_shown(desk, cashier):
    line = (
        desk.slip(make.case(amount=10)).number,
        "2026-11-21",
        "2026-11-21",
        10,
        "VA",
        "822",
        "A",
    )
    odd = ("=1+1", "2026-11-21", "2026-11-21", 7, "VA", "@x", "B")
    content = codec.write([line, odd])
    answer = _upload(cashier, content)
    page = _text(cashier.get(answer.url))
    assert "=1+1" in page
    assert "待查" in page
    assert _upload(cashier, content).url == answer.url
    assert SettlementFile.objects.count() == 1
    sheet = _text(cashier.get(f"{answer.url}results.csv"))
    assert "'=1+1" in sheet
    assert "'@x" in sheet


def test_a_line_of_a_closed_case_waits_and_is_not_called_posted(desk, cashier):
    paid, closed, over = make.case(amount=10), make.case(amount=20), make.case(amount=30)
    slips = [desk.slip(case).number for case in (paid, closed, over)]
    cash = {"key": str(uuid.uuid4()), "amount": "20", "case_id": [closed.id]}
    cashier.post(f"/staff/counter/?case={closed.ref}", cash)
    assert cases.case_row(closed.id).status == "PAID"
    day = "2026-11-21"
    given = zip(slips, (10, 7, 35), "ABC", strict=True)
    answer = _upload(cashier, codec.write([(n, day, day, m, "VA", "822", s) for n, m, s in given]))
    page = re.sub(r"\s*<[^>]*>\s*", "|", _text(cashier.get(answer.url)))
    page = re.sub(r"\|+", "|", page)
    assert "|已入帳|2|" in page
    assert "|待查|1|" in page
    assert "每一筆都已入帳" not in page
    assert slips[1] in page
    page = re.sub(r"\s", " ", page)
    assert "|其中溢繳|NT$ 5|（1）|" in page
    assert "|其中案件已結|NT$ 7|（1）|" in page
    listed = _text(
        cashier.get(f"/staff/suspense/?file={answer.url.split('/')[-2]}&held=CASE_CLOSED")
    )
    assert slips[1] in listed
    assert slips[2] not in listed
    assert _text(cashier.get(f"{answer.url}results.csv")).count("SUSPENSE") == 1


def test_a_file_whose_total_disagrees_is_refused_on_the_page(desk, cashier):
    answer = _upload(cashier, "5,2026-11-21,2026-11-21,10,VA,822,A\n合計,,,11,,,1".encode())
    assert answer.status_code == 422
    assert "合計列與明細不符" in _text(answer)


def test_unmatched_money_is_owned_proposed_and_approved_by_two_people(desk, cashier, chief):
    desk.receive("99999999999999", 700)
    item, case = OpenItem.objects.get(), make.case(amount=700)
    url = f"/staff/suspense/{item.ref}/"
    assert "無人認領" in _text(cashier.get("/staff/suspense/"))
    cashier.post(f"{url}own/")
    assert "cashier-p" in _text(cashier.get(url))
    cashier.post(url, {"number": case.number, "amount": "700", "why": "附言"})
    decide = re.search(r"/staff/suspense/proposals/[^\"]+", _text(cashier.get(url))).group()
    assert cashier.post(decide, {"decision": "APPROVED"}).status_code == 409
    assert chief.post(decide, {"decision": "APPROVED"}).status_code == 302
    assert cases.case_row(case.id).status == "PAID"
    assert "沒有待查款項" in _text(chief.get("/staff/suspense/"))


def test_who_only_approves_sees_what_waits_decides_it_and_proposes_nothing(desk, cashier):
    desk.receive("99999999999999", 700)
    item, case = OpenItem.objects.get(), make.case(amount=700)
    url = f"/staff/suspense/{item.ref}/"
    proposal = {"number": case.number, "amount": "700", "why": "附言"}
    approver = _enter("approver-p", "payment.view", "payment.approve")
    assert approver.post(url, proposal).status_code == 403
    cashier.post(url, proposal)
    assert url in _text(approver.get("/staff/suspense/"))
    decide = re.search(r"/staff/suspense/proposals/[^\"]+", _text(approver.get(url))).group()
    page = _text(approver.get(url))
    assert case.number in page[: page.index('value="APPROVED"')], (
        "the case stands above the buttons"
    )
    assert approver.post(decide, {"decision": "APPROVED"}).status_code == 302
    assert cases.case_row(case.id).status == "PAID"


def test_overpaid_money_suggests_the_persons_other_case(desk, cashier):
    who = make.party()
    case, other = make.case(who, 100), make.case(who, 100)
    desk.receive(desk.slip(case).number, 130)
    page = _text(cashier.get(f"/staff/suspense/{OpenItem.objects.get().ref}/"))
    assert other.number in page


def test_a_rejected_line_is_noted_as_cleared(desk, cashier):
    _upload(cashier, "5,壞日期,2026-11-21,10,VA,822,A\n合計,,,10,,,1".encode())
    item = OpenItem.objects.get()
    assert "註記處理結果" in _text(cashier.get(f"/staff/suspense/{item.ref}/"))
    cashier.post(f"/staff/suspense/{item.ref}/note/", {"why": "通路已重送"})
    item.refresh_from_db()
    assert item.settled_at is not None


def test_a_receipt_is_voided_by_two_people(desk, cashier, chief):
    case = make.case(amount=500)
    _take(cashier, case, "500")
    receipt = Receipt.objects.get()
    url = f"/staff/payments/{receipt.ref}/"
    cashier.post(f"{url}void/", {"why": "誤鍵"})
    decide = re.search(r"/staff/payments/voidings/[^\"]+", _text(chief.get(url))).group()
    assert cashier.post(decide, {"decision": "APPROVED"}).status_code == 409
    chief.post(decide, {"decision": "APPROVED"})
    assert "已作廢" in _text(chief.get(url))
    assert "已作廢" in _text(chief.get(f"{url}print/"))
    assert cases.case_row(case.id).status == "OPEN"


def test_the_day_page_says_whether_the_day_may_be_closed(desk, cashier):
    _take(cashier, make.case(amount=500), "500")
    assert "可以日結" in _text(cashier.get("/staff/payments/day/"))
    desk.receive("99999999999999", 700)
    assert "還不能日結" in _text(cashier.get("/staff/payments/day/?on=1151121"))


def test_the_agency_reports_its_own_case_once_and_no_other(desk):
    case = make.case(amount=500)
    user = _enter("agency-p", "agency.payments", agency_of=case.agency)
    given = {
        "number": case.number, "amount": "200", "paid_on_year": "115", "paid_on_month": "11",
        "paid_on_day": "20", "receipt_no": "R1", "office": "東區服務處",
    }  # fmt: skip
    assert user.post("/agency/payments/", given).status_code == 302
    user.post("/agency/payments/", given)
    assert desk.owed(case) == {"PRINCIPAL": 300}
    stranger = _enter("agency-q", "agency.payments", agency_of=make.agency("TEST-OTHER"))
    assert stranger.post("/agency/payments/", given).status_code == 404
    assert case.number not in _text(stranger.get("/agency/payments/"))


def test_the_agency_hands_out_a_slip_of_its_own_case_only(desk):
    case = make.case(amount=500)
    user = _enter("agency-p", "agency.payments", agency_of=case.agency)
    first = user.post("/agency/payments/slip/", {"number": case.number})
    assert first.url.startswith("/p/")
    assert user.post("/agency/payments/slip/", {"number": case.number}).url == first.url
    stranger = _enter("agency-q", "agency.payments", agency_of=make.agency("TEST-OTHER"))
    assert stranger.post("/agency/payments/slip/", {"number": case.number}).status_code == 404


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
@pytest.mark.parametrize(
    "page", ["counter/", "suspense/", "payments/", "payments/import/", "payments/day/"]
)
def test_every_page_opens_empty_in_both_languages(desk, cashier, page, lang):
    cashier.cookies["django_language"] = lang
    answer = cashier.get(f"/staff/{page}")
    assert answer.status_code == 200
    assert "style=" not in _text(answer)


def test_who_lacks_the_permission_stays_outside(desk):
    nobody = _enter("nobody-p", "case.view")
    for page in ("counter/", "suspense/", "payments/", "payments/import/", "payments/day/"):
        assert nobody.get(f"/staff/{page}").status_code == 403


def test_a_branch_does_not_see_the_receipts_of_another(desk):
    desk.receive("99999999999999", 700)
    stranger = _enter("stranger-p", *ALL, of=make.branch("TPY"))
    assert stranger.get(f"/staff/payments/{Receipt.objects.get().ref}/").status_code == 404
    assert stranger.get(f"/staff/suspense/{OpenItem.objects.get().ref}/").status_code == 404


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_no_cell_of_ours_runs_in_a_spreadsheet(cell):
    assert disarmed(cell) == f"'{cell}"
    assert disarmed("12345") == "12345"


def test_a_payment_after_the_printed_day_lands_and_shows_what_is_left(desk, chief):
    case = make.case(amount=5000)
    slip = desk.slip(case)
    late = slip.due_on + timedelta(days=3)
    desk.receive(slip.number, 4900, paid_on=late, posted_on=late)
    page = _text(chief.get(f"/staff/payments/{Receipt.objects.get().ref}/"))
    assert "晚 3 天" in page
    shown = page.split("繳款後尚差")[1].split("這筆錢已全數入帳")[0]
    assert "100" in shown
