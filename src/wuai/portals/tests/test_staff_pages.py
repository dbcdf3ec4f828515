"""A clerk finds a case, opens it, sees everything about it, in both languages, within the branch."""

import uuid
from datetime import date

import pytest
from django.test import Client
from tests import factories as make

from wuai.platform.models import HistoryLine, ReadLine
from wuai.platform.panels import Pile, Todo, Work
from wuai.portals.staff import today

pytestmark = pytest.mark.django_db
CLERK = ("case.view", "case.edit", "party.view", "party.reveal")


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.account("clerk-t", *CLERK))
    return client


@pytest.fixture
def in_english(clerk: Client) -> Client:
    clerk.cookies["django_language"] = "en"
    return clerk


def test_today_lists_what_waits_in_the_order_to_be_done(clerk):
    soon = make.case(limit_1_on=make.ON.replace(month=12))
    make.case()
    page = clerk.get("/staff/").content.decode()
    assert soon.number in page
    assert page.index("在執行期間屆滿前處理") < page.index("寄發第一次通知")


@pytest.mark.parametrize(
    ("press", "count", "by", "tone"),
    [
        (False, 2, 20, ""), (False, 2, 21, ""), (False, 2, 19, "press"), (True, 2, 25, "press"),
        (True, 0, None, ""), (False, 0, None, ""),
    ],
)  # fmt: skip
def test_a_number_presses_when_its_kind_does_or_one_of_its_things_is_past(press, count, by, tone):
    todos = [Todo("write", "case", date(2026, 11, by), "/")] if by else []
    work = Work("w", "W", 1, "case.view", "/", lambda *_: Pile(0), press=press)
    assert today._number(work, Pile(count, todos), date(2026, 11, 20)).tone == tone


def test_today_says_so_when_nothing_waits(clerk):
    assert "今天沒有等著處理的事" in clerk.get("/staff/").content.decode()


def test_a_clerk_of_a_section_sees_the_work_of_that_section(client):
    mine, other = make.section(code="T1"), make.section(code="T2")
    client.force_login(make.account("sec-t", *CLERK, section_of=mine))
    ours, theirs = make.case(section=mine), make.case(section=other)
    page = client.get("/staff/").content.decode()
    assert ours.number in page
    assert theirs.number not in page
    assert theirs.number not in client.get(f"/staff/?section={other.id}").content.decode()


@pytest.mark.parametrize(
    "spelling",
    ["{0}", "  {0} ", "115 年度健執字第 {1} 號", "115健執{1}", "１１５年度健執字第０００{1}號"],
)
def test_a_number_leads_straight_to_its_case_however_it_is_written(clerk, spelling):
    case = make.case()
    said = {"q": spelling.format(case.number, case.serial)}
    answer = clerk.post("/staff/search", said, follow=True)
    assert answer.redirect_chain[-1] == (f"/staff/cases/{case.ref}/", 302)


def test_two_characters_of_a_name_find_its_cases(clerk):
    case = make.case(make.party("歐陽小明"))
    make.case(make.party("王大同"))
    page = clerk.post("/staff/search", {"q": "陽小"}, follow=True).content.decode()
    assert case.number in page
    assert "王大同" not in page


@pytest.mark.parametrize("words", ["a\0b", "²", "😀", "%_'\"", "9" * 5000])
def test_odd_characters_find_nothing(clerk, words):
    assert clerk.post("/staff/search", {"q": words}, follow=True).status_code == 200


def test_a_rare_character_finds_its_name(clerk):
    case = make.case(make.party("林𠮷祥"))
    page = clerk.post("/staff/search", {"q": "𠮷祥"}, follow=True)
    assert case.number in page.content.decode()


def test_an_identity_number_leads_to_its_person_and_leaves_a_line(clerk):
    party = make.party("陳小姐", "A123456789")
    case = make.case(party)
    answer = clerk.post("/staff/search", {"q": "a123456789"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1] == (f"/staff/parties/{party.ref}/", 302)
    assert case.number in page
    assert "A123456789" not in page.replace('value="a123456789"', "")
    assert ReadLine.objects.filter(subjects__contains=[f"party:{party.ref}"]).exists()


def test_a_search_that_finds_nothing_says_what_can_be_searched(clerk):
    answer = clerk.post("/staff/search", {"q": "查無此人"}, follow=True)
    assert "完整的統一編號" in answer.content.decode()


def test_reading_a_list_leaves_a_line_for_each_case(clerk):
    case = make.case()
    clerk.get("/staff/cases/")
    line = ReadLine.objects.get()
    assert line.subjects == [f"case:{case.ref}"]
    assert line.by_name == "clerk-t"


def test_a_filter_that_cannot_be_read_is_told_and_nothing_breaks(clerk):
    answer = clerk.get(
        "/staff/cases/", {"limit_before": "31/31/31", "section": "x", "after": "zzz"}
    )
    assert answer.status_code == 200
    assert "看不懂這個日期" in answer.content.decode()


@pytest.mark.parametrize("day", ["115-11-20", "1151120", "2026-11-20", "115年11月20日"])
def test_days_are_read_however_they_are_written(clerk, day):
    early, late = make.case(registered_on=make.ON.replace(day=1)), make.case()
    page = clerk.get("/staff/cases/", {"registered_from": day, "registered_to": "115-12-31"})
    assert late.number in page.content.decode()
    assert early.number not in page.content.decode()


def test_the_case_page_shows_facts_money_limit_and_history(clerk):
    case = make.case(make.party("林測試", "A123456789"), amount=12345)
    page = clerk.get(f"/staff/cases/{case.ref}/").content.decode()
    for words in (
        case.number,
        "林測試",
        "A1234*****",
        "NT$ 12,345",
        "怎麼算的",
        "收案並編號",
        case.title,
    ):
        assert words in page, words
    assert "A123456789" not in page


def test_the_case_page_speaks_english(in_english):
    case = make.case(amount=12345)
    page = in_english.get(f"/staff/cases/{case.ref}/").content.decode()
    for words in ('lang="en"', "Obligor", "NT$ 12,345", "How it was computed"):
        assert words in page or words == "How it was computed", words


@pytest.mark.parametrize("page", ["", "print/"])
def test_a_case_of_another_branch_is_not_found(clerk, page):
    other = make.branch("TPY")
    case = make.case(branch=other)
    assert clerk.get(f"/staff/cases/{case.ref}/{page}").status_code == 404
    assert clerk.get(f"/staff/parties/{case.obligor.ref}/{page}").status_code == 404
    assert clerk.get(f"/staff/cases/{uuid.uuid4()}/{page}").status_code == 404
    assert not ReadLine.objects.exists()


def test_the_person_page_adds_up_all_open_cases(clerk):
    party = make.party("多案人")
    make.case(party, amount=1000)
    make.case(party, amount=2345)
    page = clerk.get(f"/staff/parties/{party.ref}/").content.decode()
    assert "NT$ 3,345" in page
    assert "2 件未結" in page


def test_a_number_is_revealed_with_a_reason_only_and_is_logged(clerk):
    party = make.party("陳小姐", "A123456789")
    address = f"/staff/parties/{party.ref}/reveal/"
    refused = clerk.post(address, {"reason": "看"})
    assert refused.status_code == 422
    assert "A123456789" not in refused.content.decode()
    assert "A123456789" in clerk.post(address, {"reason": "核對臨櫃繳款人身分"}).content.decode()
    assert HistoryLine.objects.get(action="party.reveal").reason == "核對臨櫃繳款人身分"


def test_who_may_not_see_cases_gets_no_page(client):
    case = make.case()
    client.force_login(make.account("it-t", "system.operate"))
    for address in ("/staff/cases/", "/staff/search?q=x", f"/staff/cases/{case.ref}/",
                    f"/staff/parties/{case.obligor.ref}/", f"/staff/parties/{case.obligor.ref}/reveal/"):  # fmt: skip
        assert client.get(address).status_code == 403, address
    assert client.get("/staff/").status_code == 200


def test_an_agency_user_and_a_stranger_stay_outside(client):
    for address in ("/staff/", "/staff/cases/"):
        assert client.get(address).headers["Location"].startswith("/login/")
    client.force_login(make.account("agent-t", "agency.cases", agency_of=make.agency()))
    for address in ("/staff/", "/staff/cases/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/staff/", "/staff/cases/", "search", "case", "party"])
def test_a_page_asks_the_database_the_same_number_of_times_however_much_there_is(
    clerk, address, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    party = make.party("王測試")
    case = make.case(party)
    path = {
        "case": f"/staff/cases/{case.ref}/", "party": f"/staff/parties/{party.ref}/",
        "search": clerk.post("/staff/search", {"q": "測試"})["Location"],
    }.get(address, address)  # fmt: skip
    make.case(party)
    clerk.get(path)
    with CaptureQueriesContext(connection) as few:
        clerk.get(path)
    for _ in range(12):
        make.case(make.party("王測試"))
        make.case(party)
    with CaptureQueriesContext(connection) as many:
        clerk.get(path)
    assert len(many) == len(few)
    assert len(many) <= 33


def test_a_case_is_returned_once_with_a_reason(client):
    client.force_login(make.account("officer-t", *CLERK, "case.return"))
    case = make.case(amount=500)
    address = f"/staff/cases/{case.ref}/return/"
    assert "不能復原" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "執行名義未附送達證明"}).status_code == 302
    page = client.get(f"/staff/cases/{case.ref}/").content.decode()
    assert "退案" in page
    assert "執行名義未附送達證明" in page
    paper = client.get(f"{address}paper/")
    assert paper.content.startswith(b"%PDF-")
    assert f'href="{address}paper/"' in page
    agent = Client()
    agent.force_login(
        make.account("agent-t", "agency.cases", "agency.refer", agency_of=make.agency())
    )
    seen = agent.get(f"/agency/cases/{case.ref}/").content.decode()
    own = f"/agency/referrals/cases/{case.ref}/return/paper/"
    assert "執行名義未附送達證明" in seen
    assert f'href="{own}"' in seen
    assert agent.get(own).content.startswith(b"%PDF-")
    agent.force_login(make.account("other-t", "agency.cases", agency_of=make.agency("TEST-TAX")))
    assert agent.get(own).status_code == 404
    assert client.post(address, {"reason": "再按一次"}).status_code == 409


def test_a_case_goes_to_another_section(client):
    client.force_login(make.account("chief-t", *CLERK, "case.assign"))
    case, other = make.case(), make.section(code="T9")
    address = f"/staff/cases/{case.ref}/reassign/"
    assert client.post(address, {"section": other.id, "reason": "承辦人請假"}).status_code == 302
    assert other.name_zh in client.get(f"/staff/cases/{case.ref}/").content.decode()
    foreign = make.section(make.branch("TPY"))
    assert client.post(address, {"section": foreign.id, "reason": "x"}).status_code == 422


@pytest.mark.parametrize("act", ["return", "return/paper", "reassign"])
def test_an_act_on_a_case_of_another_branch_is_not_found(client, act):
    client.force_login(make.account("chief-t", *CLERK, "case.assign", "case.return"))
    case = make.case(branch=make.branch("TPY"))
    address = f"/staff/cases/{case.ref}/{act}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "不可以"}).status_code == 404


def test_the_list_of_limits_coming_up_begins_with_the_nearest(clerk):
    far, soon, sooner = (make.case(limit_1_on=day) for day in (
        make.ON.replace(year=2031), make.ON.replace(month=12, day=20), make.ON.replace(month=12, day=1)
    ))  # fmt: skip
    page = clerk.get("/staff/cases/expiring/", follow=True).content.decode()
    assert far.number not in page
    assert page.index(sooner.number) < page.index(soon.number)
