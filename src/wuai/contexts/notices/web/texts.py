"""Texts of notices: versions, a preview as it will print, approval by a second person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.notices.actions.texts import decide_text, write_text
from wuai.contexts.notices.queries import blocks as queries
from wuai.contexts.notices.queries.sample import sample_letter
from wuai.contexts.notices.rules.blocks import BLOCKS, FIELDS, Draft
from wuai.contexts.notices.web.batches import HOME, branch_of, trail
from wuai.contexts.notices.web.forms import DecisionForm, TextForm
from wuai.contexts.notices.web.letters import set_letter
from wuai.contexts.notices.web.serving import as_pdf
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Crumb

LIST = f"{HOME}texts/"


@staff("notice.template")
def listed(request: HttpRequest) -> HttpResponse:
    """Every text block as it stands today, and what waits for approval."""
    branch_id = branch_of(request)
    now = queries.versions_in_force(branch_id, timezone.localdate())
    waiting = [row for row in queries.versions(branch_id) if row.state == "DRAFT"]
    lines = [{"code": code, "name": BLOCKS[code], "version": row} for code, row in now.items()]
    return render(
        request, "notices/texts.html",
        {"lines": lines, "waiting": [{"row": row, "name": BLOCKS[row.block]} for row in waiting],
         "trail": trail(Crumb(_("通知書文字")))},
    )  # fmt: skip


@staff("notice.template")
def block(request: HttpRequest, block: str) -> HttpResponse:
    """The versions of one block, and a form for the next one."""
    if block not in BLOCKS:
        raise Http404
    branch_id, today = branch_of(request), timezone.localdate()
    now = queries.versions_in_force(branch_id, today).get(block)
    initial = {"zh": now.zh, "en": now.en, "effective_on": today} if now else {}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft = Draft(block, data["zh"], data["en"], data["effective_on"])
        try:
            write_text(draft=draft, by=actor_of(request), at=timezone.now(), on=today)
        except Refusal as refused:
            lang = request.LANGUAGE_CODE
            form.add_error(refused.field or None, refused.words(lang))
        else:
            messages.success(request, _("已送出，等另一位同仁核定"))
            return redirect(f"{LIST}{block}/")
    return render(
        request, "notices/text.html",
        {"name": BLOCKS[block], "form": form, "now": now, "fields": FIELDS.items(),
         "versions": queries.versions(branch_id, block), "actor": actor_of(request),
         "trail": trail(Crumb(_("通知書文字"), LIST), Crumb(BLOCKS[block]))},
        status=422 if form.errors else 200,
    )  # fmt: skip


@staff("notice.template")
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve or refuse a version that a colleague wrote."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decided = decide_text(
            version_id=number, approve=form.cleaned_data["approve"] == "yes",
            reason=form.cleaned_data["reason"], by=actor_of(request), at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
        messages.success(request, _("已決定"))
        return redirect(f"{LIST}{decided.block}/")
    return redirect(LIST)


@staff("notice.template")
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """A sample letter with this version, as it will print."""
    branch_id = branch_of(request)
    row = next((v for v in queries.versions(branch_id) if v.id == number), None)
    if row is None:
        raise Http404
    letter = sample_letter(branch_id, timezone.localdate(), row)
    return as_pdf(set_letter(letter), f"preview-{number}.pdf")
