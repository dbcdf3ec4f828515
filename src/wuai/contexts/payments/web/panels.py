"""What payments offers to the case pages, to search and to today's work."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.queries.desk.cheques import cheques_of_case
from wuai.contexts.payments.queries.receiving import of_case, waiting
from wuai.contexts.payments.queries.slips import slips
from wuai.contexts.payments.web.desk import till_work
from wuai.contexts.payments.web.desk.cheques import HOME as CHEQUES
from wuai.contexts.payments.web.desk.cheques import state_of as cheque_state
from wuai.contexts.payments.web.online.online_work import STUCK_CARDS
from wuai.contexts.payments.web.out import payouts_work
from wuai.contexts.payments.web.slips import unanswered_work
from wuai.kernel.bilingual import Bilingual
from wuai.platform.panels import Act, CaseView, Desk, Finder, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Column, Happening, Status, Table

# How soon unmatched money is looked at: our own service goal.
MATCH_DAYS, LISTED, CAP = 3, 12, 1000
REASONS = {
    "UNKNOWN_NUMBER": _("查無銷帳編號"),
    "OVERPAID": _("溢繳"),
    "PAID_TWICE": _("重複繳納"),
    "CASE_CLOSED": _("案件已結"),
    "TAKEN_OFF": _("移出案件"),
    "MALFORMED": _("資料有誤"),
    "OTHER_CHANNEL": _("不是這個通路的"),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid to a case, and the slips to pay it with."""

    payments: Table | None
    slips: Table | None
    cheques: Table | None


def paid(view: CaseView) -> Paid:
    """Payments of the case, then its slips, the newest first."""
    return Paid(_payments(view, "/staff/payments/"), _slips(view), _cheques(view, CHEQUES))


def for_agency(view: CaseView) -> Paid:
    """The same for the agency: its slips to hand out; receipts are the branch's."""
    return Paid(_payments(view, ""), _slips(view), _cheques(view, ""))


def _cheques(view: CaseView, root: str) -> Table | None:
    columns = [
        Column("paper_no", gettext("收執號"), "code"), Column("amount", gettext("票面金額"), "amount"),
        Column("due_on", gettext("到期日"), "day"), Column("state", gettext("狀態"), "status"),
        Column("reason", gettext("理由")),
    ]  # fmt: skip
    lines = [
        {"paper_no": row.paper_no, "amount": row.amount, "due_on": row.due_on,
         "state": cheque_state(row), "reason": row.reason if root else "",
         "url": f"{root}{row.ref}/" if root else ""}
        for row in cheques_of_case(view.case_id)
    ]  # fmt: skip
    return Table(gettext("票據"), columns, lines, show_caption=False, stack=True) if lines else None


def _payments(view: CaseView, root: str) -> Table | None:
    rows = view.once("payments", lambda: of_case.payments_of_case(view.case_id))
    columns = [
        Column("paid_on", gettext("繳款日"), "day"), Column("channel", gettext("通路")),
        Column("amount", gettext("金額"), "amount", total=True),
        Column("posted_on", gettext("入帳日"), "day"),
    ]  # fmt: skip
    lines = [
        {"paid_on": row.paid_on, "channel": Bilingual(row.channel_zh, row.channel_en),
         "amount": row.amount, "posted_on": row.posted_on,
         "url": f"{root}{row.receipt_ref}/" if root else ""}
        for row in rows
    ]  # fmt: skip
    return Table(gettext("收款"), columns, lines, show_caption=False, stack=True) if lines else None


def _slips(view: CaseView) -> Table | None:
    columns = [
        Column("number", gettext("銷帳編號（虛擬帳號）"), "code"),
        Column("amount", gettext("繳款單金額"), "amount"), Column("due_on", gettext("繳款期限"), "day"),
        Column("store", gettext("超商")), Column("state", gettext("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "amount": row.amount, "due_on": row.due_on,
         "store": gettext("可以") if row.store_segments else gettext("不可"),
         "state": _slip_state(row, view)}
        for row in slips.slips_of_case(view.case_id)
    ]  # fmt: skip
    return (
        Table(gettext("繳款單"), columns, lines, show_caption=False, stack=True) if lines else None
    )


def _slip_state(row: slips.SlipRow, view: CaseView) -> Status:
    if row.is_valid(view.on):
        return Status(gettext("可繳"), "good")
    if row.superseded_at is not None:
        return Status(gettext("已換發，仍可入帳"), "neutral")
    return Status(gettext("已逾期限，仍可入帳"), "waiting")


def happenings(view: CaseView) -> list[Happening]:
    """Payments, for the timeline."""
    return [
        Happening(
            gettext("收款 NT$ %(amount)s") % {"amount": f"{row.amount:,}"}, row.paid_on,
            detail=Bilingual(row.channel_zh, row.channel_en),
            url=f"/staff/payments/{row.receipt_ref}/",
        )
        for row in view.once("payments", lambda: of_case.payments_of_case(view.case_id))
    ] + [_beside(row) for row in of_case.held_of_case(view.case_id)]  # fmt: skip


def _beside(row: of_case.HeldPayment) -> Happening:
    """What was paid for a case and does not stand on it."""
    url, amount = f"/staff/payments/{row.receipt_ref}/", row.taken_back or row.held + row.returning
    what = (
        gettext("收單機構扣回，移出 NT$ %(amount)s")
        if row.taken_back
        else gettext("多收 NT$ %(amount)s")
    )
    return Happening(
        what % {"amount": f"{amount:,}"}, row.posted_on if row.taken_back else row.paid_on,
        detail=Bilingual(row.channel_zh, row.channel_en), url=url,
    )  # fmt: skip


def find(branch_id: int, words: str) -> list[int]:
    """The case of the slip with this number or virtual account."""
    row = slips.slip_by_number(words, branch_id=branch_id)
    return [row.case_id] if row else []


def unmatched(desk: Desk) -> Pile:
    """Money and lines that found no place."""
    number = waiting.how_many(desk.branch_id, cap=CAP)
    todos = [
        Todo(
            gettext("查明並處理款項"), row.number or "—", row.since + timedelta(days=MATCH_DAYS),
            f"/staff/suspense/{row.ref}/", REASONS[row.reason], "press",
        )
        for row in waiting.waiting(desk.branch_id, limit=LISTED)
    ]  # fmt: skip
    return Pile(number, todos, capped=number == CAP)


PANELS = (
    Panel("payments", _("收款與繳款單"), 30, "case.view", paid, "payments/panels/paid.html", happenings),
)  # fmt: skip
AGENCY_PANELS = (
    Panel("payments", _("收款與繳款單"), 30, "agency.cases", for_agency, "payments/panels/paid.html"),
)  # fmt: skip
FINDERS = (Finder("slip", 20, "case.view", find),)
WORK = (
    Work("money", _("待查款項"), 25, "payment.settle", "/staff/suspense/", unmatched, press=True),
    STUCK_CARDS,
    *till_work.WORK,
    *payouts_work.WORK,
    *unanswered_work.WORK,
)  # fmt: skip
AGENCY_WORK = payouts_work.AGENCY_WORK
ACTS = (
    Act("counter", _("櫃檯收款"), _("收現金並開立收據；依規定順序抵充，繳清就自動結案。"), 10,
        "payment.counter", lambda view: f"/staff/counter/?case={view.case_ref}"),
)  # fmt: skip


def _own_desk(view: CaseView) -> str:
    return f"/agency/payments/?{urlencode({'number': view.facts.row.number})}"


AGENCY_ACTS = (
    Act("report", _("回報貴機關已收的款項"), _("登錄貴機關自己收到的錢；本案欠款立即減少，繳清就自動結案。"), 5,
        "agency.payments", _own_desk),
    Act("slip", _("開啟繳款單"), _("開啟本案的繳款頁，可以列印條碼與轉帳帳號交給民眾。"), 7, "agency.payments",
        lambda view: f"{_own_desk(view)}#slip"),
)  # fmt: skip
