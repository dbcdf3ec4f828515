"""How surely somebody must be known who asks online: by what the procedure needs, and no more."""

import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications import api
from wuai.contexts.applications.declarations import identities
from wuai.contexts.applications.models import Application, Draft
from wuai.contexts.applications.rules.identity import (
    IdentityMissing,
    Proof,
    ProvenForAnotherCase,
    check_case,
    is_enough,
)
from wuai.contexts.applications.tests.conftest import Window
from wuai.contexts.identity import api as identity
from wuai.contexts.identity.rules.citizens import CaseProof, NotProven


@pytest.mark.parametrize(
    ("needed", "shown", "enough"),
    [
        ("NONE", "NONE", True), ("NONE", "CERTIFICATE", True),
        ("CODE", "NONE", False), ("CODE", "CODE", True), ("CODE", "CERTIFICATE", True),
        ("CERTIFICATE", "NONE", False), ("CERTIFICATE", "CODE", False),
        ("CERTIFICATE", "CERTIFICATE", True),
    ],
)  # fmt: skip
def test_a_surer_proof_is_always_enough(needed, shown, enough):
    assert is_enough(needed, Proof(shown, 1)) is enough


def test_the_code_of_one_case_is_good_for_that_case_only():
    check_case("CODE", Proof("CODE", 7), 7)
    check_case("CODE", Proof("CERTIFICATE"), 8)
    check_case("NONE", Proof("CODE", 7), 8)
    for other in (8, None):
        with pytest.raises(ProvenForAnotherCase):
            check_case("CODE", Proof("CODE", 7), other)


def test_every_entry_names_a_kind_and_what_opens_data_or_binds_needs_a_proof():
    kinds = {one.code: one for one in api.declared()}
    for code, said in identities().items():
        assert kinds[code].identity == said["needs"]
        assert kinds[code].identity_why.zh
    for code in ("WRITTEN_STATEMENT", "IDEA", "REWARD_TIP", "HOME_VISIT", "ARCHIVE_ACCESS"):
        assert kinds[code].identity == "NONE", code  # nobody is kept from asking


def test_what_was_shown_belongs_to_the_draft_and_is_kept_with_the_request(window):
    case = make.case()
    row = window.filed("PROGRESS_REQUEST", case)
    assert row.identity == "CODE"
    for proof, refused in (
        (Proof(), IdentityMissing),
        (Proof("CODE", make.case().id), ProvenForAnotherCase),
    ):
        draft = window.start("PROGRESS_REQUEST", proof=proof)
        window.fill(draft, case, "PROGRESS_REQUEST")
        with pytest.raises(refused):
            window.submit(draft)
    assert Application.objects.count() == 1


@pytest.fixture
def visitor(db):
    with time_machine.travel(Window.at, tick=False):
        yield Client()


def _text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_without_a_card_the_page_says_why_and_what_else_is_possible(visitor, lang):
    visitor.cookies["django_language"] = lang
    page = _text(visitor.get("/apply/OFFER_TO_BUY/"))
    assert {"zh-hant": "等於您的簽名", "en": "stands for your signature"}[lang] in page
    assert "/login/citizen/?next=/apply/OFFER_TO_BUY/" in page
    assert "/apply/OFFER_TO_BUY/prove/" not in page
    assert 'action="/apply/OFFER_TO_BUY/start/"' not in page
    assert "paper/form.pdf" in page
    assert (
        visitor.post("/apply/OFFER_TO_BUY/start/", {"branch": "SCY"}).url == "/apply/OFFER_TO_BUY/"
    )
    assert visitor.get("/apply/OFFER_TO_BUY/prove/").status_code == 404
    assert not Draft.objects.exists()


def test_the_code_of_the_notice_begins_the_form_with_the_case_filled_in(visitor, monkeypatch):
    case = make.case()
    proof = CaseProof(case.branch_id, case.id, case.ref, case.number, uuid.uuid4(), "王小明")

    def prove(request, *, case_text, number, code):
        if code != "RIGHTCODE1":
            raise NotProven(field="code")
        return proof

    monkeypatch.setattr(identity, "prove_case", prove)
    page, given = (
        "/apply/PROGRESS_REQUEST/prove/",
        {"case_number": case.number, "number": "A123456789"},
    )
    assert visitor.post(page, given).status_code == 422
    assert visitor.post(page, given | {"code": "WRONGCODE1"}).status_code == NotProven.status
    answer = visitor.post(page, given | {"code": "RIGHTCODE1"})
    draft = Draft.objects.get()
    assert (draft.identity, draft.proven_case_id) == ("CODE", case.id)
    assert case.number in _text(visitor.get(answer.url))
