"""What is done on the page of an objection: each address is one form and one action."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.objections.actions import agency, ending, finding, papers, staying
from wuai.contexts.objections.gateways.typesetter.client import typeset, typeset_file
from wuai.contexts.objections.queries import dossier, letters
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.objections.web.forms import PaperForm
from wuai.contexts.objections.web.staff import ACTS, own, page
from wuai.contexts.objections.web.tables import HOME
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.access import actor_of, log_read, staff

Who = dict[str, Any]
_DO: dict[str, tuple[Callable[[uuid.UUID, Any, Who], Any], Any]] = {
    "propose": (lambda ref, g, who: finding.propose(ref=ref, found=finding.Found(**g), **who),
                gettext_lazy("已陳核，待另一位同仁核定")),
    "approve": (lambda ref, g, who: finding.approve(ref=ref, **g, **who), gettext_lazy("已核定")),
    "send_back": (lambda ref, g, who: finding.send_back(ref=ref, reason=g["reason"], **who),
                  gettext_lazy("已退回重擬")),
    "forward": (lambda ref, g, who: agency.forward(ref=ref, **g, **who),
                gettext_lazy("已登錄送件；卷宗與通知信製作中")),
    "arrive": (lambda ref, g, who: agency.arrive(ref=ref, **g, **who), gettext_lazy("已登錄署收案日")),
    "decide": (lambda ref, g, who: agency.decide(ref=ref, decided=agency.Decided(**g), **who),
               gettext_lazy("已登錄決定")),
    "done": (lambda ref, g, who: ending.carry_out(ref=ref, done=ending.Done(**g), **who),
             gettext_lazy("已登錄辦理完成")),
    "stay": (lambda ref, g, who: staying.stay(ref=ref, **g, **who), gettext_lazy("已停止執行")),
    "lift": (lambda ref, g, who: staying.lift_stay(ref=ref, **g, **who), gettext_lazy("已續行執行")),
    "withdraw": (lambda ref, g, who: ending.withdraw(ref=ref, **g, **who), gettext_lazy("已登錄撤回")),
}  # fmt: skip


def _do(request: HttpRequest, ref: uuid.UUID, code: str) -> HttpResponse:
    """Check the form, do the one thing, go back; what went wrong is shown on the page."""
    own(request, ref)
    form = ACTS[code][0](request.POST, auto_id=f"{code}-%s")
    if not form.is_valid():
        return page(request, ref, wrong={code: form})
    act, said = _DO[code]
    who = {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}
    try:
        act(ref, dict(form.cleaned_data), who)
    except o.ProposalChanged as refused:
        return page(request, ref, refused=refused)  # with the form of what now stands there
    except Refusal as refused:
        return page(request, ref, refused=refused, wrong={code: form})
    messages.success(request, str(said))
    return redirect(f"{HOME}{ref}/")


@staff("objection.record")
@require_POST
def propose(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Propose a finding."""
    return _do(request, ref, "propose")


@staff("objection.approve")
@require_POST
def approve(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Approve what was proposed."""
    return _do(request, ref, "approve")


@staff("objection.approve")
@require_POST
def send_back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send a proposal back."""
    return _do(request, ref, "send_back")


@staff("objection.record")
@require_POST
def forward(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note that the file was sent to the Agency."""
    return _do(request, ref, "forward")


@staff("objection.record")
@require_POST
def arrive(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note that it arrived there."""
    return _do(request, ref, "arrive")


@staff("objection.record")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note what the Agency decided."""
    return _do(request, ref, "decide")


@staff("objection.record")
@require_POST
def done(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note that it was put right."""
    return _do(request, ref, "done")


@staff("objection.approve")
@require_POST
def stay(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let enforcement stand still."""
    return _do(request, ref, "stay")


@staff("objection.approve")
@require_POST
def lift(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let enforcement go on."""
    return _do(request, ref, "lift")


@staff("objection.record")
@require_POST
def withdraw(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note that it was withdrawn."""
    return _do(request, ref, "withdraw")


@staff("objection.record")
@require_POST
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Keep a scan."""
    own(request, ref)
    form = PaperForm(request.POST, request.FILES, auto_id="paper-%s")
    if not form.is_valid():
        return page(request, ref, wrong={"paper": form})
    try:
        papers.add_paper(ref=ref, paper=form.handed_in(), by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        return page(request, ref, refused=refused, wrong={"paper": form})
    messages.success(request, _("已收存"))
    return redirect(f"{HOME}{ref}/")


@staff("objection.record")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let the papers be made that could not be made before."""
    own(request, ref)
    try:
        papers.print_again(ref=ref, by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        return page(request, ref, refused=refused)
    messages.success(request, _("重新製作中；若仍不成，這頁會再說明"))
    return redirect(f"{HOME}{ref}/")


@staff("case.view")
@require_safe
def stored(request: HttpRequest, ref: uuid.UUID, paper_ref: uuid.UUID) -> HttpResponseBase:
    """One paper of the objection."""
    held = next((one for one in own(request, ref).papers if one.ref == paper_ref), None)
    if held is None:
        raise Http404
    log_read(request, f"objection:{ref}", f"file:{held.stored.ref}")
    return applications.handed_out(files.read(held.stored), held.stored.name, held.stored.size)


@staff("case.view")
@require_safe
def record(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The record of what was said, to be read back and signed."""
    return _pdf(request, ref, "record", lambda: typeset(letters.record(ref)))


@staff("objection.record", "objection.approve")
@require_safe
def file(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The file as it stands: list, opinion, case, papers; before it is sent it is looked at here."""

    def made() -> bytes:
        found = dossier.of(ref)
        return typeset_file(found.letter, found.attached)

    return _pdf(request, ref, "file", made)


def _pdf(
    request: HttpRequest, ref: uuid.UUID, name: str, make: Callable[[], bytes]
) -> HttpResponse:  # fmt: skip
    view = own(request, ref)
    log_read(request, f"objection:{ref}")
    try:
        content = make()
    except Refusal as refused:
        return page(request, ref, refused=refused)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="objection-{view.row.id}-{name}.pdf"'
    return answer
