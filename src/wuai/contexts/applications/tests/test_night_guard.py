"""A guard writes the night register and hands it over, and opens nothing else."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import NightHandover, NightItem
from wuai.contexts.applications.rules import night as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def guard(client):
    with time_machine.travel(make.AT, tick=False):
        client.force_login(make.account("guard-n", "night.register"))
        yield client


def _text(answer):
    return answer.content.decode()


def _entry(**more):
    given = {
        "key": str(uuid.uuid4()), "received_on_year": "115", "received_on_month": "11",
        "received_on_day": "21", "received_time": "03:05", "way": "GUARD", "sender": "王小明",
        "what": "陳述狀一份", "pieces": "1",
    }  # fmt: skip
    return given | more


def test_a_guard_writes_an_entry_sees_it_and_hands_it_over(guard):
    assert guard.post("/staff/night/", _entry()).status_code == 302
    assert "陳述狀一份" in _text(guard.get("/staff/night/"))
    gives = {"key": str(uuid.uuid4()), "given_name": "guard-n", "remark": ""}
    guard.post("/staff/night/handover/", gives)
    guard.post("/staff/night/handover/", gives | {"taken_name": "guard-n"})
    assert not NightHandover.objects.exists()
    page = guard.post("/staff/night/handover/", gives | {"taken_name": "林收發"}).url
    held = NightHandover.objects.get()
    assert (held.given_name, held.by_name, held.items) == ("guard-n", "林收發", 1)
    shown = _text(guard.get(page))
    assert "陳述狀一份" in shown
    for beyond in ("/staff/applications/", "pass-on", "登記或轉交"):
        assert beyond not in shown
    assert guard.get(f"{page}list.pdf").content.startswith(b"%PDF-")


def test_a_guard_looks_back_on_one_night(guard):
    guard.post("/staff/night/", _entry())
    gives = {
        "key": str(uuid.uuid4()),
        "given_name": "guard-n",
        "taken_name": "林收發",
        "remark": "",
    }
    page = guard.post("/staff/night/handover/", gives).url
    number = NightHandover.objects.get().number
    with time_machine.travel(make.AT + rules.GUARD_LOOKS_BACK + timedelta(seconds=1), tick=False):
        client = Client()
        client.force_login(make.account("guard-m", "night.register"))
        assert number not in _text(client.get("/staff/night/"))
        assert client.get(page).status_code == 404
        assert client.get(f"{page}list.pdf").status_code == 404


def test_a_guard_is_led_to_the_register_and_has_no_other_page(guard):
    assert guard.get("/staff/").url == "/staff/night/"
    shown = _text(guard.get("/staff/night/"))
    assert "/staff/search" not in shown
    menu = shown[shown.index("<nav") : shown.index("<main")]
    assert [
        url for url in ("/staff/cases/", "/staff/tasks/", "/staff/applications/") if url in menu
    ] == []
    guard.post("/staff/night/", _entry())
    item = NightItem.objects.get()
    assert (
        guard.post(f"/staff/night/items/{item.ref}/pass-on/", {"where": "收發"}).status_code == 403
    )
    for closed in ("/staff/search?q=1", "/staff/cases/", "/staff/tasks/", "/staff/applications/"):
        assert guard.get(closed).status_code == 403, closed


def test_a_guard_of_another_branch_sees_nothing_of_this_one(guard):
    guard.post("/staff/night/", _entry())
    gives = {
        "key": str(uuid.uuid4()),
        "given_name": "guard-n",
        "taken_name": "林收發",
        "remark": "",
    }
    page = guard.post("/staff/night/handover/", gives).url
    guard.post("/staff/night/", _entry(key=str(uuid.uuid4())))
    far = Client()
    far.force_login(make.account("guard-far", "night.register", of=make.branch("TPY")))
    assert "陳述狀一份" not in _text(far.get("/staff/night/"))
    assert far.get(page).status_code == 404
