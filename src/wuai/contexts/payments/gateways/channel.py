"""What a channel (繳款管道) is: for which debts, how its money is told, who plays it when we practise.

A channel lives in one folder of `gateways/` and is known by one line of `registry.py`. Its folder
holds, as far as it has them: ``codec.py`` (its own layouts, in front of the settlement file),
``client.py`` (a telephone), ``fake.py`` (the counterpart that misbehaves on request), ``samples/``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.day_file import Layout
from wuai.kernel.bilingual import Bilingual
from wuai.legal import DEBT_KINDS

ALL_DEBTS = frozenset(DEBT_KINDS)
# How money of a channel is told: a day file of its own; nothing, because it lies in the till; the
# feed of the agency that keeps it; messages first and a file later (hosted card pages).
BY_FILE, IN_THE_TILL, BY_AGENCY, ONLINE = "FILE", "TILL", "AGENCY", "ONLINE"
# Where a person pays: with what is printed on the slip, on a page of somebody else, at our desk.
ON_SLIP, ON_PAGE, AT_DESK = "SLIP", "PAGE", "DESK"


class Ceiling(Protocol):
    """The most that one payment may be."""

    @property
    def limit(self) -> int:
        """The edge."""

    @property
    def inclusive(self) -> bool:
        """Whether the edge itself is allowed."""

    def allows(self, amount: int) -> bool:
        """Whether an amount keeps to it."""


@dataclass(frozen=True, slots=True)
class UpTo:
    """A ceiling that a format or a contract sets, the edge included."""

    limit: int
    inclusive: bool = True

    def allows(self, amount: int) -> bool:
        """Whether an amount keeps to it."""
        return 0 < amount <= self.limit


def no_ceiling(kind: str, on: date) -> Ceiling | None:
    """For a channel that takes any amount."""
    return None


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that the contract of a branch must say before the channel can be offered."""

    code: str
    zh: str
    en: str
    form: str = r".{1,200}"
    is_optional: bool = False

    def fits(self, value: str) -> bool:
        """Whether a value has the form that the counterpart gives."""
        return re.fullmatch(self.form, value) is not None


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to pay, as the programme knows it; hours, fees and words are in its reference row.

    ``needs`` None: offered without a contract. ``confirmed``: whether a real counterpart's
    document stands behind its formats.
    """

    code: str
    zh: str
    en: str
    settles_by: str
    where: str
    kinds_of_debt: frozenset[str] = ALL_DEBTS
    needs: tuple[Term, ...] | None = None
    ceiling: Callable[[str, date], Ceiling | None] = no_ceiling
    takes_late: bool = True
    exact_amount: bool = False
    layouts: tuple[Layout, ...] = ()
    fake: type[Counterpart] | None = None
    confirmed: bool = False

    @property
    def name(self) -> Bilingual:
        """Its name in both languages."""
        return Bilingual(self.zh, self.en)
