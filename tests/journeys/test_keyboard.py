"""The desk's four main acts with the keyboard alone: no pointer touches a page here."""

import pytest
from tests.journeys.browser import reach

from wuai.config.simulate import Wanted, write_referrals

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _open(page, address):
    """Go to a page and pass over its header by the link made for that."""
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def _press(page, words):
    """Go on by a link or a button, to the next page."""
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _main(page):
    return page.locator("main").inner_text()


def test_a_batch_is_rehearsed_accepted_and_its_people_are_written_to(house, entered, tmp_path):
    file = tmp_path / "鍵盤 115.csv"
    wanted = Wanted(agency="NHI", rows=4, seed=1207, big5=False, bad=0, on=house.today())
    write_referrals(file, wanted)
    with entered("allocation") as page:
        # Asked for before the page is there: the browser takes a moment to leave the choice to us.
        page.on("filechooser", lambda chooser: chooser.set_files(file))
        _open(page, f"{house.address}/staff/intake/")
        reach(page, "select#id_place")
        page.keyboard.type("NHI")
        while "NHI" not in page.evaluate("document.activeElement.value"):
            page.keyboard.press("ArrowDown")
        reach(page, "input#id_file")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=鍵盤 115.csv")
        reach(page, "預演")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=沒有變更任何資料")
        assert "可受理 4" in _main(page)
        _press(page, "正式送件")
        page.wait_for_url("**/staff/intake/*-*/")
        assert page.wrongs == []
    with entered("clerk") as page:
        _open(page, f"{house.address}/staff/notices/")
        _press(page, "開立")
        page.wait_for_url("**/staff/notices/issue/")
        _press(page, "開立並排版")
        page.wait_for_url("**/staff/notices/batches/*-*/")
        assert page.wrongs == []
    assert house.ask(
        "SELECT count(*) FROM cases_case c JOIN payments_slip s ON s.case_id = c.id"
        " JOIN referrals_rowresult r ON r.case_id = c.id JOIN referrals_batch b ON b.id = r.batch_id"
        " WHERE b.file_name LIKE '鍵盤%%'"
    )[0][0] == 4  # fmt: skip


def test_cash_is_taken_at_the_counter(house, entered):
    number = house.ask(
        "SELECT c.number FROM cases_case c JOIN ledger_ledgerentry e ON e.subject_id = c.id"
        " JOIN ledger_ledgeraccount a ON a.id = e.account_id AND a.code = 'RECEIVABLE'"
        " WHERE c.status = 'OPEN' GROUP BY c.id HAVING sum(e.amount) > 2000 ORDER BY c.id DESC LIMIT 1"
    )[0][0]  # fmt: skip
    owed = house.wuai("cases", "show", number)["balance"]
    with entered("cashier2") as page:
        page.goto(f"{house.address}/staff/payments/till/")
        if page.locator("input[name=opening_float]").count():
            reach(page, "input#id_opening_float")
            page.keyboard.type("3000")
            page.keyboard.press("Enter")
            page.wait_for_url("**/staff/counter/")
        page.goto(f"{house.address}/staff/counter/")
        page.keyboard.type(number)  # the field has the focus
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=amount]")
        reach(page, "input#id_amount")
        page.keyboard.press("Control+a")
        page.keyboard.type("100")
        reach(page, "input#id_payer")
        page.keyboard.type("王小明")
        _press(page, "收款並開立收據")
        page.wait_for_url("**/print/")
        assert page.wrongs == []
    assert house.wuai("cases", "show", number)["balance"] == owed - 100


def test_money_without_a_home_is_settled_by_two_people(house, entered):
    item, held, number = house.ask(
        "SELECT i.ref::text, a.amount, (SELECT c.number FROM cases_case c WHERE c.status = 'OPEN'"
        "   AND c.branch_id = i.branch_id ORDER BY c.id LIMIT 1)"
        " FROM payments_openitem i JOIN payments_receipt r ON r.id = i.receipt_id"
        " JOIN payments_allocation a ON a.receipt_id = r.id AND a.target = 'SUSPENSE'"
        " WHERE i.settled_at IS NULL ORDER BY i.id DESC LIMIT 1"
    )[0]  # fmt: skip
    address = f"{house.address}/staff/suspense/{item}/"
    with entered("cashier") as page:
        page.goto(f"{house.address}/staff/suspense/")
        assert item in page.content()
        _open(page, address)
        _press(page, "由我負責")
        reach(page, "input#id_number")
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
        reach(page, "input#id_amount")
        page.keyboard.press("Control+a")
        page.keyboard.type("1")
        reach(page, "#id_why")
        page.keyboard.type("繳款人來電告知案號")
        _press(page, "提案")
        page.wait_for_selector("#proposals")
        assert page.wrongs == []
    with entered("chief") as page:
        _open(page, address)
        _press(page, "核准並入帳")
        page.wait_for_selector("text=核准")
        assert page.wrongs == []
    assert house.ask(
        "SELECT sum(a.amount) FROM payments_allocation a JOIN payments_receipt r ON r.id = a.receipt_id"
        " JOIN payments_openitem i ON i.receipt_id = r.id WHERE i.ref = %s AND a.target = 'CASE'", item
    ) == [(1,)]  # fmt: skip
    assert held
    assert all(check["holds"] for check in house.wuai("ledger", "verify"))
