"""Case number, identity number and code show one case and nothing else; guessing soon ends."""

import re

import pytest
from django.test import Client
from tests import factories

from wuai.contexts.identity import api as identity
from wuai.contexts.payments import api as payments
from wuai.platform.actors import system
from wuai.platform.models import ReadLine

pytestmark = pytest.mark.django_db
MEI = "A123456789"


def noticed(name="陳美", number=MEI, **more):
    case = factories.case(factories.party(name, number, **more), branch=more.get("of"))
    slip = payments.issue_slips([case.id], by=system("t"), at=factories.AT, on=factories.ON)
    return case, payments.notice_code(slip[case.id].ref)


def ask(client, case, code, number=MEI, address="10.0.0.1"):
    data = {"case_number": getattr(case, "number", case), "number": number, "code": code}
    return client.post("/lookup/", data, REMOTE_ADDR=address)


def test_one_case_is_shown_without_address_and_without_other_cases(client):
    case, code = noticed()
    other = factories.case(case.obligor, amount=777_777)
    assert ask(client, case, code.lower().replace("-", " "))["Location"] == "/lookup/case/"
    page = client.get("/lookup/case/").content.decode()
    assert case.number in page
    assert "陳○" in page
    for secret in (other.number, "777,777", "測試路", MEI, "陳美"):
        assert secret not in page
    line = ReadLine.objects.get(page="public:lookup-case")
    assert f"case:{case.ref}" in line.subjects


def test_unknown_and_wrong_are_answered_alike(client):
    case, code = noticed()
    noticed("王二", "B123456780")
    wrongs = [
        (case, "ABCDE-FGHJK", MEI), (case, code, "B123456780"), ("115健執9999", code, MEI),
        (case, "", MEI),
    ]  # fmt: skip
    answers = [ask(Client(), *wrong, address=f"10.0.1.{i}") for i, wrong in enumerate(wrongs[:3])]
    texts = {re.sub(r'(value|nonce)="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert {a.status_code for a in answers} == {422}
    assert len(texts) == 1
    assert ask(Client(), *wrongs[3]).status_code == 422


def test_guessing_from_one_address_ends_and_the_true_person_gets_in_from_his(client):
    case, code = noticed()
    for _ in range(5):
        assert ask(client, case, "ABCDE-FGHJK").status_code == 422
    assert ask(client, case, code).status_code == 429, "even the right one, from there"
    assert ask(Client(), case, code, address="10.0.0.2").status_code == 302


def test_many_addresses_guessing_at_one_case_do_not_lock_its_owner_out(client):
    case, code = noticed()
    for i in range(31):
        ask(Client(), case, "ABCDE-FGHJK", address=f"10.1.{i}.1")
    assert ask(client, case, "ABCDE-FGHJK", address="10.1.3.1").status_code == 429
    assert ask(client, case, code, address="10.9.9.9").status_code == 302


def test_without_a_proof_nothing_is_shown(client):
    assert client.get("/lookup/case/")["Location"] == "/lookup/"


def test_two_branches_with_the_same_number_are_told_apart_by_the_code(client):
    here, code = noticed()
    there = factories.case(
        factories.party("陳美", MEI, of=factories.branch("TPY")), branch=factories.branch("TPY")
    )
    type(there).objects.filter(id=there.id).update(number=here.number, number_key=here.number_key)
    ask(client, here, code)
    assert client.session["looked_up"]["case"] == here.id


def test_a_citizen_sees_who_opened_his_file_when_and_why(client, django_assert_max_num_queries):
    case, _ = noticed()
    there = factories.party("陳美", MEI, of=factories.branch("TPY"))
    stranger = factories.party("王二", "B123456780")
    for subject, name, reason in [
        (f"case:{case.ref}", "林書記官", "電話詢問"),
        (f"party:{there.ref}", "李執行員", ""),
        (f"party:{stranger.ref}", "別人的", ""),
    ]:
        ReadLine.objects.create(
            at=factories.AT, branch_id=case.branch_id, by_kind="staff", by_ref="account:x",
            by_name=name, page="cases:case", reason=reason, subjects=["case:other", subject],
        )  # fmt: skip
    factories.let_in(client, factories.citizen("陳美", MEI))
    with django_assert_max_num_queries(12):
        page = client.get("/my/access/").content.decode()
    for told in ("林書記官", "電話詢問", "李執行員", "查看案件"):
        assert told in page
    assert "別人的" not in page


def test_staff_accept_a_power_of_attorney_and_end_it(client):
    case, _ = noticed("林老", "B123456780")
    client.force_login(factories.account("clerk-a", "case.view", "case.edit"))
    data = {
        "key": "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "principal_name": "林老",
        "principal_number": "B123456780", "agent_name": "陳美", "agent_number": MEI,
        "case_number": case.number, "scopes": ["VIEW", "PAY"], "document": "收文 115-1",
        "since_year": "115", "since_month": "1", "since_day": "1",
        "until_year": "116", "until_month": "12", "until_day": "31",
    }  # fmt: skip
    answer = client.post("/staff/attorneys/new/", data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = client.get("/staff/attorneys/").content.decode()
    assert "B1234*****" in page
    assert "B123456780" not in page
    agent = factories.citizen("陳美", MEI)
    (found,) = identity.principals(agent, on=factories.ON)
    assert found.case_ref == case.ref
    citizen = factories.let_in(Client(), agent)
    assert citizen.post("/my/identity/acting/", {"principal": str(found.ref)}).status_code == 302
    assert "林老" in citizen.get("/my/identity/").content.decode()
    there = Client()
    there.force_login(
        factories.account("clerk-b", "case.view", "case.edit", of=factories.branch("TPY"))
    )
    end = f"/staff/attorneys/{found.ref}/end/"
    assert there.post(end, {"reason": "x"}).status_code == 404
    assert client.post(end, {"reason": "撤回"}).status_code == 302
    assert "您現在代他人辦理" not in citizen.get("/my/identity/").content.decode()


def test_a_power_for_a_case_of_somebody_else_is_refused(client):
    case, _ = noticed()
    client.force_login(factories.account("clerk-c", "case.view", "case.edit"))
    data = {
        "key": "6f9619ff-8b86-4011-b42d-00cf4fc964fe", "principal_name": "林老",
        "principal_number": "B123456780", "agent_name": "陳美", "agent_number": MEI,
        "case_number": case.number, "scopes": ["VIEW"], "document": "收文 115-2",
        "since_year": "115", "since_month": "1", "since_day": "1",
        "until_year": "116", "until_month": "12", "until_day": "31",
    }  # fmt: skip
    assert client.post("/staff/attorneys/new/", data).status_code == 422


def test_my_cases_are_those_of_all_branches_and_of_nobody_else(client):
    here, _ = noticed()
    there = factories.branch("TPY")
    far = factories.case(factories.party("陳美", MEI, of=there), branch=there, amount=700)
    stranger, _ = noticed("王二", "B123456780")
    factories.let_in(client, factories.citizen("陳美", MEI))
    page = client.get("/my/").content.decode()
    assert here.number in page
    assert far.number in page
    assert "5,700" in page
    assert str(stranger.ref) not in page
    assert ReadLine.objects.get(page="public:my").by_kind == "citizen"


def test_an_agent_sees_the_case_he_may_see_and_is_told_whose_it_is(client):
    case, _ = noticed("林老", "B123456780")
    other = factories.case(case.obligor)
    agent = factories.citizen("陳美", MEI)
    new = identity.NewAttorney(
        key=case.ref, principal_name="林老", principal_number="B123456780", agent_name="陳美",
        agent_number=MEI, scopes=("VIEW",), document="d", since=factories.ON,
        until=factories.ON.replace(year=2027), case_ref=case.ref, case_number=case.number,
    )  # fmt: skip
    by = system("t")
    ref = identity.accept_attorney(branch_id=case.branch_id, new=new, by=by, at=factories.AT)
    factories.let_in(client, agent)
    assert "沒有案件" in client.get("/my/").content.decode()
    client.post("/my/identity/acting/", {"principal": str(ref)})
    page = client.get("/my/").content.decode()
    assert "您現在代他人辦理" in page
    assert case.number in page
    assert other.number not in page
    assert "/p/" not in page, "he may look, not pay"
    assert ReadLine.objects.filter(page="public:my").latest("id").by_name == "陳美（代林老）"
