"""What waits at the desks of money: the till, a cheque, payments out, a refund, a bank statement."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from wuai.config.demo_days import DemoDays
from wuai.config.demo_till import open_till
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.refusal import Refusal
from wuai.platform import files

STATEMENT_MARKS = {"CVS_FAMILY": "全家代收"}
OPENING, BANK_FEE = 1_250_000, 30
OWN_BANK = "臺灣銀行新竹分行"


def remit(days: DemoDays, on: date) -> None:
    """Agencies are paid what was collected for them; one payment comes back from the bank."""
    with suppress(payments.NothingToPay):
        made = payments.prepare_remittance(
            branch_id=days.branch_id, upto=on, by=days.who("cashier", on),
            at=days.at(on, 9), on=on,
        )  # fmt: skip
        payments.decide_payouts(
            ref=made.ref, decision="APPROVED", sha256=made.sha256, by=days.who("chief", on),
            at=days.at(on, 14), on=on,
        )  # fmt: skip
        batch = payments.export_payouts(
            ref=made.ref, by=days.who("cashier", on), at=days.at(on, 15)
        )
        told = on + timedelta(days=1)
        ordered = files.read_all(batch.file)
        _, orders = payments.read_payouts(ordered)
        nhi = organisation.payee_accounts(["NHI"]).get("NHI")
        back = frozenset(order.number for order in orders if order.account == nhi)
        content = payments.answer_payouts(ordered, told, returned=back)
        payments.import_payout_result(
            branch_id=days.branch_id, name=f"result-{told:%Y%m%d}.csv", content=content,
            by=days.who("cashier", told), at=days.at(told, 10), on=told,
        )  # fmt: skip


def tell_statement(days: DemoDays, since: date, until: date) -> None:
    """The bank's statement of some days: stores' money that agrees, and a fee that nobody expected."""
    each = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    rows: list[tuple[object, ...]] = [
        (day, told.lines_total, f"{mark} {day:%m%d}", f"DEMO{day:%Y%m%d}")
        for day in each
        for told in payments.match_day(days.branch_id, day).channels
        if told.lines_total and (mark := STATEMENT_MARKS.get(told.channel))
    ]
    rows.append((until, -BANK_FEE, "帳戶管理費", f"DEMOFEE{until:%Y%m%d}"))
    for account, _ in payments.bank_accounts(days.branch_id)[:1]:
        payments.import_statement(
            branch_id=days.branch_id, account=account, name=f"statement-{until:%Y%m%d}.csv",
            content=payments.write_statement(account, OPENING, (since, until), rows),
            by=days.who("cashier", until), at=days.at(until, 17),
        )  # fmt: skip


def fill_desks(days: DemoDays) -> None:
    """Today: a till that is open, a cheque of each kind, a payment and a refund to be approved."""
    on = days.today
    last_month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    payments.make_statements(
        branch_id=days.branch_id, kind="MONTH", since=last_month,
        by=days.who("cashier", on), at=days.at(on, 8), on=on,
    )  # fmt: skip
    with suppress(payments.NothingToPay):
        payments.prepare_remittance(
            branch_id=days.branch_id, upto=on - timedelta(days=1), by=days.who("cashier", on),
            at=days.at(on, 9), on=on,
        )  # fmt: skip
    _refund(days, on)
    _till(days, on)
    _cheques(days, on)
    _online(days, on)


def _refund(days: DemoDays, on: date) -> None:
    """Two that paid too much want it back: one request waits, one was approved."""
    asked = 0
    for item in payments.waiting(days.branch_id, limit=200):
        if item.reason not in {"OVERPAID", "PAID_TWICE"} or not item.amount or asked == 2:
            continue
        facts = payments.item_facts(days.branch_id, item.ref)
        held = facts.held if facts else 0
        if not held:
            continue
        wish = payments.Wish(
            ground="OVERPAID", method="TRANSFER", name="王示範", bank="0040012",
            account="012345678901", name_note="由家屬代為繳納",
        )  # fmt: skip
        ref = payments.request_refund(
            item_ref=item.ref, seen=held, amount=held, wish=wish, by=days.who("cashier", on),
            at=days.at(on, 10), on=on,
        )  # fmt: skip
        if asked == 1:
            payments.decide_refund(
                ref=ref, decision="APPROVED", by=days.who("chief", on), at=days.at(on, 11), on=on
            )
        asked += 1


def _till(days: DemoDays, on: date) -> None:
    """The till is open and has taken cash and a card this morning."""
    by = days.who("cashier", on)
    open_till(by, days.at(on, 8), on)
    for place, case_id in enumerate(days.sample(3)):
        owed = sum(cases.balances([case_id], on)[case_id].values())
        amount = min(owed, 3_000 + 500 * place)
        if place == 2:
            slip = payments.TerminalSlip("T0000001", f"DEMO{case_id:06d}"[:12], "4321", "VISA")
            payments.take_card(
                case_ids=[case_id], amount=amount, payer="示範持卡人", slip=slip, by=by,
                at=days.at(on, 9), on=on,
            )  # fmt: skip
            continue
        payments.take_cash(
            key=days.key(f"today:{case_id}"), case_ids=[case_id], amount=amount,
            payer="示範繳款人", tendered=amount + 500, by=by, at=days.at(on, 9), on=on,
        )  # fmt: skip
        days.figures.payments += 1


def _cheques(days: DemoDays, on: date) -> None:
    """One cheque lies here, one is at the bank, one is dated next month."""
    by = days.who("cashier", on)
    for place, case_id in enumerate(days.sample(3)):
        owed = sum(cases.balances([case_id], on)[case_id].values())
        paper = payments.ChequePaper(
            kind="CHEQUE", number=f"DM{7_654_321 + place}", bank="第一銀行竹北分行",
            drawer="示範企業有限公司", amount=min(owed, 50_000), received_on=on,
            due_on=on + timedelta(days=30 if place == 2 else 0),
        )  # fmt: skip
        ref = payments.receive_cheque(
            key=days.key(f"cheque:{case_id}"), case_ids=[case_id], paper=paper, by=by,
            at=days.at(on, 10), on=on,
        )  # fmt: skip
        if place == 1:
            payments.send_cheques(refs=[ref], bank=OWN_BANK, by=by, at=days.at(on, 11), on=on)


def _online(days: DemoDays, on: date) -> None:
    """Somebody went to a card platform and has not come back yet."""
    for case_id in days.sample(1):
        slips = payments.issue_slips([case_id], by=days.who("clerk", on), at=days.at(on, 11), on=on)
        contracts = payments.card_contracts(days.branch_id)
        for slip, contract in zip(slips.values(), contracts, strict=False):
            with suppress(Refusal):  # too much for a card
                payments.start_attempt(
                    key=days.key(f"card:{case_id}"), slip_ref=slip.ref, contract_ref=contract.ref,
                    by=days.who("clerk", on), at=days.at(on, 12), on=on,
                )  # fmt: skip
