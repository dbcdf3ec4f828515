"""The pages where enforcement is suspended, resumed, certified or ended."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import queries_course
from wuai.contexts.cases.actions import halting
from wuai.contexts.cases.rules import life
from wuai.contexts.cases.web.forms import GroundForm, SuspendForm, WhyForm
from wuai.contexts.cases.web.named import own_case
from wuai.contexts.cases.web.staff import trail
from wuai.platform.access import actor_of, staff


@dataclass(frozen=True, slots=True)
class Step:
    """One move: its name, what follows from it, what was said when it is done, the action."""

    what: str
    follows: Sequence[str]
    done: str
    run: Callable[..., Any]
    grave: bool = False


def _page(request: HttpRequest, ref: uuid.UUID, step: Step, form: forms.Form) -> HttpResponse:
    row = own_case(request, ref)
    if request.method == "POST" and form.is_valid():
        step.run(
            case_id=row.id, by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, step.done % {"number": row.number})
        return redirect(f"/staff/cases/{ref}/")
    return render(
        request, "cases/course.html",
        {"row": row, "form": form, "what": step.what, "follows": step.follows,
         "tone": "press" if step.grave else "info", "trail": trail(row, step.what)},
        status=422 if form.errors else 200,
    )  # fmt: skip


@staff(life.who("SUSPEND"))
def suspend(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let enforcement stand still."""
    step = Step(
        _("停止執行"),
        (_("案件仍列為未結，但不寄通知。義務人仍可繳款。"),
         _("停止執行的日數會留下紀錄；依行政執行法第 7 條，執行期間照常進行，稅捐的徵收期間則扣除。"),
         _("有末日的到期自動續行；沒有的，事情到了請記得續行。")),
        _("已停止執行：%(number)s"), halting.suspend,
    )  # fmt: skip
    form = SuspendForm(request.POST or None, grounds=queries_course.grounds("SUSPEND"))
    return _page(request, ref, step, form)


@staff(life.who("RESUME"))
def resume(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let enforcement go on."""
    step = Step(
        _("續行執行"),
        (_("案件恢復執行，可以再寄通知。"),),
        _("已續行執行：%(number)s"),
        halting.resume,
    )
    return _page(request, ref, step, WhyForm(request.POST or None))


@staff(life.who("CERTIFY"))
def certify(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Close a case with an enforcement certificate."""
    step = Step(
        _("核發執行憑證"),
        (_("案件結案，憑證證明今天還沒受償的金額（含計到今天的利息）。"),
         _("憑證不中斷、不重新起算執行期間；移送機關可在期間內以憑證再移送。"),
         _("今天的回饋檔以「核發憑證」告訴移送機關。不能復原。")),
        _("已核發執行憑證：%(number)s"), halting.certify, grave=True,
    )  # fmt: skip
    return _page(request, ref, step, WhyForm(request.POST or None))


@staff(life.who("END"))
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """End enforcement on a ground of the law."""
    step = Step(
        _("終止執行"),
        (_("案件結案，帳上還欠的金額沖銷。只撤銷一部分時不要終止，由移送機關更正金額。"),
         _("須通知義務人及利害關係人（行政執行法施行細則第 14 條）。"),
         _("今天的回饋檔會告訴移送機關。不能復原。")),
        _("已終止執行：%(number)s"), halting.end, grave=True,
    )  # fmt: skip
    form = GroundForm(request.POST or None, grounds=queries_course.grounds("END"))
    return _page(request, ref, step, form)
