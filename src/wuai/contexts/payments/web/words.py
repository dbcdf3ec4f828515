"""Words and small helpers that the pages of payments share."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wuai.platform.access import actor_of

COMPONENTS = {
    "COST": _("費用"),
    "INTEREST": _("利息"),
    "SURCHARGE": _("滯納金"),
    "FINE": _("罰鍰"),
    "PRINCIPAL": _("本金"),
}
TARGETS = {
    "SUSPENSE": _("待查"),
    "OVERPAYMENT": _("溢繳，待退還"),
    "OUTSIDE": _("在移送機關"),
    "REFUND": _("退還繳款人"),
}
OUTCOMES = {
    "POSTED": (_("已入帳"), "good"),
    "SUSPENSE": (_("待查"), "press"),
    "DUPLICATE": (_("重複"), "neutral"),
    "REJECTED": (_("拒收"), "bad"),
}
AT_THE_COUNTER = _("櫃檯已登錄")


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0
