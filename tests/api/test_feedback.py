"""The feedback of a day: read it, fetch the file, acknowledge the very bytes."""

import hashlib

import pytest
from tests import factories

from wuai.contexts.referrals.models import FeedbackDay


@pytest.fixture
def held(db):
    factories.section()
    return factories.case(agency=factories.agency("TEST-NHI"))


def test_rows_and_file_say_the_same(program, stranger, held):
    said = program.get("/feedback/2026-11-21").json()
    file = program.get("/feedback/2026-11-21/file")
    assert [row["number"] for row in said["items"]] == [held.number]
    assert said["sha256"] == hashlib.sha256(file.content).hexdigest()
    assert file.content.decode("utf-8-sig").splitlines()[1].split(",")[1] == held.number
    assert stranger.get("/feedback/2026-11-21").json()["items"] == []


def test_reading_changes_nothing_acknowledging_does(program, held):
    digest = program.get("/feedback/2026-11-21").json()["sha256"]
    program.get("/feedback/2026-11-21/file")
    assert FeedbackDay.objects.count() == 0
    path = "/feedback/2026-11-21/acknowledgement"
    wrong = program.post(path, {"sha256": "0" * 64})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "FEEDBACK_CHANGED")
    assert FeedbackDay.objects.count() == 0
    done = program.post(path, {"sha256": digest})
    assert done.status_code == 200, done.content
    day = FeedbackDay.objects.get()
    assert (day.sha256, day.downloaded_by[:6]) == (digest, "token:")


def test_the_days_that_wait(program, held):
    (day,) = [one for one in program.get("/feedback").json()["items"] if one["branch"] == "SCY"]
    assert (day["on"], day["rows"], day["fetched_at"]) == ("2026-11-21", 1, None)


@pytest.mark.parametrize("on", ["x", "2026-02-30", "20261121x", "1151121"])
def test_an_impossible_day_is_refused(program, on):
    assert program.get(f"/feedback/{on}").status_code == 422
