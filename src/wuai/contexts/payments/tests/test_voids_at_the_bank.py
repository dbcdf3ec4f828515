"""What the bank had paid before it was voided is taken back by the bank: matched once, no difference left."""

import uuid
from datetime import timedelta

import pytest
from tests import factories

from wuai.contexts.payments.actions.day import bank_matching
from wuai.contexts.payments.actions.desk import cheques
from wuai.contexts.payments.models import BankMatch, BankMatchVoid, BankTerm
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
