"""The front page: pay a notice, ask a branch, log in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import public


@public
def front(request: HttpRequest) -> HttpResponse:
    """What a visitor can do here, and the branches that use this installation."""
    branches = [
        {"name": Bilingual(row.name_zh, row.name_en), "phone": row.phone, "address": row.address_zh}
        for row in organisation.open_branches()
    ]
    return render(request, "public/home.html", {"branches": branches})
