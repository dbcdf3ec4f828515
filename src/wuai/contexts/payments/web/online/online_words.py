"""What is heard of a card payment, in sentences: for the payer and for staff."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.queries.online.online import AttemptFacts, AttemptRow, EventRow, PartRow
from wuai.contexts.payments.rules.online import online as rules
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.platform.ui.pieces import Column, Happening, Status, Table
from wuai.platform.ui.wording import plain

STATES = {
    rules.OPEN: (gettext_lazy("還不知道結果"), "waiting"),
    rules.WAITING: (gettext_lazy("尚未付款"), "waiting"),
    rules.FAILED: (gettext_lazy("這次刷卡沒有成功"), "press"),
    rules.LAPSED: (gettext_lazy("沒有付款，已逾時"), "neutral"),
    rules.RELEASED: (gettext_lazy("已不再等候"), "neutral"),
    rules.PAID: (gettext_lazy("已付款並入帳"), "good"),
    rules.SETTLED: (gettext_lazy("已付款並入帳，平台已撥款"), "good"),
    rules.REFUNDED: (gettext_lazy("平台已退回信用卡"), "press"),
}
FLAGS = {
    rules.NO_ANSWER: gettext_lazy("平台一天以上沒有明確答覆"),
    rules.CONTRADICTS: gettext_lazy("平台說的與我們的紀錄不符"),
    rules.UNSETTLED: gettext_lazy("已付款但逾七天未撥款"),
    rules.GIVEN_BACK: gettext_lazy("平台已退款，請查明是否作廢收款"),
}
SOURCES = {
    rules.CALLBACK: gettext_lazy("平台通知我們"),
    rules.RETURN: gettext_lazy("您的瀏覽器從平台帶回"),
    rules.POLL: gettext_lazy("我們詢問平台，平台回答"),
    rules.SETTLEMENT: gettext_lazy("平台的撥款檔"),
    rules.DESK: gettext_lazy("兩位同仁決定"),
}
SAID = {
    rules.WAITING: gettext_lazy("尚未付款"),
    rules.FAILED: gettext_lazy("刷卡沒有成功"),
    rules.LAPSED: gettext_lazy("沒有付款"),
    rules.PAID: gettext_lazy("已付款"),
    rules.SETTLED: gettext_lazy("已撥款"),
    rules.REFUNDED: gettext_lazy("已退回信用卡"),
    rules.RELEASED: gettext_lazy("不再等候這一筆"),
    rules.SILENT: gettext_lazy("沒有回答"),
    rules.DISTRUSTED: gettext_lazy("內容不符，沒有採用"),
}
REASONS = {
    rules.AMOUNT: gettext_lazy("金額不同"),
    rules.MERCHANT: gettext_lazy("商店代號不同"),
    rules.ORDER: gettext_lazy("查無訂單"),
    rules.CLOCK: gettext_lazy("時間不合"),
    rules.SIMULATION: gettext_lazy("平台標示為模擬付款"),
    rules.GIVEN_BACK: gettext_lazy("平台說全部退回信用卡，我們只退了一部分"),
    "SIGNATURE": gettext_lazy("簽章不符"),
    "MALFORMED": gettext_lazy("格式不符"),
    "TOO_LONG": gettext_lazy("內容過長"),
}


def status_of(row: AttemptRow) -> Status:
    """How an attempt stands, in a word."""
    label, tone = STATES[row.state]
    return Status(str(label), tone)


def parts_table(row: AttemptRow) -> Table | None:
    """What an order over several cases consists of, for who pays; None for an order of one case."""
    if not row.parts:
        return None
    held = cases.case_rows([part.case_id for part in row.parts])
    branches = {b.id: Bilingual(b.name_zh, b.name_en) for b in organisation.branches()}
    lines = [
        {"number": held[part.case_id].number, "branch": branches[part.branch_id],
         "amount": part.amount}
        for part in row.parts
    ]  # fmt: skip
    columns = [
        Column("number", _("案號"), "code"), Column("branch", _("分署")),
        Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("這筆付款繳納的案件"), columns, lines)


def own_parts(row: AttemptRow, branch_id: int) -> list[PartRow]:
    """The parts of an order over several cases that are a branch's own."""
    return [part for part in row.parts if part.branch_id == branch_id]


def own_parts_table(row: AttemptRow, branch_id: int) -> Table | None:
    """The same for staff: their own cases with their receipts; of other branches the sum alone."""
    if not row.parts:
        return None
    mine = own_parts(row, branch_id)
    held = cases.case_rows([part.case_id for part in mine])
    lines: list[dict[str, object]] = [
        {"number": held[part.case_id].number, "url": f"/staff/cases/{held[part.case_id].ref}/",
         "amount": part.amount, "receipt": _receipt(part)}
        for part in mine
    ]  # fmt: skip
    rest = sum(part.amount for part in row.parts) - sum(part.amount for part in mine)
    if rest:
        lines.append({"number": _("其他分署的案件"), "amount": rest, "receipt": ""})
    columns = [
        Column("number", _("案號")), Column("receipt", _("收款"), "html"),
        Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("這筆付款繳納的案件"), columns, lines)


def _receipt(part: PartRow) -> str:
    if part.receipt_ref is None:
        return ""
    return format_html(
        '<a href="/staff/payments/{}/">{}</a>', part.receipt_ref, format_nt(part.amount)
    )


def trail(facts: AttemptFacts) -> list[Happening]:
    """What we asked, what was answered and when: the evidence the payer may see."""
    row = facts.row
    steps = [
        Happening(
            _("建立訂單 %(order)s，前往%(platform)s") % {
                "order": row.order_no, "platform": plain(row.platform_name)
            },
            row.made_at,
        )
    ]  # fmt: skip
    steps += [_step(event) for event in facts.events]
    if row.is_paid:
        steps.append(
            Happening(_("已入帳 NT$ %(amount)s") % {"amount": f"{row.amount:,}"}, row.state_at)
        )
    elif row.is_under_way:
        steps.append(Happening(_("入帳"), state="ahead"))
    return steps


def _step(event: EventRow) -> Happening:
    said = SAID[event.verdict]
    reason = REASONS.get(event.reason, "")
    what = _("%(who)s：%(said)s") % {"who": SOURCES[event.source], "said": said}
    bad = event.verdict in {rules.DISTRUSTED, rules.SILENT, rules.FAILED}
    return Happening(what, event.arrived_at, detail=str(reason), state="bad" if bad else "done")
