"""The public list of rewards for tips."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wuai.contexts.rewards import queries
from wuai.contexts.rewards.models import RewardNotice
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import public
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Page

HOME = "/rewards/"


def _branch(row: RewardNotice) -> Bilingual:
    return Bilingual(row.branch.name_zh, row.branch.name_en)


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is announced today, the newest first."""
    last = before(request)
    rows = queries.public(timezone.localdate(), before=last)
    older = f"?before={rows[-1].id}" if len(rows) == queries.PAGE else ""
    return render(
        request, "rewards/public_list.html",
        {"rows": [(row, _branch(row)) for row in rows],
         "pager": Page(len(rows), HOME if last else "", older)},
    )  # fmt: skip


@public
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One announcement, and the way to give a tip that only one unit sees."""
    row = queries.public_one(ref, timezone.localdate())
    if row is None:
        raise Http404
    return render(request, "rewards/public_show.html", {"row": row, "at_branch": _branch(row)})
