"""Certificates of transfer at the desk: lists, one with its conditions; and the public check."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.auctions.actions import transferring as actions
from wuai.contexts.auctions.queries import transfers as queries
from wuai.contexts.auctions.queries.conditions import buyer_id_of
from wuai.contexts.auctions.rules import transferring as rules
from wuai.contexts.auctions.web import forms as f
from wuai.contexts.auctions.web.asking import Desk, branch_of, show_list, there, who
from wuai.contexts.auctions.web.tables import TRANSFER as HOME
from wuai.contexts.auctions.web.tables import transfer_state, transfer_table
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.access import actor_of, log_read, public, secret_address, staff
from wuai.platform.actors import Actor
from wuai.platform.ui.pieces import Crumb

Made = dict[str, forms.Form]


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is not handed over yet, or what is over."""
    return show_list(
        request, Desk("transfer", "auctions/transfers.html", queries.listed, transfer_table)
    )


@staff("case.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a certificate of the branch's own accord."""
    case, refused = cases.named_case(request), None
    form = f.NewForm(request.POST or None, initial={"key": uuid.uuid4(), "scope": "全部"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            row = actions.prepare(
                key=given.pop("key"), case_id=case.id, said=actions.Said(**given), **who(request)
            )
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已開始辦理，請逐項查核條件"))
            return redirect(f"{HOME}{row.ref}/")
    log_read(request, f"case:{case.ref}")
    return render(
        request, "auctions/transfer_new.html",
        {"case": case, "form": form, "refused": refused,
         "trail": [Crumb(_("權利移轉證書"), HOME), Crumb(_("依職權辦理"))]},
        status=refused.status if refused else 422 if form.errors else 200,
    )  # fmt: skip


@staff("case.view")
@require_safe
def filed(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """From the buyer's request to the certificate that it opened."""
    found = queries.of_application(ref, branch_of(request))
    if found is None:
        raise Http404
    return redirect(f"{HOME}{found}/")


def own(request: HttpRequest, ref: uuid.UUID) -> queries.View:
    """The certificate, if it is of the branch of who asks."""
    return there(queries.view(ref, branch_of(request), timezone.localdate()))


@staff("case.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One certificate: what it says, which conditions are met, what may be done now."""
    return page(request, ref)


def page(
    request: HttpRequest, ref: uuid.UUID, *, refused: Refusal | None = None, wrong: Made | None = None
) -> HttpResponse:  # fmt: skip
    """The page, also after something went wrong on it."""
    view, actor = own(request, ref), actor_of(request)
    row, case = view.row, cases.case_row(view.row.case_id)
    log_read(request, f"transfer:{ref}", f"case:{case.ref}")
    conditions = [
        (one, held, rules.OUTCOMES[held.outcome] if held else None)
        for code, one in rules.CONDITIONS.items() for held in [view.checks.get(code)]
    ]  # fmt: skip
    return render(
        request, "auctions/transfer.html",
        {"row": row, "case": case, "view": view, "state": transfer_state(row), "refused": refused,
         "conditions": conditions, "can": possible(view, actor, wrong or {}),
         "buyer_id": buyer_id_of(row), "way": rules.WAYS.get(row.way),
         "not_set": row.state == rules.ISSUED and not row.stored_id and actor.may(rules.PREPARE),
         "steps": [(one, rules.MOVE_NAMES[one.move]) for one in view.steps],
         "may_issue": actor.may(rules.ISSUE) and row.state == rules.PROPOSED
         and not actor.is_same_person(row.proposed_by),
         "may_propose": actor.may(rules.PREPARE) and row.state == rules.PREPARING,
         "trail": [Crumb(_("權利移轉證書"), HOME), Crumb(row.number or row.lot)]},
        status=refused.status if refused else 422 if wrong else 200,
    )  # fmt: skip


def possible(view: queries.View, actor: Actor, wrong: Made) -> Made:
    """The forms of what this person may do now; what was filled in wrongly stays."""
    row, on = view.row, timezone.localdate()
    said = {name: getattr(row, name) for name in f.SaidForm.base_fields if name != "buyer_id"}
    table: dict[str, tuple[type[forms.Form], bool, dict[str, object]]] = {
        "check": (f.CheckForm, row.state == rules.PREPARING, {"outcome": rules.MET}),
        "correct": (f.SaidForm, row.state == rules.PREPARING, {**said, "buyer_id": buyer_id_of(row)}),
        "call_off": (f.ReasonForm, row.state in (rules.PREPARING, rules.PROPOSED), {}),
        "post": (f.PostForm, row.state == rules.ISSUED and bool(row.stored_id), {}),
        "hand_over": (f.HandOverForm, row.state == rules.ISSUED and bool(row.stored_id),
                      {"received_on": on, "way": row.way or rules.COUNTER, "post_no": row.post_no}),
        "reissue": (f.ReasonForm, row.state in (rules.ISSUED, rules.HANDED_OVER)
                    and view.replaced_by is None, {}),
    }  # fmt: skip
    can = {
        code: wrong.get(code) or kind(auto_id=f"{code}-%s", initial=first)
        for code, (kind, now, first) in table.items() if now and actor.may(rules.PREPARE)
    }  # fmt: skip
    if row.state == rules.PROPOSED and actor.may(rules.ISSUE):
        can["send_back"] = wrong.get("send_back") or f.ReasonForm(auto_id="send_back-%s")
    return can


@staff("case.view")
@require_safe
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The certificate as it was issued."""
    row = own(request, ref).row
    if row.stored is None:
        raise Http404
    log_read(request, f"transfer:{ref}", f"file:{row.stored.ref}")
    answer = HttpResponse(files.read_all(row.stored), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="transfer-{row.ref}.pdf"'
    return answer


@public
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a certificate is genuine: its number and day, and whether another took its place."""
    found = queries.verified(token)
    answer = render(
        request, "auctions/verify.html", {"found": found}, status=404 if found is None else 200
    )
    return secret_address(answer)
