"""The receipt that is handed out: taken, printed, printed again; and its public check by QR code."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.desk.counter_receipts import print_receipt
from wuai.contexts.payments.gateways.receipt_paper import typeset
from wuai.contexts.payments.queries.desk import counter_receipts as queries
from wuai.contexts.payments.rules.desk.counter_receipts import capital_amount, is_reprint
from wuai.contexts.payments.web.words import COMPONENTS, branch_of
from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.platform.access import actor_of, log_read, public, secret_address, staff
from wuai.platform.ui.pieces import Column, Crumb, Table

COUNTER = "/staff/counter/"


@staff("payment.counter")
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What was taken, the change to give, and the button that prints; a POST is the print."""
    held = queries.receipt_paper(branch_of(request), ref)
    if held is None:
        raise Http404
    log_read(request, *(f"case:{case}" for case in held.case_refs))
    if request.method == "POST":
        return _print(request, held)
    return render(
        request, "payments/paper.html",
        {"paper": held, "channel": Bilingual(held.channel_zh, held.channel_en),
         "key": uuid.uuid4(), "table": _lines(held), "prints": held.prints,
         "trail": [Crumb(_("櫃檯收款"), COUNTER), Crumb(held.number)]},
    )  # fmt: skip


def _lines(held: queries.ReceiptPaper) -> Table:
    lines = [
        {"number": line.number, "component": COMPONENTS[line.component], "amount": line.amount}
        for line in held.lines
    ]
    columns = [
        Column("number", _("案號"), "code"), Column("component", _("項目")),
        Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("抵充明細"), columns, lines)


def _print(request: HttpRequest, held: queries.ReceiptPaper) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error
    no = print_receipt(ref=held.ref, key=key, by=actor_of(request), at=timezone.now())
    pdf = typeset(paper_words(held, no), held.verify_url)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="receipt-{held.ref}-{no}.pdf"'
    return answer


def paper_words(held: queries.ReceiptPaper, no: int) -> dict[str, Any]:
    """What the paper says; Chinese has effect, whatever the cashier's own language is."""
    branch, marks = organisation.branch_by_id(held.branch_id), []
    if is_reprint(no):
        marks.append(f"補印 Reprint {no - 1}")
    if held.is_void:
        marks.append("已作廢 VOID")
    return {
        "number": held.number, "branch_zh": branch.name_zh,
        "branch_en": branch.name_en, "marks": marks, "payer": held.payer or "—",
        "paid_on": roc_dates.long_zh(held.paid_on),
        "amount": format_nt(held.amount), "capital": capital_amount(held.amount),
        "channel_zh": held.channel_zh, "channel_en": held.channel_en, "note": "",
        "extras": [{"zh": "簽單", "en": "Card slip", "value": held.card}] if held.card else [],
        "by_name": held.by_name,
        "taken_at": f"{timezone.localtime(held.taken_at):%Y-%m-%d %H:%M}",
        "lines": [
            {"number": line.number, "component": _said("zh-hant", line.component),
             "component_en": _said("en", line.component), "amount": format_nt(line.amount)}
            for line in held.lines
        ],
    }  # fmt: skip


def _said(lang: str, component: str) -> str:
    with translation.override(lang):
        return str(COMPONENTS[component])


@public
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a receipt is genuine, void or unknown; its number, day and amount, nothing else."""
    found = queries.verified(token)
    answer = render(
        request, "payments/verify.html", {"found": found, "branch": None},
        status=404 if found is None else 200,
    )  # fmt: skip
    return secret_address(answer)
