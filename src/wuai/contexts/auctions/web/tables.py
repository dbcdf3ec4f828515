"""Tables of notices and certificates."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wuai.contexts.auctions.models import Preemption, PreemptionLetter, Transfer
from wuai.contexts.auctions.rules import noticing, preempting, transferring
from wuai.platform.ui.pieces import Column, Status, Table

PREEMPTION, TRANSFER = "/staff/preemption/", "/staff/transfers/"
LETTER = f"{PREEMPTION}letters/"


def preemption_state(row: Preemption) -> Status:
    """How a notice stands, as a word and a tone."""
    return Status(preempting.STATE_NAMES[row.state], preempting.TONES[row.state])


def transfer_state(row: Transfer) -> Status:
    """How a certificate stands, as a word and a tone."""
    return Status(transferring.STATE_NAMES[row.state], transferring.TONES[row.state])


def letter_state(row: PreemptionLetter) -> Status:
    """How a letter stands, as a word and a tone."""
    return Status(noticing.STATE_NAMES[row.state], noticing.TONES[row.state])


def letter_table(rows: Sequence[PreemptionLetter], numbers: Mapping[int, str]) -> Table:
    """Letters in a list."""
    columns = [
        Column("number", _("發文字號"), "code"), Column("case", _("執行案號")),
        Column("holder", _("優先承買權人")), Column("ground", _("權利")), Column("lot", _("標別")),
        Column("issued_on", _("發文日"), "day"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": x.number, "url": f"{LETTER}{x.ref}/", "case": numbers[x.case_id],
         "holder": x.holder_name, "ground": preempting.GROUNDS[x.ground].name, "lot": x.lot,
         "issued_on": x.issued_on, "state": letter_state(x)}
        for x in rows
    ]  # fmt: skip
    return Table(_("優先承買通知函"), columns, lines, tall=True, show_caption=False)


def preemption_table(rows: Sequence[Preemption], numbers: Mapping[int, str]) -> Table:
    """Notices in a list."""
    columns = [
        Column("number", _("通知編號"), "code"), Column("case", _("執行案號")),
        Column("holder", _("優先承買權人")), Column("ground", _("權利")), Column("lot", _("標別")),
        Column("notified_on", _("通知到達日"), "day"), Column("due_on", _("表示期限"), "day"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": x.number, "url": f"{PREEMPTION}{x.ref}/", "case": numbers[x.case_id],
         "holder": x.holder_name, "ground": preempting.GROUNDS[x.ground].name, "lot": x.lot,
         "notified_on": x.notified_on, "due_on": x.due_on, "state": preemption_state(x)}
        for x in rows
    ]  # fmt: skip
    return Table(_("優先承買"), columns, lines, tall=True, show_caption=False)


def transfer_table(rows: Sequence[Transfer], numbers: Mapping[int, str]) -> Table:
    """Certificates in a list."""
    columns = [
        Column("number", _("證書字號"), "code"), Column("case", _("執行案號")),
        Column("lot", _("標別")), Column("buyer", _("買受人")), Column("price", _("價金"), "amount"),
        Column("paid_on", _("繳清日"), "day"), Column("issued_on", _("核發日"), "day"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": x.number or "—", "url": f"{TRANSFER}{x.ref}/", "case": numbers[x.case_id],
         "lot": x.lot, "buyer": x.buyer_name, "price": x.price, "paid_on": x.paid_on,
         "issued_on": x.issued_on, "state": transfer_state(x)}
        for x in rows
    ]  # fmt: skip
    return Table(_("權利移轉證書"), columns, lines, tall=True, show_caption=False)
