"""How surely somebody must be known who asks online: by what the procedure needs, and no more."""

import uuid

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications import api
from wuai.contexts.applications.actions import filing
from wuai.contexts.applications.actions.proving import check_beginning
from wuai.contexts.applications.declarations import declaration, identities
from wuai.contexts.applications.models import Application, Draft
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.queries.proofs import proof_of
from wuai.contexts.applications.rules.identity import (
    IdentityMissing,
    NotTheObligor,
    NotThePersonNamed,
    PowerDoesNotCover,
    Proof,
    ProvenForAnotherCase,
    check_case,
    check_person,
    is_enough,
)
from wuai.contexts.applications.tests.conftest import ME, Window
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.identity.rules.citizens import CaseProof, NotProven
from wuai.platform.actors import Actor

OTHER = "B223456782"


@pytest.mark.parametrize(
    ("needed", "shown", "enough"),
    [
        ("NONE", "NONE", True), ("NONE", "CERTIFICATE", True),
        ("CODE", "NONE", False), ("CODE", "CODE", True), ("CODE", "CERTIFICATE", True),
        ("CERTIFICATE", "NONE", False), ("CERTIFICATE", "CODE", False),
        ("CERTIFICATE", "CERTIFICATE", True),
        # An agent may do what the notice opens, and never sign.
        ("CODE", "AGENT", True), ("AGENT", "AGENT", True), ("CERTIFICATE", "AGENT", False),
        ("AGENT", "CODE", False), ("AGENT", "CERTIFICATE", True),
    ],
)  # fmt: skip
def test_a_surer_proof_is_always_enough(needed, shown, enough):
    assert is_enough(needed, Proof(shown, 1)) is enough


def test_the_code_of_one_case_is_good_for_that_case_only():
    check_case("CODE", Proof("CODE", 7), 7)
    check_case("NONE", Proof("CODE", 7), 8)
    for other in (8, None):
        with pytest.raises(ProvenForAnotherCase):
            check_case("CODE", Proof("CODE", 7), other)


@pytest.mark.parametrize(
    ("needed", "shown", "named", "obligor", "refused"),
    [
        ("CERTIFICATE", "CERTIFICATE", True, False, None),  # a creditor, a bidder: staff see it
        ("CERTIFICATE", "CERTIFICATE", False, True, NotThePersonNamed),
        ("AGENT", "AGENT", False, True, NotThePersonNamed),
        ("CODE", "CERTIFICATE", True, True, None),
        ("CODE", "CERTIFICATE", True, False, NotTheObligor),
        ("CODE", "AGENT", True, False, NotTheObligor),
        ("CODE", "CERTIFICATE", False, True, NotThePersonNamed),
        ("CODE", "CODE", False, False, None),  # bound to its case elsewhere
        ("NONE", "CERTIFICATE", False, False, None),  # can be asked for anybody
    ],
)  # fmt: skip
def test_a_card_is_good_for_its_person_and_his_cases_only(needed, shown, named, obligor, refused):
    proof, about = Proof(shown), {"is_named": named, "is_obligor": obligor}
    if refused is None:
        check_person(needed, proof, **about)
    else:
        with pytest.raises(refused):
            check_person(needed, proof, **about)


def _sent(window, kind, case, **more):
    proof, person = more.pop("proof", Proof("CERTIFICATE")), more.pop("person", ME)
    draft = window.start(kind, proof=proof, person=person)
    window.fill(draft, case, kind, **more)
    for one in declaration(kind).evidence:
        if one.required:
            window.upload(draft, evidence=one.code)
    return Application.objects.get(ref=window.submit(draft).ref)


def test_nobody_gives_himself_a_power_over_somebody_else_with_his_own_card(window):
    case = make.case(make.party("王小明", ME))
    with pytest.raises(NotThePersonNamed):
        _sent(window, "POWER_OF_ATTORNEY", case, person=OTHER, agent_id=OTHER)
    assert not Application.objects.exists()
    row = _sent(window, "POWER_OF_ATTORNEY", case)
    assert (row.identity, row.state) == ("CERTIFICATE", "RECEIVED")


@pytest.mark.parametrize("kind", ["PROGRESS_REQUEST", "PROOF_OF_PAYMENT", "REFUND"])
def test_what_the_notice_opens_a_card_opens_for_the_obligor_only(window, kind):
    mine, theirs = make.case(make.party("王小明", ME)), make.case(make.party("李四", OTHER))
    with pytest.raises(NotTheObligor):
        _sent(window, kind, theirs)
    assert _sent(window, kind, mine).case_id == mine.id


def _power(window, case=None, *scopes):
    return identity.accept_attorney(
        branch_id=window.branch.id, by=window.clerk, at=window.at, new=identity.NewAttorney(
            key=window.key(), principal_name="王小明", principal_number=ME, agent_name="李四",
            agent_number=OTHER, scopes=scopes or ("APPLY", "VIEW"), document="委任書",
            since=window.on, until=window.on, case_ref=case.ref if case else None,
            case_number=case.number if case else "",
        ),
    )  # fmt: skip


def test_an_agent_asks_within_his_power_and_the_limit_is_looked_at_again_when_it_is_sent(window):
    party = make.party("王小明", ME)
    named, other = make.case(party), make.case(party)
    power = _power(window, named)
    acting = {"proof": Proof("AGENT", power=power)}
    assert _sent(window, "PROGRESS_REQUEST", named, **acting).identity == "AGENT"
    for kind, case in (("PROGRESS_REQUEST", other), ("WRITTEN_STATEMENT", other)):
        with pytest.raises(PowerDoesNotCover):
            _sent(window, kind, case, **acting)
    with pytest.raises(IdentityMissing):
        _sent(window, "POWER_OF_ATTORNEY", named, **acting)
    with pytest.raises(PowerDoesNotCover):
        _sent(
            window,
            "PROGRESS_REQUEST",
            named,
            proof=Proof("AGENT", power=_power(window, named, "PAY")),
        )
    identity.end_attorney(
        branch_id=window.branch.id, ref=power, reason="終止", by=window.clerk, at=window.at
    )
    with pytest.raises(PowerDoesNotCover):
        _sent(window, "PROGRESS_REQUEST", named, **acting)


def test_an_agent_begins_only_at_the_branch_of_the_power(window):
    power = _power(window, make.case())
    check_beginning(power, window.branch.id, window.on)
    with pytest.raises(PowerDoesNotCover):
        check_beginning(power, make.branch("TPY").id, window.on)


@pytest.mark.parametrize(
    ("shown", "person", "kind", "typed", "read"),
    [
        ("CERTIFICATE", ME, "FILE_INSPECTION", {}, ("憑證或手機（本人）", "good", "與憑證相符", "是本案義務人")),
        ("CERTIFICATE", OTHER, "FILE_INSPECTION", {"id_number": OTHER},
         ("憑證或手機（本人）", "bad", "與憑證相符", "不是本案義務人")),
        ("CODE", "", "REFUND", {}, ("通知書的查詢碼", "good", "與本案義務人相符")),
        ("CODE", "", "REFUND", {"id_number": OTHER}, ("通知書的查詢碼", "bad", "與本案義務人不符")),
        ("NONE", "", "WRITTEN_STATEMENT", {}, ("未證明", "press")),
    ],
)  # fmt: skip
def test_who_decides_reads_what_was_proved_and_whether_it_agrees(
    window, shown, person, kind, typed, read
):
    case = make.case(make.party("王小明", ME))
    row = _sent(window, kind, case, proof=Proof(shown, case.id), person=person, **typed)
    page = rows.page(window.clerk, row.ref)
    proof = proof_of(page.row, page.given, cases.case_row(page.case_id))
    assert (proof.how.zh, proof.tone) == read[:2]
    said = [one.zh for one in proof.remarks]
    assert len(said) == len(read) - 2
    for one, part in zip(said, read[2:], strict=True):
        assert part in one


def test_staff_read_that_an_agent_did_it_and_a_follower_reads_no_name(window):
    case = make.case(make.party("王小明", ME))
    draft = window.start("PROGRESS_REQUEST", case)
    window.fill(draft, case, "PROGRESS_REQUEST")
    by = Actor("citizen", "citizen:x", "李四（代王小明）")
    ref = filing.submit(draft=draft.ref, language="zh-hant", by=by, at=window.at, on=window.on).ref
    held = rows.page(window.clerk, ref)
    assert held.steps[0].who.zh == "李四（代王小明）"
    followed = rows.followed(held.line.number, draft.code)
    assert followed.steps[0].who.zh == "申請人"


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

    monkeypatch.setattr("wuai.contexts.identity.web.proving.prove_case", prove)
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


def test_who_acts_for_another_begins_what_the_power_is_for_and_signs_nothing(window):
    case = make.case(make.party("王小明", ME))
    power = _power(window, case)
    with time_machine.travel(Window.at, tick=False):
        agent = make.let_in(Client(), make.citizen("李四", OTHER), at=Window.at)
        assert agent.post("/my/identity/acting/", {"principal": str(power)}).status_code == 302
        page = _text(agent.get("/apply/OFFER_TO_BUY/"))
        assert "您正在代別人辦理" in page
        assert 'action="/apply/OFFER_TO_BUY/start/"' not in page
        agent.post("/apply/OFFER_TO_BUY/start/", {"branch": "SCY"})
        elsewhere = agent.post("/apply/PROGRESS_REQUEST/start/", {"branch": "TPY"})
        assert elsewhere.status_code == PowerDoesNotCover.status
        assert not Draft.objects.exists()
        agent.post("/apply/PROGRESS_REQUEST/start/", {"branch": "SCY"})
        agent.post("/apply/REWARD_TIP/start/", {"branch": "SCY"})
    asked, tip = Draft.objects.order_by("id")
    assert (asked.identity, asked.power) == ("AGENT", power)
    assert (tip.identity, tip.power, tip.person_index) == ("NONE", None, None)


def test_what_may_be_unnamed_is_nobodys_and_is_followed_by_number_and_code(window):
    with time_machine.travel(Window.at, tick=False):
        citizen = make.let_in(Client(), make.citizen("王小明", ME), at=Window.at)
        begun = citizen.post("/apply/IDEA/start/", {"branch": "SCY"})
        base = begun.url.removesuffix("IDEA/")
        idea = {"place": "COUNTER", "content": "等候區可以放老花眼鏡"}
        assert citizen.post(f"{base}IDEA/", idea).status_code == 302
        assert citizen.post(f"{base}REACH/", {}).status_code == 302
        assert citizen.post(f"{base}check/").status_code == 302
        row, draft = Application.objects.get(kind="IDEA"), Draft.objects.get()
        assert (row.person_index, draft.person_index) == (None, None)
        code = citizen.session["application_drafts"][str(draft.ref)]
        followed = _text(citizen.post("/follow/", {"number": row.number, "code": code}))
    assert "給分署的建議" in followed
