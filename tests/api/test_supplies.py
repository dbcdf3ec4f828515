"""A program reads what its agency was asked to supply, sends the documents, answers once."""

import uuid
from datetime import timedelta

import pytest
from tests import factories
from tests.api.conftest import Program, send, token

from wuai.contexts.cases.models import Case
from wuai.contexts.organisation.models import Agency
from wuai.contexts.referrals.actions import supplying
from wuai.platform.actors import Actor


@pytest.fixture
def insurer(db):
    return Program(token(Agency.objects.get(code="NHI")))


@pytest.fixture
def asked(insurer):
    assert send(insurer, {"移送案號": "A0001"}).status_code == 201
    case = Case.objects.get()
    clerk = Actor("staff", "account:c", "c", branch_id=case.branch_id, branch_code="SCY")
    demand = supplying.Demand(
        ["SERVICE_PROOF"], "缺回執", factories.ON + timedelta(days=14), uuid.uuid4()
    )
    (held,) = supplying.ask(
        case_ids=[case.id], demand=demand, by=clerk, at=factories.AT, on=factories.ON
    )
    return held


def test_read_a_document_and_the_answer(insurer, asked):
    (line,) = insurer.get("/supplies?state=OPEN").json()["items"]
    assert (line["number"], line["words"], line["documents"]) == (asked.number, "缺回執", 0)
    assert [item["code"] for item in line["items"]] == ["SERVICE_PROOF"]
    place = f"/supplies/{asked.ref}"
    sent = insurer.post(f"{place}/documents", b"%PDF-1.7", Content_Type="application/pdf")
    assert (sent.status_code, sent.json()) == (201, {"documents": 1})
    no = insurer.post(f"{place}/documents", b"MZ", Content_Type="application/pdf")
    assert (no.status_code, no.json()["code"]) == (422, "SUPPLY_DOCUMENT_NOT_TAKEN")
    body = {"answer": "SUPPLIED", "words": "如附"}
    for _ in range(2):
        said = insurer.post(f"{place}/answer", body)
        assert (said.status_code, said.json()["state"]) == (200, "ANSWERED"), said.content
    other = insurer.post(f"{place}/answer", {"answer": "CANNOT", "words": "不能"})
    assert (other.status_code, other.json()["code"]) == (409, "SUPPLY_STATE")
    assert insurer.get(place).json()["documents"] == 1


def test_another_agency_finds_nothing(asked):
    stranger = Program(token(Agency.objects.get(code="BLI")))
    assert stranger.get("/supplies").json()["items"] == []
    assert stranger.get(f"/supplies/{asked.ref}").status_code == 404
    body = {"answer": "CANNOT", "words": "x"}
    assert stranger.post(f"/supplies/{asked.ref}/answer", body).status_code == 404
