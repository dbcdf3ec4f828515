"""Payment events: what an agency took at its own office. Bank channels deliver files of their own."""

import uuid
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api as payments
from wuai.portals.api import refusals
from wuai.portals.api.cases import own_case, shown
from wuai.portals.api.clients import Bearer, actor_at, agency_id_of, branch_of
from wuai.portals.api.once import once
from wuai.portals.api.openapi import extra
from wuai.portals.api.tags import check_match, reply

router = Router(tags=["payments"], auth=Bearer("payment.write"))
_SEEN = r"^[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$"


class PaymentReport(Schema):
    """What the agency took. ``case`` is the reference, the case number or the agency's own number;
    the same ``receipt_no`` for the same case is the same payment, for good."""

    model_config = ConfigDict(extra="forbid")
    case: Annotated[str, Field(max_length=60, pattern=_SEEN)]
    amount: Annotated[int, Field(strict=True, ge=1, le=999_999_999_999)]
    paid_on: date
    receipt_no: Annotated[str, Field(max_length=60, pattern=_SEEN)]
    office: Annotated[str, Field(max_length=40, pattern=_SEEN)]


class PaymentTaken(Schema):
    """What became of it: the receipt, and how the case stands now."""

    receipt: uuid.UUID
    case: uuid.UUID
    number: str
    amount: int
    paid_on: date
    receipt_no: str
    status: str
    balance: int
    replayed: bool


@router.post(
    "/payments",
    response={200: PaymentTaken, 201: PaymentTaken},
    operation_id="report_payment",
    openapi_extra=extra(branch=True, key=True, match=False),
)
@once(as_one=True)
def report(request: HttpRequest, payment: PaymentReport) -> HttpResponse:
    """回報機關自收款 / Report what the agency took itself: 201 posted, 200 was posted before."""
    ref, now = _case_of(request, payment.case), timezone.now()
    on = timezone.localdate(now)
    cases.lock_cases([own_case(request, ref).row.id])
    held = own_case(request, ref)
    check_match(request, shown(held, on), required=False)
    received = payments.report_agency_payment(
        case_id=held.row.id, amount=payment.amount, paid_on=payment.paid_on,
        receipt_no=payment.receipt_no, office=payment.office,
        by=actor_at(request, held.row.branch_id), at=now, on=on,
    )  # fmt: skip
    after = shown(own_case(request, ref), on)
    return reply(
        PaymentTaken(
            receipt=received.receipt_ref, case=ref, number=after.number, amount=payment.amount,
            paid_on=payment.paid_on, receipt_no=payment.receipt_no.strip(), status=after.status,
            balance=after.balance, replayed=received.replayed,
        ),
        status=200 if received.replayed else 201, of=after, Location=f"/api/v1/cases/{ref}",
    )  # fmt: skip


def _case_of(request: HttpRequest, text: str) -> uuid.UUID:
    """The reference of one of the agency's own cases."""
    branch, agency_id = branch_of(request), agency_id_of(request)
    try:
        ref = uuid.UUID(text.strip())
    except ValueError:
        found = cases.found_by_number(branch.id, text.strip(), on=timezone.localdate())
        own = [line.ref for line in found if line.agency_id == agency_id]
    else:
        row = cases.case_by_ref(ref)
        own = [ref] if row and (row.agency_id, row.branch_id) == (agency_id, branch.id) else []
    if not own:
        raise refusals.CaseNotFound(field="case")
    return own[0]
