"""Money given back to a card is less that the platform pays us: the bank's side of it, matched once."""

from datetime import date, timedelta

import pytest

from wuai.contexts.payments.actions.day import bank_matching
from wuai.contexts.payments.models import BankMatch, BankTerm
from wuai.contexts.payments.queries.day.bank_matches import open_bank_lines
from wuai.contexts.payments.rules.day.bank_later import Back, moved_backs
from wuai.contexts.payments.rules.day.bank_matching import BankMoney, ChannelDay, Fee
from wuai.contexts.payments.tests.test_card_refunds import RefundDesk
from wuai.contexts.payments.tests.test_day_close import Town


class CardTown(Town):
    """A day with two card payments, of which one went back to its card."""

    def __init__(self):
        super().__init__(RefundDesk())
        BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
        self.item = self.desk.paid_too_much()
        self.pays(1300, "CARD")
        self.desk.now = self.desk.at

    def gives_back(self, amount=700):
        return self.desk.telephone(self.desk.approve(self.desk.ask_refund(self.item, amount)))

    def by_hand(self, *days):
        lines = [one.ref for one in open_bank_lines(self.desk.branch.id, self.later)]
        return bank_matching.match_by_hand(
            branch_id=self.desk.branch.id, lines=lines, channel="CARD", days=days, fee=0,
            why="退刷", by=self.desk.chief, at=self.desk.at,
        )  # fmt: skip

    @property
    def later(self):
        return self.on + timedelta(days=1)

    def books(self):
        return [
            self.desk.on_books(*one)
            for one in (("CLEARING", "CARD"), ("BANK_FEES", "CARD"), ("BANK", None))
        ]


@pytest.fixture
def town(db):
    town = CardTown()
    yield town
    town.desk.verify()


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        ([(1300, "CARD")], ["DAY_SUM"]),
        ([(2000, "CARD"), (-700, "CARD")], ["DAY_SPLIT"]),
        ([(2000, "CARD"), (-700, "CARD", "ORDER")], ["SAME_REFERENCE", "DAY_SUM"]),
    ],
)
def test_the_bank_pays_less_by_what_went_back_in_one_credit_or_in_a_line_of_its_own(
    town, lines, rules
):
    assert town.gives_back() == "DONE"
    named = [
        (*one[:2], town.desk.held.order_no if one[2:] else "") for one in lines
    ]  # fmt: skip
    town.statement(*named)
    assert [one.rule for one in BankMatch.objects.order_by("id")] == rules
    assert town.books() == [0, 0, 1300]
    assert [d.channel for d in town.match().differences] == ["VA"]


def test_what_goes_back_on_a_later_day_is_that_day_s_money(town):
    town.statement((2000, "CARD"))
    assert town.books() == [0, 0, 2000]
    town.desk.later(days=1)
    town.gives_back()
    assert town.books() == [-700, 0, 2000]
    assert [
        (d.channel, d.amount) for d in town.match(town.later).differences if d.key.startswith("SUM")
    ] == [("VA", -700), ("CARD", 700)]
    town.statement((town.later, -700, "CARD"), days=(town.later, town.later))
    assert town.books() == [0, 0, 1300]


@pytest.mark.parametrize(
    ("amount", "named"), [(-700, False), (-700, True), (300, False)],
)  # fmt: skip
def test_what_the_bank_takes_on_a_later_day_is_found_and_can_be_taken_apart(town, amount, named):
    town.gives_back()
    town.statement((2000, "CARD"))
    assert not BankMatch.objects.exists()
    if amount > 0:
        town.pays(1000, "CARD", paid_on=town.later, posted_on=town.later)
    order = town.desk.held.order_no if named else ""
    town.statement((town.later, amount, "CARD", order), days=(town.later, town.later))
    rules = set(BankMatch.objects.values_list("rule", flat=True))
    assert rules == {"DAY_SUM", "BACK_LATER"}
    assert town.books() == [0, 0, 2000 + amount]
    if amount > 0:
        return
    for match in BankMatch.objects.all():
        bank_matching.unmatch(ref=match.ref, why="看錯", by=town.desk.chief, at=town.desk.at)
    assert town.books() == [1300, 0, 0]
    town.by_hand(town.on)
    assert town.books() == [0, 0, 1300]
    with pytest.raises(bank_matching.NothingToMatch):
        town.by_hand(town.on)


FIRST, NEXT, LAST = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)
_LATE = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("bank", "days", "backs", "moved"),
    [
        ([(FIRST, 900), (NEXT, -100)], [(FIRST, 9, 800, 100)], [(FIRST, 100)], {1: NEXT}),
        ([(NEXT, -100)], [(FIRST, 1, -100, 100)], [(FIRST, 100)], {1: NEXT}),
        ([(FIRST, 800), (NEXT, -100)], [(FIRST, 9, 800, 100)], [(FIRST, 100)], {}),
        ([(FIRST, 900), (NEXT, -101)], [(FIRST, 9, 800, 100)], [(FIRST, 100)], {}),
        ([(FIRST, 901), (NEXT, -100)], [(FIRST, 9, 800, 100)], [(FIRST, 100)], {}),
        ([(FIRST, 900), (NEXT, -100), (LAST, -100)], [(FIRST, 9, 800, 100)], [(FIRST, 100)], {}),
        ([(NEXT, -100)], [(FIRST, 2, -200, 200)], [(FIRST, 100), (FIRST, 100)], {}),
        ([(LAST, -100)], [(FIRST, 1, -100, 100), (NEXT, 1, -100, 100)],
         [(FIRST, 100), (NEXT, 100)], {}),
        ([(NEXT, -200)], [(FIRST, 2, -200, 200)], [(FIRST, 100), (FIRST, 100)], {1: NEXT, 2: NEXT}),
        ([(FIRST, 800), (NEXT, -50)], [(FIRST, 3, 750, 150)], [(FIRST, 100), (FIRST, 50)], {2: NEXT}),
        ([(NEXT, 400)], [(FIRST, 1, -100, 100), (NEXT, 5, 500, 0)], [(FIRST, 100)], {1: NEXT}),
        ([(_LATE, -100)], [(FIRST, 1, -100, 100)], [(FIRST, 100)], {}),
    ],
)  # fmt: skip
def test_a_refund_moves_to_a_later_day_where_there_is_exactly_one_way(bank, days, backs, moved):
    found = moved_backs(
        [BankMoney(n, *line) for n, line in enumerate(bank)], [ChannelDay(*day) for day in days],
        [Back(n, *back) for n, back in enumerate(backs, 1)], Fee(),
    )  # fmt: skip
    assert found == moved


def test_the_fee_of_the_contract_stays_with_the_day_that_was_paid():
    days = [ChannelDay(FIRST, 2, 9_000, 1_000)]
    bank = [BankMoney(1, FIRST, 9_850), BankMoney(2, NEXT, -1_000)]
    assert moved_backs(bank, days, [Back(7, FIRST, 1_000)], Fee(rate=150)) == {7: NEXT}
    # What goes back takes no fee with it: the bank's fee of its own day is the one of the contract.
    days = [ChannelDay(FIRST, 2, 9_000, 1_000), ChannelDay(NEXT, 1, 5_000)]
    bank = [BankMoney(1, FIRST, 9_850), BankMoney(2, NEXT, 3_925)]
    assert moved_backs(bank, days, [Back(7, FIRST, 1_000)], Fee(rate=150)) == {7: NEXT}
