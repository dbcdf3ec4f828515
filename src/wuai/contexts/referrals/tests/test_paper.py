"""A referral on paper: keyed in at the branch, checked like a file, its scan kept with the case."""

import io
from typing import Any

import pytest
from django.test import Client
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.models import Case
from wuai.contexts.referrals.models import Attachment, Batch
from wuai.contexts.referrals.rules.columns import NAME_OF
from wuai.platform.actors import system

from .files import row

PDF = b"%PDF-1.7 scanned"


def words(**change: str) -> dict[str, str]:
    """A good row by the names of its columns."""
    filled = {NAME_OF[title]: text for title, text in row(**change).items()}
    return {name: filled.get(name, "") for name in NAME_OF.values()}


@pytest.fixture
def desk(client: Client, db: Any) -> Client:
    client.force_login(make.account("alloc-t", "referral.intake", "case.view"))
    return client


def send(desk: Client, scan: bytes = PDF, name: str = "移送書.pdf", **change: str) -> Any:
    file = io.BytesIO(scan)
    file.name = name
    return desk.post("/staff/intake/paper/", {**words(**change), "place": "NHI", "scan": file})


def test_a_paper_becomes_a_case_with_its_scan_and_once_only(desk: Client) -> None:
    first, second = send(desk), send(desk)
    assert first.status_code == 302, first.content.decode()
    assert first["Location"] == second["Location"]
    case, kept = Case.objects.get(), Attachment.objects.get()
    assert (case.agency_ref, kept.agency_ref, Batch.objects.get().origin) == (
        "A0001",
        "A0001",
        "PAPER",
    )
    shown = desk.get(f"/staff/cases/{case.ref}/").content.decode()
    assert f"/staff/intake/attachments/{kept.ref}/" in shown
    opened = desk.get(f"/staff/intake/attachments/{kept.ref}/")
    assert b"".join(opened.streaming_content) == PDF


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"統一編號": "A123456788"}, "檢查碼"),
        ({"義務人姓名": ""}, "義務人姓名"),
        ({"送達日": "1200101"}, "送達日"),
        ({"scan": b"MZ program"}, "50 MB"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_kept(
    desk: Client, change: dict[str, Any], said: str
) -> None:
    answer = send(desk, **change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page[page.index("<h1>") :]
    assert Batch.objects.count() == Case.objects.count() == Attachment.objects.count() == 0


def test_a_number_that_is_held_already_is_refused(desk: Client) -> None:
    send(desk)
    assert send(desk, 應納金額="9").status_code == 422
    assert Case.objects.count() == 1


def test_the_same_words_after_a_return_are_a_new_case_with_its_own_scan(desk: Client) -> None:
    first = send(desk)
    case = Case.objects.get()
    cases.return_case(
        case_id=case.id, reason="缺送達證書", by=system("t"), at=make.AT, on=make.ON
    )  # fmt: skip
    second, third = send(desk, scan=PDF + b" with proof"), send(desk)
    assert first["Location"] != second["Location"] == third["Location"]
    again = Case.objects.exclude(id=case.id).get()
    assert (again.status, again.agency_ref) == ("OPEN", case.agency_ref)
    kept = Attachment.objects.get(batch_id=again.batch_id)
    opened = desk.get(f"/staff/intake/attachments/{kept.ref}/")
    assert b"".join(opened.streaming_content) == PDF + b" with proof"
    assert desk.get(second["Location"]).status_code == 200
    assert Attachment.objects.count() == Case.objects.count() == 2


def test_the_page_speaks_english(desk: Client) -> None:
    page = desk.get("/staff/intake/paper/", headers={"accept-language": "en"}).content.decode()
    assert "Referral on paper" in page
    assert "Name of the obligor" in page
