"""Paying the chosen cases by card: the orders that can be made, and those under way."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.wording import plain, sign
from wuai.portals.public.my_cases import Mine, MyCase


@dataclass(frozen=True, slots=True)
class Button:
    """One order as a button: for which branches, and the key by which pressing twice is one order."""

    order: payments.JointOffer
    where: str
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class ByCard:
    """How the chosen cases can be paid by card.

    ``at_once``: one order takes them all. ``left``: the branches whose cases no order takes.
    """

    buttons: tuple[Button, ...]
    at_once: bool
    left: str
    most: int = payments.JointOffer.most_cases


def offers(chosen: Sequence[MyCase], mine: Mine) -> list[payments.JointOffer]:
    """The orders that can be made for these cases."""
    if not chosen:
        return []
    return payments.joint_offers(
        [case.row.id for case in chosen], on=mine.on, simulator=settings.CARD_SIMULATOR
    )


def by_card(chosen: Sequence[MyCase], mine: Mine) -> ByCard:
    """What the page offers for these cases; each button has a key of its own."""
    names = {case.row.branch_id: case.branch for case in chosen}
    found = offers(chosen, mine)
    taken = {branch_id for one in found for branch_id in one.branch_ids}
    return ByCard(
        tuple(Button(one, _named(one.branch_ids, names), uuid.uuid4()) for one in found),
        len(found) == 1 and taken == set(names),
        _named(sorted(set(names) - taken), names),
    )


def _named(branch_ids: Iterable[int], names: Mapping[int, Bilingual]) -> str:
    return sign("、").join(plain(names[one]) for one in branch_ids)


def under_way(mine: Mine) -> list[payments.AttemptRow]:
    """Card payments of these cases whose outcome is not known; none with a case of somebody else."""
    held = set(mine.case_ids)
    return [
        row
        for row in payments.attempts_of_cases([case.row.id for case in mine.payable])
        if row.is_under_way and all(part.case_id in held for part in row.parts)
    ]
