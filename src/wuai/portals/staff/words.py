"""What a person did, in the words of the trade, for each action that a case's history may hold."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTS: Mapping[str, Any] = {
    "card.start": _("繳款人前往信用卡付款頁"),
    "appointment.book": _("預約成立"),
    "appointment.book_now": _("安排到場或預約"),
    "appointment.cancel": _("取消預約"),
    "appointment.check_in": _("到場報到"),
    "appointment.close_out": _("停止上班，取消預約"),
    "appointment.close_slot": _("停止時段，取消預約"),
    "appointment.finish": _("記錄到場結果"),
    "appointment.miss": _("記未到場"),
    "appointment.move": _("預約改期"),
    "appointment.restore": _("恢復預約"),
    "appointment.walk_in": _("現場到場"),
    "case.amend": _("移送機關更正金額"),
    "case.certify": pgettext_lazy("經過", "核發執行憑證"),
    "case.close_paid": _("繳清，自動結案"),
    "case.end": pgettext_lazy("經過", "終止執行"),
    "case.owe_back": _("已結案件沖回，由移送機關扣抵"),
    "case.print_certificate": pgettext_lazy("經過", "列印執行憑證"),
    "case.reassign": _("改分"),
    "case.reopen": _("恢復執行"),
    "case.resume": pgettext_lazy("經過", "續行執行"),
    "case.return": _("退案"),
    "case.start_execution": _("開始執行"),
    "case.suspend": pgettext_lazy("經過", "停止執行"),
    "case.withdraw": _("移送機關撤回"),
    "cheque.bounce": _("票據退票"),
    "cheque.receive": _("收到票據，待兌現"),
    "cheque.return": _("退還票據"),
    "instalment.request": _("提出分期繳納"),
    "notice.by_hand": _("通知改由人工辦理"),
    "notice.deliver": _("交出列印檔"),
    "notice.finish_batch": _("通知批次列印完成"),
    "notice.print": _("列印通知"),
    "notice.retry_print": _("重新列印通知"),
    "notice.set_aside": _("通知印不出，列為待辦"),
    "objection.add_paper": _("收存異議文件"),
    "objection.approve": pgettext_lazy("經過", "核定異議意見"),
    "objection.arrive": pgettext_lazy("經過", "登錄署收案"),
    "objection.carry_out": _("異議撤銷或更正完成"),
    "objection.decide": _("登錄署的異議決定"),
    "objection.forward": _("異議送行政執行署"),
    "objection.lift_stay": _("因異議停止之執行續行"),
    "objection.propose": _("擬具異議意見"),
    "objection.record_oral": _("記錄當場言詞異議"),
    "objection.register": _("收受聲明異議"),
    "objection.send_back": _("退回異議意見"),
    "objection.stay": _("因異議停止執行"),
    "objection.withdraw": _("異議人撤回異議"),
    "receipt.print": pgettext_lazy("經過", "列印收據"),
    "receipt.take_off_decide": _("決定移出案件"),
    "receipt.take_off_request": _("申請移出案件"),
    "receipt.void_decide": _("決定收據作廢"),
    "receipt.void_request": _("申請收據作廢"),
    "slip.issue": _("開立繳款單"),
    "slip.renew": _("義務人索取繳款單"),
    "slip.lay_instalments": _("重排各期繳款單"),
    "suspense.decide": _("決定待查款項的去處"),
    "suspense.note": _("註記待查款項"),
    "suspense.own": _("承接待查款項"),
    "suspense.propose": _("提出待查款項的去處"),
}
# The panels of notices and payments tell these themselves, with more.
TOLD_BY_PANELS = frozenset(
    {
        "notice.issue", "notice.serve", "payment.agency_report", "payment.card",
        "payment.counter", "payment.import", "payment.receive",
    }
)  # fmt: skip


def act_name(code: str) -> Any:
    """The words for an action; one that has none shows its code."""
    return ACTS.get(code, code)
