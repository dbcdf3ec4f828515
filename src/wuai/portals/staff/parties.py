"""A person's page: who they are, all their cases, and what they owe in all."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.web import staff as case_pages
from wuai.contexts.cases.web.forms import PARTY_KINDS, FilterForm
from wuai.contexts.parties import api as parties
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb, Fact

SHOWN = 200
COLUMNS = tuple(
    column for column in case_pages.SHOWN if column[0] != "obligor"
)  # the page is of one


def _looked_at(request: HttpRequest, ref: uuid.UUID) -> dict[str, Any]:
    actor = actor_of(request)
    party = parties.party_by_ref(actor.branch_id or 0, ref)
    if party is None:
        raise Http404
    log_read(request, f"party:{party.ref}")
    lines = cases.of_obligors(party.branch_id, [party.id], on=timezone.localdate(), limit=SHOWN + 1)
    form = FilterForm(branch_id=party.branch_id)
    shown = lines[:SHOWN]
    return {
        "party": party, "facts": facts(party), "more": len(lines) > SHOWN,
        "owed": sum(line.balance for line in shown if line.closed_on is None),
        "count": sum(1 for line in shown if line.closed_on is None),
        "table": case_pages.table(shown, case_pages.Names(form), "/staff/cases/", COLUMNS)
                 if shown else None,
        "on": timezone.localdate(), "may_reveal": actor.may("party.reveal") and party.id_masked,
        "trail": [Crumb(_("案件"), "/staff/cases/"), Crumb(party.name)],
    }  # fmt: skip


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One person with all their cases at the branch."""
    return render(request, "staff/party.html", _looked_at(request, ref))


@staff("case.view")
def sheet(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The same on paper."""
    found = _looked_at(request, ref) | {"back_url": f"/staff/parties/{ref}/"}
    return render(request, "staff/party_print.html", found)


def facts(party: parties.PartyRow) -> list[Fact]:
    """Who this is."""
    return [
        Fact(_("類別"), PARTY_KINDS[party.kind]),
        Fact(_("統一編號"), party.id_masked),
        Fact(_("出生日期"), party.born_on),
        Fact(_("地址"), f"{party.postcode} {party.address}".strip()),
        Fact(_("電話"), party.phone),
        Fact(_("電子郵件"), party.email),
        Fact(_("代表人"), party.representative),
    ]
