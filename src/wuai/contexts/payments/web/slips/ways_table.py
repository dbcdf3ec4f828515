"""The public table of all ways to pay (R73): choose the branch, then channels, limits, hours, fees."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.queries.slips.ways_table import Edge, PublicWay, ways_table
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.legal import DEBT_KINDS
from wuai.platform.access import public
from wuai.platform.ui.pieces import Column, Crumb, Status, Table
from wuai.platform.ui.wording import plain, sign

HOME = "/ways-to-pay/"
KINDS = {
    "TAX": gettext_lazy("稅款"), "NHI": gettext_lazy("健保費"),
    "LABOUR_INSURANCE": gettext_lazy("勞保費"), "FINE": pgettext_lazy("案款", "罰鍰"),
    "FEE": gettext_lazy("規費"),
}  # fmt: skip
# Why a channel is not offered, in the words of a table; the payment page says more about a slip.
REFUSED = {
    "NO_CONTRACT": gettext_lazy("尚未開辦"),
    "WITHDRAWN": gettext_lazy("停止受理"),
}


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The branches, each with its own table; a single one shows it at once."""
    mine = organisation.open_branches()
    if len(mine) == 1:
        return redirect(f"{HOME}{mine[0].code}/")
    branches = [(Bilingual(row.name_zh, row.name_en), f"{HOME}{row.code}/") for row in mine]
    return render(request, "payments/ways_choose.html", {"branches": branches, "branch": None})


@public
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One branch's table as of today."""
    branch = next((row for row in organisation.branches() if row.code == code.upper()), None)
    if branch is None:
        raise Http404
    today = timezone.localdate()
    ways = ways_table(branch.id, today, simulator=settings.CARD_SIMULATOR)
    offered = [way for way in ways if not way.refused]
    others = [way for way in ways if way.refused]
    return render(
        request, "payments/ways_table.html",
        {"here": branch, "name": Bilingual(branch.name_zh, branch.name_en), "today": today,
         "table": _table(_("可以用的繳款方式"), offered), "unconfirmed": not all(w.confirmed for w in offered),
         "others": [(way.name, REFUSED.get(way.refused, "")) for way in others],
         "hours": Bilingual(branch.hours_zh, branch.hours_en),
         "trail": [Crumb(_("繳款方式總表"), HOME), Crumb(plain(Bilingual(branch.name_zh, branch.name_en)))]},
    )  # fmt: skip


def _table(caption: str, ways: list[PublicWay]) -> Table:
    lines = [
        {"name": way.name, "how": way.how, "limit": _limit(way), "hours": way.hours,
         "fee": way.fee if way.fee.zh else _("尚未登錄"),
         "state": Status(_("已核對"), "good") if way.confirmed else Status(_("未經確認"), "waiting")}
        for way in ways
    ]  # fmt: skip
    columns = [
        Column("name", _("繳款方式")), Column("limit", _("限額與適用案款")),
        Column("hours", _("時間")), Column("fee", _("費用")), Column("how", _("怎麼繳")),
        Column("state", _("資料"), "status"),
    ]  # fmt: skip
    return Table(caption, columns, lines)


def _limit(way: PublicWay) -> str:
    parts = [_edge(edge) for edge in way.edges] or [_("不限金額")]
    if way.kinds and len(way.edges) <= 1:
        parts.append(_("只收%(kinds)s") % {"kinds": _names(way.kinds)})
    if way.agencies:
        names = sign("、").join(plain(name) for name in way.agencies)
        parts.append(_("限%(names)s的案件") % {"names": names})
    return sign("；").join(parts)


def _edge(edge: Edge) -> str:
    money = format_nt(edge.limit)
    words = _("%(money)s 以內") if edge.inclusive else _("未滿 %(money)s")
    limit = words % {"money": money}
    if len(edge.kinds) == len(DEBT_KINDS):
        return limit
    return _("%(kinds)s：%(limit)s") % {"kinds": _names(edge.kinds), "limit": limit}


def _names(kinds: tuple[str, ...]) -> str:
    return sign("、").join(str(KINDS[kind]) for kind in kinds)
