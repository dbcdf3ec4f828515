"""An agency's own cases: lists, one case, every dollar explained, correcting and taking back."""

import uuid
from datetime import date, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.identity_numbers import mask_name
from wuai.platform.access import log_read
from wuai.portals.api import refusals
from wuai.portals.api.clients import Bearer, actor_at, agency_id_of, branch_of
from wuai.portals.api.once import once
from wuai.portals.api.openapi import extra
from wuai.portals.api.shapes_cases import (
    Amendment,
    Amount,
    AmountLineShown,
    CaseLineShown,
    CasePageShown,
    CaseQuery,
    CaseShown,
    Component,
    Desk,
    Explained,
    OnDay,
    PaymentLine,
    Payments,
    Withdrawal,
)
from wuai.portals.api.tags import check_match, reply

router = Router(tags=["cases"], auth=Bearer("case.read"))
FARTHEST_DAYS = 100 * 366


def own_case(request: HttpRequest, ref: uuid.UUID) -> cases.CaseFacts:
    """A case of the agency behind the token; another's is not found."""
    held = cases.facts(ref, on=timezone.localdate(), agency_id=agency_id_of(request))
    if held is None:
        raise refusals.NotFound
    return held


def _amounts(found: dict[str, int]) -> list[Amount]:
    return [
        Amount(component=cast(Component, code), amount=amount)
        for code, amount in cases.ordered(found)
    ]


def shown(held: cases.CaseFacts, on: date) -> CaseShown:
    """A case as programs see it."""
    row, section = held.row, held.section
    owed = cases.balances([row.id], on)[row.id]
    state = cases.STATE_NAMES[row.status]
    same = ("ref", "number", "agency_ref", "kind", "status", "closing_code", "title", "period",
            "limit_on", "registered_on", "started_on", "closed_on")  # fmt: skip
    return CaseShown(
        **{name: getattr(row, name) for name in same},
        branch=organisation.branch_by_id(row.branch_id).code,
        obligor=held.obligor.name_masked, obligor_id=held.obligor.id_masked,
        category=row.category_code, category_zh=row.category_zh, category_en=row.category_en,
        status_zh=state.zh, status_en=state.en or state.zh,
        section=Desk(name_zh=section.name.zh, name_en=section.name.en or "", phone=section.phone,
                     clerk=section.clerk),
        on=on, claimed=_amounts(cases.referred_amounts(row)), amounts=_amounts(owed),
        balance=sum(owed.values()),
    )  # fmt: skip


def _line(line: cases.CaseLine) -> CaseLineShown:
    same = [name for name in CaseLineShown.model_fields if name != "obligor"]
    return CaseLineShown(
        **{name: getattr(line, name) for name in same}, obligor=mask_name(line.obligor)
    )


@router.get(
    "/cases", response=CasePageShown, operation_id="cases", openapi_extra=extra(branch=True)
)
def listed(request: HttpRequest, asked: Query[CaseQuery]) -> HttpResponse:
    """本機關在一分署的案件 / The agency's cases at a branch, newest first, page by page."""
    branch, on, agency_id = branch_of(request), timezone.localdate(), agency_id_of(request)
    if asked.number:
        found = cases.found_by_number(branch.id, asked.number, on=on)
        lines, following = [line for line in found if line.agency_id == agency_id], ""
    else:
        filters = cases.Filters(
            branch.id, agency_id=agency_id, status=asked.status or "",
            registered_from=asked.registered_from, registered_to=asked.registered_to,
        )  # fmt: skip
        page = cases.page(filters, on=on, after=_place(asked), size=asked.limit)
        lines, following = list(page.lines), page.after
    if lines:
        log_read(request, *(f"case:{line.ref}" for line in lines))
    return reply(CasePageShown(items=[_line(line) for line in lines], next=following or None))


def _place(asked: CaseQuery) -> str:
    """The cursor, when it is one of this list: with a day if and only if days are asked for."""
    cursor = asked.cursor or ""
    if not cursor:
        return ""
    day = cursor.partition(".")[0]
    by_day = bool(asked.registered_from or asked.registered_to)
    if bool(day) != by_day or not _is_day(day):
        raise refusals.CursorUnfit(field="cursor")
    return cursor


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


@router.get("/cases/{uuid:ref}", response=CaseShown, operation_id="case")
def one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """一件案件 / One case as it stands today."""
    held = own_case(request, ref)
    log_read(request, f"case:{ref}")
    return reply(shown(held, timezone.localdate()))


@router.get("/cases/{uuid:ref}/amounts", response=Explained, operation_id="case_amounts")
def amounts(request: HttpRequest, ref: uuid.UUID, asked: Query[OnDay]) -> HttpResponse:
    """每一元的由來 / Where every dollar comes from."""
    row, on = own_case(request, ref).row, asked.on or timezone.localdate()
    if abs((on - row.registered_on).days) > FARTHEST_DAYS:
        raise refusals.DayTooFar(field="on")
    items = [
        AmountLineShown(
            component=cast(Component, line.component), basis_zh=line.basis.zh,
            basis_en=line.basis.en or "", rate=str(line.rate) if line.rate is not None else None,
            since=line.since, until=line.until, amount=line.amount,
        )
        for line in cases.explain(row, on)
    ]  # fmt: skip
    total = sum(item.amount for item in items)
    return reply(Explained(ref=row.ref, number=row.number, on=on, items=items, balance=total))


@router.get("/cases/{uuid:ref}/payments", response=Payments, operation_id="case_payments")
def paid(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """已收款項 / What was paid to a case."""
    rows = payments.payments_of_case(own_case(request, ref).row.id)
    return reply(
        Payments(
            items=[
                PaymentLine(
                    receipt=row.receipt_ref, channel=row.channel_code, amount=row.amount,
                    paid_on=row.paid_on, posted_on=row.posted_on, late=row.is_late,
                )
                for row in rows
            ]
        )
    )  # fmt: skip


@router.patch(
    "/cases/{uuid:ref}",
    response=CaseShown,
    operation_id="amend_case",
    auth=Bearer("referral.write"),
    openapi_extra=extra(key=True, match=True),
)
@once(as_one=True)
def amend(request: HttpRequest, ref: uuid.UUID, amendment: Amendment) -> HttpResponse:
    """更正金額 / Correct the figures claimed; a case that then owes nothing closes."""
    row, now = _locked(request, ref), timezone.now()
    cases.amend(
        case_id=row.id, amounts={str(code): n for code, n in amendment.amounts.items()}, reason=amendment.reason,
        by=actor_at(request, row.branch_id), at=now, on=timezone.localdate(now),
    )  # fmt: skip
    return _now(request, ref, now)


@router.post(
    "/cases/{uuid:ref}/withdrawal",
    response=CaseShown,
    operation_id="withdraw_case",
    auth=Bearer("referral.write"),
    openapi_extra=extra(key=True, match=True),
)
@once(as_one=True)
def withdraw(request: HttpRequest, ref: uuid.UUID, withdrawal: Withdrawal) -> HttpResponse:
    """撤回 / Take a case back; what remains is taken off the books."""
    row, now = _locked(request, ref), timezone.now()
    cases.withdraw(
        case_id=row.id, reason=withdrawal.reason, by=actor_at(request, row.branch_id), at=now,
        on=timezone.localdate(now),
    )  # fmt: skip
    return _now(request, ref, now)


def _locked(request: HttpRequest, ref: uuid.UUID) -> cases.CaseRow:
    """The case, locked, in the state that the client has seen."""
    cases.lock_cases([own_case(request, ref).row.id])
    held = own_case(request, ref)
    check_match(request, shown(held, timezone.localdate()))
    return held.row


def _now(request: HttpRequest, ref: uuid.UUID, at: datetime) -> HttpResponse:
    return reply(shown(own_case(request, ref), timezone.localdate(at)))
