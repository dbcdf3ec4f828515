"""The page behind the QR code: masked, exact, private, small, in both languages, without script."""

import base64
import io
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
import typst
import zxingcpp
from django.test import Client
from tests import factories

from wuai.contexts.payments import api as payments
from wuai.contexts.payments.actions.out.refunds import request_refund
from wuai.contexts.payments.models import OpenItem
from wuai.contexts.payments.rules.out.refunds import Wish
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_chargebacks import charged_back
from wuai.platform.actors import system
from wuai.platform.models import ReadLine

AT, ON = datetime(2026, 11, 21, 2, 0, tzinfo=UTC), date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(time: Any) -> None:
    """Time stands still on the day of issue."""


@pytest.fixture
def time() -> Any:
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def slip_of(case: Any) -> payments.SlipRow:
    return payments.issue_slips([case.id], by=system("clerk"), at=AT, on=ON)[case.id]


def get(client: Client, slip: payments.SlipRow, **more: Any) -> Any:
    return client.get(f"/p/{slip.payment_link_token}", **more)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_shows_what_is_owed_today_until_when_and_every_way_to_pay(client: Client) -> None:
    case = factories.case(factories.party("陳大文"), 12345)
    slip = slip_of(case)
    answer = get(client, slip)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "NT$ 12,345" in text
    assert slip.due_on.isoformat() in text
    assert slip.virtual_account in text
    assert all(segment in text for segment in slip.store_segments or ())
    assert "TWQRP://" in answer.content.decode()


def test_nothing_personal_is_shown_unmasked(client: Client) -> None:
    person = factories.party("陳大文", "A123456789", phone="0912345678", address="新竹市某路九號")
    text = get(client, slip_of(factories.case(person))).content.decode()
    assert "陳○○" in text
    for hidden in ("陳大文", "A123456789", "A1234", "0912345678", "某路九號"):
        assert hidden not in text


def test_codes_on_screen_read_back(client: Client) -> None:
    slip = slip_of(factories.case(amount=12345))
    found = set()
    for source in re.findall(
        r'src="data:image/svg\+xml;base64,([^"]+)"', get(client, slip).content.decode()
    ):
        svg = base64.b64decode(source)
        page = b'#set page(width: auto, height: auto, margin: 10pt)\n#image("a.svg", width: 200mm)'
        png = _png(typst, page, svg)
        found |= {code.text for code in zxingcpp.read_barcodes(png)}
    assert set(slip.store_segments or ()) <= found
    (uri,) = [text for text in found if text.startswith("TWQRP://")]
    assert "D1=1234500" in uri
    assert f"D6={slip.virtual_account.rjust(16, '0')}" in uri


def _png(typst: Any, page: bytes, svg: bytes) -> Any:
    import tempfile
    from pathlib import Path

    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.svg").write_bytes(svg)
        (Path(folder) / "a.typ").write_bytes(page)
        return Image.open(io.BytesIO(typst.compile(Path(folder) / "a.typ", format="png", ppi=150)))


def test_other_sites_and_search_engines_learn_nothing(client: Client) -> None:
    answer = get(client, slip_of(factories.case()))
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers or "session" not in answer["Set-Cookie"]
    assert len(answer.content) <= 40_000


def test_without_script_nothing_is_missing(client: Client) -> None:
    page = get(client, slip_of(factories.case())).content.decode()
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert " style=" not in page
    assert " onclick=" not in page


def test_in_english_every_word_of_ours_is_english(client: Client) -> None:
    page = get(client, slip_of(factories.case()), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert '<html lang="en"' in page
    main = page[page.index("<main") : page.index("</main>")]
    unmarked = re.sub(r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", main, flags=re.S)
    assert not re.findall(r"[\u4e00-\u9fff]+", unmarked)


def test_a_wrong_link_says_what_to_do(client: Client) -> None:
    answer = client.get("/p/" + "x" * 32)
    assert answer.status_code == 404
    assert "QR" in text_of(answer)
    assert "165" in text_of(answer)


def test_a_superseded_link_offers_no_codes_and_says_what_to_do(client: Client) -> None:
    case = factories.case()
    old = slip_of(case)
    slip_of(case)
    page = get(client, old).content.decode()
    assert "已換發新單" in page
    assert "data:image/svg+xml" not in page
    assert old.virtual_account not in page


def test_after_its_day_the_store_codes_go_and_the_account_stays(client: Client, time: Any) -> None:
    slip = slip_of(factories.case())
    time.move_to(datetime.combine(slip.due_on + timedelta(days=1), datetime.min.time(), UTC))
    page = get(client, slip).content.decode()
    assert "期限已過" in page
    assert slip.virtual_account in page
    assert not any(segment in page for segment in (slip.store_segments or ())[::2])


def test_a_payment_is_seen_with_its_days_and_the_paid_case_thanks(client: Client) -> None:
    case = factories.case(amount=5000)
    slip = slip_of(case)
    payments.take_cash(**cash(case, 2000))
    page = text_of(get(client, slip))
    assert "已收到 NT$ 2,000" in page
    assert "已入帳 NT$ 2,000" in page
    assert "NT$ 3,000" in page
    payments.take_cash(**cash(case, 3000))
    page = text_of(get(client, slip))
    assert "已繳清" in page
    assert "已結案" in page


def cash(case: Any, amount: int) -> dict[str, Any]:
    branch = factories.branch()
    by = system("cashier", branch_id=branch.id, branch_code=branch.code)
    return {
        "key": uuid.uuid4(), "case_ids": [case.id], "amount": amount, "payer": "", "by": by,
        "at": AT, "on": ON,
    }  # fmt: skip


def test_looking_too_often_from_one_address_is_stopped_for_a_minute(
    client: Client, time: Any
) -> None:
    slip = slip_of(factories.case())
    states = {get(client, slip).status_code for _ in range(30)}
    assert states == {200}
    stopped = get(client, slip)
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "60")
    assert get(client, slip, REMOTE_ADDR="203.0.113.9").status_code == 200
    time.shift(61)
    assert get(client, slip).status_code == 200


def test_each_look_leaves_a_line(client: Client) -> None:
    slip = slip_of(factories.case())
    get(client, slip)
    assert ReadLine.objects.get().subjects == [f"slip:{slip.ref}"]


def test_the_front_page_leads_to_paying_and_to_the_branches(client: Client) -> None:
    page = text_of(client.get("/"))
    assert "QR" in page
    assert "新竹分署" in page


def test_who_paid_twice_reads_that_the_second_payment_is_kept_and_goes_back(client: Client) -> None:
    desk = Desk()
    case = factories.case(factories.party("陳大文"), 1500)
    slip = slip_of(case)
    desk.receive(slip.number, 1500, channel_code="CVS_711")
    assert "我們多收到一筆錢" not in text_of(get(client, slip))
    desk.receive(slip.number, 1600, channel_code="CVS_711")
    page = text_of(get(client, slip))
    for words in ("已繳清", "本案不需要的 NT$ 1,600 為您保留著", "多收到 NT$ 1,600，為您保留"):
        assert words in page, words
    item = OpenItem.objects.get()
    request_refund(
        item_ref=item.ref, seen=1600, amount=1600, by=desk.cashier, at=AT, on=ON,
        wish=Wish("PAID_TWICE", "TRANSFER", "陳大文", "0040037", "12345678901"),
    )  # fmt: skip
    page = text_of(get(client, slip, headers={"accept-language": "en"}))
    assert "NT$ 1,600 is on its way back to you" in page


def test_a_card_that_its_bank_took_back_is_told_as_that_and_nothing_is_kept(client: Client) -> None:
    case = charged_back(Desk(), 500)
    slip = slip_of(case)
    page = text_of(get(client, slip))
    assert "刷卡繳納的 NT$ 500 不再計入本案" in page
    for words in ("為您保留", "我們多收到一筆錢"):
        assert words not in page
    page = text_of(get(client, slip, headers={"accept-language": "en"}))
    assert "NT$ 500 paid by card no longer counts for this case" in page
    assert "is kept for you and will be paid back" not in page
