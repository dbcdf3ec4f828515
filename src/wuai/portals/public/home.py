"""The front page: pay a notice, ask a branch, log in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import public


@public
def front(request: HttpRequest) -> HttpResponse:
    """What a visitor can do here, and the branches that use this installation."""
    rows = organisation.branches()
    mine = [row for row in rows if row.is_operating or row.is_demo] or rows
    branches = [
        {"name": Bilingual(row.name_zh, row.name_en), "phone": row.phone, "address": row.address_zh}
        for row in mine
    ]
    return render(request, "public/home.html", {"branches": branches})
