"""Beginning a form: with a card's session, with the code of a notice, or as anybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wuai.contexts.applications.actions import drafts
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.rules.declaration import NOTICE_CODE, Declaration
from wuai.contexts.applications.rules.identity import BY_CARD, Proof, by_agent, is_enough
from wuai.contexts.applications.web.handing import hold, writer_of
from wuai.contexts.identity import api as identity
from wuai.platform.access import actor_of, private, public


def shown_by(request: HttpRequest, wanted: Declaration) -> Proof:
    """What the session of who asks proves; an agent's is less than the person's own signature.

    Of what is confidential or may be unnamed nothing is kept.
    """
    if actor_of(request).kind != "citizen" or wanted.leaves_no_name:
        return Proof()
    visit = identity.citizen_of(request)
    if not visit.may("APPLY"):
        return Proof()
    held = visit.acting_for
    return by_agent(held.ref) if held else BY_CARD


def is_acting(request: HttpRequest) -> bool:
    """Whether somebody is here for another person."""
    citizen = actor_of(request).kind == "citizen"
    return citizen and identity.citizen_of(request).acting_for is not None


def may_begin(request: HttpRequest, wanted: Declaration) -> bool:
    """Whether the form can be begun as it is."""
    return is_enough(wanted.identity, shown_by(request, wanted))


@public
def prove(request: HttpRequest, kind: str) -> HttpResponse:
    """Case number, identity number and the notice's code: enough for what concerns that one case."""
    wanted = declaration(kind)
    if not wanted.online or wanted.identity != NOTICE_CODE:
        raise Http404
    form, proof, status = identity.asked_case(request)
    if proof is not None:
        return _begun(request, wanted, proof)
    here = {"declared": wanted, "form": form}
    return private(render(request, "applications/prove.html", here, status=status))


def _begun(request: HttpRequest, wanted: Declaration, proof: Any) -> HttpResponse:
    answers = (
        {"case_no": proof.case_number} if "case_no" in {q.name for q in wanted.questions()} else {}
    )
    begun = drafts.start(
        kind=wanted.code, branch_id=proof.branch_id, by=writer_of(request, wanted.code),
        at=timezone.now(), on=timezone.localdate(), answers=answers, proof=Proof(NOTICE_CODE, proof.case_id),
    )  # fmt: skip
    hold(request, begun.ref, begun.code)
    return redirect(f"/apply/draft/{begun.ref}/{wanted.sections[0].code}/")
