"""Instalments in the demo branch: one plan in arrears, one that is paid, one to decide, one asked for."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wuai.config.demo_days import DemoDays
from wuai.contexts.cases import api as cases
from wuai.contexts.instalments import api as instalments
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = timedelta(days=5)
SAID = {
    "ECONOMIC": "上個月工廠停工，目前打零工，想一個月一個月還清。",
    "DISASTER": "颱風淹水，店裡的貨都泡壞了，請准我分期。",
}


def agree_on_instalments(days: DemoDays, on: date) -> None:
    """Two plans that were granted: one pays its first parts in time, the other has paid nothing."""
    held = _of_agency(days, "nhi", cases.open_case_ids(days.branch_id))
    for place, case_id in enumerate(held[:2]):
        plan = _ask(days, case_id, "ECONOMIC", on)
        _consent(days, plan, "nhi", on + timedelta(days=1))
        _grant(days, plan, on + timedelta(days=2))
        if place == 0:
            _pay_first(days, plan, on + timedelta(days=4))


def ask_for_instalments(days: DemoDays, on: date) -> None:
    """Three requests: one waits for its agency, one for the decision, one was refused."""
    held = _of_agency(days, "nhi", cases.open_case_ids(days.branch_id))
    free = [i for i in held if not instalments.plans_of_case(i)][:3]
    plans = [_ask(days, case_id, "DISASTER", on) for case_id in free]
    for plan in plans[1:2]:
        _consent(days, plan, "nhi", on + timedelta(days=1))
    for plan in plans[2:]:
        instalments.refuse(
            plan_ref=plan, reason="名下存款足以一次清償", by=days.who("officer", on),
            at=days.at(on, 16), on=on,
        )  # fmt: skip


def _of_agency(days: DemoDays, username: str, case_ids: Sequence[int]) -> list[int]:
    """Open cases of somebody's agency that can be paid in four parts."""
    agency_id = days.who(username, days.today).agency_id
    rows = cases.case_rows(case_ids).values()
    mine = [r.id for r in rows if r.agency_id == agency_id and r.closed_on is None]
    owed = cases.balances(mine, days.today)
    return [case_id for case_id in mine if 8_000 <= sum(owed[case_id].values()) <= 400_000]


def _ask(days: DemoDays, case_id: int, grounds: str, on: date) -> uuid.UUID:
    row = cases.case_row(case_id)
    asked = instalments.Asked(
        key=days.key(f"plan:{case_id}"), case_ids=(case_id,), channel="COUNTER",
        applicant="OBLIGOR", applicant_name=parties.party_row(row.obligor_id).name, statement=SAID[grounds],
        grounds=grounds, count=4, first_on=on + FIRST,
        means=instalments.Means(income=38_000, spending=21_000, dependants=1, sharers=2),
    )  # fmt: skip
    return instalments.request_plan(
        asked=asked, by=days.who("clerk", on), at=days.at(on, 10), on=on
    ).ref


def _consent(days: DemoDays, plan: uuid.UUID, username: str, on: date) -> None:
    by = days.who(username, on)
    instalments.answer_consent(
        plan_ref=plan, agency_id=by.agency_id or 0, consents=True, reason="", by=by,
        at=days.at(on, 11), on=on,
    )  # fmt: skip


def _grant(days: DemoDays, plan: uuid.UUID, on: date) -> None:
    terms = instalments.Terms(
        count=4, first_on=on + FIRST, waived="金額不高，且有固定收入", reason="分期可以清償"
    )
    instalments.grant(
        plan_ref=plan, terms=terms, by=days.who("chief", on), at=days.at(on, 15), on=on
    )


def _pay_first(days: DemoDays, plan: uuid.UUID, on: date) -> None:
    """The slip of the first instalment comes back from a bank, as its line of a file."""
    view = instalments.plan_view(plan, on=on)
    slips = sorted(view.slips, key=lambda slip: slip.due_on) if view else []
    for slip in slips[:1]:
        line = payments.Line(
            0, slip.number, on, on, slip.amount, "VA", "822", f"DEMO-{str(plan)[:8]}", "", ""
        )
        payments.receive(
            branch_id=days.branch_id, arrival=payments.from_line(line),
            by=days.who("cashier", on), at=days.at(on, 16), on=on,
        )  # fmt: skip
