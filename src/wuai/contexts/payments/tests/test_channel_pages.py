"""The table of channels and its contracts, through the door."""

import re

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.payments.models import ChannelContract, CollectionContract

pytestmark = pytest.mark.django_db
HOME = "/staff/payments/channels/"
DAY = {"since_year": "115", "since_month": "11", "since_day": "21"}


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(make.AT, tick=False):
        yield


def _enter(*permissions):
    client = Client()
    client.force_login(make.account(f"reference-{len(permissions)}", *permissions))
    return client


@pytest.fixture
def editor(desk):
    return _enter("payment.view", "reference.edit")


def test_the_table_says_what_is_offered_what_is_not_and_what_is_unconfirmed(editor):
    page = editor.get(HOME).content.decode()
    for text in ("郵局劃撥", "未開辦", "未經確認", "GIRO_FIXED_1", "只收規費", "99805"):
        assert text in page


def test_in_english_only_what_is_marked_chinese_is_chinese(editor):
    for address in (HOME, f"{HOME}TREASURY/", f"{HOME}collection/"):
        page = editor.get(address, headers={"accept-language": "en"}).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", main, flags=re.S)
        unmarked = re.sub(r"<option[^>]*>.*?</option>", "", unmarked, flags=re.S)
        assert not re.findall(r"[\u4e00-\u9fff]+", unmarked), address


def test_a_contract_is_entered_once_and_then_offered(editor):
    given = {"giro_account": "99980105", "agency": "", **DAY}
    assert editor.post(f"{HOME}POST/", given).url == HOME
    assert ChannelContract.objects.get().terms == {"giro_account": "99980105"}
    again = editor.post(f"{HOME}POST/", given)
    assert again.status_code == 409
    assert "已登錄" in again.content.decode()
    assert "劃撥帳號 99980105" in editor.get(HOME).content.decode()


def test_a_wrong_value_is_refused_beside_its_form(editor):
    answer = editor.post(f"{HOME}POST/", {"giro_account": "12", "agency": "", **DAY})
    assert answer.status_code == 422
    assert "劃撥帳號" in answer.content.decode()
    assert not ChannelContract.objects.exists()


def test_the_contract_with_the_bank_is_entered_from_a_day_on(editor):
    given = {"va_scheme": "ESUN_SINGLE", "va_prefix": "98765", "store_item": "6w9",
             "slip_days": "30", **DAY}  # fmt: skip
    assert editor.post(f"{HOME}collection/", given).url == HOME
    found = CollectionContract.objects.get(va_scheme="ESUN_SINGLE")
    assert (found.va_prefix, found.store_item, found.slip_days) == ("98765", "6W9", 30)


def test_who_may_only_look_enters_nothing(desk):
    viewer = _enter("payment.view")
    assert viewer.get(HOME).status_code == 200
    assert viewer.post(f"{HOME}POST/", {"giro_account": "99980105", **DAY}).status_code == 403
    assert not ChannelContract.objects.exists()


@pytest.mark.parametrize("code", ["NOSUCH", "COUNTER", "VA", "CVS_711"])
def test_there_is_no_form_for_what_is_not_opened_here(editor, code):
    assert editor.get(f"{HOME}{code}/").status_code == 404


def test_a_contract_is_ended_by_day_and_says_so(editor):
    given = {"giro_account": "99980105", "agency": "", **DAY}
    assert 'id="end"' not in editor.get(f"{HOME}POST/").content.decode()
    editor.post(f"{HOME}POST/", given)
    page = editor.get(f"{HOME}POST/").content.decode()
    assert 'action="/staff/payments/channels/POST/end/"' in page
    last = {
        "end-agency": "",
        "end-until_year": "115",
        "end-until_month": "11",
        "end-until_day": "30",
    }
    assert editor.post(f"{HOME}POST/end/", last | {"end-until_day": "31"}).status_code == 422
    assert ChannelContract.objects.get().until is None
    done = editor.post(f"{HOME}POST/end/", last, follow=True).content.decode()
    assert "之後不再提供" in done
    assert ChannelContract.objects.get().until.isoformat() == "2026-11-30"
    again = editor.post(f"{HOME}POST/end/", last, follow=True).content.decode()
    assert "未變更任何資料" in again
    assert _enter("payment.view").post(f"{HOME}POST/end/", last).status_code == 403
    assert editor.get(f"{HOME}POST/end/").status_code == 405
