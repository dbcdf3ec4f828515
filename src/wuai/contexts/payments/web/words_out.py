"""Words for money that goes out, shared by its pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from wuai.platform.ui.pieces import Status

BATCH_KINDS = {"REMITTANCE": _("解繳移送機關"), "REFUND": _("退還款項")}
DECISIONS = {
    "": (_("待核准"), "press"),
    "APPROVED": (_("已核准"), "good"),
    "REFUSED": (_("已退回"), "neutral"),
}
PAYOUTS = {
    "PREPARED": (_("待核准"), "press"),
    "SENT": (_("已送銀行"), "waiting"),
    "PAID": (_("已入帳受款人"), "good"),
    "RETURNED": (_("退匯"), "bad"),
    "CANCELLED": (_("未核准"), "neutral"),
}
REFUNDS = {
    "ASKED": (_("待核准"), "press"),
    "REFUSED": (_("已駁回"), "neutral"),
    "WAITING": (_("待付款"), "waiting"),
    "HANDED_OUT": (_("已臨櫃領取"), "good"),
    "CARD_READY": (_("待請平台退刷"), "waiting"),
    "CARD_ASKED": (_("已請平台退刷"), "waiting"),
    "CARD_DONE": (_("已退回信用卡"), "good"),
    "CARD_UNCLEAR": (_("平台沒有回答，待查明"), "press"),
    "TERMINAL_READY": (_("待在端末機退刷"), "press"),
    "TERMINAL_DONE": (_("已在端末機退刷"), "good"),
    "TAKEN_BY_ACQUIRER": (_("收單機構已扣回"), "bad"),
    **PAYOUTS,
}
OUTCOMES = {
    "PAID": (_("付款成功"), "good"),
    "RETURNED": (_("退匯"), "bad"),
    "DUPLICATE": (_("重複"), "neutral"),
    "REJECTED": (_("不受理"), "press"),
}
REASONS = {
    "": "",
    "MALFORMED": _("資料不全"),
    "UNKNOWN": _("查無付款編號"),
    "OTHER_AMOUNT": _("金額不同"),
    "NOT_POSSIBLE": _("與現況不符"),
}
GROUNDS = {
    "OVERPAID": _("溢繳"),
    "PAID_TWICE": _("重複繳納"),
    "SURPLUS": _("執行餘款發還義務人"),
    "NOT_OURS": _("非本分署應收"),
}
METHODS = {
    "TRANSFER": _("匯款"),
    "COUNTER": _("臨櫃領取現金"),
    "CARD": _("退回原信用卡"),
    "TERMINAL": _("在端末機退刷"),
}
# What nobody asks for: the acquirer does it, and tells us by its notice.
ALL_GROUNDS = GROUNDS | {"CHARGEBACK": _("爭議款，收單機構扣回")}
ALL_METHODS = METHODS | {"CHARGEBACK": _("收單機構扣回")}
CARD_OUTCOMES = {"DONE": _("平台已退刷"), "REFUSED": _("平台沒有退刷")}
MOVEMENTS = {
    "RECEIVED": _("收款"),
    "TAKEN_BACK": _("沖回"),
    "OWED_BACK": _("已結案件沖回，可再移送"),
    "REMITTED": _("解繳"),
    "RETURNED": _("退匯"),
}
PERIODS = {"DAY": _("日"), "MONTH": _("月")}
ASIDE = {"NO_ACCOUNT": _("受款帳戶資料不全"), "CAME_BACK": _("前次退匯，帳號尚未更正")}


def status(table: Mapping[str, tuple[object, str]], code: str) -> Status:
    """A state in the words of one of these tables."""
    label, tone = table[code]
    return Status(str(label), tone)
