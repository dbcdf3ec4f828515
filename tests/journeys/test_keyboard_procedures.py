"""Objecting, changing an appointment, asking for instalments and deciding an objection, without a pointer.

What a citizen does here works without script too: the same keys, in a page that runs none.
"""

import pytest
from tests.journeys import keyboard as keys
from tests.journeys.browser import axe, page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 375, "height": 812}
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def _case(house, place):
    return house.ask(
        "SELECT number FROM cases_case WHERE status = 'OPEN' AND branch_id ="
        " (SELECT id FROM organisation_branch WHERE is_demo) ORDER BY id OFFSET %s LIMIT 1", place
    )[0][0]  # fmt: skip


def _at(page, part):
    # A link of the list of faults leaves its fragment in the address, and sending keeps it there.
    page.wait_for_url(lambda url: part in url)


def _begin(page, house, kind):
    page.goto(f"{house.address}/apply/{kind}/")
    keys.choose(page, "select#branch", "SCY")
    keys.press(page, "開始填寫")
    _at(page, "/CASE/")


def _send(page, script):
    _at(page, "/files/")
    keys.press(page, "下一步：檢查")
    _at(page, "/check/")
    keys.press(page, "button# 送出")
    _at(page, "/apply/sent/")
    assert not script or axe(page) == []
    return page.locator("main dd").nth(1).inner_text().split()[0]


@SCRIPT
def test_somebody_objects_to_an_order(house, chromium, script):
    with page_of(chromium, **PHONE, java_script_enabled=script) as page:
        _begin(page, house, "OBJECTION")
        keys.write(page, "#id_case_no", _case(house, 11))
        keys.press(page, "儲存，下一步")
        _at(page, "/ACT/")
        keys.choose(page, "id_objector", "OBLIGOR")
        keys.choose(page, "id_against", "ORDER")
        keys.press(page, "儲存，下一步")
        keys.wrongs_are_told(page)
        keys.write(page, "#id_act", "115-11-10 扣押存款命令")
        keys.press(page, "儲存，下一步")
        _at(page, "/GROUNDS/")
        keys.write(page, "#id_statement", "扣押的是領津貼的專戶。")
        keys.press(page, "儲存，下一步")
        _at(page, "/OBJECTOR/")
        keys.write(page, "#id_name", "王鍵盤")
        keys.write(page, "#id_address", "新竹市示範區無礙路 5 號")
        keys.press(page, "儲存，下一步")
        number = _send(page, script)
        assert page.wrongs == []
    assert house.ask(
        "SELECT o.state FROM objections_objection o JOIN applications_application a"
        " ON a.ref = o.application_ref WHERE a.number = %s", number
    ) == [("RECEIVED",)]  # fmt: skip


@SCRIPT
def test_somebody_asks_for_instalments(house, chromium, script):
    with page_of(chromium, **PHONE, java_script_enabled=script) as page:
        _begin(page, house, "INSTALMENTS")
        keys.write(page, "#id_case_no", _case(house, 12 + script))
        keys.press(page, "儲存，下一步")
        _at(page, "/REASON/")
        keys.choose(page, "id_applicant", "OBLIGOR")
        keys.choose(page, "id_grounds", "ECONOMIC")
        keys.write(page, "#id_statement", "上個月起沒有工作，可以每個月繳一些。")
        keys.press(page, "儲存，下一步")
        _at(page, "/MEANS/")
        keys.write(page, "#id_income", "28,000")
        keys.write(page, "#id_spending", "20,000")
        keys.press(page, "儲存，下一步")
        _at(page, "/PLAN/")
        keys.write(page, "#id_count", "3")
        keys.press(page, "儲存，下一步")
        _at(page, "/CONTACT/")
        keys.write(page, "#id_name", "王鍵盤")
        keys.press(page, "儲存，下一步")
        number = _send(page, script)
        assert page.wrongs == []
    assert house.ask(
        "SELECT p.status FROM instalments_plan p JOIN applications_application a ON a.ref = p.key"
        " WHERE a.number = %s", number
    ) == [("CONSENT",)]  # fmt: skip


@SCRIPT
def test_somebody_books_an_hour_and_changes_it(house, chromium, script):
    with page_of(chromium, **PHONE, java_script_enabled=script) as page:
        page.goto(f"{house.address}/appointments/SCY/EVENING/")
        keys.press(page, "年")  # the first day that has a place
        page.wait_for_url("**/EVENING/20*/")
        keys.press(page, "input#id_time", "Space")
        keys.press(page, "就這個時間")
        page.wait_for_url("**/who/")
        keys.write(page, "#id_name", "王改期")
        keys.write(page, "#id_phone", "0912345678")
        keys.press(page, "下一步")
        page.wait_for_url("**/about/")
        keys.write(page, "#id_case_text", _case(house, 14 + script))
        keys.press(page, "下一步")
        _at(page, "/check/")
        keys.press(page, "確定預約")
        page.wait_for_url("**/booked/**")
        before = page.locator(".lead").inner_text()
        keys.press(page, "a# 改期")
        page.wait_for_url("**/move/")
        keys.press(page, "年")
        page.wait_for_url("**/move/20*/")
        keys.press(page, "改到這個時間")
        keys.wrongs_are_told(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        keys.press(page, "改到這個時間")
        page.wait_for_url(lambda url: "/move/" not in url)
        assert page.locator(".lead").inner_text() != before
        assert not script or axe(page) == []
        assert page.wrongs == []


def test_an_officer_decides_an_objection(house, entered):
    [(ref,)] = house.ask(
        "SELECT ref::text FROM objections_objection WHERE state = 'PROPOSED' AND branch_id ="
        " (SELECT id FROM organisation_branch WHERE is_demo) LIMIT 1"
    )
    with entered("officer") as page:
        page.goto(f"{house.address}/staff/objections/{ref}/")
        keys.press(page, "summary# 退回重擬")
        keys.press(page, "button# 退回重擬")
        keys.wrongs_are_told(page)
        page.goto(f"{house.address}/staff/objections/{ref}/")
        keys.press(page, "summary# 核定")
        keys.press(page, "button# 核定")
        page.wait_for_selector("text=登錄送行政執行署")
        assert axe(page) == []
        assert page.wrongs == []
    assert house.ask("SELECT state FROM objections_objection WHERE ref = %s", ref) == [("FORWARDING",)]  # fmt: skip
