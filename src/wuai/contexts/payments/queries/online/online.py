"""Card payments on a platform's page, as pages show them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from wuai.contexts.payments.gateways.card_platforms import PLATFORMS, address_of
from wuai.contexts.payments.gateways.hosted_card import Merchant
from wuai.contexts.payments.models import (
    CardAttempt,
    CardContract,
    CardEvent,
    CardPart,
    CardRelease,
)
from wuai.contexts.payments.queries.online.merchants import merchant_of
from wuai.contexts.payments.rules.online import online as rules
from wuai.kernel.bilingual import Bilingual

LISTED = 300


@dataclass(frozen=True, slots=True)
class CardOffer:
    """One platform by which an amount can be paid."""

    contract_ref: uuid.UUID
    platform: str
    name: Bilingual
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """What one case has in an order over several cases."""

    case_id: int
    branch_id: int
    amount: int
    receipt_ref: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One order that left the house, and how it stands."""

    id: int
    ref: uuid.UUID
    branch_id: int
    contract_id: int
    case_id: int
    slip_ref: uuid.UUID
    platform: str
    platform_name: Bilingual
    is_simulated: bool
    order_no: str
    amount: int
    made_at: datetime
    state: str
    state_at: datetime
    asks: int
    asked_at: datetime | None
    next_ask_at: datetime | None
    flag: str
    flagged_at: datetime | None
    receipt_ref: uuid.UUID | None
    parts: tuple[PartRow, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether it may still become money."""
        return self.state in rules.UNDER_WAY

    @property
    def is_paid(self) -> bool:
        """Whether its money is in the books."""
        return self.state in rules.HAS_MONEY


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing heard of an attempt."""

    source: str
    verdict: str
    reason: str
    amount: int | None
    trade_no: str
    said_at: datetime | None
    asked_at: datetime | None
    arrived_at: datetime
    kept: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """What one person asked and another decided about a stuck attempt."""

    ref: uuid.UUID
    reason: str
    proposed_at: datetime
    proposed_by: str
    proposed_name: str
    decision: str
    decided_at: datetime | None
    decided_name: str


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """An attempt with all that was heard of it."""

    row: AttemptRow
    slip_number: str
    merchant_id: str
    events: list[EventRow]
    releases: list[ReleaseRow]

    @property
    def waiting(self) -> ReleaseRow | None:
        """The release that waits for a decision."""
        return next((one for one in self.releases if not one.decision), None)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A branch's account at a platform, without its secrets."""

    ref: uuid.UUID
    platform: str
    platform_name: Bilingual
    merchant_id: str
    mode: str
    most: int
    since: date
    until: date | None
    by_name: str


def card_offers(branch_id: int, amount: int, *, simulator: str) -> list[CardOffer]:
    """By which platforms a branch takes this amount now."""
    found = CardContract.objects.filter(branch_id=branch_id, until=None, most__gte=amount)
    return [
        CardOffer(c.ref, c.platform, PLATFORMS[c.platform].name, c.mode == "SIMULATED")
        for c in found.order_by("platform")
        if amount > 0 and address_of(c.platform, c.mode, simulator)
    ]


def contracts_of(branch_id: int) -> list[ContractRow]:
    """The accounts of a branch, those in force first."""
    found = CardContract.objects.filter(branch_id=branch_id).order_by("until", "-since", "-id")
    return [
        ContractRow(
            c.ref, c.platform, PLATFORMS[c.platform].name, c.merchant_id, c.mode, c.most, c.since,
            c.until, c.by_name,
        )
        for c in sorted(found, key=lambda c: (c.until is not None, c.platform))
    ]  # fmt: skip


def merchants(
    platform: str, merchant_id: str, *, simulator: str
) -> list[tuple[int, int, Merchant]]:
    """The accounts with this number, also those that ended: contract, branch, and the secrets."""
    found = CardContract.objects.filter(platform=platform, merchant_id=merchant_id[:15])
    return [
        (c.id, c.branch_id, merchant_of(c, address_of(platform, c.mode, simulator)))
        for c in found.order_by("-id")
    ]


def merchant_of_contract(contract_id: int, *, simulator: str) -> tuple[str, Merchant]:
    """The platform and the account of a contract."""
    held = CardContract.objects.get(id=contract_id)
    address = address_of(held.platform, held.mode, simulator)
    return held.platform, merchant_of(held, address)


def _rows(found: QuerySet[CardAttempt]) -> list[AttemptRow]:
    rows = list(found.select_related("contract", "slip", "receipt"))
    parts = _parts(rows)
    return [_row(attempt, parts.get(attempt.id, ())) for attempt in rows]


def _parts(rows: list[CardAttempt]) -> dict[int, tuple[PartRow, ...]]:
    found = CardPart.objects.filter(attempt__in=rows).select_related("slip", "receipt")
    parts: dict[int, tuple[PartRow, ...]] = {}
    for part in found.order_by("attempt_id", "place"):
        row = PartRow(
            part.slip.case_id, part.branch_id, part.amount,
            part.receipt.ref if part.receipt else None,
        )  # fmt: skip
        parts[part.attempt_id] = (*parts.get(part.attempt_id, ()), row)
    return parts


def _row(attempt: CardAttempt, parts: tuple[PartRow, ...]) -> AttemptRow:
    contract = attempt.contract
    return AttemptRow(
        id=attempt.id, ref=attempt.ref, branch_id=attempt.branch_id,
        contract_id=attempt.contract_id, case_id=attempt.slip.case_id, slip_ref=attempt.slip.ref,
        platform=contract.platform, platform_name=PLATFORMS[contract.platform].name,
        is_simulated=contract.mode == "SIMULATED", order_no=attempt.order_no,
        amount=attempt.amount, made_at=attempt.made_at, state=attempt.state,
        state_at=attempt.state_at, asks=attempt.asks, asked_at=attempt.asked_at,
        next_ask_at=attempt.next_ask_at, flag=attempt.flag, flagged_at=attempt.flagged_at,
        receipt_ref=attempt.receipt.ref if attempt.receipt else None, parts=parts,
    )  # fmt: skip


def _concerning(**of: Any) -> Q:
    """Orders that are so, or of which a part is: one over several cases is each of its branches'."""
    return Q(**of) | Q(id__in=CardPart.objects.filter(**of).values("attempt_id"))


def attempts_of_case(case_id: int) -> list[AttemptRow]:
    """The card payments that were begun for a case, oldest first."""
    return attempts_of_cases([case_id])


def attempts_of_cases(case_ids: Iterable[int]) -> list[AttemptRow]:
    """The card payments that were begun for any of these cases, oldest first."""
    ids = list(case_ids)
    return _rows(CardAttempt.objects.filter(_concerning(slip__case_id__in=ids)).order_by("id"))


def attempts_to_look_at(branch_id: int) -> list[AttemptRow]:
    """Those under way and those somebody must look at, the oldest first."""
    found = CardAttempt.objects.filter(
        _concerning(branch_id=branch_id),
        Q(state__in=["OPEN", "WAITING", "FAILED"]) | ~Q(flag=""),
    )
    return _rows(found.order_by("made_at", "id")[:LISTED])


def flagged(branch_id: int, limit: int) -> list[AttemptRow]:
    """Those that somebody must look at, the longest waiting first."""
    found = CardAttempt.objects.filter(branch_id=branch_id).exclude(flag="")
    return _rows(found.order_by("flagged_at", "id")[:limit])


def how_many_flagged(branch_id: int, cap: int) -> int:
    """How many of them there are, at most ``cap``."""
    return CardAttempt.objects.filter(branch_id=branch_id).exclude(flag="")[:cap].count()


def attempt_row(ref: uuid.UUID) -> AttemptRow | None:
    """One attempt; None when there is none."""
    return next(iter(_rows(CardAttempt.objects.filter(ref=ref))), None)


def attempt_facts(ref: uuid.UUID, *, branch_id: int | None = None) -> AttemptFacts | None:
    """One attempt with its trail; a reader of a branch sees those in which his branch has a part."""
    found = CardAttempt.objects.filter(ref=ref).select_related("contract", "slip", "receipt")
    if branch_id is not None:
        found = found.filter(_concerning(branch_id=branch_id))
    attempt = found.first()
    if attempt is None:
        return None
    return AttemptFacts(
        _row(attempt, _parts([attempt]).get(attempt.id, ())), attempt.slip.number, attempt.contract.merchant_id,
        _events(CardEvent.objects.filter(attempt=attempt).order_by("id")),
        [
            ReleaseRow(
                r.ref, r.reason, r.proposed_at, r.proposed_by, r.proposed_name, r.decision,
                r.decided_at, r.decided_name or "",
            )
            for r in CardRelease.objects.filter(attempt=attempt).order_by("-id")
        ],
    )  # fmt: skip


def _events(found: Iterable[CardEvent]) -> list[EventRow]:
    return [
        EventRow(
            e.source, e.verdict, e.reason, e.amount, e.trade_no, e.said_at, e.asked_at,
            e.arrived_at, e.kept,
        )
        for e in found
    ]  # fmt: skip


def distrusted(branch_id: int, limit: int = 20) -> list[EventRow]:
    """What came lately under this branch's accounts, or under none, and was not believed."""
    found = CardEvent.objects.filter(verdict="DISTRUSTED", attempt=None)
    found = found.filter(Q(branch_id=branch_id) | Q(branch_id=None))
    return _events(found.order_by("-id")[:limit])
