"""Through the door: a visitor books, changes, cancels; the desk serves; and what nobody else may see."""

import re
import uuid
from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from tests import factories as make

from wuai.contexts.appointments import api
from wuai.contexts.appointments.models import Booking, Duty, Pattern, Service, Slot
from wuai.contexts.appointments.reference import load_reference
from wuai.contexts.appointments.tests.conftest import Office
from wuai.contexts.organisation.models import StaffMember
from wuai.platform.models import HistoryLine, ReadLine

pytestmark = pytest.mark.django_db
HOME, DESK = "/appointments/", "/staff/appointments/"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Office.at, tick=False):
        yield


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


def _desk(name="desk", **more):
    return _enter(name, "appointment.view", "appointment.edit", "case.view", **more)


def _text(answer):
    return answer.content.decode()


def _code(page):
    """The code on a page; an address may hold four digits, a hyphen and four digits too."""
    return re.search(r"(?<![\w-])[3-9A-Y]{4}-[3-9A-Y]{4}(?![\w-])", page).group()


def _time(office, hour=7, minute=0, room="繳款櫃檯"):
    return f"{office.time(hour, minute).isoformat()}|{room}"


def _hold(client, office, **more):
    given = {"key": str(uuid.uuid4()), "time": _time(office)} | more
    return client.post(f"{HOME}SCY/EARLY_BIRD/2026-11-25/", given)


def _book(client, office, **more):
    """The whole way on the web, page by page."""
    who = _hold(client, office).url
    given = {"name": "陳小姐", "phone": "0912-345-678", "email": "a@example.org"} | more
    about = client.post(who, given).url
    check = client.post(about, {"case_text": "不知道", "note": "需要輪椅"}).url
    assert "需要輪椅" in _text(client.get(check))
    return client.post(check).url


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_a_visitor_books_page_by_page_and_gets_number_code_and_calendar_file(office, lang):
    client = Client(headers={"accept-language": lang})
    for page in (
        f"{HOME}?branch=SCY",
        f"{HOME}SCY/EARLY_BIRD/",
        f"{HOME}SCY/EARLY_BIRD/2026-11-25/",
    ):
        assert client.get(page).status_code == 200, page
    booked = _book(client, office)
    page = _text(client.get(booked))
    booking = Booking.objects.get()
    assert (booking.state, booking.name, booking.language) == ("BOOKED", "陳小姐", lang)
    code = _code(page)
    assert booking.number in page
    file = client.get(f"{booked}calendar.ics")
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == office.time(7)
    assert file["Content-Type"].startswith("text/calendar")
    assert "早鳥" not in _text(file)
    assert "陳" not in _text(file)
    other = Client(headers={"accept-language": lang})
    assert other.get(booked).status_code == 404
    assert (
        other.post(f"{HOME}mine/", {"number": booking.number, "code": "AAAA-AAAA"}).status_code
        == 404
    )
    found = other.post(f"{HOME}mine/", {"number": booking.number, "code": code.lower()})
    assert found.url == booked
    assert other.get(booked).status_code == 200


def test_what_is_missing_is_said_at_the_field_and_a_double_click_is_one_booking(office):
    client = Client()
    key = str(uuid.uuid4())
    first, again = _hold(client, office, key=key), _hold(client, office, key=key)
    assert first.url == again.url
    answer = client.post(first.url, {"name": "", "phone": "", "email": ""})
    assert "錯誤" in _text(answer)
    both = client.post(first.url, {"name": "陳", "phone": "", "email": ""})
    assert "電話和電子郵件至少填一項" in _text(both)
    client.post(first.url, {"name": "陳", "phone": "0912"})
    ref = Booking.objects.get().ref
    client.post(f"{HOME}hold/{ref}/about/", {"case_text": "不知道"})
    ends = {client.post(f"{HOME}hold/{ref}/check/").url for _ in range(2)}
    assert ends == {f"{HOME}booked/{ref}/"}
    assert Booking.objects.count() == 1


def test_choosing_another_time_takes_along_what_was_filled_in_and_holds_one_place(office):
    client = Client()
    who = _hold(client, office).url
    client.post(who, {"name": "陳小姐", "phone": "0912"})
    later = _hold(client, office, time=_time(office, 7, 15)).url
    assert "陳小姐" in _text(client.get(later))
    assert (office.left(), office.left(office.time(7, 15))) == (4, 3)


def test_who_comes_back_too_late_is_told_to_choose_again(office):
    client = Client()
    who = _hold(client, office).url
    client.post(who, {"name": "陳小姐", "phone": "0912"})
    ref = Booking.objects.get().ref
    with time_machine.travel(office.at + timedelta(minutes=10), tick=False):
        assert client.get(f"{HOME}hold/{ref}/about/").status_code == 200  # looking only
    with time_machine.travel(office.at + timedelta(minutes=16), tick=False):
        answer = client.post(f"{HOME}hold/{ref}/about/", {"case_text": "不知道"})
        assert answer.status_code == 409
        assert "請重新選擇時段" in _text(answer)
        office.hold(at=office.at + timedelta(minutes=16))  # the next one frees what lapsed
        for page in (f"{HOME}hold/{ref}/check/", f"{HOME}booked/{ref}/"):
            assert client.get(page).status_code == 409, page


def test_a_full_or_invented_time_is_refused_in_words(office):
    for _ in range(4):
        office.booked()
    client = Client()
    answer = _hold(client, office)
    assert "額滿" in _text(answer)
    assert client.get(f"{HOME}SCY/EARLY_BIRD/2026-13-45/").status_code == 404
    assert client.get(f"{HOME}SCY/NOTHING/").status_code == 404
    assert client.get(f"{HOME}XXX/EARLY_BIRD/").status_code == 404
    assert "REPORT" not in _text(client.get(f"{HOME}?branch=SCY"))


def test_a_visitor_moves_and_cancels_until_the_day_before(office):
    client = Client()
    booked = _book(client, office)
    code = _code(_text(client.get(booked)))
    assert client.get(f"{booked}move/").status_code == 200
    move = f"{booked}move/2026-11-26/"
    starts_at = office.time(7, 30, day=date(2026, 11, 26))
    sent = client.post(
        move, {"key": str(uuid.uuid4()), "time": f"{starts_at.isoformat()}|繳款櫃檯"}
    )
    assert sent.url == booked
    assert Booking.objects.get().slot.starts_at == starts_at
    assert client.get(f"{booked}cancel/").status_code == 200
    with time_machine.travel("2026-11-26T06:00:00+08:00", tick=False):
        visitor = Client()  # the first session has ended long ago; number and code open it again
        visitor.post(f"{HOME}mine/", {"number": Booking.objects.get().number, "code": code})
        late = visitor.post(f"{booked}cancel/")
        assert late.status_code == 409
        assert "來不及" in _text(late)
    client.post(f"{booked}cancel/")
    assert Booking.objects.get().state == "CANCELLED"
    assert "重新預約" in _text(client.get(booked))


def test_trying_codes_is_slowed_down(office):
    client = Client(REMOTE_ADDR="203.0.113.9")
    given = {"number": "115約000001", "code": "AAAA-AAAA"}
    seen = [client.post(f"{HOME}mine/", given).status_code for _ in range(11)]
    assert seen == [404] * 10 + [429]


def test_the_desk_books_for_a_case_serves_and_counts(office):
    desk, case = _desk(), make.case()
    assert "REPORT" in _text(desk.get(f"{DESK}new/?case={case.ref}"))
    page = f"{DESK}new/?service=REPORT&case={case.ref}"
    assert case.number in _text(desk.get(page))
    key = str(uuid.uuid4())
    given = {"key": key, "channel": "OFFICE", "time": _time(office, 9, 0, "報告室"), "name": "陳測試",
             "case_text": case.number}  # fmt: skip
    first, again = desk.post(page, given), desk.post(page, given)
    assert first.url == again.url
    shown = _text(desk.get(first.url))
    assert "查詢碼" in shown
    assert "只顯示這一次" not in _text(desk.get(first.url))
    assert desk.get(f"{first.url}notice.pdf").content.startswith(b"%PDF")
    booking = Booking.objects.get()
    for url in (f"/staff/cases/{case.ref}/", f"{DESK}?on=2026-11-25", f"/staff/search?q={quote(booking.number)}"):  # fmt: skip
        assert booking.number in _text(desk.get(url, follow=True)) or case.number in _text(
            desk.get(url, follow=True)
        ), url
    refused = desk.post(f"{first.url}miss/")
    assert refused.status_code == 409
    assert "還沒到" in _text(refused)
    with time_machine.travel(office.time(9, 5), tick=False):
        desk = _desk("desk-2")
        desk.post(f"{first.url}check-in/")
        desk.post(f"{first.url}finish/", {"outcome": "STATED", "result": ""})
        figures = _text(desk.get(f"{DESK}statistics/"))
    booking.refresh_from_db()
    assert (booking.state, booking.outcome) == ("SERVED", "STATED")
    assert "到場報告" in figures
    assert ReadLine.objects.filter(subjects__contains=[f"appointment:{booking.ref}"]).exists()


def test_every_form_of_the_appointment_page_does_its_thing(office):
    desk = _desk()
    booking, _ = office.booked()
    page = f"{DESK}{booking.ref}/"
    member = StaffMember.objects.filter(branch=office.branch).first()
    desk.post(f"{page}assign/", {"member": member.id})
    desk.post(f"{page}ready/")
    desk.post(f"{page}called/")
    desk.post(f"{page}code/")
    assert "只顯示這一次" in _text(desk.get(page))
    desk.post(f"{page}move/", {"time": _time(office, 7, 45), "reason": "對調"})
    booking.refresh_from_db()
    assert (booking.assigned_id, booking.slot.starts_at) == (member.id, office.time(7, 45))
    assert booking.ready_at is None  # another time, prepared anew
    assert desk.post(f"{page}move/", {"time": "x"}).status_code == 404
    desk.post(f"{page}cancel/", {"reason": "設備維修"})
    assert "設備維修" in _text(desk.get(page))


def test_where_a_visit_goes_is_shown_to_who_goes_there_only(office):
    where = "新竹市某街 5 號"
    booking, _ = office.booked(
        office.time(9, 30, day=date(2026, 11, 27)),
        "HOME_VISIT",
        person=office.person(address=where),
    )
    page = f"{DESK}{booking.ref}/"
    goes = _desk("goes", section_of=make.section(office.branch))
    stays = _desk("stays", section_of=make.section(office.branch, "T2"))
    assert where not in _text(goes.get(page))
    member = StaffMember.objects.get(number="goes")
    stays.post(f"{page}assign/", {"member": member.id})
    assert where in _text(goes.get(page))
    assert where not in _text(stays.get(page))
    assert where not in _text(goes.get(f"{DESK}?on=2026-11-27"))


def test_a_walk_in_a_roster_and_a_time_taken_off(office):
    desk = _desk()
    with time_machine.travel(office.time(18), tick=False):
        desk = _desk("desk-3")
        given = {"key": str(uuid.uuid4()), "channel": "WALK_IN", "walk_in": "1", "name": "林先生"}
        answer = desk.post(f"{DESK}new/?service=EVENING", given)
        assert answer.status_code == 302, _text(answer)
        assert Booking.objects.get(name="林先生").state == "ARRIVED"
    desk = _desk("desk-4")
    member = StaffMember.objects.filter(branch=office.branch).first()
    day = {"on": "2026-11-26", "member": member.id}
    desk.post(f"{DESK}services/EARLY_BIRD/duty/", day)
    assert member.name_zh in _text(desk.get(f"{DESK}?on=2026-11-26"))
    desk.post(f"{DESK}duty/{Duty.objects.get().id}/off/", day)
    assert not Duty.objects.exists()
    starts_at = office.time(7, day=date(2026, 11, 26))
    desk.post(f"{DESK}services/EARLY_BIRD/close/",
              {"on": "2026-11-26", "time": f"{starts_at.isoformat()}|繳款櫃檯", "reason": "停電"})  # fmt: skip
    slot = Slot.objects.get(starts_at=starts_at)
    assert "停電" in _text(desk.get(f"{DESK}?on=2026-11-26"))
    desk.post(f"{DESK}slots/{slot.ref}/open/", day)
    slot.refresh_from_db()
    assert slot.closed_because == ""


def test_the_hours_of_a_service_are_edited_by_who_keeps_reference_data(office):
    keeper = _enter("keeper", "reference.edit")
    page = f"{DESK}services/EVENING/"
    assert keeper.get(f"{DESK}services/").status_code == 200
    week = {"add": "1", "weekdays": [5], "starts": "09:00", "ends": "12:00", "minutes": 30, "capacity": 2,
            "room": "", "since_year": "115", "since_month": "11", "since_day": "23"}  # fmt: skip
    assert keeper.post(page, week).status_code == 302
    added = Pattern.objects.get(weekdays=[5], service__branch=office.branch)
    assert keeper.post(page, week | {"ends": "08:00"}).status_code == 422
    keeper.post(f"{page}{added.id}/end/")
    added.refresh_from_db()
    assert added.until == office.on
    keeper.post(page, {"set": "1", "lead_days": 0, "horizon_days": 30, "change_days": 0})
    kept = Service.objects.get(branch=office.branch, code="EVENING")
    assert (kept.lead_days, kept.is_active) == (0, False)
    assert api.services(office.branch.id, self_service=True)[1].code != "EVENING"


def test_a_page_in_english_names_the_room_in_english(office):
    desk = _desk()
    desk.cookies["django_language"] = "en"
    booking, _ = office.booked()
    # A choice sends the room's own name; nobody reads that.
    words = re.sub(
        r'value="[^"]*"', "", _text(desk.get(f"{DESK}?on={booking.slot.on.isoformat()}"))
    )
    assert "Payment counter" in words
    assert "繳款櫃檯" not in words
    words = _text(desk.get(f"/appointments/{office.branch.code}/EARLY_BIRD/2026-11-26/"))
    assert "Payment counter (" in words
    assert "（" not in words


def test_rooms_from_before_get_their_english_name_once_and_a_new_one_needs_one(office):
    booking, _ = office.booked()
    Slot.objects.update(room_en="")
    Pattern.objects.filter(service__branch=office.branch).update(room_en="")
    load_reference()
    booking.slot.refresh_from_db()
    assert booking.slot.room_en == "Payment counter"
    assert not Pattern.objects.filter(room="協談室", room_en="").exists()
    lines = HistoryLine.objects.filter(action="appointment.name_rooms").count()
    load_reference()
    assert HistoryLine.objects.filter(action="appointment.name_rooms").count() == lines
    keeper = _enter("keeper", "reference.edit")
    week = {"add": "1", "weekdays": [5], "starts": "09:00", "ends": "12:00", "minutes": 30, "capacity": 2,
            "room": "二樓", "since_year": "115", "since_month": "11", "since_day": "23"}  # fmt: skip
    page = f"{DESK}services/EVENING/"
    assert "請寫這個地點的英文名稱" in _text(keeper.post(page, week))
    assert keeper.post(page, week | {"room_en": "Second floor"}).status_code == 302
    assert Pattern.objects.get(room="二樓").room_en == "Second floor"


def test_strangers_find_nothing(office):
    booking, _ = office.booked()
    elsewhere = _desk("elsewhere", of=make.branch("TPY"))
    assert elsewhere.get(f"{DESK}{booking.ref}/").status_code == 404
    assert elsewhere.post(f"{DESK}{booking.ref}/cancel/").status_code == 404
    assert booking.number not in _text(elsewhere.get(f"{DESK}?on=2026-11-25"))
    without = _enter("without", "case.view")
    assert without.get(DESK).status_code == 403
    assert Client().get(DESK).status_code == 302
