"""The texts that staff answer with: a list, a new one, one with its versions; and offering them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.applications.actions import replies
from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.models import ReplyText
from wuai.contexts.applications.queries import replies as queries
from wuai.contexts.applications.rules import replies as rules
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_zh
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/reply-texts/"
EVERY = Bilingual("所有種類", "Every kind")


class TextForm(forms.Form):
    """A text in both languages."""

    kind = forms.ChoiceField(label=gettext_lazy("用於"), required=False)
    name = forms.CharField(label=gettext_lazy("名稱"), max_length=rules.LONGEST_NAME)
    zh = forms.CharField(
        label=gettext_lazy("中文"),
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    en = forms.CharField(
        label=gettext_lazy("英文"),
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        fields: dict[str, Any] = self.fields
        kinds = [(one.code, plain(one.title)) for one in declared() if not one.restricted_to]
        fields["kind"].choices = [("", plain(EVERY)), *kinds]


@dataclass(frozen=True, slots=True)
class Offer:
    """Texts that can be taken over on a page, and the one that was chosen, filled in."""

    texts: Sequence[ReplyText]
    chosen: Bilingual | None

    def text(self, language: str) -> str:
        """The chosen text in a language, empty without one."""
        if self.chosen is None:
            return ""
        return self.chosen.en if language.startswith("en") else self.chosen.zh


def offer(
    request: HttpRequest, kind: str, number: str, received_on: date
) -> Offer:  # fmt: skip
    """What a page offers for answering a matter; ``?text=`` names the chosen one."""
    branch_id = actor_of(request).branch_id or 0
    texts, wanted = queries.offered(branch_id, kind), request.GET.get("text", "")
    if not wanted:
        return Offer(texts, None)
    branch = organisation.branch_by_id(branch_id)
    facts = {
        "number": Bilingual(number, number), "phone": Bilingual(branch.phone, branch.phone),
        "received": Bilingual(long_zh(received_on), received_on.isoformat()),
        "branch": Bilingual(branch.name_zh, branch.name_en),
    }  # fmt: skip
    return Offer(texts, queries.text_of(branch_id, wanted, facts))


@staff("application.edit", "application.decide")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every text of the branch as it stands."""
    names = {one.code: one.title for one in declared()}
    columns = [
        Column("name", _("名稱")), Column("kind", _("用於")), Column("version", _("第幾版"), "number"),
        Column("at", _("寫於"), "moment"), Column("by", _("撰寫人")),
    ]  # fmt: skip
    rows = [
        {"name": row.name, "url": f"{HOME}{row.ref}/", "kind": names.get(row.kind, EVERY),
         "version": row.version, "at": row.written_at, "by": row.by_name}
        for row in queries.current(actor_of(request).branch_id or 0)
    ]  # fmt: skip
    table = Table(_("回復範本"), columns, rows, show_caption=False) if rows else None
    return render(request, "applications/replies.html", {"table": table})


@staff("application.edit", "application.decide")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A text that did not exist."""
    kind = request.GET.get("kind", "")
    return _written(request, TextForm(request.POST or None, initial={"after": 0, "kind": kind}), [])


@staff("application.edit", "application.decide")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One text with its versions; what is written here is the next one."""
    held = queries.versions(actor_of(request).branch_id or 0, ref)
    if not held:
        raise Http404
    last = held[0]
    initial = {"after": last.version, "kind": last.kind, "name": last.name, "zh": last.zh, "en": last.en}  # fmt: skip
    given = request.POST.copy() if request.method == "POST" else None
    if given is not None:
        given["kind"], given["name"] = last.kind, last.name
    form = TextForm(given, initial=initial)
    return _written(request, form, held)


def _written(
    request: HttpRequest, form: TextForm, held: Sequence[ReplyText]
) -> HttpResponse:  # fmt: skip
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            row = replies.write(
                written=replies.Written(**form.cleaned_data),
                by=actor_of(request),
                at=timezone.now(),
            )
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已存成第 %(n)s 版") % {"n": row.version})
            return redirect(HOME)
    status = refused.status if refused else 422 if form.errors else 200
    title = held[0].name if held else _("新的範本")
    return render(
        request, "applications/reply.html",
        {"form": form, "held": held, "refused": refused, "title": title,
         "fields": [(f"{{{name}}}", says) for name, says in rules.FIELDS.items()],
         "trail": [Crumb(_("回復範本"), HOME), Crumb(title)]},
        status=status,
    )  # fmt: skip


@staff("application.edit", "application.decide")
@require_POST
def retire(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Offer it no more."""
    replies.retire(ref=ref, by=actor_of(request), at=timezone.now())
    messages.success(request, _("已停用；先前的版本都留著"))
    return redirect(HOME)
