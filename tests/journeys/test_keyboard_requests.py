"""Asking and answering with the keyboard alone: applying, booking, care, another date, the night mailbox.

The other journeys without a pointer are in ``test_keyboard.py`` (the desk), ``test_keyboard_procedures.py``
(objections, instalments, changing an appointment), ``test_clerk.py`` (finding a case) and ``test_account.py``
(logging in).
"""

import pytest
from tests.journeys.browser import axe, page_of, reach

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _press(page, words, key="Enter"):
    reach(page, words)
    page.keyboard.press(key)


def _type(page, field, words):
    reach(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def _choose(page, field, value):
    """Walk through a list with the arrows until it holds a value."""
    reach(page, field)
    for _ in range(80):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field} never held {value}")


def _main(page):
    return page.locator("main").inner_text()


def _case(house, place=0):
    return house.ask(
        "SELECT number, ref::text FROM cases_case WHERE status = 'OPEN' AND branch_id ="
        " (SELECT id FROM organisation_branch WHERE is_demo) ORDER BY id OFFSET %s LIMIT 1", place
    )[0]  # fmt: skip


def test_somebody_tells_us_something_and_follows_it(house, chromium):
    number, _ref = _case(house)
    with page_of(chromium, width=375, height=812) as page:
        page.goto(f"{house.address}/apply/")
        _press(page, "義務人書面陳述")
        page.wait_for_url("**/apply/WRITTEN_STATEMENT/")
        _choose(page, "select#branch", "SCY")
        _press(page, "開始填寫")
        page.wait_for_url("**/CASE/")
        _type(page, "#id_case_no", number)
        page.keyboard.press("Enter")
        page.wait_for_url("**/STATEMENT/")
        _type(page, "#id_statement", "我上個月失業，希望先談分期。")
        _press(page, "儲存，下一步")
        page.wait_for_url("**/CONTACT/")
        _type(page, "#id_name", "王鍵盤")
        _press(page, "儲存，下一步")
        page.wait_for_url("**/files/")
        _press(page, "下一步：檢查")
        page.wait_for_url("**/check/")
        assert "王鍵盤" in _main(page)
        _press(page, "button# 送出")
        page.wait_for_url("**/apply/sent/**")
        filed, code = (
            page.locator("main dd").nth(place).inner_text().split()[0] for place in (1, 2)
        )
        assert axe(page) == []
        _press(page, "查辦理進度")
        page.wait_for_url("**/follow/")
        page.wait_for_selector("text=已收件")
        assert filed in _main(page)
        page.goto(f"{house.address}/follow/")
        _type(page, "#id_number", filed)
        _type(page, "#id_code", code)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=已收件")
        assert page.wrongs == []
    assert house.ask("SELECT count(*) FROM applications_application WHERE number = %s", filed) == [
        (1,)
    ]


def test_somebody_books_an_hour_to_pay(house, chromium):
    number, _ref = _case(house, 1)
    with page_of(chromium, width=375, height=812) as page:
        page.goto(f"{house.address}/appointments/SCY/EVENING/")
        reach(page, "年")  # the first day that has a place
        page.keyboard.press("Enter")
        page.wait_for_url("**/EVENING/20*/")
        reach(page, "input#id_time")
        page.keyboard.press("Space")
        _press(page, "就這個時間")
        page.wait_for_url("**/who/")
        _type(page, "#id_name", "王鍵盤")
        _type(page, "#id_phone", "0912345678")
        _press(page, "下一步")
        page.wait_for_url("**/about/")
        _type(page, "#id_case_text", number)
        _press(page, "下一步")
        page.wait_for_url("**/check/")
        _press(page, "確定預約")
        page.wait_for_url("**/booked/**")
        assert axe(page) == []
        assert page.wrongs == []
    assert house.ask(
        "SELECT count(*) FROM appointments_booking WHERE name = '王鍵盤' AND state = 'BOOKED'"
    ) == [(1,)]  # fmt: skip


def test_a_clerk_notices_and_refers_somebody_to_help(house, entered):
    _number, ref = _case(house, 9)
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/care/case/{ref}/")
        _choose(page, "select#id_kind", "UNEMPLOYED")
        _type(page, "#id_note", "電話中提到失業")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=電話中提到失業")
        _press(page, "a# 製作轉介單")
        page.wait_for_url("**/refer/")
        _type(page, "#id_needs", "需要就業與生活上的協助")
        _choose(page, "select#id_ground", "ORAL")
        for place, value in enumerate(("115", "11", "20")):
            _type(page, f"#id_consented_on_{place}", value)
        _press(page, "button# 製作轉介單")
        page.wait_for_url("**/staff/care/*-*/")
        assert "待送出" in _main(page)
        assert page.wrongs == []


def test_a_clerk_grants_another_date_and_the_appointment_moves(house, entered):
    [(ref, before)] = house.ask(
        "SELECT a.ref::text, s.starts_at::text FROM applications_application a"
        " JOIN appointments_booking b ON b.case_id = a.case_id AND b.state = 'BOOKED'"
        " JOIN appointments_slot s ON s.id = b.slot_id"
        " WHERE a.kind = 'REPORTING_DATE' AND a.ended_on IS NULL LIMIT 1"
    )  # fmt: skip
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/applications/{ref}/")
        _press(page, "summary# 准許")
        reach(page, "select#chosen")
        page.keyboard.press("ArrowDown")
        _press(page, "button# 准許")
        page.wait_for_selector("text=已核准")
        assert axe(page) == []
        assert page.wrongs == []
    [(after,)] = house.ask(
        "SELECT s.starts_at::text FROM applications_application a"
        " JOIN appointments_booking b ON b.case_id = a.case_id AND b.state = 'BOOKED'"
        " JOIN appointments_slot s ON s.id = b.slot_id WHERE a.ref = %s", ref
    )  # fmt: skip
    assert after != before


def test_the_night_mailbox_is_noted_and_handed_over(house, entered):
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/night/")
        _type(page, "#id_what", "鍵盤登記的信")
        _press(page, "button# 登記")
        page.wait_for_selector("text=鍵盤登記的信")
        assert axe(page) == []
        _type(page, "#give_given_name", "李警衛")
        _press(page, "開箱，點收全部")
        page.wait_for_url("**/staff/night/*-*/")
        assert "鍵盤登記的信" in _main(page)
        assert axe(page) == []
        assert page.wrongs == []
