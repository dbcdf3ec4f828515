"""A request for instalments that is filed as an application is recorded as a plan, or refused."""

import uuid
from datetime import timedelta

import pypdfium2
import pytest
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.instalments import api
from wuai.contexts.instalments.gateways.typesetter.client import typeset
from wuai.contexts.instalments.models import Consent, Plan
from wuai.contexts.instalments.queries import letters
from wuai.legal.instalments import TooManyInstalments
from wuai.platform.actors import PUBLIC


def _given(case, **more):
    asked = applications.declaration("INSTALMENTS").questions()
    given = {question.name: question.sample for question in asked}
    return given | {"case_no": case.number, "first_on": "115-12-23"} | more


def _file(office, case, channel="WEB", **more):
    arrival = applications.Arrival(channel=channel, received_at=office.at, key=uuid.uuid4())
    return applications.register(kind="INSTALMENTS", branch_id=office.branch.id, given=_given(case, **more),
                                 arrival=arrival, by=PUBLIC, at=office.at, on=office.on)  # fmt: skip


@pytest.mark.parametrize(("channel", "kept"), [("WEB", "WEB"), ("PHONE", "PHONE"), ("POST", "PAPER")])  # fmt: skip
def test_a_filed_request_becomes_a_plan_that_waits_for_the_agency(office, channel, kept):
    case = make.case(amount=4000)
    filed = _file(office, case, channel)
    plan = Plan.objects.get()
    assert plan.key == filed.ref
    assert (plan.channel, plan.asked_count, plan.asked_total) == (kept, 3, 4000)
    assert Consent.objects.get(plan=plan).answer == "WAITING"


def test_more_instalments_than_the_table_allows_are_refused_and_nothing_is_filed(office):
    case = make.case(amount=4000)
    with pytest.raises(TooManyInstalments):
        _file(office, case, count="60")
    assert not Plan.objects.exists()
    assert applications.of_case(case.id) == []


def test_a_case_that_is_in_a_plan_already_is_refused(office):
    case = make.case(amount=4000)
    _file(office, case)
    with pytest.raises(api.AskedAlready):
        _file(office, case)


def test_the_decision_about_the_plan_answers_the_application(office, deliver):
    case = make.case(amount=4000)
    filed = _file(office, case)
    plan = Plan.objects.get()
    office.consent(plan)
    office.grant(plan)
    deliver(only="%deliver")
    found = applications.of_case(case.id)
    assert [(line.ref, line.is_ended) for line in found] == [(filed.ref, True)]


def test_a_refused_plan_answers_the_application_with_its_reason(office, deliver):
    case = make.case(amount=4000)
    filed = _file(office, case)
    plan = Plan.objects.get()
    api.refuse(
        plan_ref=plan.ref, reason="已有存款可供執行", by=office.officer, at=office.at, on=office.on
    )
    deliver(only="%deliver")
    found = applications.of_case(case.id)
    assert [(line.ref, line.is_ended) for line in found] == [(filed.ref, True)]
    told = applications.followed(filed.number, filed.code)
    assert any("已有存款可供執行" in step.note for step in told.steps)


@pytest.mark.parametrize(
    ("end", "chinese", "english", "own"),
    [
        ("grant", "核准分期繳納通知", "You may pay NT$ 4,000 in 3 instalments", "金額不高"),
        ("refuse", "分期繳納申請駁回通知", "you may object before enforcement ends", "資力充足"),
        ("revoke", "廢止分期繳納通知", "All that is left is to be paid at once", "逾期未繳"),
    ],
)
def test_who_asked_in_english_gets_a_page_in_english_behind_the_decision(
    office, monkeypatch, end, chinese, english, own
):
    filed, who = _file(office, make.case(amount=4000)), {"at": office.at, "on": office.on}
    plan = Plan.objects.get()
    if end == "refuse":
        api.refuse(plan_ref=plan.ref, reason=own, by=office.officer, **who)
    else:
        office.consent(plan)
        office.grant(plan)
    if end == "revoke":
        late = {name: day + timedelta(days=60) for name, day in who.items()}
        api.revoke(plan_ref=plan.ref, reason=own, by=office.officer, **late)
    kind = "REVOCATION" if end == "revoke" else "DECISION"
    assert "english" not in letters.decision(plan.ref, kind)
    monkeypatch.setattr(applications, "language_of", lambda ref: {filed.ref: "en"}[ref])
    pages = pypdfium2.PdfDocument(typeset(letters.decision(plan.ref, kind)))
    first, last = (
        " ".join(pages[n].get_textpage().get_text_bounded().split()) for n in (0, len(pages) - 1)
    )
    assert chinese in first
    assert english in last
    assert f"What the officer wrote (in Chinese) {own}" in last
