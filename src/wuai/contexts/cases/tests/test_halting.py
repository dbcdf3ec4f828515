"""Enforcement stands still and goes on, ends in a certificate, or ends: by table, and in the books."""

import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.jobs import resume_due
from wuai.contexts.cases.models import Certificate, Suspension
from wuai.contexts.cases.rules import halting, life
from wuai.contexts.ledger import api as ledger
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

ON, AT = factories.ON, factories.AT
WHO = {"by": system("t"), "at": AT, "on": ON}
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "state", "target", "who"),
    [("SUSPEND", "OPEN", "SUSPENDED", "case.edit"), ("RESUME", "SUSPENDED", "OPEN", "case.edit"),
     ("CERTIFY", "OPEN", "CERTIFIED", "case.close"), ("END", "OPEN", "ENDED", "case.close"),
     ("END", "SUSPENDED", "ENDED", "case.close")],
)  # fmt: skip
def test_the_table_leads_there_for_whom_it_names(code, state, target, who) -> None:
    move = life.move(code, state)
    assert (move.target, move.who) == (target, who)


@pytest.mark.parametrize(
    ("code", "state"),
    [("SUSPEND", "SUSPENDED"), ("SUSPEND", "PAID"), ("RESUME", "OPEN"), ("CERTIFY", "SUSPENDED"),
     ("CERTIFY", "CERTIFIED"), ("END", "ENDED"), ("END", "PAID")],
)  # fmt: skip
def test_the_table_leads_nowhere_else(code, state) -> None:
    assert not life.may(code, state)
    with pytest.raises(life.MoveNotAllowed):
        life.move(code, state)


@pytest.mark.parametrize(
    ("until", "event", "refused"),
    [(ON, "", None), (ON - DAY, "", halting.UntilPassed), (None, "訴願決定", None),
     (None, " \u3000", halting.UntilMissing), (ON + DAY, "訴願決定", None)],
)  # fmt: skip
def test_a_suspension_lasts_until_a_day_or_an_event(until, event, refused) -> None:
    if refused is None:
        assert halting.check_until(until, event, ON) == event.strip()
    else:
        with pytest.raises(refused):
            halting.check_until(until, event, ON)


@pytest.mark.parametrize(
    ("kind", "ended", "collection_end", "days"),
    [("NHI", ON + 10 * DAY, ON, 10), ("TAX", ON + 10 * DAY, ON + 30 * DAY, 10),
     ("TAX", ON + 10 * DAY, ON + 4 * DAY, 5), ("TAX", ON + 10 * DAY, ON - DAY, 0),
     ("TAX", ON + 10 * DAY, ON - 9 * DAY, 0), ("NHI", ON, ON, 0)],
)  # fmt: skip
def test_suspended_days_of_a_tax_count_within_its_collection_period_only(
    kind, ended, collection_end, days
) -> None:
    assert halting.suspended_days(kind, ON, ended, collection_end) == days


@pytest.mark.parametrize(
    ("until", "expected"), [(None, ON), (ON, ON), (ON - DAY, ON), (ON - 5 * DAY, ON - 4 * DAY)]
)
def test_enforcement_goes_on_the_day_after_the_last_one(until, expected) -> None:
    assert halting.ended_on(until, ON) == expected


@pytest.mark.parametrize(
    ("remaining", "started", "limit", "refused"),
    [(1, ON, ON, None), (0, ON, ON, halting.NothingRemains), (1, None, ON, halting.NotYetEnforced),
     (1, ON, ON - DAY, halting.PeriodOver)],
)  # fmt: skip
def test_a_certificate_needs_a_rest_a_start_and_time(remaining, started, limit, refused) -> None:
    asked = {"remaining": remaining, "started_on": started, "limit_on": limit, "on": ON}
    if refused is None:
        halting.check_certificate(**asked)
    else:
        with pytest.raises(refused):
            halting.check_certificate(**asked)


@pytest.mark.parametrize(
    ("needs", "owed", "limit", "refused"),
    [("", 5, ON, None), ("NOTHING_OWED", 0, ON, None), ("NOTHING_OWED", 1, ON, halting.StillOwed),
     ("LIMIT_OVER", 5, ON - DAY, None), ("LIMIT_OVER", 5, ON, halting.PeriodNotOver)],
)  # fmt: skip
def test_an_end_needs_its_ground_to_be_true(needs, owed, limit, refused) -> None:
    if refused is None:
        halting.check_end(needs, owed=owed, limit_on=limit, on=ON)
    else:
        with pytest.raises(refused):
            halting.check_end(needs, owed=owed, limit_on=limit, on=ON)


def _suspend(case, **more):
    asked = {"ground": "OBJECTION_NEED", "until_on": ON + 10 * DAY, "reason": "審查中"} | WHO | more
    cases.suspend(case_id=case.id, **asked)


@pytest.mark.django_db
def test_a_suspended_case_goes_on_by_itself_after_its_last_day() -> None:
    case, other = factories.case(), factories.case()
    _suspend(case)
    _suspend(other, until_on=None, until_event="訴願決定確定")
    assert cases.case_row(case.id).status == "SUSPENDED"
    assert cases.suspended([case.id, other.id]) == {case.id, other.id}
    assert resume_due(at=AT, on=ON + 10 * DAY) == 0
    assert resume_due(at=AT, on=ON + 13 * DAY) == 1
    after = cases.case_row(case.id)
    assert (after.status, after.suspended_days) == ("OPEN", 11)
    assert (after.limit_1_on, after.limit_2_on) == (date(2031, 5, 1), date(2036, 5, 1))
    assert cases.course(case.id).suspensions[0].ended_on == ON + 11 * DAY
    assert cases.case_row(other.id).status == "SUSPENDED"
    assert HistoryLine.objects.filter(action="case.resume", case_ref=case.ref).count() == 1


@pytest.mark.django_db
def test_a_suspended_tax_has_that_much_longer_to_be_collected() -> None:
    case = factories.case(category=factories.category(code="T-TAX", kind="TAX", word="稅"))
    _suspend(case)
    later = {"by": WHO["by"], "at": AT, "on": ON + 10 * DAY}
    cases.resume(case_id=case.id, reason="決定確定", **later)
    row = cases.case_row(case.id)
    assert row.suspended_days == 10
    # due 115-05-01: five years of collection, ten days, five years and five more
    assert (row.limit_1_on, row.limit_2_on) == (date(2036, 5, 11), date(2041, 5, 11))


@pytest.mark.django_db
def test_a_ground_of_another_move_and_a_missing_reason_change_nothing() -> None:
    case = factories.case()
    for more, refused in (({"ground": "REVOKED"}, halting.GroundUnfit),
                          ({"reason": " "}, life.ReasonMissing),
                          ({"until_on": None}, halting.UntilMissing)):  # fmt: skip
        with pytest.raises(refused):
            _suspend(case, **more)
    assert cases.case_row(case.id).status == "OPEN"
    assert not Suspension.objects.exists()


@pytest.mark.django_db
def test_a_certificate_evidences_the_rest_and_moves_no_limit() -> None:
    case = factories.case(amount=5000, started_on=ON)
    number = cases.certify(case_id=case.id, reason="查無財產", **WHO)
    row, held = cases.case_row(case.id), cases.course(case.id).certificate
    assert (row.status, row.closing_code, row.closed_on) == ("CERTIFIED", "CERTIFICATE", ON)
    assert held is not None
    assert (held.number, held.remaining, held.components) == (number, 5000, {"PRINCIPAL": 5000})
    assert (row.limit_on, held.limit_on) == (date(2036, 5, 1), date(2036, 5, 1))
    assert cases.evidenced([case.id]) == {case.id: 5000}
    assert cases.received(row.branch_id, [case.id]) == {case.id: 0}
    assert cases.balances([case.id], ON) == {case.id: {}}
    assert all(check.holds for check in ledger.verify(row.branch_id))


@pytest.mark.django_db
def test_the_agency_hears_of_the_certificate_with_what_is_left() -> None:
    from wuai.contexts.referrals import api as referrals

    case, ended = factories.case(amount=5000, started_on=ON), factories.case()
    cases.certify(case_id=case.id, reason="查無財產", **WHO)
    cases.end(case_id=ended.id, ground="REVOKED", reason="處分撤銷確定", **WHO)
    rows = referrals.feedback_rows(agency_id=case.agency_id, branch_id=case.branch_id, on=ON)
    said = {(r.number, r.reason): (r.received, r.balance) for r in rows}
    assert said[case.number, "核發憑證"] == (0, 5000)
    assert said[ended.number, "更正"] == (0, 0)


@pytest.mark.django_db
def test_an_ended_case_owes_nothing_and_its_suspension_is_over() -> None:
    case = factories.case()
    _suspend(case)
    cases.end(case_id=case.id, ground="IMPOSSIBLE", reason="義務人死亡無遺產", **WHO)
    row = cases.case_row(case.id)
    assert (row.status, row.closing_code) == ("ENDED", "ENDED")
    assert cases.course(case.id).suspensions[0].ended_on == ON
    assert cases.balances([case.id], ON) == {case.id: {}}
    with pytest.raises(life.MoveNotAllowed):
        cases.certify(case_id=case.id, reason="x", **WHO)


@pytest.mark.django_db
def test_the_tables_refuse_a_second_suspension_and_one_without_an_end() -> None:
    case = factories.case()
    _suspend(case)
    held = Suspension.objects.get()
    for more in ({"until_on": ON}, {"case_id": factories.case().id, "until_on": None}):
        row = {
            "case_id": case.id,
            "ground_id": held.ground_id,
            "since": ON,
            "at": AT,
            "by_ref": "t",
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.create(**(row | more))


@pytest.mark.django_db(transaction=True)
def test_a_case_certified_and_ended_at_once_takes_one_way_only() -> None:
    case = factories.case(amount=5000, started_on=ON)
    gate, done = threading.Barrier(4), []

    def run(task) -> None:
        try:
            gate.wait()
            task()
            done.append("done")
        except life.MoveNotAllowed:
            done.append("refused")
        finally:
            connection.close()

    certify = partial(cases.certify, case_id=case.id, reason="查無財產", **WHO)
    end = partial(cases.end, case_id=case.id, ground="REVOKED", reason="撤銷", **WHO)
    threads = [threading.Thread(target=run, args=[t]) for t in (certify, end, certify, end)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == ["done", "refused", "refused", "refused"]
    assert Certificate.objects.count() == (cases.case_row(case.id).status == "CERTIFIED")
    assert cases.balances([case.id], ON) == {case.id: {}}
    assert all(check.holds for check in ledger.verify(case.branch_id))


@pytest.mark.django_db
def test_the_pages_do_it_and_say_what_follows(client) -> None:
    client.force_login(
        factories.account("officer-h", "case.view", "case.edit", "case.close", "notice.issue")
    )
    case = factories.case(started_on=ON)
    root = f"/staff/cases/{case.ref}/"
    page = client.get(root).content.decode()
    assert f"{root}suspend/" in page
    assert f"{root}resume/" not in page
    asked = {"ground": "OBJECTION_NEED", "reason": "審查中", "until_event": "決定確定"}
    assert client.post(f"{root}suspend/", asked | {"reason": ""}).status_code == 422
    assert client.post(f"{root}suspend/", asked).status_code == 302
    page = client.get(root).content.decode()
    assert "決定確定" in page
    assert f"{root}certify/" not in page
    assert "/staff/notices/issue/" not in page
    assert client.post(f"{root}resume/", {"reason": "駁回確定"}).status_code == 302
    assert "不重新起算" in client.get(f"{root}certify/").content.decode()
    assert client.post(f"{root}certify/", {"reason": "查無財產"}).status_code == 302
    assert "執憑字第" in client.get(root).content.decode()
    assert client.post(f"{root}end/", {"ground": "REVOKED", "reason": "x"}).status_code == 409
