"""Referral files at the desk of an agency: its own files only."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from wuai.contexts.referrals.web import pages
from wuai.contexts.referrals.web.desk import agency_desk
from wuai.platform.access import agency


@agency("agency.refer")
def listed(request: HttpRequest) -> HttpResponse:
    """The batches, and the form for a new file."""
    return pages.listed(request, agency_desk(request))


@agency("agency.refer")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One batch."""
    return pages.show(request, agency_desk(request), ref)


@agency("agency.refer")
def correct(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Correct rejected rows."""
    return pages.correct(request, agency_desk(request), ref)


@agency("agency.refer")
def results(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """The row result file."""
    return pages.results(request, agency_desk(request), ref)


@agency("agency.refer")
def receipt(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The signed receipt."""
    return pages.receipt(request, agency_desk(request), ref)


@agency("agency.refer")
@require_POST
def submit(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send in a rehearsed file."""
    return pages.submit(request, agency_desk(request), ref)


@agency("agency.refer")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Check rejected rows again."""
    return pages.again(request, agency_desk(request), ref)


@agency("agency.refer")
@require_POST
def add_files(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take in attachments."""
    return pages.add_files(request, agency_desk(request), ref)
