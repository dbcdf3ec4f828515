"""The feedback that waits for an agency; the download acknowledges it."""

import hashlib
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions.feedback import fetch_feedback
from wuai.contexts.referrals.queries_feedback import feedback_csv, feedback_list, feedback_rows
from wuai.platform.access import actor_of, agency, log_read

DAYS = 60


@agency("agency.cases")
def listed(request: HttpRequest) -> HttpResponse:
    """The days on which something happened to the agency's cases."""
    lines = feedback_list(
        agency_id=actor_of(request).agency_id or 0, until=timezone.localdate(), days=DAYS
    )
    return render(request, "referrals/feedback.html", {"lines": lines, "days": DAYS})


@agency("agency.cases")
@require_POST
def fetch(request: HttpRequest, branch: str, year: int, month: int, day: int) -> HttpResponse:
    """The file of one day."""
    actor, where = actor_of(request), organisation.branch(branch)
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise Http404 from error
    rows = feedback_rows(agency_id=actor.agency_id or 0, branch_id=where.id, on=on)
    if not rows:
        raise Http404
    body = feedback_csv(rows)
    fetch_feedback(
        branch_id=where.id, agency_id=actor.agency_id or 0, on=on, rows=len(rows),
        sha256=hashlib.sha256(body).hexdigest(), by=actor, at=timezone.now(),
    )  # fmt: skip
    log_read(request, f"feedback:{where.code}:{on}")
    name = f"feedback-{where.code}-{actor.agency_code}-{on}.csv"
    return HttpResponse(
        body, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
