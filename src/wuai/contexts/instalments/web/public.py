"""What anybody may know before asking: how it works, and what would be possible. Nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wuai.contexts.instalments.gateways.typesetter.client import typeset
from wuai.contexts.instalments.queries.letters import blank_form
from wuai.contexts.instalments.rules.means import places
from wuai.contexts.instalments.rules.schedule import shown, simulate
from wuai.contexts.instalments.web.forms import SimulationForm
from wuai.kernel.refusal import Refusal
from wuai.legal import setting
from wuai.platform.access import public


@public
def guide(request: HttpRequest) -> HttpResponse:
    """How to pay by instalments, with the table of the law."""
    table = setting("INSTALMENT_BANDS", on=timezone.localdate())
    return render(request, "instalments/guide.html", {"bands": table.value, "table": table})


@public
def form(request: HttpRequest) -> HttpResponse:
    """The request as a form to fill in by hand, for those who would rather write than speak."""
    answer = HttpResponse(typeset(blank_form()), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="instalment-request.pdf"'
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@public
def try_out(request: HttpRequest) -> HttpResponse:
    """Say what would be possible; the figures are neither stored nor logged."""
    on, refused, found = timezone.localdate(), None, None
    form = SimulationForm(
        request.POST or None, places=places(on), initial={"dependants": 0, "sharers": 1}
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = simulate(form.cleaned_data["total"], on=on, means=form.means())
        except Refusal as error:
            refused = error
    answer = render(
        request, "instalments/simulate.html",
        {"form": form, "found": found, "refused": refused,
         "options": shown(found.options, found.suggested) if found else []},
        status=200 if refused is None else refused.status,
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer
