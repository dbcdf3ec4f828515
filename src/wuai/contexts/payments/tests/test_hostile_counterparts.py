"""Every kind of channel and a card platform at once, each as badly behaved as it can be: files late,
twice, out of order, torn and forged, calls again and again, payments charged back; between them two
people give money back. What somebody truly paid, less what went back, is all that ends in the books,
each payment once, as in the clean run."""

import random
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.receiving.settle import held_of
from wuai.contexts.payments.models import Allocation, CardRefund, OpenItem, Receipt
from wuai.contexts.payments.queries.online.card_orders import paid_by_card
from wuai.contexts.payments.rules.online.online import HAS_MONEY
from wuai.contexts.payments.rules.out.refunds import Wish
from wuai.contexts.payments.tests.test_card_any_order import CASES, OWED, PICK, PLACES, Cards
from wuai.contexts.payments.tests.test_card_refunds import RefundDesk
from wuai.kernel.refusal import Refusal

# Each layout once; each folder of channels by file at least once.
SENDERS = {"CVS_711": "STORE_FIXED_1", "CVS_OK": "SETTLEMENT_1", "VA": "BANK_FIXED_1",
           "POST": "GIRO_FIXED_1", "TREASURY": "TREASURY_CSV_1", "MOBILE": "MOBILE_CSV_1",
           "IC_DEBIT": "TERMINAL_CSV_1", "AGENCY": "AGENCY_FEED_1"}  # fmt: skip
TO_ACCOUNT = Wish("OVERPAID", "TRANSFER", "王受款", "0040037", "12345678901", name_note="家屬")
TO_CARD = Wish("OVERPAID", "CARD", "持卡人")
SENDER, PLACE = st.sampled_from(sorted(SENDERS)), st.integers(0, CASES - 1)
AMOUNT = st.integers(1, OWED * 2)
# A wrong amount is really what somebody paid: ``somebody_pays`` pays those.
MANNERS = [how for how in api.Misbehaviour if how is not api.Misbehaviour.WRONG_AMOUNT]
MANNER, STEPS = st.sampled_from(MANNERS), 30


class Everybody(Cards):
    """``truth`` is what people handed over, by channel and serial; ``arrived`` is what of it we
    were told; ``post`` are the files under way."""

    @initialize(platform=st.sampled_from(["ECPAY", "NEWEBPAY"]), seed=st.integers(0, 10**9))
    def open_branch(self, platform, seed):
        super().open_branch(platform)
        self.senders = {code: api.counterpart(code, layout) for code, layout in SENDERS.items()}
        self.truth, self.arrived, self.post, self.old = {}, set(), [], []
        self.to_accounts = self.to_cards = 0
        self._live_through(random.Random(f"{platform}{seed}"))

    def _live_through(self, pick):
        """A busy day, so that no run begins with empty hands; the rules then go on from there."""
        code, place, how = (lambda: pick.choice(sorted(SENDERS))), (lambda: pick.randrange(CASES)), (
            lambda: pick.choice(MANNERS)
        )  # fmt: skip
        things = [
            *[lambda: self.somebody_pays(code(), place(), pick.randint(1, OWED), pick.random() < 0.2)] * 3,
            *[lambda: self.a_counterpart_tells(code(), how())] * 3,
            *[lambda: self.a_file_arrives(pick)] * 3,
            lambda: self.an_old_file_arrives_again(pick),
            lambda: self.a_file_arrives_torn_or_at_the_wrong_door(pick),
            lambda: self.the_agency_types_in_what_its_feed_tells_too(pick),
            lambda: self.a_payer_leaves_for_the_platform(place()),
            lambda: self.the_payer_presses(place(), pick.choice(["PAY", "PAY", "FAIL"])),
            lambda: self.the_platform_or_the_browser_tells(place(), "CALLBACK", True),
            lambda: self.somebody_forges(place()),
            lambda: self.we_ask(place(), pick.random() < 0.5, 600),
            lambda: self.a_payer_leaves_with_several_cases({place(), place()}),
            lambda: self.a_settlement_file_comes(place(), False, 1, pick),
            *[lambda: self.two_people_give_money_back(pick)] * 2,
            lambda: self.a_card_payment_is_charged_back(place()),
        ]  # fmt: skip
        for _ in range(STEPS):
            pick.choice(things)()
            self._check(self.seen)

    @rule(code=SENDER, place=PLACE, amount=AMOUNT, again=st.booleans())
    def somebody_pays(self, code, place, amount, again):
        """Once, or by mistake twice."""
        number = self.cases[place].number if code == "AGENCY" else self.slips[place].number
        # A store takes what the barcode says; transfers and agencies take anything.
        amount = OWED if code.startswith("CVS_") else amount
        for _ in range(1 + again):
            paid = self.senders[code].take(number, amount, self.desk.on, "P1")
            self.truth[code, paid.serial] = (place, amount)

    @rule(code=SENDER, how=MANNER)
    def a_counterpart_tells(self, code, how):
        untold = [(code, paid.serial) for paid in self.senders[code].untold]
        files = self.senders[code].tell(self.desk.on, how)
        if how is api.Misbehaviour.FORGED:
            if untold:
                self._refused(code, files[0])
        elif untold:
            self.post += [(code, file, frozenset(untold)) for file in files]

    @rule(pick=PICK)
    def a_file_arrives(self, pick):
        if self.post:
            self._deliver(self.post.pop(pick.randrange(len(self.post))))

    @rule(pick=PICK)
    def an_old_file_arrives_again(self, pick):
        if self.old:
            self._deliver(pick.choice(self.old))

    @rule(pick=PICK)
    def a_file_arrives_torn_or_at_the_wrong_door(self, pick):
        if self.post:
            code, file, _ = pick.choice(self.post)
            self._refused(code, file[: pick.randrange(len(file) // 2)])
            if SENDERS[code] != "SETTLEMENT_1":
                self._refused("VA" if code == "POST" else "POST", file)

    @rule(pick=PICK)
    def the_agency_types_in_what_its_feed_tells_too(self, pick):
        mine = sorted(key for key in self.truth if key[0] == "AGENCY")
        if not mine:
            return
        key = pick.choice(mine)
        place, amount = self.truth[key]
        done = self._try(
            lambda: api.report_agency_payment(
                case_id=self.cases[place].id, amount=amount, paid_on=self.desk.on,
                receipt_no=key[1], office="P1", **self.desk.who,
            ),
            api.MoreThanOwed,
        )  # fmt: skip
        if done is not None:
            assert done.replayed == (key in self.arrived)
            self.arrived.add(key)

    @rule(pick=PICK)
    def two_people_give_money_back(self, pick):
        """Some of what no case needed: to an account, or to the card it came from."""
        items = OpenItem.objects.filter(settled_at=None, receipt__isnull=False).order_by("id")
        able = [item for item in items if held_of(item.receipt)[0] == "OVERPAYMENT"]
        if not able:
            return
        item, desk = pick.choice(able), self.desk
        held = held_of(item.receipt)[1]
        to_card = paid_by_card(item.receipt) is not None and pick.random() < 0.5
        asked = {
            "seen": held,
            "amount": pick.randint(1, held),
            "wish": TO_CARD if to_card else TO_ACCOUNT,
        }
        ref = api.request_refund(
            item_ref=item.ref, by=desk.cashier, at=desk.at, on=desk.on, **asked
        )  # fmt: skip
        approved = pick.random() < 0.8
        api.decide_refund(
            ref=ref, decision="APPROVED" if approved else "REFUSED", by=desk.chief, at=desk.at,
            on=desk.on,
        )  # fmt: skip
        if not approved:
            return
        if to_card:
            self._telephone(CardRefund.objects.get(refund__ref=ref), asked["amount"])
        else:
            self.to_accounts += asked["amount"]

    def _telephone(self, card, amount):
        order = next(o for held, o, _ in self.attempts if held.order_no == card.attempt.order_no)
        order.how = api.Misbehaviour.GOOD
        if RefundDesk.telephone(self.desk, card) == "DONE":
            self.to_cards += amount
        assert RefundDesk.telephone(self.desk, card) is None

    @rule(place=PLACES)
    def a_card_payment_is_charged_back(self, place):
        """The platform's word alone moves no money: somebody has to look."""
        one = self._attempt(place)
        if one is None or one[0].order_no not in self.seen or self.desk.platform.code != "NEWEBPAY":
            return
        held, order, _parts = one
        order.status, order.how = "REFUNDED", api.Misbehaviour.GOOD
        self.desk.later(seconds=30)
        self.desk.asks(held.ref)
        held.refresh_from_db()
        assert held.state in HAS_MONEY

    def _import(self, code, file):
        return api.import_settlement(
            branch_id=self.desk.branch.id, channel_code=code, name="f", content=file,
            **self.desk.who,
        )  # fmt: skip

    def _refused(self, code, file):
        with pytest.raises(Refusal), transaction.atomic():
            self._import(code, file)

    def _deliver(self, letter):
        code, file, told = letter
        before = Receipt.objects.count()
        done = self._import(code, file)
        assert done.rejected == done.suspense == 0
        fresh = Receipt.objects.count() - before
        assert fresh == (0 if done.replayed else done.posted)
        # A counterpart that sends its lines in two files tells half of them in each.
        serials = set(
            Receipt.objects.filter(channel__code=code).values_list("event__serial", flat=True)
        )
        self.arrived |= {key for key in told if key[1] in serials}
        self.old.append(letter)

    def _check(self, known):
        """What the clean run would have left, from the payments alone."""
        desk = self.desk
        desk.verify()
        came = [(key[0], *self.truth[key]) for key in self.arrived]
        places = {slip.number: place for place, slip in enumerate(self.slips)}
        came += [
            ("CARD", places[number], amount)
            for held, _, parts in self.attempts if held.order_no in known
            for number, amount in parts.items()
        ]  # fmt: skip
        assert Receipt.objects.count() == len(came)
        cleared = Counter({code: a for code, a in self._clearing() if a})
        wanted = Counter()
        for code, _, amount in came:
            wanted[code] += amount if code != "AGENCY" else 0
        wanted["CARD"] -= self.to_cards
        assert cleared == Counter({code: amount for code, amount in wanted.items() if amount})
        paid = [sum(a for _, p, a in came if p == place) for place in range(CASES)]
        for case, money in zip(self.cases, paid, strict=True):
            assert sum(desk.owed(case).values()) == max(OWED - money, 0)
            assert (cases.case_row(case.id).status == "PAID") == (money >= OWED)
        held = -desk.on_books("OVERPAYMENT")
        outside = Allocation.objects.filter(target="OUTSIDE").aggregate(n=Sum("amount"))["n"] or 0
        gone = self.to_accounts + self.to_cards
        assert desk.on_books("REFUND") == -self.to_accounts
        assert held + outside + gone == sum(max(money - OWED, 0) for money in paid)
        assert -desk.on_books("PAYABLE") + held + gone == sum(
            a for c, _, a in came if c != "AGENCY"
        )
        assert desk.on_books("SUSPENSE") == 0

    def _clearing(self):
        """What is on its way from each channel, in one question."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.reference, sum(e.amount)::bigint FROM ledger_ledgerentry e"
                " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
                " WHERE a.branch_id = %s AND a.code = 'CLEARING' GROUP BY 1",
                [self.desk.branch.id],
            )
            return cursor.fetchall()

    def finish(self):
        """Everybody behaves from now on."""
        for code, sender in self.senders.items():
            told = frozenset((code, paid.serial) for paid in sender.untold)
            self.post += [(code, file, told) for file in sender.tell(self.desk.on) if told]
        for letter in self.post:
            self._deliver(letter)
        assert self.arrived == set(self.truth)
        super().finish()


class EverybodyToTheEnd(Everybody):
    def teardown(self):
        try:
            if hasattr(self, "senders"):
                self.finish()
        finally:
            super().teardown()


def _run(examples, steps, seeded=True):
    run_state_machine_as_test(
        EverybodyToTheEnd,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            # A short run says what failed; the long one takes the time to make it small.
            phases=[Phase.generate] if seeded else list(Phase), derandomize=seeded,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_hostile_counterparts_together_end_like_the_clean_run(deep_seconds):
    if deep_seconds is None:
        _run(examples=5, steps=15)
        return
    until = time.monotonic() + deep_seconds
    while time.monotonic() < until:
        _run(examples=5, steps=60, seeded=False)
