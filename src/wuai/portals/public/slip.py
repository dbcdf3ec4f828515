"""What the payment page tells: owed today, how to pay it, what became of earlier payments."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel import twqr
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.pieces import Component, Happening

LIVE, EXPIRED, SUPERSEDED, SETTLED, STOPPED = "LIVE", "EXPIRED", "SUPERSEDED", "SETTLED", "STOPPED"
_COMPONENTS = {
    "COST": Bilingual("執行必要費用", "Necessary costs"),
    "INTEREST": Bilingual("利息", "Interest"),
    "SURCHARGE": Bilingual("滯納金", "Late surcharge"),
    "FINE": Bilingual("罰鍰", "Fine"),
    "PRINCIPAL": Bilingual("應納金額", "Principal"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A code to be scanned from the screen, and what it says."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class PayPage:
    """Everything the page prints."""

    state: str
    number: str
    name: str
    agency: Bilingual
    about: Bilingual
    owed: int
    components: Sequence[Component]
    due_on: date
    differs: bool
    slip_amount: int
    store: Sequence[Picture]
    store_refused: Bilingual | None
    account: str
    bank: Bilingual
    bank_code: str
    transfer: Picture | None
    branch: organisation.BranchRow
    hours: Bilingual
    who: Bilingual
    phone: str
    trail: Sequence[Happening]


def page_of(slip: payments.SlipRow, on: date) -> PayPage:
    """Gather the page of one slip on a day."""
    case = cases.case_row(slip.case_id)
    balance = cases.balances([case.id], on)[case.id]
    owed = sum(balance.values())
    state = _state(slip, case, owed, on)
    branch, section = (
        organisation.branch_by_id(case.branch_id),
        organisation.section(case.section_id),
    )
    agency = organisation.agency_by_id(case.agency_id)
    payable = state in (LIVE, EXPIRED)
    return PayPage(
        state=state, number=case.number, name=parties.party_row(case.obligor_id).name_masked,
        agency=Bilingual(agency.name_zh, agency.name_en),
        about=Bilingual(case.category_zh, case.category_en), owed=owed,
        components=[Component(_COMPONENTS[code], n) for code, n in cases.ordered(balance)],
        due_on=slip.due_on, differs=payable and owed != slip.amount, slip_amount=slip.amount,
        store=_store(slip) if state == LIVE and owed >= slip.amount else (),
        store_refused=slip.store_refused_reason, account=slip.virtual_account if payable else "",
        bank=slip.bank_name, bank_code=slip.bank_code,
        transfer=_transfer(slip, branch, owed) if payable else None, branch=branch,
        hours=Bilingual(branch.hours_zh, branch.hours_en), who=_who(branch, section),
        phone=_phone(branch, section), trail=_trail(slip, case, owed),
    )  # fmt: skip


def _state(slip: payments.SlipRow, case: cases.CaseRow, owed: int, on: date) -> str:
    if case.closed_on is not None:
        return SETTLED if case.status == "PAID" else STOPPED
    if owed <= 0:
        return SETTLED
    if slip.superseded_at is not None:
        return SUPERSEDED
    return LIVE if slip.due_on >= on else EXPIRED


def _who(branch: organisation.BranchRow, section: organisation.SectionRow) -> Bilingual:
    return Bilingual(f"{branch.name_zh} {section.name_zh}", f"{branch.name_en}, {section.name_en}")


def _phone(branch: organisation.BranchRow, section: organisation.SectionRow) -> str:
    phone = section.phone or branch.phone
    return " ".join((phone, _("轉"), section.extension)) if section.extension else phone


def _store(slip: payments.SlipRow) -> list[Picture]:
    return [Picture(s, _image(notices.draw_code39(s))) for s in slip.store_segments or ()]


def _transfer(slip: payments.SlipRow, branch: organisation.BranchRow, owed: int) -> Picture:
    uri = twqr.transfer(branch.name_zh, slip.bank_code, slip.virtual_account, owed)
    return Picture(uri, _image(notices.draw_qr(uri)))


def _image(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _trail(slip: payments.SlipRow, case: cases.CaseRow, owed: int) -> list[Happening]:
    """Noticed, received, posted, closed: each with its day, or still ahead."""
    trail = [Happening(_("已通知"), at=slip.issued_on, detail=_("繳款單已開立"))]
    received = payments.payments_of_case(case.id)
    for row in received:
        channel = Bilingual(row.channel_zh, row.channel_en)
        money = f"NT$ {row.amount:,}"
        trail.append(
            Happening(_("已收到 {money}").format(money=money), at=row.paid_on, detail=channel)
        )
        trail.append(Happening(_("已入帳 {money}").format(money=money), at=row.posted_on))
    if case.closed_on is not None:
        return [*trail, Happening(_("已結案"), at=case.closed_on)]
    if owed > 0:
        trail.append(Happening(_("收到繳款"), state="ahead"))
        trail.append(Happening(_("入帳"), state="ahead"))
    return [*trail, Happening(_("結案"), state="ahead")]
