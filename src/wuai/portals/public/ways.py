"""The ways to pay beside store, transfer and card: what each prints, where it leads, why not."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.contexts.cases import api as cases
from wuai.contexts.notices import api as notices
from wuai.contexts.payments import api as payments
from wuai.kernel import postal_giro, twqr
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Picture:
    """A code to be scanned from the screen, and what it says."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """A site of somebody else on which this debt can be paid."""

    name: Bilingual
    how: Bilingual
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What the page offers beside the store, the transfer and the card."""

    may_transfer: bool
    giro: Sequence[Picture]
    treasury: Sequence[tuple[Bilingual, str]]
    payment_code: Picture | None
    links: Sequence[Link]
    desk: Sequence[payments.Way]
    refused: Sequence[payments.Way]


def ways_of(slip: payments.SlipRow, case: cases.CaseRow, name: str, owed: int, on: date) -> Ways:
    """Judge every channel for this slip today, and make ready what each needs."""
    debt = payments.Payable(slip.debt_kind, owed, slip.amount, slip.issued_on, slip.due_on)
    judged = payments.offering(slip.branch_id, on).ways(debt, case.agency_id)
    by_code = {way.code: way for way in judged if way.refused is None}
    shown = {"VA", "COUNTER", "AGENCY"}
    return Ways(
        may_transfer="VA" in by_code, giro=_giro(by_code.get("POST"), slip), treasury=_treasury(by_code.get("TREASURY")),
        payment_code=_payment_code(by_code.get("MOBILE"), slip, name),
        links=_links(by_code, slip, case, owed),
        desk=[w for w in by_code.values() if w.where == payments.AT_DESK and w.code not in shown],
        # The panel of the stores says itself why there are no barcodes.
        refused=[w for w in judged if w.refused is not None and not w.code.startswith("CVS_")],
    )  # fmt: skip


def barcodes(codes: Iterable[str]) -> list[Picture]:
    """Each code as bars that a scanner reads from the screen."""
    return [Picture(code, image(notices.draw_code39(code))) for code in codes]


def _giro(way: payments.Way | None, slip: payments.SlipRow) -> list[Picture]:
    if way is None:
        return []
    codes = postal_giro.compose(way.terms["giro_account"], slip.due_on, slip.number, slip.amount)
    return barcodes(codes)


def _treasury(way: payments.Way | None) -> list[tuple[Bilingual, str]]:
    """The fields as the agency gave them; nothing of our own is added."""
    if way is None:
        return []
    asked = payments.terms_of(way.code)
    return [
        (Bilingual(term.zh, term.en), way.terms[term.code])
        for term in asked
        if way.terms.get(term.code)
    ]


def _payment_code(way: payments.Way | None, slip: payments.SlipRow, name: str) -> Picture | None:
    if way is None or not (way.terms.get("security_code") and way.terms.get("terminal")):
        return None
    acquirer = twqr.Acquirer(way.terms["security_code"], way.terms["terminal"])
    uri = twqr.payment(name, acquirer, slip.amount, slip.due_on, slip.number)
    return Picture(uri, image(notices.draw_qr(uri)))


def _links(
    offered: dict[str, payments.Way], slip: payments.SlipRow, case: cases.CaseRow, owed: int
) -> list[Link]:
    return [
        Link(
            way.name, way.how,
            payments.fill_address(
                way.terms["address"], number=slip.number, agency_no=case.agency_ref, amount=owed
            ),
        )
        for way in offered.values()
        if "address" in way.terms
    ]  # fmt: skip


def image(svg: str) -> str:
    """An SVG that stands in the page itself."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
