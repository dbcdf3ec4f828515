"""The letter with which a case went back, for the branch and for the agency that gets it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from wuai.contexts.cases import queries_return
from wuai.contexts.cases.gateways.typesetter.client import typeset
from wuai.contexts.cases.web.named import own_case
from wuai.platform.access import log_read, staff


@staff("case.view")
def return_paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter, as PDF."""
    return return_letter(request, own_case(request, ref).ref)


def return_letter(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The same for whoever may see the case."""
    letter = queries_return.letter(ref)
    if letter is None:
        raise Http404
    log_read(request, f"case:{ref}")
    answer = HttpResponse(typeset(letter), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="return-{ref}.pdf"'
    return answer
