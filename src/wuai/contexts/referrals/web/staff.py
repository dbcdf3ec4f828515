"""Referral files at the desk of a branch."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from wuai.contexts.referrals.web import pages
from wuai.contexts.referrals.web.desk import staff_desk
from wuai.platform.access import staff


@staff("referral.intake")
def listed(request: HttpRequest) -> HttpResponse:
    """The batches, and the form for a new file."""
    return pages.listed(request, staff_desk(request))


@staff("referral.intake")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One batch."""
    return pages.show(request, staff_desk(request), ref)


@staff("referral.intake")
def correct(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Correct rejected rows."""
    return pages.correct(request, staff_desk(request), ref)


@staff("referral.intake")
def results(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """The row result file."""
    return pages.results(request, staff_desk(request), ref)


@staff("referral.intake")
def receipt(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The signed receipt."""
    return pages.receipt(request, staff_desk(request), ref)


@staff("referral.intake")
@require_POST
def submit(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send in a rehearsed file."""
    return pages.submit(request, staff_desk(request), ref)


@staff("referral.intake")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Check rejected rows again."""
    return pages.again(request, staff_desk(request), ref)


@staff("referral.intake")
@require_POST
def add_files(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take in attachments."""
    return pages.add_files(request, staff_desk(request), ref)
