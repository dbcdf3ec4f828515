"""An agency reports what it took at its own office, and hands out slips (R68, R312)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.desk.counter import NotThisAgencys, report_agency_payment
from wuai.contexts.payments.actions.slips.issue_slips import issue_slips
from wuai.contexts.payments.queries.receiving import receipts as queries
from wuai.contexts.payments.queries.slips.slips import slip_rows
from wuai.contexts.payments.web.forms import AgencyReportForm
from wuai.contexts.payments.web.receiving.payments import receipt_table
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import actor_of, agency, log_read
from wuai.platform.ui.pieces import Page
from wuai.platform.ui.wording import sign

HOME = "/agency/payments/"


@agency("agency.payments")
def payments(request: HttpRequest) -> HttpResponse:
    """Report a payment; below, what was reported before."""
    actor, refused = actor_of(request), None
    number = request.GET.get("number", "")[:40]
    form = AgencyReportForm(
        request.POST or None, initial={"paid_on": timezone.localdate(), "number": number}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _report(request, form)
        except Refusal as error:
            refused = error
        else:
            return redirect(HOME)
    before = asked.before(request)
    rows = queries.agency_receipts(
        actor.agency_id or 0,
        before=before,
    )
    older = f"?before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    return render(
        request, "payments/agency.html",
        {"form": form, "refused": refused, "number": number, "table": receipt_table(rows, ""),
         "pager": Page(len(rows), HOME if before else "", older)},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def own_case(agency_id: int, number: str) -> cases.CaseRow:
    """The case of this agency with this number, at whichever branch it lies."""
    for branch in organisation.branches():
        try:
            row = cases.case_by_number(branch.id, number)
        except cases.CaseUnknown:
            continue
        if row.agency_id == agency_id:
            return row
    raise NotThisAgencys(field="number")


def _report(request: HttpRequest, form: AgencyReportForm) -> None:
    actor, given = actor_of(request), form.cleaned_data
    row = own_case(actor.agency_id or 0, given["number"])
    received = report_agency_payment(
        case_id=row.id, amount=given["amount"], paid_on=given["paid_on"],
        receipt_no=given["receipt_no"], office=given["office"], by=actor, at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    said = _("這張收據先前已回報") if received.replayed else _("已回報，欠款已扣減")
    messages.success(request, f"{row.number}{sign('：')}{said}")


@agency("agency.payments")
@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """Find (or issue) the slip of an own case and open its page, ready to print."""
    actor, on = actor_of(request), timezone.localdate()
    row = own_case(actor.agency_id or 0, request.POST.get("number", "")[:60])
    log_read(request, f"case:{row.ref}")
    held = slip_rows(case_ids=[row.id]).get(row.id)
    if held is None or not held.is_valid(on):
        held = issue_slips([row.id], by=actor, at=timezone.now(), on=on).get(row.id)
    if held is None:
        messages.info(request, _("本案已無應繳金額，不需要繳款單"))
        return redirect(HOME)
    return redirect(f"/p/{held.payment_link_token}")
