"""An agency uploads a file, rehearses it, sends it in, corrects the refused row, takes its receipt."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from tests.journeys.browser import axe, screenshot

from wuai.config.simulate import Wanted, write_referrals

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")


def _file(folder: Path, on: date) -> tuple[Path, str]:
    """Three rows, of which the second brings a negative amount; and what the amount should be."""
    import csv
    import io

    path = folder / "移送 115.csv"
    write_referrals(path, Wanted(agency="NHI", rows=3, seed=77, big5=False, bad=0, on=on))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    column = rows[0].index("應納金額")
    right = rows[2][column]
    rows[2][column] = "-5"
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
    return path, right


def test_upload_rehearse_send_correct_and_take_the_receipt(house, entered, tmp_path):
    path, right = _file(tmp_path, house.today())
    with entered("nhi") as page:
        page.goto(f"{house.address}/agency/referrals/")
        assert axe(page) == []
        page.locator("select[name=place]").select_option("SCY")
        page.locator("input[type=file]").first.set_input_files(path)
        page.get_by_role("button", name="預演").click()
        page.wait_for_selector("text=沒有變更任何資料")
        said = page.locator("main").inner_text()
        assert "可受理 2" in said
        assert "退件 1" in said
        assert axe(page) == []
        if PICTURES:
            screenshot(page, Path(PICTURES) / "agency-rehearsal.png")
        page.get_by_role("button", name="正式送件").click()
        page.wait_for_url("**/agency/referrals/*-*/")
        assert axe(page) == []
        page.get_by_role("link", name="更正退件列").click()
        assert axe(page) == []
        if PICTURES:
            screenshot(page, Path(PICTURES) / "agency-correct.png")
        page.get_by_label("應納金額").first.fill(right)
        page.get_by_role("button", name="送出改好的列").click()
        page.wait_for_url("**/agency/referrals/*-*/")
        assert "退件" in page.locator("main").inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="下載簽章收據").click()
        receipt = json.loads(Path(download.value.path()).read_text("utf-8"))
        assert "115年度" in json.dumps(receipt, ensure_ascii=False)
        # What an answer to the script said is shown once, on the page that follows.
        said = '<div class="messages" role="status" data-messages><p>先前已匯入</p></div>'
        page.evaluate("said => sessionStorage.setItem('wuai-carried', said)", said)
        page.reload()
        assert page.locator("main [data-messages]").inner_text() == "先前已匯入"
        assert axe(page) == []
        page.reload()
        assert page.locator("main [data-messages]").count() == 0
        assert page.wrongs == []
    accepted = house.ask("SELECT count(*) FROM cases_case WHERE agency_ref LIKE 'NHI115077%%'")
    assert accepted == [(3,)]
