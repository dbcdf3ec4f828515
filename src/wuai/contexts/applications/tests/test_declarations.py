"""Every declared application is walked through: filled in by its sample, filed, followed, decided."""

import re
from datetime import date

import pytest
from tests import factories as make

from wuai.contexts.applications import api
from wuai.contexts.applications.actions import work
from wuai.contexts.applications.declarations import receipts
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules import checks
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.tests.conftest import samples
from wuai.platform.actors import PUBLIC, system

EVERY = [one.code for one in api.declared()]


def test_what_the_catalogue_promises_can_be_applied_for():
    promised = {
        "REPORTING_DATE", "EARLY_EVENING_PAYMENT", "HOME_VISIT", "ZERO_WAIT", "HOUSE_VIEWING",
        "WRITTEN_STATEMENT", "REPORT", "PROOF_OF_PAYMENT", "POWER_OF_ATTORNEY", "FILE_INSPECTION",
        "ARCHIVE_ACCESS", "GOVERNMENT_INFORMATION", "PROGRESS_REQUEST", "PRODUCE_DOCUMENTS",
        "JOIN_DISTRIBUTION", "TAKING_OVER", "OFFER_TO_BUY", "DELIVERY_OF_POSSESSION",
        "RETURN_DEPOSIT", "RETURN_BID_PAPERS", "PAYMENT_RECEIPT", "RETURN_BOND",
        "INHERITANCE_REGISTRATION",
        "REWARD_TIP", "IDEA", "INSTALMENTS", "REFUND",
    }  # fmt: skip
    assert promised <= set(EVERY)


@pytest.mark.parametrize("code", EVERY)
def test_a_declared_application_is_filed_followed_and_decided(window, code):
    declared = api.declaration(code)
    unit = declared.restricted_to or "application.view"
    clerk = window.person(11, "承辦", "application.edit", unit)
    chief = window.person(12, "主管", "application.decide", unit)
    row = window.filed(code)
    page = rows.page(clerk, row.ref)
    given = samples(declared.questions())
    assert len(page.answers) == len([one for one in given.values() if one])
    assert row.due_on is not None or declared.is_carried
    assert row.due_on is None or row.due_on > window.on
    ruling = next(m.code for m in declared.procedure.moves if m.code in ("grant", "answer"))
    carrier = system("carrier", branch_id=window.branch.id)
    state = window.move(row, ruling, by=carrier if declared.is_carried else clerk, note="照辦")
    if declared.two_people:
        assert state == "PROPOSED"
        state = window.move(row, "approve", by=chief, note="照辦")
    assert state in ("GRANTED", "ANSWERED")
    assert rows.listed(clerk, kind=code)[0] == []
    assert [line.number for line in rows.listed(clerk, kind=code, running=False)[0]] == [row.number]


@pytest.mark.parametrize("code", EVERY)
def test_both_languages_say_it_themselves(code):
    chinese = re.compile(r"[\u3400-\u9fff]")
    for text in d._texts(api.declaration(code)):
        assert text.en
        assert text.zh
        assert not chinese.search(re.sub("115年度健執字第00012345號", "", text.en)), text


@pytest.mark.parametrize(
    ("current", "wish", "refused"),
    [
        ("2026-11-24", "2026-11-30", None),  # the day before
        ("2026-11-23", "2026-11-30", checks.ReportingDateTooNear),  # the day itself
        ("2026-11-20", "2026-11-30", checks.ReportingDateTooNear),  # over
        ("2026-12-01", "2026-11-23", checks.DayOver),  # wishes for today
        ("2026-12-01", "2026-11-24", None),
        ("2026-12-01", "2027-05-22", None),  # 180 days ahead
        ("2026-12-01", "2027-05-23", checks.DayTooFar),
        ("2026-12-01", "9999-12-31", checks.DayTooFar),
    ],
)
def test_a_reporting_date_is_changed_the_day_before_at_the_latest(current, wish, refused):
    ground, answers = d.Ground(date(2026, 11, 23)), {"current_on": current, "wish_on": wish}
    if refused is None:
        checks.reporting_date(answers, ground)
    else:
        with pytest.raises(refused):
            checks.reporting_date(answers, ground)


def test_a_distribution_of_a_closed_case_cannot_be_joined():
    closed = d.Ground(date(2026, 11, 23), {"is_open": False})
    with pytest.raises(checks.CaseClosedAlready):
        checks.open_case({}, closed)
    checks.open_case({}, d.Ground(date(2026, 11, 23)))


def test_of_a_tip_only_its_unit_sees_who_gave_it(window):
    row = window.filed("REWARD_TIP")
    assert (row.name, row.phone, row.email) == ("", "", "")
    assert row.restricted_to == "application.confidential"
    assert rows.page(window.officer, row.ref) is None
    unit = window.person(13, "政風", "application.confidential")
    shown = [value.zh for _, value in rows.page(unit, row.ref).answers]
    assert "陳美麗" in shown
    assert rows.listed(window.officer)[0] == []


def test_a_tip_can_be_given_without_a_name(window):
    row = window.filed("REWARD_TIP", wants_reward="no")
    answers = work.answers_of_application(row)
    assert "name" not in answers
    assert "id_number" not in answers


def test_what_an_earlier_answer_no_longer_asks_does_not_count(window):
    from wuai.contexts.applications.actions import drafts

    begun = window.start("REWARD_TIP")
    window.fill(begun, kind="REWARD_TIP")
    given = samples(api.declaration("REWARD_TIP").section("INFORMER").questions)
    drafts.save(ref=begun.ref, section="INFORMER", given=given | {"wants_reward": "no"}, **window.public)  # fmt: skip
    row = Application.objects.get(ref=window.submit(begun).ref)
    assert "name" not in work.answers_of_application(row)


def test_samples_are_right_answers():
    for code in EVERY:
        questions = api.declaration(code).questions()
        values, faults = reading.read(questions, samples(questions), {})
        assert faults == [], (code, faults)
        assert values


def test_the_applicant_of_any_kind_may_withdraw(window):
    row = window.filed("HOME_VISIT", make.case())
    work.applicants_move(ref=row.ref, code="withdraw", by=PUBLIC, at=window.at, on=window.on)
    row.refresh_from_db()
    assert row.state == "WITHDRAWN"


@pytest.mark.parametrize(("day", "ahead"), [("2026-11-23", False), ("2026-11-24", True)])
def test_a_receipt_of_a_day_to_come_is_not_taken(day, ahead):
    ground = d.Ground(date(2026, 11, 23))
    if ahead:
        with pytest.raises(receipts.PaidAhead):
            receipts.check({"paid_on": day}, ground)
    else:
        receipts.check({"paid_on": day}, ground)


def test_a_foreign_national_sends_a_receipt_in_english_with_passport_or_arc():
    declared = api.declaration("PAYMENT_RECEIPT")
    papers = next(q for q in declared.questions() if q.name == "paper")
    assert {"ARC", "PASSPORT"} <= {option.code for option in papers.options}
    assert declared.evidence[0].required
    assert declared.identity == "NONE", "whoever holds the receipt may send it"
