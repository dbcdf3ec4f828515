"""What the bank had paid before it was voided is taken back by the bank: matched once, no difference left."""

import uuid
from datetime import timedelta

import pytest
from tests import factories

from wuai.contexts.payments.actions.day import bank_matching
from wuai.contexts.payments.actions.desk import cheques
from wuai.contexts.payments.models import BankLine, BankMatch, BankMatchVoid, BankTerm
from wuai.contexts.payments.queries.receiving.closed_days import voided_on
from wuai.contexts.payments.tests.test_closed_days_stay import _void
from wuai.contexts.payments.tests.test_day_close import Town


@pytest.fixture
def town(desk):
    BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
    return Town(desk)


def _books(town, channel):
    return [town.desk.on_books(*one) for one in (("CLEARING", channel), ("BANK", None))]


@pytest.mark.parametrize(
    ("decided", "taken", "reference", "rules"),
    [
        (1, 1, "", ["DAY_SUM"]), (1, 1, "ORD1", ["SAME_REFERENCE"]), (1, 2, "", ["BACK_LATER"]),
        (1, 2, "ORD1", ["BACK_LATER"]), (2, 1, "ORD1", ["BACK_LATER"]), (2, 1, "", []),
    ],
)  # fmt: skip
def test_a_card_that_its_platform_gave_back_after_the_bank_paid_it(
    town, decided, taken, reference, rules
):
    ref = town.pays(500, "CARD", serial="ORD1").receipt_ref
    town.statement((500, "CARD"))
    _void(town.desk, ref, town.on + timedelta(days=decided))
    assert _books(town, "CARD") == [-500, 500]
    last = town.on + timedelta(days=2)
    back = (town.on + timedelta(days=taken), -500, "CARD", *([reference] if reference else []))
    town.statement(back, days=(town.on + timedelta(days=1), last))
    bank_matching.match_bank(
        branch_id=town.desk.branch.id, on=last, by=town.desk.chief, at=town.desk.at
    )
    assert [one.rule for one in BankMatch.objects.order_by("id")][1:] == rules
    left = [] if rules else ["BANK_SUM", "BANK_SUM"]  # without a name nobody guesses backwards
    assert town.kinds(last) == left
    assert _books(town, "CARD") == ([0, 0] if rules else [-500, 500])


def test_a_match_taken_apart_lets_it_be_matched_again_and_a_wrong_key_never_waits_for_the_bank(
    town,
):
    ref = town.pays(500, "CARD", serial="ORD1").receipt_ref
    wrong = town.pays(70, "CARD", serial="ORD2").receipt_ref
    _void(town.desk, wrong, town.on)
    town.statement((500, "CARD"))
    _void(town.desk, ref, town.on)
    town.statement(
        (town.on + timedelta(days=1), -500, "CARD"), days=(town.on + timedelta(days=1),) * 2
    )
    last = BankMatch.objects.order_by("-id")[0]
    assert (last.bank_total, BankMatchVoid.objects.get().match_id) == (-500, last.id)
    bank_matching.unmatch(ref=last.ref, why="查對", by=town.desk.chief, at=town.desk.at)
    assert _books(town, "CARD") == [-500, 500]
    line = town.match(town.on + timedelta(days=1))
    assert sorted(one.amount for one in line.differences) == [-500, 500]


def test_a_cheque_is_matched_as_the_bank_collects_it_and_once_more_as_it_bounces(town):
    desk, case = town.desk, factories.case(amount=900)
    BankTerm.objects.filter(channel__code="CHEQUE").update(since=desk.on)
    paper = cheques.ChequePaper("CHEQUE", "AB123", "台銀", "林", 400, desk.on, desk.on)
    given = {"by": desk.cashier, "at": desk.at, "on": desk.on}
    held = cheques.receive_cheque(key=uuid.uuid4(), case_ids=[case.id], paper=paper, **given)
    cheques.send_cheques(refs=[held], bank="台銀", **given)
    ref = cheques.clear_cheque(ref=held, **given).receipt_ref
    town.statement((400, "託收票據 AB123"))
    assert (town.kinds(), _books(town, "CHEQUE")) == ([], [0, 400])
    later = desk.on + timedelta(days=1)
    _void(desk, ref, later)
    town.statement((later, -400, "託收票據 AB123 退票"), days=(later, later))
    assert (town.kinds(later), _books(town, "CHEQUE")) == ([], [0, 0])
    assert [voided_on(desk.branch.id, on) for on in (desk.on, later)] == [(0, 0), (1, 400)]


_IN, _OUT = (0, 500), (1, -500)


@pytest.mark.parametrize(
    ("decided", "lines", "others", "left"),
    [
        (1, [(*_IN, "ORD1"), (*_OUT, "ORD1")], [], []),
        (1, [_IN, _OUT], [], []),
        (0, [_IN, _OUT], [], []),  # voided on its own day, before any statement
        (1, [_IN, (2, -500)], [], []),
        (1, [(0, 700), _OUT], [200], []),  # in one sum with what stands
        (1, [(*_IN, "ORD1"), (*_OUT, "ORD1")], [200], ["BANK_SUM"]),  # the other's money is missing
        (1, [_IN, _OUT], [200], ["BANK_SUM", "BANK_SUM"]),  # without a name nobody guesses whose
        (1, [_IN], [500], []),  # the other one's money: a wrong key that the bank never saw
        (1, [_IN], [], ["BANK_SUM"]),  # paid, and not taken back yet
        (1, [_IN, (1, -499)], [], ["BANK_SUM", "BANK_SUM"]),
    ],
)
def test_what_was_voided_before_any_match_is_matched_when_the_bank_paid_it_and_took_it_back(
    town, decided, lines, others, left
):
    ref = town.pays(500, "CARD", serial="ORD1").receipt_ref
    for amount in others:
        town.pays(amount, "CARD")
    _void(town.desk, ref, town.on + timedelta(days=decided))
    last = town.on + timedelta(days=2)
    town.statement(
        *((town.on + timedelta(days=day), amount, "CARD", *name) for day, amount, *name in lines),
        days=(town.on, last),
    )
    assert town.kinds(last) == left
    assert BankMatchVoid.objects.count() == (len(lines) == 2 and len(left) < 2)
    if not left:
        assert _books(town, "CARD") == [0, sum(one[1] for one in lines)]


def test_statements_that_come_day_by_day_after_the_void_leave_nothing_open(town):
    ref, later = town.pays(500, "CARD", serial="ORD1").receipt_ref, town.on + timedelta(days=1)
    _void(town.desk, ref, later)
    town.statement((500, "CARD", "ORD1"))
    assert town.kinds() == ["BANK_SUM"]
    town.statement((later, -500, "CARD", "ORD1"), days=(later, later))
    assert (town.kinds(), town.kinds(later)) == ([], [])
    assert [one.bank_total for one in BankMatch.objects.order_by("id")] == [500, -500]
    first = BankMatch.objects.order_by("id")[0]
    given = {"why": "查對", "by": town.desk.chief, "at": town.desk.at}
    with pytest.raises(bank_matching.MatchOfVoided):
        bank_matching.unmatch(ref=first.ref, **given)
    assert _books(town, "CARD") == [0, 0]


def test_a_match_stays_once_its_receipt_was_voided(town):
    ref = town.pays(500, "CARD", serial="ORD1").receipt_ref
    town.statement((500, "CARD", "ORD1"))
    _void(town.desk, ref, town.on + timedelta(days=1))
    with pytest.raises(bank_matching.MatchOfVoided):
        bank_matching.unmatch(
            ref=BankMatch.objects.get().ref, why="查對", by=town.desk.chief, at=town.desk.at
        )
    assert _books(town, "CARD") == [-500, 500]


def test_by_hand_it_may_be_matched_with_a_credit_of_another_day(town):
    ref = town.pays(500, "CARD", serial="ORD1").receipt_ref
    first, second = (town.on + timedelta(days=after) for after in (1, 2))
    _void(town.desk, ref, first)
    town.statement((first, 500, "CARD"), (second, -500, "CARD"), days=(town.on, second))
    given = {"by": town.desk.chief, "at": town.desk.at}
    assert town.kinds(second) == ["BANK_SUM", "BANK_SUM"]
    chosen = {"branch_id": town.desk.branch.id, "channel": "CARD", "days": [town.on], "fee": 0}
    lines = list(BankLine.objects.filter(amount=500).values_list("ref", flat=True))
    bank_matching.match_by_hand(lines=lines, why="隔日入帳", **chosen, **given)
    bank_matching.match_bank(branch_id=town.desk.branch.id, on=second, **given)
    assert (town.kinds(second), _books(town, "CARD")) == ([], [0, 0])
