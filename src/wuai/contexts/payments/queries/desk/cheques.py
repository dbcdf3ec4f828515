"""Cheques and money orders as pages show them: waiting with their age, one, a list for the bank."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from wuai.contexts.payments.models import Cheque, ChequeCase, ChequeList
from wuai.contexts.payments.rules.desk.cheques import AGES, age_group

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class ChequeRow:
    """One cheque or money order."""

    id: int
    ref: uuid.UUID
    paper_no: str
    kind: str
    number: str
    bank: str
    drawer: str
    amount: int
    received_on: date
    due_on: date
    state: str
    reason: str
    ended_on: date | None
    by_name: str
    list_ref: uuid.UUID | None
    list_number: str | None
    receipt_ref: uuid.UUID | None


_COLUMNS = (
    "id", "ref", "paper_no", "kind", "number", "bank", "drawer", "amount", "received_on",
    "due_on", "state", "reason", "ended_on", "by_name", "sent_in__ref", "sent_in__number",
    "receipt__ref",
)  # fmt: skip


def _rows(found: QuerySet[Any]) -> list[ChequeRow]:
    return [ChequeRow(*row) for row in found.values_list(*_COLUMNS)]


def cheques(branch_id: int) -> list[ChequeRow]:
    """What lies here, then what is at the bank, by due day; then the newest that ended."""
    rank = Case(
        When(state="HELD", then=Value(0)), When(state="SENT", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    found = Cheque.objects.filter(branch_id=branch_id).annotate(rank=rank)
    return _rows(found.order_by("rank", "due_on", "-id")[:PER_PAGE])


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """What has waited about equally long since its due day; ``up_to`` None is the oldest group."""

    up_to: int | None
    count: int
    amount: int


def ageing(rows: Iterable[ChequeRow], on: date) -> list[AgeGroup]:
    """How long what is not yet money has waited."""
    sums = [[0, 0] for _ in range(len(AGES) + 1)]
    for row in rows:
        if row.state in {"HELD", "SENT"}:
            group = sums[age_group(row.due_on, on)]
            group[0] += 1
            group[1] += row.amount
    return [AgeGroup(limit, *found) for limit, found in zip((*AGES, None), sums, strict=True)]


def cheque(branch_id: int, ref: uuid.UUID) -> ChequeRow | None:
    """One cheque of a branch; None when there is none."""
    return next(iter(_rows(Cheque.objects.filter(branch_id=branch_id, ref=ref))), None)


def case_ids_of(cheque_id: int) -> list[int]:
    """The cases that it is meant for, in the payer's order."""
    found = ChequeCase.objects.filter(cheque_id=cheque_id).order_by("place")
    return list(found.values_list("case_id", flat=True))


def cheques_of_case(case_id: int) -> list[ChequeRow]:
    """What was brought for a case, the newest first."""
    mine = ChequeCase.objects.filter(case_id=case_id).values("cheque_id")
    return _rows(Cheque.objects.filter(id__in=mine).order_by("-id"))


@dataclass(frozen=True, slots=True)
class BankList:
    """The list that goes to the bank with the endorsed cheques."""

    ref: uuid.UUID
    number: str
    bank: str
    made_on: date
    by_name: str
    rows: list[ChequeRow]

    @property
    def total(self) -> int:
        """What the bank is asked to collect."""
        return sum(row.amount for row in self.rows)


def bank_list(branch_id: int, ref: uuid.UUID) -> BankList | None:
    """One list of a branch; None when there is none."""
    held = ChequeList.objects.filter(branch_id=branch_id, ref=ref).first()
    if held is None:
        return None
    rows = _rows(Cheque.objects.filter(sent_in=held).order_by("id"))
    return BankList(held.ref, held.number, held.bank, held.made_on, held.by_name, rows)
