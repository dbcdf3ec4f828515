"""My cases: the sum and what comes next first; every dollar explained; paid one or many; nobody else's."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application, Draft
from wuai.contexts.applications.tests.conftest import Window
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.identity import queries_citizens
from wuai.contexts.instalments.tests.conftest import Office
from wuai.contexts.messages import api as messages
from wuai.contexts.notices import api as notices
from wuai.contexts.payments import api as payments
from wuai.platform.actors import system
from wuai.platform.models import ReadLine
from wuai.portals.public import my_case
from wuai.portals.public.my_cases import gather
from wuai.portals.public.my_steps import steps

pytestmark = pytest.mark.django_db
MEI, LIN = "A123456789", "B123456780"
AT, ON, BY = factories.AT, factories.ON, system("t")


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def mei():
    return factories.party("陳美", MEI)


@pytest.fixture
def me(client, mei):
    """Mei's browser after she proved who she is."""
    factories.let_in(client, factories.citizen("陳美", MEI), at=AT)
    return client


def slip(*held):
    return payments.issue_slips([case.id for case in held], by=BY, at=AT, on=ON)


def visit(number=MEI):
    who = queries_citizens.citizen_with_number(number) or factories.citizen("陳美", number)
    return identity.Visit(who, None, "CARD", AT)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_sum_comes_first_then_what_is_next_then_the_cases(me, mei):
    soon, late = factories.case(mei), factories.case(mei, amount=700)
    far = factories.branch("TPY")
    there = factories.case(factories.party("陳美", MEI, of=far), branch=far, amount=80)
    slip(soon, late)
    page = text(me.get("/my/"))
    assert page.index("NT$ 5,780") < page.index("接下來") < page.index(there.number)
    assert page.index("NT$ 5,700") < page.index("換一張繳款單"), (
        "what has a day before what has none"
    )
    assert "所有分署合在一起" in page


def test_two_hundred_cases_take_no_more_queries_than_two(me, mei, django_assert_max_num_queries):
    far = factories.branch("TPY")
    other = factories.party("陳美", MEI, of=far)
    held = [factories.case(mei, accrual_base=5000, accrual_from=ON - timedelta(days=40),
                           accrual_rate=Decimal("5")) for _ in range(5)]  # fmt: skip
    held += [factories.case(other, branch=far, amount=100) for _ in range(195)]
    slip(*held[:20])
    with django_assert_max_num_queries(40):
        answer = me.get("/my/")
    assert len(answer.content) < 100_000
    assert "200 件未結" in text(answer)
    assert "/my/?page=2" in answer.content.decode()
    assert held[-1].number in text(me.get("/my/?page=4"))
    with django_assert_max_num_queries(40):
        assert len(me.get("/my/pay/").content) < 100_000


def test_every_dollar_of_a_case_is_explained(me, mei):
    case = factories.case(
        mei, accrual_base=5000, accrual_from=ON - timedelta(days=364), accrual_rate=Decimal("5")
    )
    factories.case(mei, amount=9)
    page = my_case.page_of(gather(visit(), on=ON, only=case.ref))
    assert page.case.owed == 5250
    assert sum(line.amount for line in page.explained) == 5250
    assert [line.rate for line in page.explained if line.rate] == ["5 %"]
    shown = text(me.get(f"/my/cases/{case.ref}/"))
    assert "NT$ 5,250" in shown
    assert "365 日" in shown
    assert ReadLine.objects.get(page="public:my-case").subjects == [f"case:{case.ref}"]


def test_a_payment_is_in_the_timeline_and_gives_a_record_to_print(me, mei):
    case = factories.case(mei)
    held = slip(case)[case.id]
    line = payments.Line(1, held.number, ON, ON, 2000, "CVS_711", "門市", "S1", "", "")
    payments.receive(
        branch_id=case.branch_id, arrival=payments.from_line(line), by=BY, at=AT, on=ON
    )
    page = me.get(f"/my/cases/{case.ref}/").content.decode()
    assert "已收到 NT$ 2,000" in page
    url = re.search(r"/my/receipts/[0-9a-f-]+/", page)[0]
    shown = text(me.get(url))
    assert "NT$ 2,000" in shown
    assert case.number in shown
    stranger = factories.let_in(Client(), factories.citizen("林老", LIN), at=AT)
    assert stranger.get(url).status_code == 404


def test_the_letter_of_a_notice_is_his_and_nobody_elses(me, mei):
    case = factories.case(mei)
    notices.issue([case.id], by=BY, at=AT, on=ON)
    ref = notices.notices_of_case(case.id)[0].ref
    url = f"/my/notices/{ref}/notice.pdf"
    assert url in me.get(f"/my/cases/{case.ref}/").content.decode()
    answer = me.get(url)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    stranger = factories.let_in(Client(), factories.citizen("林老", LIN), at=AT)
    assert stranger.get(url).status_code == 404
    assert stranger.get(f"/my/cases/{case.ref}/").status_code == 404
    assert Client().get(url)["Location"].startswith("/login/citizen/")


def test_instalments_are_the_next_step_instead_of_the_whole(mei):
    office = Office()
    case = factories.case(mei, amount=40_000)
    other = factories.case(mei, amount=300)
    slip(case, other)
    office.granted(case)
    mine = gather(visit(), on=office.on)
    ahead = steps(mine)
    assert [step.on for step in ahead] == sorted(step.on for step in ahead)
    assert any("第 1 期 NT$ 10,000" in step.what for step in ahead)
    assert [step.what for step in ahead if case.number in step.what] == []
    late = steps(gather(visit(), on=office.on + timedelta(days=60)))
    assert late[0].press
    assert "逾期" in late[0].what


def test_what_somebody_was_told_counts_as_arrived_once_it_is_opened(me, mei):
    case = factories.case(mei)
    ref = messages.tell(
        party_id=mei.id, kind="CASE_NEWS", event="e:1", reference=case.number,
        link=f"/my/cases/{case.ref}/", by=BY, at=AT,
    )  # fmt: skip
    assert "1 則通知還沒有看" in text(me.get("/my/"))
    assert "未讀" in text(me.get("/my/messages/"))
    assert "登入查看" not in text(me.get(f"/my/messages/{ref}/")), "looking does not open it"
    assert me.post(f"/my/messages/{ref}/open/")["Location"] == f"/my/messages/{ref}/"
    page = me.get(f"/my/messages/{ref}/").content.decode()
    assert f"/my/cases/{case.ref}/" in page
    assert messages.copy_by_ref(ref).reached_at == AT
    assert "還沒有看" not in text(me.get("/my/"))
    stranger = factories.let_in(Client(), factories.citizen("林老", LIN), at=AT)
    assert stranger.get(f"/my/messages/{ref}/").status_code == 404
    assert stranger.post(f"/my/messages/{ref}/open/").status_code == 404


def acting(client, principal, scopes, case=None):
    """Mei's browser, acting for somebody else."""
    new = identity.NewAttorney(
        key=uuid.uuid4(), principal_name="林老", principal_number=LIN, agent_name="陳美",
        agent_number=MEI, scopes=scopes, document="d", since=ON, until=ON.replace(year=2027),
        case_ref=case.ref if case else None, case_number=case.number if case else "",
    )  # fmt: skip
    ref = identity.accept_attorney(branch_id=principal.branch_id, new=new, by=BY, at=AT)
    client.post("/my/identity/acting/", {"principal": str(ref)})


def test_an_agent_sees_whose_cases_they_are_and_does_no_more_than_his_power(me):
    lin = factories.party("林老", LIN)
    one, two = factories.case(lin), factories.case(lin)
    notices.issue([one.id, two.id], by=BY, at=AT, on=ON)
    letter = notices.notices_of_case(one.id)[0].ref
    acting(me, lin, ("VIEW",), one)
    page = text(me.get(f"/my/cases/{one.ref}/"))
    assert "您現在代他人辦理" in page
    assert "繳這一件" not in page
    assert me.get(f"/my/cases/{two.ref}/").status_code == 404
    assert me.get(f"/my/notices/{letter}/notice.pdf").status_code == 404, (
        "it names the other case too"
    )
    assert me.get("/my/pay/").status_code == 403
    home = me.get("/my/").content.decode()
    assert "/my/messages/" not in home[home.index("<main") : home.index("</main")]


def test_the_requests_one_made_are_there_with_their_next_step(me, mei):
    me.post("/apply/WRITTEN_STATEMENT/start/", {"branch": "SCY"})
    draft = Draft.objects.latest("id")
    assert bytes(draft.person_index) == visit().keys[0], (
        "who proved himself is known from the start"
    )
    window, case = Window(), factories.case(mei)
    row = window.filed(case=case)
    assert me.get(f"/my/applications/{row.ref}/").status_code == 404, "filed by somebody unknown"
    Application.objects.filter(id=row.id).update(person_index=visit().keys[0])
    assert "我們答復您的申請" in text(me.get(f"/my/cases/{case.ref}/"))
    page = text(me.get(f"/my/applications/{row.ref}/"))
    for shown in (row.number, "承辦人開始辦理", row.due_on.isoformat(), row.digest):
        assert shown in page
    window.move(row, "ask", note="請補影本")
    ahead = steps(gather(visit(), on=window.on))
    assert ahead[0].press
    assert "補正您的申請" in ahead[0].what
    stranger = factories.let_in(Client(), factories.citizen("林老", LIN), at=AT)
    assert stranger.get(f"/my/applications/{row.ref}/").status_code == 404


def test_a_form_offers_ones_own_cases_of_the_branch_that_was_chosen(me, mei):
    first, other = factories.case(mei), factories.case(factories.party("林老", LIN))

    def page():
        begun = me.post("/apply/WRITTEN_STATEMENT/start/", {"branch": "SCY"})
        return me.get(begun.url).content.decode()

    shown = page()
    assert f'value="{first.number}"' in shown.split("</datalist>")[1], (
        "the only one is there already"
    )
    second = factories.case(mei)
    shown = page()
    for case in (first, second):
        assert f'<option value="{case.number}">' in shown
    assert 'list="own-cases"' in shown
    assert other.number not in shown


@pytest.mark.parametrize("kind", ["PETITION", "REWARD_TIP"])
def test_where_one_may_stay_unnamed_no_case_of_ones_own_is_filled_in(me, mei, kind):
    case = factories.case(mei)
    me.post(f"/apply/{kind}/start/", {"branch": "SCY"})
    draft = Draft.objects.latest("id")
    asked = [
        one for one in declaration(kind).sections if any(q.kind == "CASE_NO" for q in one.questions)
    ]
    assert asked
    for one in asked:
        page = me.get(f"/apply/draft/{draft.ref}/{one.code}/")
        assert page.status_code == 200
        assert case.number not in page.content.decode()


def test_closed_cases_ask_for_nothing(me, mei):
    case = factories.case(mei, amount=0)
    cases.return_case(case_id=case.id, reason="不合程式", by=BY, at=AT, on=ON)
    page = text(me.get(f"/my/cases/{case.ref}/"))
    assert "這個案件已經結案" in page
    assert "繳這一件" not in page
    assert "沒有要繳的款項" in text(me.get("/my/pay/"))


@pytest.mark.parametrize("path", ["/my/", "/my/pay/", "/my/messages/"])
def test_everything_is_said_in_english_too(me, mei, path):
    case = factories.case(mei)
    slip(case)
    me.cookies["django_language"] = "en"
    page = me.get(path).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    shown = re.sub(r"<[^>]+>", "", re.sub(r'<[^>]+lang="zh-Hant"[^>]*>[^<]*', "", main))
    assert re.findall(r"[\u4e00-\u9fff]+", shown.replace(case.number, "")) == []
