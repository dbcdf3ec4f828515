"""The table of all ways to pay at a branch (R73): who takes which debts, up to what, when, for what fee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS, address_of
from wuai.contexts.payments.gateways.channel import Ceiling
from wuai.contexts.payments.gateways.registry import registered
from wuai.contexts.payments.models import CardContract
from wuai.contexts.payments.queries.receiving.channels import ChannelRow
from wuai.contexts.payments.queries.slips.offers import EXAMPLE_AMOUNT, Offering, offering
from wuai.contexts.payments.rules.slips.offers import WITHDRAWN, WRONG_KIND, Payable, judge
from wuai.kernel.bilingual import Bilingual
from wuai.legal import DEBT_KINDS

# What a form can print at most limits nobody's debt.
NO_LIMIT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Edge:
    """The most that one payment of these kinds of debt may be."""

    kinds: tuple[str, ...]
    limit: int
    inclusive: bool


@dataclass(frozen=True, slots=True)
class PublicWay:
    """One line of the table. ``refused`` says why it is not offered; empty when it is.

    ``kinds`` are the debts it takes, none when it takes all; ``agencies`` whose cases alone can be
    paid so, none when anybody's can.
    """

    name: Bilingual
    how: Bilingual
    hours: Bilingual
    fee: Bilingual
    edges: tuple[Edge, ...]
    kinds: tuple[str, ...]
    agencies: tuple[Bilingual, ...]
    refused: str
    confirmed: bool


def ways_table(branch_id: int, on: date, *, simulator: str) -> list[PublicWay]:
    """Every way to pay at a branch on a day, those that are offered first."""
    offer = offering(branch_id, on)
    names = {a.id: Bilingual(a.name_zh, a.name_en) for a in organisation.agencies()}
    lines = [
        _line(row, offer, names, on) for row in offer.rows.values() if row.code in registered()
    ]
    lines += _online(branch_id, simulator)
    return sorted(lines, key=lambda line: line.refused != "")


def _line(row: ChannelRow, offer: Offering, names: dict[int, Bilingual], on: date) -> PublicWay:
    channel = registered()[row.code]
    in_force = row.since <= on and (row.until is None or row.until >= on)
    whose = [agency for code, agency in offer.contracts if code == row.code]
    takers: Sequence[int | None] = whose if whose and None not in whose else [None]
    judged = {
        kind: {
            judge(channel, Payable(kind, EXAMPLE_AMOUNT, EXAMPLE_AMOUNT, on, on),
                  offer.contracts.get((row.code, agency)), on)
            for agency in takers
        }
        for kind in DEBT_KINDS
    }  # fmt: skip
    taken = tuple(kind for kind in DEBT_KINDS if "" in judged[kind])
    whys = {why for found in judged.values() for why in found} - {"", WRONG_KIND}
    refused = WITHDRAWN if not in_force else "" if taken else min(whys, default=WRONG_KIND)
    return PublicWay(
        _name(row), Bilingual(row.how_zh, row.how_en),
        Bilingual(row.hours_zh, row.hours_en), Bilingual(row.fee_zh, row.fee_en),
        _edges({kind: channel.ceiling(kind, on) for kind in taken}),
        () if len(taken) == len(DEBT_KINDS) else taken,
        tuple(names[agency] for agency in takers if agency is not None), refused, row.confirmed,
    )  # fmt: skip


def _name(row: ChannelRow) -> Bilingual:
    # Beside the card pages of platforms, this one is the terminal on our desk.
    if row.code == "CARD":
        return Bilingual(f"{row.name_zh}（臨櫃）", f"{row.name_en} at the counter")
    return Bilingual(row.name_zh, row.name_en)


def _edges(ceilings: dict[str, Ceiling | None]) -> tuple[Edge, ...]:
    found: dict[tuple[int, bool], tuple[str, ...]] = {}
    for kind, ceiling in ceilings.items():
        if ceiling is not None and ceiling.limit < NO_LIMIT:
            edge = (ceiling.limit, ceiling.inclusive)
            found[edge] = (*found.get(edge, ()), kind)
    return tuple(Edge(kinds, *edge) for edge, kinds in found.items())


def _online(branch_id: int, simulator: str) -> list[PublicWay]:
    """Card pages of platforms: known by their contracts, not by the table of channels.

    A page without an address here is none: a simulated one where no simulator runs.
    """
    found = CardContract.objects.filter(branch_id=branch_id, until=None).order_by("platform")
    return [
        PublicWay(
            Bilingual(f"信用卡線上刷卡（{PLATFORMS[c.platform].name.zh}）",
                      f"Credit card online ({PLATFORMS[c.platform].name.en})"),
            Bilingual("掃描通知書上的 QR 碼，在繳款頁選信用卡",
                      "Scan the QR code of your notice and choose the card on the payment page"),
            Bilingual("全天", "Day and night"),
            Bilingual("手續費由分署負擔", "The branch bears the fee"),
            # Who bears the fee stands in no contract that we hold: our sentence, unconfirmed.
            (Edge(DEBT_KINDS, c.most, True),), (), (), "", confirmed=False,
        )
        for c in found if address_of(c.platform, c.mode, simulator)
    ]  # fmt: skip
