"""My cases: what a person owes at all branches, and in which cases; for an agent the principal's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import citizen, log_read


@dataclass(frozen=True, slots=True)
class MyCase:
    """One case as its person sees it; ``pay`` is the address of its payment page, if it has one."""

    ref: str
    number: str
    branch: Bilingual
    agency: Bilingual
    about: Bilingual
    state: Bilingual
    is_open: bool
    owed: int
    pay: str


@citizen()
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Everything owed, then the cases, open ones first."""
    visit = identity.citizen_of(request)
    rows = my_cases(visit, on=timezone.localdate())
    if rows:
        log_read(request, *(f"case:{row.ref}" for row in rows), reason="")
    here = {"rows": rows, "owed": sum(row.owed for row in rows), "visit": visit}
    return render(request, "public/my.html", here)


def my_cases(visit: identity.Visit, *, on: date) -> Sequence[MyCase]:
    """The cases that this visit may see, at all branches (a number of queries that does not grow)."""
    people = parties.of_person(visit.keys)
    ids = cases.ids_of_obligors([row.id for row in people])
    held = [
        row
        for row in cases.case_rows(ids).values()
        if visit.covers(branch_id=row.branch_id, case_ref=row.ref)
    ]
    owed = cases.balances([row.id for row in held if cases.is_open(row.status)], on)
    slips = payments.slip_rows(case_ids=list(owed)) if visit.may("PAY") else {}
    branches = {b.id: Bilingual(b.name_zh, b.name_en) for b in organisation.branches()}
    agencies = {a.id: Bilingual(a.name_zh, a.name_en) for a in organisation.agencies()}
    rows = [
        MyCase(
            ref=str(row.ref), number=row.number, branch=branches[row.branch_id],
            agency=agencies[row.agency_id], about=Bilingual(row.category_zh, row.category_en),
            state=cases.STATE_NAMES[row.status], is_open=cases.is_open(row.status),
            owed=sum(owed.get(row.id, {}).values()),
            pay=f"/p/{slips[row.id].payment_link_token}" if row.id in slips else "",
        )
        for row in held
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.is_open, -row.owed, row.number))
