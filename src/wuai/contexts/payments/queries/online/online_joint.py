"""By which card orders several cases can be paid at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS, address_of
from wuai.contexts.payments.models import CardContract
from wuai.contexts.payments.queries.online.merchants import account_of
from wuai.contexts.payments.rules.online.online_joint import MOST_CASES, groups
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class JointOffer:
    """One order that can be begun: for which cases, how much, with which platform."""

    most_cases: ClassVar[int] = MOST_CASES

    contract_ref: uuid.UUID
    platform: str
    name: Bilingual
    is_simulated: bool
    case_ids: tuple[int, ...]
    branch_ids: tuple[int, ...]
    amount: int


def joint_offers(case_ids: Iterable[int], *, on: date, simulator: str) -> list[JointOffer]:
    """The orders by which these cases can be paid, the widest first.

    Branches that share an account at a platform share an order; for the others there is one each.
    Cases that owe nothing, or are closed, are in none.
    """
    rows = [row for row in cases.case_rows(case_ids).values() if row.closed_on is None]
    owed = {i: sum(parts.values()) for i, parts in cases.balances([r.id for r in rows], on).items()}
    by_branch: dict[int, int] = {}
    for row in rows:
        by_branch[row.branch_id] = by_branch.get(row.branch_id, 0) + max(owed[row.id], 0)
    held = CardContract.objects.filter(branch_id__in=by_branch, until=None).order_by("id")
    contracts = {c.id: c for c in held if address_of(c.platform, c.mode, simulator)}
    offers = []
    for account, branches in groups(map(account_of, contracts.values()), by_branch):
        mine = tuple(row.id for row in rows if row.branch_id in branches and owed[row.id] > 0)
        if len(mine) > MOST_CASES:
            continue
        contract = contracts[account.contract_id]
        offers.append(
            JointOffer(
                contract.ref, contract.platform, PLATFORMS[contract.platform].name,
                contract.mode == "SIMULATED", mine, tuple(sorted(branches)),
                sum(owed[case_id] for case_id in mine),
            )
        )  # fmt: skip
    return offers
