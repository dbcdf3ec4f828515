"""Files twice, reordered, late and wrong; cash, voidings and proposals in any order: after every
step all invariants of the books hold, and a model in plain Python agrees on every dollar."""

import time
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import OpenItem, Receipt, SettlementProposal, VoidRequest
from wuai.contexts.payments.tests.conftest import Desk
from wuai.kernel.refusal import Refusal

AMOUNTS = st.integers(min_value=1, max_value=400)
PLACES = st.integers(min_value=0, max_value=5)


class Books(RuleBasedStateMachine):
    """One branch with six cases; ``owed`` and ``money`` are what a ledger of two lines would say."""

    @initialize()
    def open_branch(self):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.desk = Desk()
        who = factories.party()
        self.cases = [factories.case(who if n % 2 else None, 300) for n in range(6)]
        self.slips = [self.desk.slip(case).number for case in self.cases]
        self.money, self.taken, self.delivered, self.serial = 0, {}, [], 0

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def _number(self, place):
        return self.slips[place] if place < 5 else "777"

    def _import(self, rows, wrong_total=False):
        content = codec.write(rows)
        if wrong_total:
            content = content.replace("合計,,,".encode(), "合計,,,9".encode())
        try:
            with transaction.atomic():
                outcome = api.import_settlement(
                    branch_id=self.desk.branch.id, channel_code="VA", name="f.csv", content=content,
                    **self.desk.who,
                )  # fmt: skip
        except Refusal:
            assert wrong_total
            return
        assert not wrong_total
        fresh = {row for row in rows if row not in self.taken}
        if outcome.replayed:
            assert not fresh
        else:
            assert outcome.posted + outcome.suspense == len(fresh)
        for row in fresh:
            self.taken[row] = True
            self.money += row[3]

    @rule(lines=st.lists(st.tuples(PLACES, AMOUNTS, st.integers(0, 40)), min_size=1, max_size=5))
    def a_file_arrives(self, lines):
        rows = []
        for place, amount, late in lines:
            self.serial += 1
            day = str(self.desk.on + timedelta(days=late - 10))
            rows.append((self._number(place), day, day, amount, "VA", "822", f"S{self.serial}"))
        self.delivered.append(rows)
        self._import(rows)

    @rule(pick=st.randoms(use_true_random=False))
    def lines_arrive_again_in_another_order(self, pick):
        known = [row for rows in self.delivered for row in rows]
        if known:
            self._import(pick.sample(known, min(len(known), 4)))

    @rule(pick=st.randoms(use_true_random=False))
    def the_same_file_arrives_again(self, pick):
        if self.delivered:
            self._import(pick.choice(self.delivered))

    @rule(amount=AMOUNTS)
    def a_file_with_a_wrong_total_changes_nothing(self, amount):
        self._import([(self.slips[0], "2026-11-21", "2026-11-21", amount, "VA", "822", "W")], True)

    @rule(place=PLACES, amount=AMOUNTS)
    def cash_is_taken(self, place, amount):
        case = self.cases[place]
        owed = sum(self.desk.owed(case).values())
        try:
            with transaction.atomic():
                api.take_cash(
                    key=uuid.uuid4(), case_ids=[case.id], amount=amount, payer="",
                    by=self.desk.cashier, at=self.desk.at, on=self.desk.on,
                )  # fmt: skip
            assert amount <= owed
            self.money += amount
        except api.MoreThanOwed:
            assert amount > owed

    @rule(pick=st.randoms(use_true_random=False), place=PLACES, amount=AMOUNTS)
    def held_money_is_put_on_a_case(self, pick, place, amount):
        items = list(OpenItem.objects.filter(settled_at__isnull=True, receipt__isnull=False))
        if not items:
            return
        item = pick.choice(sorted(items, key=lambda i: i.id))
        try:
            with transaction.atomic():
                ref = api.propose_settlement(
                    ref=item.ref, case_id=self.cases[place].id, amount=amount, why="x",
                    by=self.desk.cashier, at=self.desk.at,
                )  # fmt: skip
                api.decide_settlement(
                    ref=ref,
                    decision="APPROVED",
                    by=self.desk.chief,
                    at=self.desk.at,
                    on=self.desk.on,
                )
        except (api.MoreThanHeld, api.MoreThanCaseOwes, api.ProposalWaiting):
            assert not SettlementProposal.objects.filter(decision="").exists()

    @rule(pick=st.randoms(use_true_random=False))
    def a_receipt_is_voided(self, pick):
        void = VoidRequest.objects.filter(decision="APPROVED").values("receipt_id")
        receipts = list(Receipt.objects.exclude(id__in=void).order_by("id"))
        if not receipts:
            return
        receipt = pick.choice(receipts)
        ref = api.request_void(ref=receipt.ref, why="x", by=self.desk.cashier, at=self.desk.at)
        api.decide_void(
            ref=ref, decision="APPROVED", by=self.desk.chief, at=self.desk.at, on=self.desk.on
        )
        self.money -= receipt.amount

    @invariant()
    def the_books_hold(self):
        if not hasattr(self, "desk"):
            return
        self.desk.verify()
        desk = self.desk
        held = -desk.on_books("SUSPENSE") - desk.on_books("OVERPAYMENT")
        owed = sum(sum(desk.owed(case).values()) for case in self.cases)
        assert desk.on_books("CLEARING") + desk.on_books("CASH") == self.money
        assert -desk.on_books("PAYABLE") + held == self.money
        assert owed == 6 * 300 + desk.on_books("PAYABLE")
        for case in self.cases:
            row = cases.case_row(case.id)
            assert (row.status == "PAID") == (not desk.owed(case)), row


def _run(examples, steps, seeded=True):
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            derandomize=seeded, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_books_hold_whatever_happens_in_whatever_order(deep_seconds):
    if deep_seconds is None:
        _run(examples=4, steps=12)
        return
    until = time.monotonic() + deep_seconds
    while time.monotonic() < until:
        _run(examples=5, steps=60, seeded=False)
