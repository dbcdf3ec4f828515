"""Hostile counterparts send anything in any order: calls, returns, answers, files, again and again,
late, forged, of wrong amounts. The ledger and the cases end as in the clean run."""

import time

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
from wuai.contexts.payments.actions.online import online_release
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.hosted_card import Distrusted
from wuai.contexts.payments.models import CardPart, CardRelease, Receipt
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.tests.cards import CardDesk

CASES, OWED = 4, 300
PLACES = st.integers(0, CASES * 3)
PICK = st.randoms(use_true_random=False)


class Cards(RuleBasedStateMachine):
    """``paid`` are the orders that the platform was told to charge: the only truth there is."""

    @initialize(platform=st.sampled_from(["ECPAY", "NEWEBPAY"]))
    def open_branch(self, platform):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.desk = CardDesk(platform)
        self.cases = [factories.case(amount=OWED) for _ in range(CASES)]
        self.slips = [self.desk.slip(case) for case in self.cases]
        self.attempts, self.paid, self.seen, self.files = [], {}, set(), []

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def _try(self, work, *refused):
        try:
            with transaction.atomic():
                return work()
        except refused:
            return None

    def _attempt(self, place):
        return self.attempts[place % len(self.attempts)] if self.attempts else None

    def _known(self, held):
        """The platform's truth about this order reached us in a form that must be believed."""
        if held.order_no in self.paid:
            self.seen.add(held.order_no)

    @rule(place=st.integers(0, CASES - 1))
    def a_payer_leaves_for_the_platform(self, place):
        made = self._try(
            lambda: self.desk.attempt(self.slips[place]), rules.StillUnclear, rules.NothingToPay
        )
        if made is not None:
            self._left(*made, {self.slips[place].number: made[0].amount})

    @rule(places=st.sets(st.integers(0, CASES - 1), min_size=2))
    def a_payer_leaves_with_several_cases(self, places):
        ref = self._try(
            lambda: self.desk.open_order([self.cases[place] for place in sorted(places)]),
            rules.StillUnclear, rules.NothingToPay,
        )  # fmt: skip
        if ref is not None:
            made = self.desk.at_the_page(ref)
            found = CardPart.objects.filter(attempt=made[0]).order_by("place")
            self._left(*made, dict(found.values_list("slip__number", "amount")))

    def _left(self, held, order, parts):
        self.attempts.append((held, order, parts))

    @rule(place=PLACES, button=st.sampled_from(["PAY", "FAIL", "LEAVE"]))
    def the_payer_presses(self, place, button):
        if (one := self._attempt(place)) is None:
            return
        held, order, _ = one
        if order.status != "1":
            self.desk.press(order, button)
        if order.status == "1":
            self.paid[held.order_no] = held.amount

    @rule(place=PLACES, source=st.sampled_from(["CALLBACK", "RETURN"]), twice=st.booleans())
    def the_platform_or_the_browser_tells(self, place, source, twice):
        if (one := self._attempt(place)) is None:
            return
        held, order, _ = one
        for _ in range(1 + twice):
            self.desk.arrives(self.desk.fake.message(order, held.amount, False), source)
        self._known(held)

    @rule(place=PLACES, by=st.integers(-200, 200).filter(bool))
    def a_signed_word_tells_another_amount(self, place, by):
        if (one := self._attempt(place)) and one[0].amount + by > 0 and one[1].status == "1":
            fields = self.desk.fake.message(one[1], one[0].amount + by, False)
            self.desk.arrives(fields)

    @rule(place=PLACES)
    def somebody_forges(self, place):
        if (one := self._attempt(place)) is not None:
            fields = self.desk.fake.message(one[1], one[0].amount, True)
            with pytest.raises(Distrusted):
                self.desk.arrives(fields)

    @rule(place=PLACES, silent=st.booleans(), seconds=st.sampled_from([1, 11, 600, 9000]))
    def we_ask(self, place, silent, seconds):
        if (one := self._attempt(place)) is None:
            return
        held, order, _ = one
        self.desk.later(seconds=seconds)
        order.how = Misbehaviour.SILENT if silent else Misbehaviour.GOOD
        if self.desk.asks(held.ref) is not None and not silent:
            self._known(held)

    @rule(place=PLACES, wrong=st.booleans(), more=st.integers(1, 50), pick=PICK)
    def a_settlement_file_comes(self, place, wrong, more, pick):
        one = self._attempt(place)
        if one is None or one[1].status != "1":
            return
        held, _, parts = one
        number, amount = pick.choice(sorted(parts.items()))
        row = (number, amount + (more if wrong else 0), held.order_no)
        self.files.append(row)
        self.desk.settlement(row)
        if not wrong:
            self._known(held)

    @rule(pick=PICK)
    def lines_come_again_in_another_order(self, pick):
        if self.files:
            self.desk.settlement(*pick.sample(self.files, min(3, len(self.files))))

    @rule(place=PLACES)
    def two_people_release(self, place):
        if (one := self._attempt(place)) is None:
            return
        given = {"ref": one[0].ref, "why": "x", "by": self.desk.cashier, "at": self.desk.now}
        ref = self._try(lambda: online_release.request_release(**given), online_release.NotStuck)
        if ref is not None:
            online_release.decide_release(
                ref=ref, decision="APPROVED", by=self.desk.chief, at=self.desk.now
            )
        assert not CardRelease.objects.filter(decision="").exists()

    @invariant()
    def only_the_truth_is_in_the_books(self):
        if hasattr(self, "desk"):
            self._check(self.seen)

    def _check(self, known):
        self.desk.verify()
        money = sum(self.paid[number] for number in known)
        parts = sum(len(parts) for held, _, parts in self.attempts if held.order_no in known)
        assert Receipt.objects.count() == parts
        assert self.desk.on_books("CLEARING", "CARD") == money
        for case, slip in zip(self.cases, self.slips, strict=True):
            paid = sum(
                parts.get(slip.number, 0) for held, _, parts in self.attempts
                if held.order_no in known
            )  # fmt: skip
            assert sum(self.desk.owed(case).values()) == max(OWED - paid, 0)
            assert (cases.case_row(case.id).status == "PAID") == (paid >= OWED)

    def finish(self):
        """The line is good again: the sweeper's questions alone bring the clean end."""
        self.desk.later(minutes=1)
        for held, order, _ in self.attempts:
            order.how = Misbehaviour.GOOD
            self.desk.asks(held.ref)
        self.desk.later(seconds=15)
        for held, _, _ in self.attempts:
            held.refresh_from_db()
            assert (held.state in rules.HAS_MONEY) == (held.order_no in self.paid)
        self._check(set(self.paid))


class CardsToTheEnd(Cards):
    def teardown(self):
        try:
            if hasattr(self, "desk"):
                self.finish()
        finally:
            super().teardown()


def _run(examples, steps, seeded=True):
    run_state_machine_as_test(
        CardsToTheEnd,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            derandomize=seeded, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_whatever_comes_in_whatever_order_ends_like_the_clean_run(deep_seconds):
    if deep_seconds is None:
        _run(examples=5, steps=15)
        return
    until = time.monotonic() + deep_seconds
    while time.monotonic() < until:
        _run(examples=5, steps=60, seeded=False)
