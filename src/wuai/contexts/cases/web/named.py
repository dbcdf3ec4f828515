"""The case that an address names (``?case=``): from the page of a case one comes to many desks."""

import uuid

from django.http import Http404, HttpRequest

from wuai.contexts.cases import queries
from wuai.platform.access import actor_of


def own_case(request: HttpRequest, ref: uuid.UUID) -> queries.CaseRow:
    """The case, if it is of the branch of who asks."""
    row = queries.case_by_ref(ref)
    if row is None or row.branch_id != actor_of(request).branch_id:
        raise Http404
    return row


def named_case(request: HttpRequest) -> queries.CaseRow:
    """The case of the own branch that the address names."""
    try:
        return own_case(request, uuid.UUID(request.GET.get("case", "")))
    except ValueError as error:
        raise Http404 from error


def named_case_or_none(request: HttpRequest) -> queries.CaseRow | None:
    """The same where an address may also name none."""
    return named_case(request) if request.GET.get("case") else None
