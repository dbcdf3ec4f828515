"""Case number, identity number and the notice's code together prove a person; guessing ends soon.

`identity` lies below the cases: the portals hand in, at start-up, the function that looks.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from wuai.contexts.identity import actions
from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.rules import citizens as rules
from wuai.contexts.identity.web.citizen_forms import CaseForm
from wuai.contexts.identity.web.forms import refuse
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of
from wuai.platform.addresses import client_address, network_of

Finder = Callable[[str, str, str], rules.CaseProof | None]
_finders: list[Finder] = []


def register_case_proof(finder: Finder) -> None:
    """Name the function (case number, identity number, code) -> proof; the last one counts."""
    _finders.append(finder)


def asked_case(request: HttpRequest) -> tuple[CaseForm, rules.CaseProof | None, int]:
    """The form that asks for a case, what it proved, and the status of the page that shows it again."""
    form = CaseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return form, None, 422 if form.errors else 200
    given = form.cleaned_data
    try:
        proof = prove_case(
            request, case_text=given["case_number"], number=given["number"], code=given["code"]
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return form, None, refusal.status
    return form, proof, 200


def prove_case(request: HttpRequest, *, case_text: str, number: str, code: str) -> rules.CaseProof:
    """The case that the three prove; refused the same way whatever was wrong, and counted."""
    at, network = timezone.now(), network_of(client_address(request))
    rules.check_tries(queries.tries(network=network, case_text=case_text, at=at))
    found = _finders[-1](case_text, number, code) if _finders else None
    if found is None:
        actions.note_wrong_try(
            network=network, case_text=case_text, step="case", by=actor_of(request), at=at
        )
        raise rules.NotProven(field="code")
    return found
