"""A granted power of attorney is entered at once, for its case, its scope and its time."""

from datetime import date

import pytest
from tests import factories as make

from wuai.contexts.applications.actions import filing
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.tests.conftest import samples
from wuai.contexts.identity import api as identity
from wuai.kernel.refusal import Refusal


def powers(window):
    return identity.attorneys(window.branch.id)


def test_granting_lets_the_agent_act_online_in_this_case_until_the_day_named(window):
    case = make.case()
    row = window.filed("POWER_OF_ATTORNEY", case, until="116-12-31")
    assert powers(window) == []
    window.move(row, "grant")
    [held] = powers(window)
    assert held.case_number == case.number
    assert sorted(held.scopes) == ["APPLY", "PAY", "VIEW"]
    assert (held.since, held.until) == (window.on, date(2027, 12, 31))


def test_what_opens_nothing_online_stays_on_paper_and_no_day_means_a_year(window):
    first = window.filed("POWER_OF_ATTORNEY", make.case(), scope=["RECEIVE"])
    window.move(first, "grant")
    assert powers(window) == []
    second = window.filed("POWER_OF_ATTORNEY", make.case(), scope=["GENERAL"], until="")
    window.move(second, "grant")
    [held] = powers(window)
    assert held.until == date(2027, 11, 23)


def test_the_power_of_a_company_is_granted_and_stays_on_paper(window):
    arrival = filing.Arrival(
        channel="COUNTER", received_at=window.at, key=window.key(), identity="STAFF"
    )
    case = make.case()
    given = samples(declaration("POWER_OF_ATTORNEY").questions(), case.number)
    filed = filing.register(
        kind="POWER_OF_ATTORNEY", branch_id=window.branch.id, arrival=arrival, by=window.clerk,
        given=given | {"id_number": "04595257"}, at=window.at, on=window.on,
    )  # fmt: skip
    window.move(filed, "grant")
    assert powers(window) == []


def test_nobody_is_his_own_agent_and_then_nothing_is_granted(window):
    row = window.filed("POWER_OF_ATTORNEY", make.case(), agent_id="A123456789")
    with pytest.raises(Refusal):
        window.move(row, "grant")
    row.refresh_from_db()
    assert row.state == "RECEIVED"
    window.move(row, "refuse", note="委任人與代理人是同一人。")
