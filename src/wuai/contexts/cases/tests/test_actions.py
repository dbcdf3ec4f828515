"""Cases are returned, withdrawn, amended, started, moved; the ledger and the history agree."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.models import Assignment, Case
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import api as referrals
from wuai.platform.actors import Actor, system
from wuai.platform.models import HistoryLine, RowImage

pytestmark = pytest.mark.django_db
AT, ON = datetime(2026, 11, 21, 3, tzinfo=UTC), date(2026, 11, 21)


@pytest.fixture
def by() -> Actor:
    branch = organisation.branch("SCY")
    return system("t", branch_id=branch.id, branch_code="SCY")


@pytest.fixture
def make(by: Actor) -> Any:
    """``make(n, …)`` registers cases by the set-based door and gives their rows."""
    from django.db import connection

    def run(
        count: int = 1, *, amount: int = 1000, seed: str = "s", **columns: Any
    ) -> list[cases.CaseRow]:
        branch, agency = organisation.branch("SCY"), organisation.agency("NHI")
        category = organisation.category(branch.id, "NHI")
        batch = Case.objects.count() + 1
        values = {"due_on": "2025-03-31", "served_on": "2025-02-01", "final_on": None,
                  "limit_1_on": "2030-03-31", "limit_2_on": "2035-03-31", "accrual_base": None,
                  "accrual_from": None, "accrual_rate": None} | columns  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS t_intake")
            cursor.execute(
                "CREATE TEMPORARY TABLE t_intake AS SELECT n AS row_no, gen_random_uuid() AS party_ref,"
                " %(branch)s::bigint AS branch_id, 'OTHER' AS kind, '某甲' AS name, '' AS name_search,"
                " '' AS id_kind, NULL::bytea AS id_number, NULL::bytea AS id_index, NULL::date AS born_on,"
                " '' AS address, '' AS postcode, '' AS phone, '' AS email, '' AS representative,"
                " NULL::bytea AS representative_id, %(at)s::timestamptz AS created_at,"
                " NULL::bigint AS party_id, %(category)s::bigint AS category_id,"
                " 'R' || %(batch)s || '-' || n AS agency_ref, 0::bigint AS cost, 0::bigint AS interest,"
                " 0::bigint AS surcharge, 0::bigint AS fine, %(amount)s::bigint AS principal,"
                " '' AS period, '繳款書' AS title, %(served_on)s::date AS served_on,"
                " %(due_on)s::date AS due_on, %(final_on)s::date AS final_on,"
                " NULL::date AS collection_end_on, NULL::date AS started_on, 0 AS suspended_days,"
                " %(limit_1_on)s::date AS limit_1_on, %(limit_2_on)s::date AS limit_2_on,"
                " %(accrual_base)s::bigint AS accrual_base, %(accrual_from)s::date AS accrual_from,"
                " %(accrual_rate)s::numeric AS accrual_rate, '' AS certificate_no, '' AS measures,"
                " '' AS remark FROM generate_series(1, %(count)s) n",
                {"branch": branch.id, "at": AT, "category": category.id, "batch": batch,
                 "amount": amount, "count": count, **values},
            )  # fmt: skip
            from wuai.contexts.parties import api as parties

            parties.merge_staged("t_intake")
            import uuid

            intake = cases.Intake(
                branch.id, agency.id, agency.code, batch, str(uuid.uuid4()), 115, batch, seed
            )
            cases.register_staged("t_intake", intake=intake, by=by, at=AT, on=ON)
            cursor.execute("SELECT case_id FROM cases_registered ORDER BY row_no")
            ids = [row[0] for row in cursor.fetchall()]
        rows = cases.case_rows(ids)
        return [rows[i] for i in ids]

    return run


def holds(branch_id: int) -> bool:
    return all(check.holds for check in ledger.verify(branch_id))


def test_a_returned_case_owes_nothing_and_says_why(make: Any, by: Actor) -> None:
    (case,) = make()
    cases.return_case(case_id=case.id, reason="送達不合法", by=by, at=AT, on=ON)
    after = cases.case_row(case.id)
    assert (after.status, after.closing_code, after.closed_on) == ("RETURNED", "RETURNED", ON)
    assert cases.balances([case.id], ON) == {case.id: {}}
    line = HistoryLine.objects.get(action="case.return")
    assert (line.case_ref, line.reason) == (str(case.ref), "送達不合法")
    assert RowImage.objects.filter(table_name="cases_case", row_id=str(case.id)).exists()
    assert holds(case.branch_id)
    with pytest.raises(cases.MoveNotAllowed):
        cases.withdraw(case_id=case.id, reason="x", by=by, at=AT, on=ON)


def test_a_returned_case_goes_back_with_a_numbered_letter_that_says_all(
    make: Any, by: Actor
) -> None:
    from wuai.contexts.cases import queries_return

    first, second = *make(amount=1000), *make(amount=500)
    numbers = [
        cases.return_case(case_id=case.id, reason=reason, by=by, at=AT, on=ON)
        for case, reason in ((first, "送達不合法"), (second, "缺送達證書"))
    ]
    assert numbers == ["新竹115年度退案字第00000001號", "新竹115年度退案字第00000002號"]
    letter = queries_return.letter(first.ref)
    assert letter is not None
    words = str(letter)
    for told in (numbers[0], first.number, first.agency_ref, "退案事由：送達不合法", "NT$ 1,000",
                 "本金 NT$ 1,000", "119 年 3 月 31 日", "第 7 條"):  # fmt: skip
        assert told in words, told
    assert queries_return.letter(make()[0].ref) is None
    held = cases.returned(second.id)
    assert held is not None
    assert (held.reason, held.remaining, held.received) == ("缺送達證書", 500, 0)


def test_without_a_reason_nothing_happens(make: Any, by: Actor) -> None:
    (case,) = make()
    with pytest.raises(cases.ReasonMissing):
        cases.return_case(case_id=case.id, reason=" ", by=by, at=AT, on=ON)
    assert cases.case_row(case.id).status == "OPEN"


def test_an_amended_case_owes_the_new_figure(make: Any, by: Actor) -> None:
    (case,) = make()
    change = cases.amend(
        case_id=case.id, amounts={"PRINCIPAL": 800, "COST": 50}, reason="重核", by=by, at=AT, on=ON
    )
    assert change == -150
    assert cases.balances([case.id], ON)[case.id] == {"PRINCIPAL": 800, "COST": 50}
    assert cases.happened_on(branch_id=case.branch_id, agency_id=case.agency_id, on=ON)[1].what == (
        "AMENDED"
    )
    assert holds(case.branch_id)


def test_a_case_amended_to_nothing_is_closed_as_paid(make: Any, by: Actor) -> None:
    (case,) = make()
    cases.amend(case_id=case.id, amounts={"PRINCIPAL": 0}, reason="撤銷", by=by, at=AT, on=ON)
    assert cases.case_row(case.id).status == "PAID"


def test_execution_starts_once_and_the_limits_are_computed_again(make: Any, by: Actor) -> None:
    (case,) = make()
    assert cases.start_execution(case_ids=[case.id], on=ON, by=by, at=AT) == 1
    after = cases.case_row(case.id)
    assert (after.started_on, after.limit_on) == (ON, date(2035, 3, 31))
    assert cases.start_execution(case_ids=[case.id], on=date(2027, 1, 1), by=by, at=AT) == 0
    assert cases.case_row(case.id).started_on == ON


def test_what_expires_within_six_months_is_listed_nearest_first(make: Any) -> None:
    (late,) = make(limit_1_on="2027-05-22", limit_2_on="2032-05-22")
    (near,) = make(limit_1_on="2027-05-21", limit_2_on="2032-05-21")
    (first,) = make(limit_1_on="2026-12-01", limit_2_on="2031-12-01")
    found = [row.id for row in cases.expiring(near.branch_id, on=ON)]
    assert found == [first.id, near.id]
    assert late.id not in found


def test_reassigned_cases_keep_each_section_they_were_with(make: Any, by: Actor) -> None:
    rows = make(3)
    to = next(
        s for s in organisation.sections(rows[0].branch_id)
        if s.id not in {row.section_id for row in rows}
    )  # fmt: skip
    moved = cases.reassign(
        case_ids=[row.id for row in rows], section_id=to.id, reason="請假", by=by, at=AT
    )
    assert moved == 3
    assert Assignment.objects.filter(ground="REASSIGNED", section_id=to.id).count() == 3
    assert HistoryLine.objects.filter(action="case.reassign").count() == 3
    with pytest.raises(cases.NothingToReassign):
        cases.reassign(case_ids=[rows[0].id], section_id=to.id, reason="x", by=by, at=AT)


def test_another_branchs_section_takes_nothing(make: Any, by: Actor) -> None:
    (case,) = make()
    other = organisation.sections(organisation.branch("TPY").id)[0]
    with pytest.raises(cases.SectionOfAnotherBranch):
        cases.reassign(case_ids=[case.id], section_id=other.id, reason="x", by=by, at=AT)


def test_accrued_interest_is_owed_explained_and_posted_once(make: Any, by: Actor) -> None:
    (case,) = make(
        amount=100_000, accrual_base=100_000, accrual_from="2025-04-01", accrual_rate="5"
    )
    on = date(2026, 3, 31)
    assert cases.balances([case.id], on)[case.id] == {"PRINCIPAL": 100_000, "INTEREST": 5000}
    assert cases.post_accruals([case.id], on=on, by=by, at=AT) == {case.id: 5000}
    assert cases.post_accruals([case.id], on=on, by=by, at=AT) == {}
    assert cases.balances([case.id], on)[case.id]["INTEREST"] == 5000
    later = date(2027, 3, 31)
    lines = cases.explain(cases.case_row(case.id), later)
    assert sum(line.amount for line in lines) == sum(
        cases.balances([case.id], later)[case.id].values()
    )
    assert any(line.rate == 5 for line in lines)


def test_a_case_that_owes_nothing_closes_and_comes_back_when_money_is_owed(
    make: Any, by: Actor
) -> None:
    paid, owing = make(2)
    accounts = ledger.accounts(paid.branch_id, [("RECEIVABLE", ""), ("CASH", ""),
                                                ("CLAIMS", "NHI"), ("PAYABLE", "NHI")])  # fmt: skip
    ledger.post(
        branch_id=paid.branch_id, kind="PAYMENT", reference="t", occurred_on=ON, by=by, at=AT,
        entries=[
            ledger.Entry(accounts["CASH", ""], None, "", 1000),
            ledger.Entry(accounts["RECEIVABLE", ""], paid.id, "PRINCIPAL", -1000),
            ledger.Entry(accounts["CLAIMS", "NHI"], None, "", 1000),
            ledger.Entry(accounts["PAYABLE", "NHI"], None, "", -1000),
        ],
    )  # fmt: skip
    closed = cases.close_if_paid([paid.id, owing.id], by=by, at=AT, on=ON)
    assert closed == [paid.id]
    assert cases.received(paid.branch_id, [paid.id, owing.id]) == {paid.id: 1000, owing.id: 0}
    told = referrals.feedback_rows(agency_id=paid.agency_id, branch_id=paid.branch_id, on=ON)
    assert [(row.reason, row.received, row.balance) for row in told] == [
        ("分案", 0, 1000), ("繳清", 1000, 0), ("分案", 0, 1000),
    ]  # fmt: skip
    cases.reopen(case_id=paid.id, reason="退票", by=by, at=AT, on=ON)
    assert cases.case_row(paid.id).status == "OPEN"
