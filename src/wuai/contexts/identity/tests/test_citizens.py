"""A citizen is let in within his own person, for a while, and for others only as they allow."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from tests import factories

from wuai.contexts.identity import actions
from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.rules import citizens as rules_citizens
from wuai.kernel.refusal import Refusal
from wuai.platform import access
from wuai.platform.actors import PUBLIC, system

pytestmark = pytest.mark.django_db
MEI, OTHER, OLD, NEW = "A123456789", "B123456780", "AA00000009", "A800000014"
AT, ON = factories.AT, factories.ON
BY = system("test")


def holder(name="陳美", last_four="6789", key="ca|1", serial="01"):
    return rules_citizens.Holder("CARD", name, last_four, key, serial, AT.timestamp() + 9e6)


def link(who=None, number=MEI, name="陳美"):
    return actions.link_holder(
        holder=who or holder(), number=number, name=name, proven_by="CASE", by=PUBLIC, at=AT
    )


def attorney(**more):
    values = {
        "key": uuid.uuid4(), "principal_name": "林老", "principal_number": OTHER,
        "agent_name": "陳美", "agent_number": MEI, "scopes": ("VIEW",), "document": "委任書 1",
        "since": ON, "until": ON + timedelta(days=30),
    }  # fmt: skip
    new = actions.NewAttorney(**(values | more))
    return actions.accept_attorney(branch_id=factories.branch().id, new=new, by=BY, at=AT)


def test_a_card_stands_for_one_person_once_linked():
    mei = link()
    assert queries.citizen_of_means("CARD", "ca|1") == mei
    assert link() == mei, "the same again is the same"
    assert link(holder(key="ca|2")) == mei, "a second card of hers"
    assert queries.citizen_of_means("CARD", "ca|3") is None
    with pytest.raises(rules_citizens.NumberOfAnother):
        link(holder("王二", "6780", "ca|1"), OTHER, "王二")


@pytest.mark.parametrize(
    ("name", "last_four"), [("陳美", "6788"), ("陳英", "6789"), ("", "6789"), ("陳美", "")]
)
def test_name_and_last_four_must_be_those_of_the_person(name, last_four):
    with pytest.raises(rules_citizens.HolderDiffers):
        link(holder(name, last_four))


@pytest.mark.parametrize("number", ["A123456788", "22099131", "x", ""])
def test_a_wrong_check_digit_or_a_company_is_refused(number):
    with pytest.raises(rules_citizens.NumberWrong):
        link(number=number)


def test_old_and_new_residence_permit_are_one_person():
    who = factories.citizen("阮氏", NEW)
    actions.add_number(citizen=who, number=OLD, name="阮氏", by=who.actor(), at=AT)
    assert len(queries.citizen_row(who.ref).keys) == 2
    assert queries.citizen_with_number(OLD).ref == who.ref
    mei = factories.citizen("陳美", MEI)
    for citizen, number, name in [(mei, OLD, "陳美"), (who, OLD, "阮氏"), (who, MEI, "阮氏")]:
        with pytest.raises(rules_citizens.NotAnOldAndNew):
            actions.add_number(citizen=citizen, number=number, name=name, by=BY, at=AT)
    third = factories.citizen("阮三", "A800000032")
    with pytest.raises(rules_citizens.HolderDiffers):
        actions.add_number(citizen=third, number=OLD, name="阮氏", by=BY, at=AT)
    with pytest.raises(rules_citizens.NumberOfAnother):
        actions.add_number(citizen=third, number=OLD, name="阮三", by=BY, at=AT)


def test_the_database_knows_no_number_in_the_clear():
    from django.db import connection

    link()
    attorney()
    with connection.cursor() as cursor:
        for table in ("citizennumber", "citizen", "attorney", "loginmeans"):
            cursor.execute(f"SELECT t::text FROM identity_{table} t")
            assert not any(MEI in row[0] or OTHER in row[0] for row in cursor.fetchall())
        cursor.execute("SELECT data::text FROM platform_historyline")
        assert not any(MEI in row[0] for row in cursor.fetchall())


def test_an_agent_sees_the_principals_cases_and_only_as_far_as_accepted():
    agent = factories.citizen("陳美", MEI)
    ref = attorney()
    (found,) = queries.principals(agent, on=ON)
    assert (found.name, found.scopes, found.branch_id) == (
        "林老", ("VIEW",), factories.branch().id,
    )  # fmt: skip
    visit = queries.Visit(agent, found, "CARD", AT)
    case = uuid.uuid4()
    assert visit.covers(branch_id=found.branch_id, case_ref=case)
    assert not visit.covers(branch_id=found.branch_id + 1, case_ref=case)
    assert visit.keys == found.keys != agent.keys
    assert visit.actor().name == "陳美（代林老）"
    assert visit.actor().ref == agent.actor().ref
    assert (visit.may("VIEW"), visit.may("PAY")) == (True, False)
    assert queries.Visit(agent, None, "CARD", AT).may("PAY")
    for day in (ON - timedelta(days=1), ON + timedelta(days=31)):
        assert queries.principals(agent, on=day) == []
    actions.end_attorney(branch_id=factories.branch().id, ref=ref, reason="撤回委任", by=BY, at=AT)
    assert queries.principals(agent, on=ON) == []
    with pytest.raises(rules_citizens.AttorneyUnknown):
        actions.begin_acting(citizen=agent, ref=ref, by=agent.actor(), at=AT)


def test_a_power_for_one_case_covers_no_other():
    agent, case = factories.citizen("陳美", MEI), factories.case()
    attorney(case_ref=case.ref, case_number=case.number)
    (found,) = queries.principals(agent, on=ON)
    visit = queries.Visit(agent, found, "CARD", AT)
    assert visit.covers(branch_id=case.branch_id, case_ref=case.ref)
    assert not visit.covers(branch_id=case.branch_id, case_ref=uuid.uuid4())


def test_the_same_form_sent_twice_is_one_power_of_attorney():
    key = uuid.uuid4()
    assert attorney(key=key) == attorney(key=key)


@pytest.mark.parametrize(
    "wrong",
    [
        {"agent_number": OTHER}, {"scopes": ()}, {"scopes": ("ALL",)},
        {"until": ON - timedelta(days=1)}, {"until": ON + timedelta(days=2000)},
        {"since": date(2020, 1, 1), "until": date(2020, 2, 1)},
    ],
)  # fmt: skip
def test_what_is_no_power_of_attorney_is_refused(wrong):
    with pytest.raises(rules_citizens.AttorneyUnfit):
        attorney(**wrong)


def test_another_branch_neither_finds_nor_ends_a_power_of_attorney():
    ref, there = attorney(), factories.branch("TPY")
    assert queries.attorney(there.id, ref) is None
    with pytest.raises(rules_citizens.AttorneyUnknown):
        actions.end_attorney(branch_id=there.id, ref=ref, reason="x", by=BY, at=AT)


@access.citizen()
def _mine(request):
    return HttpResponse(request.visit.whose)


@access.citizen(fresh=True)
def _sensitive(request):
    return HttpResponse("done")


def _ask(client, view):
    """Through the middleware, with the session that the client holds."""
    from django.contrib.auth.models import AnonymousUser

    from wuai.contexts.identity.web.middleware import acting

    request = RequestFactory().get("/my/")
    request.session, request.user = client.session, AnonymousUser()
    return acting(view)(request)


def test_a_session_holds_eight_hours_and_fresh_things_five_minutes(client):
    who, now = factories.citizen("陳美", MEI), datetime.now(UTC)
    for hours, minutes, ways in [
        (0, 0, ("陳美", "done")),
        (0, 6, ("陳美", "/login/card/")),
        (8, 1, ("/login/citizen/", "/login/citizen/")),
    ]:
        for view, expected in zip((_mine, _sensitive), ways, strict=True):
            factories.let_in(client, who, now - timedelta(hours=hours, minutes=minutes))
            answer = _ask(client, view)
            found = answer.headers.get("Location", "").partition("?")[0] or answer.content.decode()
            assert found == expected
    assert _ask(factories.let_in(client, who), _mine).headers["Cache-Control"] == "no-store"


def test_leaving_everywhere_ends_other_sessions(client):
    who = factories.citizen("陳美", MEI)
    factories.let_in(client, who, datetime.now(UTC) - timedelta(minutes=1))
    assert _ask(client, _mine).status_code == 200
    actions.note_departure(ref=str(who.ref), everywhere=True, by=who.actor(), at=datetime.now(UTC))
    assert _ask(client, _mine).status_code == 302


def test_a_power_revoked_in_mid_session_ends_the_acting_at_the_next_request(client):
    who, today = factories.citizen("陳美", MEI), datetime.now(UTC).date()
    ref = attorney(since=date(2026, 1, 1), until=today + timedelta(days=30))
    factories.let_in(client, who)
    session = client.session
    session["acting_for"] = str(ref)
    session.save()
    assert _ask(client, _mine).content.decode() == "林老"
    actions.end_attorney(
        branch_id=factories.branch().id, ref=ref, reason="撤回", by=BY, at=datetime.now(UTC)
    )
    assert _ask(client, _mine).content.decode() == "陳美"


@pytest.mark.parametrize(
    ("tries", "refused"),
    [
        ((0, 0, 0), False), ((19, 4, 29), False), ((20, 0, 0), True), ((1, 5, 5), True),
        ((1, 0, 30), True), ((0, 0, 1000), False),
    ],
)  # fmt: skip
def test_guessing_ends_and_the_true_person_still_gets_a_try(tries, refused):
    held = rules_citizens.Tries(*tries)
    if not refused:
        rules_citizens.check_tries(held)
        return
    with pytest.raises(Refusal):
        rules_citizens.check_tries(held)
