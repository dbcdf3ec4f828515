"""Who opened a person's file, when and why: the read log, asked by the person himself."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.platform import history
from wuai.platform.access import citizen

LATEST = 200
# What people did, by the part of the system in which they did it.
_DOING = {
    "cases": gettext_lazy("查看案件"),
    "parties": gettext_lazy("查看個人資料"),
    "payments": gettext_lazy("處理繳款"),
    "notices": gettext_lazy("處理通知書"),
    "referrals": gettext_lazy("處理移送"),
    "instalments": gettext_lazy("處理分期"),
    "objections": gettext_lazy("處理聲明異議"),
    "applications": gettext_lazy("處理申辦"),
    "staff": gettext_lazy("查詢"),
    "agency": gettext_lazy("移送機關查詢"),
    "public": gettext_lazy("以通知書查詢"),
    "audit": gettext_lazy("稽核"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the file."""

    at: datetime
    who: str
    branch: Bilingual | None
    what: str
    reason: str


@citizen()
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The last looks at one's own file at all branches (an agent sees the principal's not at all)."""
    me = identity.citizen_of(request).citizen
    rows = looks(me)
    return render(request, "public/access.html", {"rows": rows, "latest": LATEST})


def looks(me: identity.CitizenRow) -> list[Looked]:
    """The last looks at the file of a person, newest first (5 queries)."""
    mine = parties.of_person(me.keys)
    held = cases.refs_of_obligors([row.id for row in mine])
    subjects = [f"party:{row.ref}" for row in mine] + [f"case:{ref}" for ref in held]
    names = {b.id: Bilingual(b.name_zh, b.name_en) for b in organisation.branches()}
    return [
        Looked(
            read.at, _who(read, me), names.get(read.branch_id or 0), _what(read.page), read.reason
        )
        for read in history.reads_of(subjects, limit=LATEST)
    ]


def _who(read: history.Read, me: identity.CitizenRow) -> str:
    if read.by_ref == f"citizen:{me.ref}":
        return _("您本人")
    known = {"public": _("持有通知書的人"), "system": _("系統")}
    return known.get(read.by_kind, read.by_name)


def _what(page: str) -> str:
    return str(_DOING.get(page.partition(":")[0], _("查看資料")))
