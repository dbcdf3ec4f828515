"""What the payment page tells: owed today, how to pay it, what became of earlier payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments import api as instalments
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel import twqr
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.platform.ui.pieces import Component, Happening, Table
from wuai.portals.public.ways import Picture, Ways, barcodes, image, ways_of

LIVE, EXPIRED, SUPERSEDED, SETTLED, STOPPED = "LIVE", "EXPIRED", "SUPERSEDED", "SETTLED", "STOPPED"
COMPONENTS = {
    "COST": Bilingual("執行必要費用", "Necessary costs"),
    "INTEREST": Bilingual("利息", "Interest"),
    "SURCHARGE": Bilingual("滯納金", "Late surcharge"),
    "FINE": Bilingual("罰鍰", "Fine"),
    "PRINCIPAL": Bilingual("應納金額", "Principal"),
}


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan to which the slip of an instalment belongs, as it stands."""

    slip_amount: int
    due_on: date
    table: Table


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
    cards: Sequence[payments.CardOffer]
    card_amount: int
    card_open: payments.AttemptRow | None
    branch: organisation.BranchRow
    hours: Bilingual
    who: Bilingual
    phone: str
    trail: Sequence[Happening]
    ways: Ways | None = None
    plan: PlanPart | None = None
    share: int = 0
    held: int = 0
    returning: int = 0


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
    by_card = min(owed, slip.amount) if slip.instalment_ref else owed
    attempts = payments.attempts_of_case(case.id)
    extra = [one for one in payments.held_of_case(case.id) if one.payer_id == slip.payer_id]
    ways = ways_of(slip, case, branch.name_zh, by_card, on) if payable else None
    may_transfer = ways is not None and ways.may_transfer
    return PayPage(
        state=state, number=case.number, name=parties.party_row(case.obligor_id).name_masked,
        agency=Bilingual(agency.name_zh, agency.name_en),
        about=Bilingual(case.category_zh, case.category_en), owed=owed,
        components=[Component(COMPONENTS[code], n) for code, n in cases.ordered(balance)],
        due_on=slip.due_on, differs=payable and by_card != slip.amount, slip_amount=slip.amount,
        store=barcodes(slip.store_segments or ()) if state == LIVE and owed >= slip.amount else (),
        store_refused=slip.store_refused_reason, account=slip.virtual_account if may_transfer else "",
        bank=slip.bank_name, bank_code=slip.bank_code,
        transfer=_transfer(slip, branch, by_card) if may_transfer else None,
        cards=_cards(slip, by_card) if payable else (), card_amount=by_card,
        card_open=next((row for row in attempts if row.is_under_way), None), branch=branch,
        hours=Bilingual(branch.hours_zh, branch.hours_en), who=who_of(branch, section),
        phone=phone_of(branch, section), trail=_trail(slip, case, owed, attempts, extra),
        plan=(plan := _plan(slip, by_card, on)),
        # A guarantor's slip asks for what he answers for, not for the whole debt.
        share=by_card if slip.instalment_ref and plan is None else 0,
        ways=ways, held=sum(row.held for row in extra),
        returning=sum(row.returning for row in extra),
    )  # fmt: skip


def _plan(slip: payments.SlipRow, now: int, on: date) -> PlanPart | None:
    """The plan of an instalment's slip; the page then asks for this instalment, not for the whole."""
    plan = instalments.plan_of_instalment(slip.instalment_ref) if slip.instalment_ref else None
    view = instalments.plan_view(plan.ref, on=on) if plan else None
    table = instalments.schedule_table(view) if view else None
    return PlanPart(now, slip.due_on, table) if table else None


def _state(slip: payments.SlipRow, case: cases.CaseRow, owed: int, on: date) -> str:
    if case.closed_on is not None:
        return SETTLED if case.status == "PAID" else STOPPED
    if owed <= 0:
        return SETTLED
    if slip.superseded_at is not None:
        return SUPERSEDED
    return LIVE if slip.due_on >= on else EXPIRED


def who_of(branch: organisation.BranchRow, section: organisation.SectionRow) -> Bilingual:
    """Who has a case in hand."""
    return Bilingual(f"{branch.name_zh} {section.name_zh}", f"{branch.name_en}, {section.name_en}")


def phone_of(branch: organisation.BranchRow, section: organisation.SectionRow) -> str:
    """Their telephone."""
    phone = section.phone or branch.phone
    return " ".join((phone, _("轉"), section.extension)) if section.extension else phone


def _transfer(slip: payments.SlipRow, branch: organisation.BranchRow, owed: int) -> Picture:
    uri = twqr.transfer(branch.name_zh, slip.bank_code, slip.virtual_account, owed)
    return Picture(uri, image(notices.draw_qr(uri)))


def _cards(slip: payments.SlipRow, amount: int) -> Sequence[payments.CardOffer]:
    return payments.card_offers(slip.branch_id, amount, simulator=settings.CARD_SIMULATOR)


def beside(held: payments.HeldPayment) -> Happening:
    """What was paid for a case and is not on it: kept for the payer, or taken back with his card."""
    if held.taken_back:
        what = _("刷卡繳納的 {money} 不再計入本案：收單機構扣回了刷卡款")
        return Happening(what.format(money=format_nt(held.taken_back)), at=held.posted_on)
    kept = _("多收到 {money}，為您保留").format(money=format_nt(held.held + held.returning))
    channel = Bilingual(held.channel_zh, held.channel_en)
    return Happening(kept, at=held.paid_on, detail=channel)


def _trail(
    slip: payments.SlipRow, case: cases.CaseRow, owed: int,
    attempts: Sequence[payments.AttemptRow], extra: Sequence[payments.HeldPayment],
) -> list[Happening]:  # fmt: skip
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
    trail += [beside(held) for held in extra]
    for attempt in attempts:
        if attempt.is_under_way:
            what = _("信用卡付款 {money}，等候平台確認").format(money=f"NT$ {attempt.amount:,}")
            trail.append(Happening(what, at=attempt.made_at, url=f"/card/{attempt.ref}/"))
    if case.closed_on is not None:
        return [*trail, Happening(_("已結案"), at=case.closed_on)]
    if owed > 0:
        trail.append(Happening(_("收到繳款"), state="ahead"))
        trail.append(Happening(_("入帳"), state="ahead"))
    return [*trail, Happening(_("結案"), state="ahead")]
