"""The agency's surcharge stands; what the law gives stands beside it, on the page and by command."""

import json
from datetime import date

import pytest
from tests import factories
from typer.testing import CliRunner

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.cli import app
from wuai.contexts.cases.queries_late_charges import late_charge_beside
from wuai.contexts.ledger import api as ledger
from wuai.platform.actors import system

pytestmark = pytest.mark.django_db


def referred(surcharge: int, code: str = "NHI", due: date = date(2026, 5, 1)):
    """A case of 1,000 dollars due so long ago, referred with a surcharge."""
    of = factories.branch()
    case = factories.case(amount=1000, category=factories.category(of, code), due_on=due)
    entry = ledger.Entry
    receivable = ledger.account(of.id, "RECEIVABLE")
    claims = ledger.account(of.id, "CLAIMS", case.agency.code)
    ledger.post(
        branch_id=of.id, kind="REFERRAL", reference=f"test-late:{case.ref}",
        occurred_on=factories.ON, by=system("test"), at=factories.AT,
        entries=[entry(receivable, case.id, "SURCHARGE", surcharge),
                 entry(claims, None, "", -surcharge)],
    )  # fmt: skip
    return case


def beside(case, *, is_person: bool = True):
    row = cases.case_row(case.id)
    return late_charge_beside(row, cases.explain(row, factories.ON), is_person=is_person)


@pytest.mark.parametrize(
    ("claimed", "is_person", "verdict", "amounts"),
    [(50, True, "AGREES", [50, 150]), (150, True, "AGREES", [50, 150]), (20, True, "BELOW", [50, 150]),
     (60, True, "BETWEEN", [50, 150]), (151, True, "ABOVE", [50, 150]), (60, False, "BELOW", [150])],
)  # fmt: skip
def test_each_reading_stands_beside_the_agencys_figure(claimed, is_person, verdict, amounts):
    found = beside(referred(claimed), is_person=is_person)
    assert (found.claimed, found.verdict, [one.amount for one in found.readings]) == (
        claimed, verdict, amounts
    )  # fmt: skip
    assert found.is_warning == (verdict in {"ABOVE", "BETWEEN"})
    assert not found.readings[0].confirmed
    assert "寬限 15 日，自 115-05-17 起每逾 1 日加徵 0.1%" in found.readings[0].rule.zh
    assert "after 15 days of grace, from 2026-05-17 on" in found.readings[0].rule.en


def test_a_kind_without_a_table_and_a_case_without_surcharge_say_nothing():
    assert beside(referred(100, "FINE")) is None
    assert beside(referred(100, "PENSION")) is None
    assert beside(factories.case(amount=1000)) is None


def test_the_case_page_and_the_command_warn_and_the_amount_stays_the_agencys(client):
    case = referred(151)
    client.force_login(factories.account("late-t", "case.view"))
    page = client.get(f"/staff/cases/{case.ref}/").content.decode()
    assert "滯納金與依法試算不同" in page
    assert "尚未查證" in page
    done = CliRunner().invoke(app, ["explain", case.number, "--branch", "SCY", "--json"])
    said = json.loads(done.stdout)
    assert said["balance"] == 1151
    assert said["late_charge"]["verdict"] == "ABOVE"
    assert [one["amount"] for one in said["late_charge"]["readings"]] == [50, 150]
