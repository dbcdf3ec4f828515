"""Calls to be made: the list, one call with the number to dial, and what came of it."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.messages.actions.calling import note_attempt
from wuai.contexts.messages.queries import calls as queries
from wuai.contexts.messages.rules.calls import OUTCOMES, PURPOSES, STATES, TONES
from wuai.contexts.messages.web.forms import AttemptForm
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

HOME = "/staff/calls/"


@staff("case.edit")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Whom to call, the most urgent first."""
    asked = request.GET.get("state", "OPEN")
    state = asked if asked in STATES else "OPEN"
    rows = queries.to_call(actor_of(request).branch_id or 0, state)
    people = parties.party_rows({row.party_id for row in rows if row.party_id})
    if rows:
        log_read(
            request, *(f"party:{person.ref}" for person in people.values()),
            *(f"call:{row.ref}" for row in rows if not row.party_id),
        )  # fmt: skip
    columns = [
        Column("reference", _("編號"), "code"), Column("person", _("姓名")), Column("why", _("事由")),
        Column("due_on", _("期限"), "day"), Column("tried", _("已撥"), "number"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"reference": row.reference, "url": f"{HOME}{row.ref}/", "person": _name(row, people),
         "why": PURPOSES[row.purpose], "due_on": row.due_on, "tried": len(row.attempts),
         "state": Status(STATES[row.state], TONES[row.state])}
        for row in rows
    ]  # fmt: skip
    table = Table(_("待撥打的電話"), columns, lines, show_caption=False) if lines else None
    return render(
        request, "messages/calls.html",
        {"table": table, "state": state, "states": list(STATES.items())},
    )  # fmt: skip


def _name(row: queries.CallRow, people: Mapping[int, parties.PartyRow]) -> str:
    return people[row.party_id].name if row.party_id else row.name


@staff("case.edit")
def one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One call: whom, why, which number, what came of it."""
    row = queries.call_by_ref(ref, actor_of(request).branch_id or 0)
    if row is None:
        raise Http404
    form, refused = AttemptForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            note_attempt(ref=ref, by=actor_of(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已記錄"))
            return redirect(f"{HOME}{ref}/")
        except Refusal as error:
            refused = error
    person = parties.party_row(row.party_id) if row.party_id else None
    log_read(request, *([f"party:{person.ref}"] if person else []), f"call:{ref}")
    return render(
        request, "messages/call.html",
        {"row": row, "name": person.name if person else row.name,
         "phone": row.phone or (person.phone if person else ""), "form": form, "refused": refused,
         "purpose": PURPOSES[row.purpose], "state": Status(STATES[row.state], TONES[row.state]),
         "attempts": [(a, OUTCOMES[a.outcome]) for a in row.attempts],
         "trail": [Crumb(_("待撥打的電話"), HOME), Crumb(row.reference)]},
        status=refused.status if refused else 200,
    )  # fmt: skip
