"""Cash at the counter (R64) and payments that an agency took at its own office (R68, R312)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.books.posting import COUNTER
from wuai.contexts.payments.actions.desk.till_cash import lock_open_till, put_in
from wuai.contexts.payments.actions.receiving.receive import Arrival, Received, identity_of, take
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CounterReceipt
from wuai.contexts.payments.rules.receiving.placing import AGENCY, report_identity
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action
from wuai.platform.actors import Actor


class NotThisAgencys(Refusal):
    code = "CASE_NOT_OF_AGENCY"
    zh = "本機關沒有這個案件"
    en = "Your agency has no such case"
    next_zh = "請查對案號"
    next_en = "Check the case number"
    status = 404


class NotReceivable(Refusal):
    code = "AMOUNT_NOT_RECEIVABLE"
    zh = "收款金額須為正整數"
    en = "The amount must be a whole number above zero"
    next_zh = "請重新輸入金額"
    next_en = "Enter the amount again"
    status = 422


class PaidInTheFuture(Refusal):
    code = "PAID_IN_THE_FUTURE"
    zh = "收款日 {day} 尚未到"
    en = "The day of the payment, {day}, has not come yet"
    next_zh = "請填實際收款日"
    next_en = "Enter the day on which the money was received"
    status = 422


@action("payment.counter")
def take_cash(
    *, key: uuid.UUID, case_ids: Sequence[int], amount: int, payer: str, by: Actor, at: datetime,
    on: date, tendered: int | None = None,
) -> Received:  # fmt: skip
    """Take cash for cases in the order the payer names; give the receipt its number.

    ``key`` was made with the form: pressing twice gives the first receipt again. Never more than
    is owed: the cashier gives change of what was ``tendered``. The cash lies in the cashier's till.
    """
    check_receivable(amount, on, on)
    till = lock_open_till(by)
    row = cases.case_row(case_ids[0])
    line = _line(row.number, amount, COUNTER, place=by.name[:40], serial=str(key), day=on)
    arrival = Arrival(line, identity_of(COUNTER, key), list(case_ids), may_exceed=False)
    received = take(branch_id=row.branch_id, arrival=arrival, by=by, at=at, on=on)
    if not received.replayed:
        put_in(till, received.receipt_id, amount, tendered, by, at)
        number_receipt(received.receipt_id, row.branch_id, on, payer)
    return received


def number_receipt(receipt_id: int, branch_id: int, on: date, payer: str) -> None:
    """Give a receipt the next number on paper; last, because the counter row stays locked."""
    year = roc_year(on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="counter-receipt")
    CounterReceipt.objects.create(
        receipt_id=receipt_id, branch_id=branch_id, year=year, serial=serial,
        number=f"{year}收字第{serial:08d}號", payer=payer.strip()[:100],
    )  # fmt: skip


@action("payment.agency_report")
def report_agency_payment(
    *, case_id: int, amount: int, paid_on: date, receipt_no: str, office: str, by: Actor,
    at: datetime, on: date,
) -> Received:  # fmt: skip
    """Record what the agency of a case took at its own office; the same receipt twice is once."""
    check_receivable(amount, paid_on, on)
    row = cases.case_row(case_id)
    if by.kind == "agency" and by.agency_id != row.agency_id:
        raise NotThisAgencys
    agency = organisation.agency_by_id(row.agency_id)
    line = _line(row.number, amount, AGENCY, place=office[:40], serial=receipt_no.strip()[:80],
                 day=paid_on)  # fmt: skip
    identity = report_identity(agency.code, line.serial, row.number)
    arrival = Arrival(line, identity, [case_id], may_exceed=False)
    return take(branch_id=row.branch_id, arrival=arrival, by=by, at=at, on=on)


def check_receivable(amount: int, paid_on: date, on: date) -> None:
    """Refuse an amount that is none, and a day that has not come."""
    if amount <= 0:
        raise NotReceivable(field="amount")
    if paid_on > on:
        raise PaidInTheFuture(day=paid_on, field="paid_on")


def _line(number: str, amount: int, channel: str, *, place: str, serial: str, day: date) -> Line:
    raw = ",".join([number, str(day), str(amount), channel, place, serial])
    return Line(0, number, day, day, amount, channel, place, serial, raw, "")
