"""The ways to pay that a letter names beside store and transfer, and why others cannot be used."""

from datetime import date

from wuai.contexts.notices.rules.letter import WaysOnLetter
from wuai.contexts.payments import api as payments
from wuai.kernel import postal_giro
from wuai.kernel.bilingual import Bilingual

# The slip prints store and transfer itself, the letter's own text the counter; whether a card can
# be used on a platform's page is said by the page behind the QR code.
_ON_SLIP = frozenset({"CVS_711", "CVS_FAMILY", "CVS_OK", "CVS_HILIFE", "VA", "COUNTER"})
_ON_PAGE = frozenset({"CARD"})
# What the branch does not offer to anybody is told by that page too; the letter has room for
# what this slip in particular cannot be paid with.
_FOR_ALL = frozenset({"NO_CONTRACT", "WITHDRAWN"})


class WaysOfBranch:
    """What one branch offers on a day; its contracts are read once, then slips are judged."""

    def __init__(self, branch_id: int, on: date) -> None:
        self._offering = payments.offering(branch_id, on)

    def of(self, slip: payments.SlipRow, agency_id: int) -> WaysOnLetter:
        """The ways for one new slip."""
        debt = payments.Payable(
            slip.debt_kind, slip.amount, slip.amount, slip.issued_on, slip.due_on
        )
        also: list[Bilingual] = []
        refused: dict[Bilingual, list[Bilingual]] = {}
        giro: tuple[str, ...] = ()
        for way in self._offering.ways(debt, agency_id):
            if way.refused is None and way.code == "POST":
                account = way.terms["giro_account"]
                giro = postal_giro.compose(account, slip.due_on, slip.number, slip.amount)
            elif way.refused is None and way.code not in _ON_SLIP:
                also.append(way.name)
            elif way.refused is not None and self._is_told(way):
                refused.setdefault(way.refused, []).append(way.name)
        return WaysOnLetter(
            tuple(also), tuple((why, tuple(names)) for why, names in refused.items()), giro
        )

    def _is_told(self, way: payments.Way) -> bool:
        return way.code not in _ON_SLIP | _ON_PAGE and way.refused_code not in _FOR_ALL
