"""Stores, the bank, agencies and a card platform at once, each as badly behaved as it can be: files
late, twice, out of order, torn and forged, calls again and again. What somebody truly paid is all
that ends in the books, each payment once, as in the clean run."""

import random
import time

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.models import Allocation, Receipt
from wuai.contexts.payments.tests.test_card_any_order import CASES, OWED, PICK, Cards
from wuai.kernel.refusal import Refusal

SENDERS = {"CVS_711": "STORE_FIXED_1", "CVS_OK": "SETTLEMENT_1", "VA": "BANK_FIXED_1",
           "AGENCY": "AGENCY_FEED_1"}  # fmt: skip
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
                self._refused("POST", file)

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
        for code in {*SENDERS, "CARD"} - {"AGENCY"}:
            assert desk.on_books("CLEARING", code) == sum(a for c, _, a in came if c == code), code
        paid = [sum(a for _, p, a in came if p == place) for place in range(CASES)]
        for case, money in zip(self.cases, paid, strict=True):
            assert sum(desk.owed(case).values()) == max(OWED - money, 0)
            assert (cases.case_row(case.id).status == "PAID") == (money >= OWED)
        held = -desk.on_books("OVERPAYMENT")
        outside = Allocation.objects.filter(target="OUTSIDE").aggregate(n=Sum("amount"))["n"] or 0
        assert held + outside == sum(max(money - OWED, 0) for money in paid)
        assert -desk.on_books("PAYABLE") + held == sum(a for c, _, a in came if c != "AGENCY")
        assert desk.on_books("SUSPENSE") == 0

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
