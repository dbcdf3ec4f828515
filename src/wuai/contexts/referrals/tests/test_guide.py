"""What agencies download about the referral file is what the checks read."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from tests import factories as make

from wuai.contexts.referrals.actions import attach
from wuai.contexts.referrals.rules import guide
from wuai.contexts.referrals.rules.columns import COLUMNS, REQUIRED_IN_HEADER, read_header

from .files import ON, TITLES
from .test_checks import staged

CATEGORY = "NHI"


def test_every_column_is_explained_and_marked_as_the_checks_want_it() -> None:
    told = guide.fields()
    assert [one.zh for one in told] == [column.zh for column in COLUMNS]
    assert {one.zh for one in told if one.required} == set(REQUIRED_IN_HEADER)
    assert all(one.en and (one.form.en or "") for one in told)
    for column, one in zip(COLUMNS, told, strict=True):
        assert (str(column.longest) in one.form.zh) == (column.form in ("text", "name"))


def test_the_sample_rows_have_one_fault_only_that_they_are_samples() -> None:
    import json

    rows = [dict(zip(TITLES, row, strict=True)) for row in guide.sample(ON, CATEGORY)]
    for one in staged(*rows):
        assert [fault["code"] for fault in json.loads(one["errors"])] == ["SAMPLE_ROW"]


def test_a_sample_row_with_a_number_of_its_own_is_a_case() -> None:
    from wuai.contexts.referrals.rules.pieces import NULL

    row = dict(zip(TITLES, guide.sample(ON, CATEGORY)[0], strict=True)) | {"移送案號": "A1"}
    assert [one["errors"] for one in staged(row)] == [NULL]


@pytest.mark.django_db
def test_the_template_has_the_header_that_the_intake_reads(client: Client) -> None:
    text = client.get("/referral-forms/template.csv").content.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert read_header(head).unknown == ()
    assert len(rows) == 2
    book = client.get("/referral-forms/template.ods").content
    content = zipfile.ZipFile(io.BytesIO(book)).read("content.xml").decode()
    for words in (*head, "退件原因", "SAMPLE_ROW", "檔名"):
        assert words in content
    assert client.get("/referral-forms/template.exe").status_code == 404


@pytest.mark.django_db
def test_the_manifest_is_one_that_a_zip_may_carry(client: Client) -> None:
    text = client.get("/referral-forms/manifest.csv").content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    entry = zipfile.ZipInfo("0001.pdf")
    lines = attach._lines(rows, {"0001.pdf": entry, attach.MANIFEST: zipfile.ZipInfo("m")})
    assert [(ref, info.filename, title) for ref, info, title in lines] == [
        ("範例-1", "0001.pdf", "送達證書")
    ]


@pytest.mark.django_db
def test_the_description_is_a_page_and_a_paper_in_both_languages(client: Client) -> None:
    assert client.get("/referral-forms/fields.pdf").content.startswith(b"%PDF-")
    for language, words in (
        ("zh-hant", "各項金額合計須大於 0"),
        ("en", "must add up to more than 0"),
    ):
        shown = client.get("/referral-forms/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
        assert words in shown
        assert "SAMPLE_ROW" in shown
        assert "/referral-forms/template.ods" in shown


@pytest.mark.django_db
def test_an_agency_finds_it_at_its_own_desk(client: Client) -> None:
    held: Any = make.account("agency-n", "agency.refer", agency_of=make.agency())
    assert client.get("/agency/referral-forms/").status_code == 302
    client.force_login(held)
    assert "移送檔的欄位" in client.get("/agency/referral-forms/").content.decode()
