"""Shapes of cases, amounts and payments, as programs send and get them."""

import uuid
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Status = Literal["OPEN", "SUSPENDED", "PAID", "RETURNED", "WITHDRAWN", "CERTIFIED", "ENDED"]
Component = Literal["COST", "INTEREST", "SURCHARGE", "FINE", "PRINCIPAL"]
Dollars = Annotated[int, Field(strict=True, ge=0, le=999_999_999_999)]
# No control characters, and something that can be seen.
Reason = Annotated[
    str, Field(max_length=400, pattern=r"^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$")
]


class Amount(Schema):
    """Whole NT dollars of one component."""

    component: Component
    amount: int


class Desk(Schema):
    """Who answers for a case."""

    name_zh: str
    name_en: str
    phone: str
    clerk: str


class CaseLineShown(Schema):
    """A case in a list; the obligor is masked."""

    ref: uuid.UUID
    number: str
    agency_ref: str
    obligor: str
    status: Status
    referred: int
    balance: int
    limit_on: date
    registered_on: date
    started_on: date | None
    closed_on: date | None


class CasePageShown(Schema):
    """Cases, newest first; ``next`` is the cursor of the following page."""

    items: list[CaseLineShown]
    next: str | None


class CaseShown(Schema):
    """A case as it stands ``on`` that day; ``amounts`` is what is owed, ``claimed`` what was referred."""

    ref: uuid.UUID
    branch: str
    number: str
    agency_ref: str
    obligor: str
    obligor_id: str
    category: str
    category_zh: str
    category_en: str
    kind: str
    status: Status
    status_zh: str
    status_en: str
    closing_code: str
    title: str
    period: str
    section: Desk
    on: date
    claimed: list[Amount]
    amounts: list[Amount]
    balance: int
    limit_on: date
    registered_on: date
    started_on: date | None
    closed_on: date | None


class AmountLineShown(Schema):
    """One line of the explained amount."""

    component: Component
    basis_zh: str
    basis_en: str
    rate: str | None
    since: date
    until: date
    amount: int


class Explained(Schema):
    """Every dollar up to a day; the lines add up to the balance."""

    ref: uuid.UUID
    number: str
    on: date
    items: list[AmountLineShown]
    balance: int


class PaymentLine(Schema):
    """A payment that stands in a case."""

    receipt: uuid.UUID
    channel: str
    amount: int
    paid_on: date
    posted_on: date
    late: bool


class Payments(Schema):
    """Every payment of a case, the first one first."""

    items: list[PaymentLine]


class CaseQuery(Schema):
    """A page of cases. ``number``: the case number, however written, or the agency's own number."""

    cursor: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?\.\d{1,18}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    status: Status | None = None
    number: Annotated[str, Field(max_length=60, pattern=r"^[^\u0000-\u001f\u007f]+$")] | None = None
    registered_from: date | None = None
    registered_to: date | None = None


class OnDay(Schema):
    """The day that is asked about; today when it is left out."""

    on: date | None = None


class Amendment(Schema):
    """New totals claimed, by component; those that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")
    amounts: Annotated[dict[Component, Dollars], Field(min_length=1)]
    reason: Reason


class Withdrawal(Schema):
    """Why the case is taken back."""

    model_config = ConfigDict(extra="forbid")
    reason: Reason
