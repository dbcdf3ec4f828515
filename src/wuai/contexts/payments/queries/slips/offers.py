"""By which channels a debt of a branch can be paid on a day: the table of channels, judged.

The contracts of a branch are read once; then any number of debts are judged without the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from wuai.contexts.payments.gateways.channel import Term
from wuai.contexts.payments.gateways.registry import registered
from wuai.contexts.payments.models import ChannelContract, CollectionContract
from wuai.contexts.payments.queries.receiving.channels import ChannelRow, channels
from wuai.contexts.payments.rules.slips.offers import Payable, Terms, offers, why
from wuai.kernel.bilingual import Bilingual

M = TypeVar("M", CollectionContract, ChannelContract)
EXAMPLE_KIND, EXAMPLE_AMOUNT = "FINE", 1000
_OF_COLLECTION = ("CVS_711", "CVS_FAMILY", "CVS_OK", "CVS_HILIFE", "VA")


@dataclass(frozen=True, slots=True)
class Way:
    """One channel for one debt: what to tell the payer, or why it cannot be used."""

    row: ChannelRow
    where: str
    terms: Terms
    refused: Bilingual | None
    refused_code: str

    @property
    def code(self) -> str:
        """The channel's code."""
        return self.row.code

    @property
    def name(self) -> Bilingual:
        """The channel's name."""
        return Bilingual(self.row.name_zh, self.row.name_en)

    @property
    def how(self) -> Bilingual:
        """What a person does to pay."""
        return Bilingual(self.row.how_zh, self.row.how_en)


@dataclass(frozen=True, slots=True)
class Offering:
    """What a branch can offer on a day."""

    on: date
    rows: Mapping[str, ChannelRow]
    contracts: Mapping[tuple[str, int | None], Terms]

    def terms(self, agency_id: int | None) -> dict[str, Terms]:
        """The contract of each channel; what an agency gave goes before what holds for all."""
        held = {code: terms for (code, agency), terms in self.contracts.items() if agency is None}
        if agency_id is not None:
            held |= {
                code: terms for (code, agency), terms in self.contracts.items()
                if agency == agency_id
            }  # fmt: skip
        return held

    def ways(self, debt: Payable, agency_id: int | None = None) -> list[Way]:
        """Every channel for one debt, those that can be used first."""
        known = registered()
        judged = offers(
            debt, [known[code] for code in self.rows if code in known], self.terms(agency_id),
            {row.code for row in self.rows.values() if self._in_force(row)}, self.on,
        )  # fmt: skip
        found = [
            Way(self.rows[one.channel.code], one.channel.where, one.terms,
                why(one.refused, one.channel, debt), one.refused)
            for one in judged
        ]  # fmt: skip
        return sorted(found, key=lambda way: way.refused is not None)

    def _in_force(self, row: ChannelRow) -> bool:
        return row.since <= self.on and (row.until is None or row.until >= self.on)


def judged_today(branch_id: int, on: date) -> list[Way]:
    """Every channel for a small fine whose slip is issued today: an example of what is offered."""
    debt = Payable(EXAMPLE_KIND, EXAMPLE_AMOUNT, EXAMPLE_AMOUNT, on, on)
    return offering(branch_id, on).ways(debt)


def terms_of(channel_code: str) -> tuple[Term, ...]:
    """What the contract of a channel must or may say."""
    return registered()[channel_code].needs or ()


def offering(branch_id: int, on: date) -> Offering:
    """What a branch can offer on a day, by its contracts in force."""
    return Offering(on, {row.code: row for row in channels()}, _contracts(branch_id, on))


def _contracts(branch_id: int, on: date) -> dict[tuple[str, int | None], Terms]:
    held: dict[tuple[str, int | None], Terms] = {}
    for row in _in_force(CollectionContract.objects.filter(branch_id=branch_id), on):
        terms = {
            "store_item": row.store_item, "va_scheme": row.va_scheme, "va_prefix": row.va_prefix,
        }  # fmt: skip
        held |= {(code, None): terms for code in _OF_COLLECTION}
    found = ChannelContract.objects.filter(branch_id=branch_id).select_related("channel")
    for signed in _in_force(found, on):
        held[signed.channel.code, signed.agency_id] = signed.terms
    return held


def _in_force(found: QuerySet[M], on: date) -> QuerySet[M]:
    # Oldest first: a later contract takes the place of an earlier one.
    return found.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).order_by(
        "since", "id"
    )


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One signed contract of a channel, as staff see it."""

    channel: str
    agency_id: int | None
    terms: Terms
    since: date
    until: date | None
    confirmed: bool


def contracts_of(branch_id: int) -> list[ContractRow]:
    """Every contract of a branch, the newest first, those of stores and bank among them."""
    signed = ChannelContract.objects.filter(branch_id=branch_id).select_related("channel")
    rows = [
        ContractRow(c.channel.code, c.agency_id, c.terms, c.since, c.until, c.confirmed)
        for c in signed.order_by("channel__place", "-since", "-id")
    ]
    for c in CollectionContract.objects.filter(branch_id=branch_id).order_by("-since", "-id"):
        terms = {"store_item": c.store_item, "va_scheme": c.va_scheme, "va_prefix": c.va_prefix}
        rows.append(ContractRow("VA", None, terms, c.since, c.until, c.confirmed))
    return rows
