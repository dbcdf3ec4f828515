"""The enforcement certificate of a case: printed at the desk, read as a copy by its agency, checked by anybody."""

import uuid

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.cases import queries_certificate as queries
from wuai.contexts.cases import queries_course
from wuai.contexts.cases.actions.certificates import print_certificate
from wuai.contexts.cases.gateways.typesetter.client import typeset
from wuai.contexts.cases.web.named import own_case
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import actor_of, log_read, private, public, secret_address, staff
from wuai.platform.ui.pieces import Crumb

CHECK = "/certificates/verify/"


@staff("case.view")
def certificate(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What it evidences, when it was printed, and a button for the next print."""
    row = own_case(request, ref)
    held = queries_course.course(row.id).certificate
    if held is None:
        raise Http404
    actor = actor_of(request)
    log_read(request, f"case:{ref}")
    if request.method == "POST" and actor.may("case.edit"):
        return _printed(request, ref)
    here = {
        "row": row, "held": held, "prints": queries.prints(ref), "key": uuid.uuid4(),
        "may_print": actor.may("case.edit"),
        "trail": [Crumb(_("案件"), "/staff/cases/"), Crumb(row.number, f"/staff/cases/{ref}/"),
                  Crumb(_("執行憑證"))],
    }  # fmt: skip
    status = 403 if request.method == "POST" else 200
    return render(request, "cases/certificate.html", here, status=status)


def _printed(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error
    with transaction.atomic():  # what cannot be set was not printed: the original is still to come
        no = print_certificate(case_ref=ref, key=key, by=actor_of(request), at=timezone.now())
        return _answer(ref, queries.mark_of(no), f"{settings.SITE_URL}{CHECK}{key}")


def certificate_copy(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The same to read, for whoever may see the case; it says that it is a copy."""
    answer = _answer(ref, queries.COPY)
    log_read(request, f"case:{ref}")
    return answer


def _answer(ref: uuid.UUID, mark: str, check: str = "") -> HttpResponse:
    paper = queries.document(ref, mark, check)
    if paper is None:
        raise Http404
    answer = HttpResponse(typeset(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{ref}.pdf"'
    return private(answer)


@public
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a print is genuine, which one it is, and whether its debt was referred to the branch again since."""
    found = queries.checked(token)
    branch = organisation.branch_by_id(found.branch_id) if found else None
    name = Bilingual(branch.name_zh, branch.name_en) if branch else None
    here = {"found": found, "branch": name}
    status = 200 if found else 404
    return secret_address(render(request, "cases/certificate_check.html", here, status=status))
