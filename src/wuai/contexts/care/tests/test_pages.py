"""Through the door: notice, refer, follow up, pause; and what nobody else may see."""

import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.care.models import Pause, Referral, Signal
from wuai.contexts.care.tests.conftest import Office
from wuai.platform.models import ReadLine

pytestmark = pytest.mark.django_db
HOME = "/staff/care/"


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


def _day(name, year="115", month="12", day="23"):
    return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}


def _slip(**more):
    given = {
        "key": str(uuid.uuid4()), "kind": "CARE", "destination": "SOCIAL-HSZ", "needs": "急難救助",
        "told": ["LOW_INCOME"], "phone": "", "ground": "ORAL", "facts": "",
        **_day("consented_on", month="11"),
    }  # fmt: skip
    return given | more


def test_from_the_signal_to_the_help_and_the_totals(office):
    officer = _enter("officer-c", "case.view", "care.view", "care.record", "care.pause")
    case = make.case(make.party(name="林需要"))
    page = f"{HOME}case/{case.ref}/"
    officer.post(f"{page}signals/", {"kind": "LOW_INCOME", "source": "PERSON", "note": "失業"})
    again = officer.post(f"{page}signals/", {"kind": "LOW_INCOME", "source": "STAFF", "note": ""})
    assert again.status_code == 409
    assert "已有登錄" in _text(again)
    assert officer.get(f"{page}refer/?emergency").status_code == 200
    refused = officer.post(f"{page}refer/", _slip(told=["ILLNESS"]))
    assert refused.status_code == 422
    form = _slip()
    first, second = officer.post(f"{page}refer/", form), officer.post(f"{page}refer/", form)
    assert first.url == second.url
    held = Referral.objects.get()
    assert officer.get(f"{first.url}slip.pdf").content.startswith(b"%PDF")
    assert (
        officer.post(
            f"{first.url}step/", {"move": "SEND", **_day("next_on", "", "", "")}
        ).status_code
        == 302
    )
    officer.post(f"{first.url}step/", {"move": "FOLLOW_UP", "note": "審查中", **_day("next_on")})
    officer.post(f"{first.url}step/", {"move": "HELP", "note": "核發", "amount": "5000"})
    assert "NT$ 5,000" in _text(officer.get(first.url))
    figures = _text(officer.get(f"{HOME}figures/"))
    assert "NT$ 5,000" in figures
    assert "destination=SOCIAL-HSZ" in figures
    down = officer.get(f"{HOME}?destination=SOCIAL-HSZ&" + "&".join(f"{k}={v}" for k, v in {
        **_day("since", "115", "1", "1"), **_day("until")}.items()))  # fmt: skip
    assert held.number in _text(down)
    assert officer.get(f"{HOME}figures/?as=csv").content.decode("utf-8-sig").count("5000") == 1
    officer.post(f"{page}pause/", {"reason": "協助申請補助", **_day("until")})
    assert "強制措施暫緩中" in _text(officer.get(page))
    officer.post(f"{page}resume/", {"why": "已獲補助"})
    assert Pause.objects.get().ended_why == "已獲補助"
    signal = Signal.objects.get()
    officer.post(f"{page}signals/{signal.ref}/end/", {"why": "已就業"})
    assert Signal.objects.get().ended_at is not None


def test_the_case_page_shows_the_pause_to_all_and_the_rest_to_few(office):
    case = make.case(make.party(name="林需要"))
    office.note(case, "ILLNESS")
    office.pause(case, reason="洗腎住院")
    cashier = _text(_enter("cashier-c", "case.view").get(f"/staff/cases/{case.ref}/"))
    assert "強制措施暫緩中" in cashier
    assert "重大傷病" not in cashier
    assert "洗腎" not in cashier
    before = ReadLine.objects.filter(page="care:panel").count()
    clerk = _text(_enter("clerk-c", "case.view", "care.view").get(f"/staff/cases/{case.ref}/"))
    assert "重大傷病" in clerk
    assert ReadLine.objects.filter(page="care:panel").count() == before + 1


def test_without_the_permission_there_is_no_door_and_strangers_find_nothing(office):
    case = make.case()
    held = office.refer(case)
    plain = _enter("plain-c", "case.view")
    for url in (
        HOME,
        f"{HOME}{held.ref}/",
        f"{HOME}case/{case.ref}/",
        f"{HOME}{held.ref}/slip.pdf",
    ):
        assert plain.get(url).status_code == 403, url
    clerk = _enter("clerk-d", "care.view", "care.record")
    assert clerk.post(f"{HOME}case/{case.ref}/pause/", {}).status_code == 403
    far = _enter("far-c", "care.view", "care.record", "care.pause", of=make.branch("TPY"))
    for url in (f"{HOME}{held.ref}/", f"{HOME}{held.ref}/slip.pdf", f"{HOME}case/{case.ref}/",
                f"{HOME}case/{case.ref}/refer/"):  # fmt: skip
        assert far.get(url).status_code == 404, url
    for url in (
        f"{HOME}{held.ref}/step/",
        f"{HOME}case/{case.ref}/signals/",
        f"{HOME}case/{case.ref}/pause/",
    ):
        assert far.post(url, {}).status_code == 404, url
    statistics = _enter("statistics-c", "report.view").get(f"{HOME}figures/")
    assert statistics.status_code == 200
    assert held.number not in _text(statistics)


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_work_and_lists_in_both_languages(office, lang):
    case = make.case()
    held = office.refer(case)
    clerk = _enter("clerk-w", "case.view", "care.view", "care.record", "care.pause")
    for url in ("/staff/", HOME, f"{HOME}{held.ref}/", f"{HOME}case/{case.ref}/"):
        answer = clerk.get(url, headers={"accept-language": lang})
        assert answer.status_code == 200
        assert held.number in _text(answer), url


def test_the_branch_keeps_how_destinations_are_reached(office):
    keeper = _enter("keeper-c", "reference.edit")
    url = f"{HOME}destinations/SOCIAL-HSZ/"
    assert "SOCIAL-HSZ" in _text(keeper.get(f"{HOME}destinations/"))
    given = {"name_zh": "新竹市政府社會處", "name_en": "Hsinchu City", "county": "新竹市",
             "phone": "03-5000000", "email": "bureau@example.org", "is_active": "on",
             "takes_emergencies": "on", "confirmed": "on"}  # fmt: skip
    assert keeper.post(url, given | {"email": "x"}).status_code == 422
    assert keeper.post(url, given).status_code == 302
    assert "03-5000000" in _text(keeper.get(f"{HOME}destinations/"))
    assert keeper.get(f"{HOME}destinations/NO/").status_code == 404
    assert _enter("plain-k", "care.view").get(url).status_code == 403
