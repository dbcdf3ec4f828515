"""Showing a number in full: asked with a reason, shown once."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.parties import actions, queries
from wuai.contexts.parties.rules import ReasonMissing
from wuai.contexts.parties.web.forms import RevealForm
from wuai.platform.access import actor_of, staff
from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Crumb


@staff("party.reveal")
def reveal(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask why, then show the number on this answer only."""
    actor = actor_of(request)
    party = queries.party_by_ref(actor.branch_id or 0, ref)
    if party is None:
        raise Http404
    form = RevealForm(request.POST or None)
    number = ""
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.reveal(
                party_ref=ref, reason=form.cleaned_data["reason"], by=actor, at=timezone.now()
            )
        except ReasonMissing as refused:
            lang = wording.page_language()
            form.add_error("reason", refused.words(lang))
    trail = [Crumb(party.name, f"/staff/parties/{ref}/"), Crumb(_("顯示完整統一編號"))]
    return render(
        request, "parties/reveal.html",
        {"party": party, "form": form, "number": number, "trail": trail},
        status=422 if form.errors else 200,
    )  # fmt: skip
