"""The table of processing times, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.deadlines.queries.limits import limits
from wuai.contexts.deadlines.web import tables
from wuai.platform.access import public


@public
@require_safe
def time_limits(request: HttpRequest) -> HttpResponse:
    """How long each thing may take, by which law, and whether it may be extended."""
    on = timezone.localdate()
    table = tables.limits(limits(on), _("處理時限表"), linked=True)
    return render(request, "deadlines/limits.html", {"table": table, "on": on})
