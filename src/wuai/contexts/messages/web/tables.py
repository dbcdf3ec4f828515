"""Tables of what was told."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wuai.contexts.messages.queries.tellings import Copy
from wuai.contexts.messages.rules.channels import CHANNELS
from wuai.contexts.messages.rules.outbox import STATES
from wuai.platform.ui.pieces import Column, Status, Table
from wuai.platform.ui.wording import plain, sign


def state_of(copy: Copy) -> Status:
    """Whether what was told arrived."""
    if copy.reached_at:
        return Status(_("已知悉") if copy.opened_at else _("已送達"), "good")
    if copy.unreached_at:
        return Status(_("送不到"), "bad")
    return Status(
        _("在訊息匣") if not copy.sent else _("已寄出"), "going" if copy.sent else "waiting"
    )


def _ways(copy: Copy) -> str:
    told = (f"{plain(CHANNELS[s.channel])}{sign('：')}{plain(STATES[s.status])}" for s in copy.sent)
    return sign("、").join(told) or "—"


def copy_table(copies: Sequence[Copy]) -> Table:
    """What was told, whether it arrived, and by which ways."""
    columns = [
        Column("at", _("時間"), "moment"), Column("name", _("內容")), Column("state", _("狀態"), "status"),
        Column("reference", _("編號"), "code"), Column("ways", _("管道")),
    ]  # fmt: skip
    rows = [
        {"at": copy.created_at, "name": copy.name, "state": state_of(copy),
         "reference": copy.reference, "ways": _ways(copy)}
        for copy in copies
    ]  # fmt: skip
    return Table(_("告知紀錄"), columns, rows, show_caption=False)
