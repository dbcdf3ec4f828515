"""A reward is announced by two people, under a masked name unless decided otherwise, until its day (R114)."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.cases import api as cases
from wuai.contexts.rewards import actions, queries, rules
from wuai.platform.actors import Actor

ON = make.ON
GOOD = {
    "naming": rules.MASKED, "sought": "財產所在", "percent": 5, "most": None,
    "legal_basis": "分署公告", "since": ON, "until": ON + timedelta(days=90),
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, None),
        ({"percent": None, "most": 100_000}, None),
        ({"legal_basis": "  "}, rules.BasisMissing),
        ({"percent": None}, rules.RewardMissing),
        ({"percent": 101}, rules.RewardMissing),
        ({"since": ON - timedelta(days=1)}, rules.TermWrong),
        ({"until": ON - timedelta(days=1)}, rules.TermWrong),
        ({"until": ON + timedelta(days=366)}, None),
        ({"until": ON + timedelta(days=367)}, rules.TermWrong),
    ],
)
def test_an_announcement_has_a_basis_a_reward_and_an_end(more, refused):
    if refused is None:
        rules.check(rules.Wording(**(GOOD | more)), ON)
    else:
        with pytest.raises(refused):
            rules.check(rules.Wording(**(GOOD | more)), ON)


@pytest.mark.parametrize(("naming", "name"), [(rules.FULL, "陳測試"), (rules.MASKED, "陳○○")])
def test_the_name_is_masked_unless_decided_otherwise(naming, name):
    assert rules.shown_name("陳測試", naming) == name


def people():
    branch = make.branch()
    may = frozenset({"case.view", "case.edit", "application.decide"})
    return [
        Actor("staff", f"account:{n}", f"同仁{n}", branch_id=branch.id, branch_code=branch.code, permissions=may)
        for n in (1, 2)
    ]  # fmt: skip


def drafted(by, case_id=None, **more):
    return actions.propose(key=uuid.uuid4(), case_id=case_id or make.case().id, by=by, at=make.AT, on=ON,
                           wording=rules.Wording(**(GOOD | more)))  # fmt: skip


def test_two_people_publish_it_and_only_within_its_days(db):
    first, second = people()
    row = drafted(first, since=ON + timedelta(days=1))
    assert queries.public(ON + timedelta(days=1)) == []
    with pytest.raises(rules.SecondPersonPublishes):
        actions.decide(ref=row.ref, publish=True, by=first, at=make.AT)
    assert actions.decide(ref=row.ref, publish=True, by=second, at=make.AT) == rules.PUBLISHED
    days = [ON, ON + timedelta(days=1), row.until, row.until + timedelta(days=1)]
    assert [len(queries.public(day)) for day in days] == [0, 1, 1, 0]
    actions.take_down(ref=row.ref, reason="已繳清", by=first, at=make.AT, on=ON + timedelta(days=2))
    assert queries.public(ON + timedelta(days=2)) == []
    with pytest.raises(rules.RewardMoveImpossible):
        actions.decide(ref=row.ref, publish=True, by=second, at=make.AT)


def test_a_refusal_says_why_and_publishes_nothing(db):
    first, second = people()
    row = drafted(first)
    with pytest.raises(rules.RewardReasonMissing):
        actions.decide(ref=row.ref, publish=False, by=second, at=make.AT)
    actions.decide(ref=row.ref, publish=False, reason="依據不足", by=second, at=make.AT)
    assert queries.public(ON) == []


def test_with_its_case_closed_nobody_is_announced(db, deliver):
    first, second = people()
    public, kept = drafted(first), drafted(first)
    draft = drafted(first, case_id=public.case_id)
    for row in (public, kept):
        actions.decide(ref=row.ref, publish=True, by=second, at=make.AT)
    cases.withdraw(case_id=public.case_id, reason="撤回", by=first, at=make.AT, on=ON)
    for refused in (
        lambda: actions.decide(ref=draft.ref, publish=True, by=second, at=make.AT),
        lambda: drafted(first, case_id=public.case_id),
    ):
        with pytest.raises(rules.RewardCaseClosed):
            refused()
    deliver(only="%deliver")
    assert [row.ref for row in queries.public(ON)] == [kept.ref]
    public.refresh_from_db()
    draft.refresh_from_db()
    assert (public.state, public.ended_on, public.reason) == (rules.ENDED, ON, rules.CASE_CLOSED)
    assert (draft.state, draft.reason) == (rules.REFUSED, rules.CASE_CLOSED)


def test_another_branch_finds_nothing(db):
    first, _ = people()
    row = drafted(first)
    other = Actor("staff", "account:9", "別人", branch_id=make.branch("TPY").id, branch_code="TPY",
                  permissions=frozenset({"application.decide"}))  # fmt: skip
    with pytest.raises(actions.RewardUnknown):
        actions.decide(ref=row.ref, publish=True, by=other, at=make.AT)


def test_the_public_page_shows_the_masked_name_and_leads_to_a_tip_with_its_number(db):
    first, second = people()
    row = drafted(first)
    actions.decide(ref=row.ref, publish=True, by=second, at=make.AT)
    with time_machine.travel(make.AT, tick=False):
        client = Client()
        shown = client.get("/rewards/").content.decode()
        assert row.number in shown
        assert "陳○○" in shown
        assert "陳測試" not in shown
        page = client.get(f"/rewards/{row.ref}/").content.decode()
        assert "/apply/REWARD_TIP/?about=" in page
        client.get("/apply/REWARD_TIP/", {"about": row.number, "branch": "SCY"})
        begun = client.post("/apply/REWARD_TIP/start/", {"branch": "SCY", "about": row.number})
        assert row.number in client.get(begun["Location"]).content.decode()
    with time_machine.travel(date(2027, 6, 1), tick=False):
        assert Client().get(f"/rewards/{row.ref}/").status_code == 404


def test_the_desk_drafts_decides_and_takes_down_for_its_own_branch_only(db):
    def enter(name, *may, **more):
        client = Client()
        client.force_login(make.account(name, *may, **more))
        return client

    with time_machine.travel(make.AT, tick=False):
        clerk = enter("rew-clerk", "case.view", "case.edit")
        chief = enter("rew-chief", "case.view", "application.decide")
        far = enter(
            "rew-far", "case.view", "case.edit", "application.decide", of=make.branch("TPY")
        )
        case = make.case()
        new = f"/staff/rewards/new/?case={case.ref}"
        given = {
            "key": uuid.uuid4(), "naming": "MASKED", "sought": "財產所在", "percent": "5", "most": "",
            "legal_basis": "分署公告", "since_year": "115", "since_month": "11", "since_day": "21",
            "until_year": "116", "until_month": "2", "until_day": "1",
        }  # fmt: skip
        assert far.get(new).status_code == 404
        assert clerk.post(new, given | {"percent": ""}).status_code == 422
        page = clerk.post(new, given).url
        for ask, path in ((far.get, ""), (far.post, "decide/"), (far.post, "take-down/")):
            assert ask(f"{page}{path}", {"reason": "x"}).status_code == 404
        assert clerk.post(f"{page}decide/", {"decision": "APPROVED"}).status_code == 403
        chief.post(f"{page}decide/", {"decision": "APPROVED"})
        assert "公告中" in clerk.get(page).content.decode()
        assert len(queries.public(ON)) == 1
        clerk.post(f"{page}take-down/", {"reason": "已繳清"})
        assert queries.public(ON) == []
        assert "財產所在" in clerk.get(page).content.decode()
