"""Those who may ask see who did and who read what, within their branch only."""

import csv
import io
from datetime import timedelta

import pytest
from tests import factories as make

from wuai.platform.models import HistoryLine, ReadLine
from wuai.platform.spreadsheets import disarmed

pytestmark = pytest.mark.django_db


def _act(number, of, name="王書記", reason="", case="", at=make.AT):
    return HistoryLine.objects.create(
        at=at, action="test.act", branch_id=of.id, by_kind="staff", by_ref="account:1",
        by_name=name, subject_kind="test", subject_ref=str(number), case_ref=case, reason=reason,
    )  # fmt: skip


@pytest.fixture
def auditor(client):
    client.force_login(make.account("auditor-t", "audit.view"))
    return client


def test_acts_are_found_by_case_person_and_day(auditor):
    here, there = make.branch(), make.branch("TPY")
    case = make.case()
    _act("mine", here, case=str(case.ref))
    _act("other", here, name="李執行", at=make.AT - timedelta(days=3))
    _act("far", there)

    def seen(**asked):
        page = auditor.get("/staff/audit/", asked, follow=True).content.decode()
        return {name for name in ("test:mine", "test:other", "test:far") if name in page}

    assert seen() == {"test:mine", "test:other"}
    assert seen(case=case.number) == {"test:mine"}
    assert seen(case="115-9") == set()
    assert seen(person="李執行") == {"test:other"}
    assert seen(since="2026-11-21") == {"test:mine"}
    assert seen(until="115-11-20") == {"test:other"}


def test_reads_are_found_by_case_and_looking_leaves_a_line_too(auditor):
    case = make.case()
    ReadLine.objects.create(
        at=make.AT, branch_id=make.branch().id, by_kind="staff", by_ref="account:1",
        by_name="王書記", page="cases:case", subjects=[f"case:{case.ref}"],
    )  # fmt: skip
    page = auditor.get("/staff/audit/", {"what": "reads", "case": case.number})
    assert f"case:{case.ref}" in page.content.decode()
    assert ReadLine.objects.filter(page="audit:trail", reason=case.number).count() == 1


def test_a_day_that_cannot_be_read_is_told(auditor):
    page = auditor.get("/staff/audit/", {"since": "tomorrow"})
    assert page.status_code == 422
    assert "看不懂這個日期" in page.content.decode()


def test_older_lines_are_one_page_further(auditor):
    for number in range(60):
        _act(f"n{number:02}", make.branch())
    first = auditor.get("/staff/audit/").content.decode()
    assert "test:n59" in first
    assert "test:n09" not in first
    last = HistoryLine.objects.get(subject_ref="n10").id
    assert "test:n09" in auditor.get("/staff/audit/", {"before": last}).content.decode()


def test_the_file_has_no_formulas(auditor):
    _act("x", make.branch(), reason='=HYPERLINK("http://x")')
    answer = auditor.get("/staff/audit/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][4] == '\'=HYPERLINK("http://x")'
    assert [disarmed(cell) for cell in ("+1", "-1", "@x", "1")] == ["'+1", "'-1", "'@x", "1"]


def test_the_page_speaks_english(auditor):
    answer = auditor.get("/staff/audit/", headers={"accept-language": "en"})
    assert "Audit trail" in answer.content.decode()
