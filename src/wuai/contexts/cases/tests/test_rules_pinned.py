"""What must stay the same to the letter: cards once dealt, days once counted, words once said."""

import hashlib
from datetime import date
from decimal import Decimal
from itertools import islice

import pytest

from wuai.contexts.cases.rules import life
from wuai.contexts.cases.rules.amounts import Accrual, accrued
from wuai.contexts.cases.rules.assignment import Draw, Seat, Table, commitment, deal, seed_of

POOL = (Seat(1, "01", 2), Seat(2, "02", 3))


def test_the_deal_of_version_1_is_the_one_that_was_published() -> None:
    """Three decks of five cards; replaying a batch of years ago depends on each of them."""
    dealt = [draw.section for draw in islice(deal("s", POOL, {}), 15)]
    assert dealt == [1, 2, 2, 2, 1, 2, 2, 1, 2, 1, 1, 2, 2, 1, 2]
    laid = [
        (hashlib.sha256(f"s|01,02|{deck}|{code}|{card}".encode()).digest(), section)
        for deck in range(3)
        for code, section, quota in (("01", 1, 2), ("02", 2, 3))
        for card in range(quota)
    ]
    by_hand = [s for n in range(3) for _, s in sorted(laid[5 * n : 5 * n + 5])]
    assert dealt == by_hand


def test_seed_and_commitment_are_those_of_the_documents() -> None:
    seed = seed_of(b"k" * 32, "b")
    assert seed.startswith("f39dc3cb1db03973")
    assert len(seed) == 64
    assert commitment("s") == hashlib.sha256(b"s").hexdigest()


def test_a_section_with_a_quota_of_one_takes_part() -> None:
    assert [s.id for s in Table((Seat(7, "07", 1), Seat(8, "08", 0))).pool("NHI")] == [7]


def test_covers_that_lead_in_a_ring_end() -> None:
    ring = {1: 2, 2: 3, 3: 2}
    assert next(deal("s", (Seat(1, "01", 1),), ring)) == Draw(1, 3, "COVER")


def test_payments_on_the_first_day_on_two_days_running_and_on_the_last() -> None:
    accrual = Accrual(73_000, date(2025, 1, 1), Decimal(5))  # 10 dollars a day
    paid = [(date(2025, 1, 1), 36_500), (date(2025, 1, 2), 18_250), (date(2025, 1, 4), 18_250)]
    parts = accrued(accrual, paid, date(2025, 1, 4))
    assert [(p.base, p.since.day, p.until.day) for p in parts] == [
        (73_000, 1, 1), (36_500, 2, 2), (18_250, 3, 4),
    ]  # fmt: skip
    assert sum(p.amount for p in parts) == 10 + 5 + 2 * 2.5


def test_what_is_paid_whole_accrues_nothing_more() -> None:
    accrual = Accrual(36_500, date(2025, 1, 1), Decimal(10))
    parts = accrued(accrual, [(date(2025, 1, 1), 40_000)], date(2035, 1, 1))
    assert [(p.base, p.amount) for p in parts] == [(36_500, 10), (0, 0)]


@pytest.mark.parametrize("move", life.MOVES, ids=lambda move: move.code)
@pytest.mark.parametrize("state", life.STATE_NAMES)
def test_the_table_is_asked_in_every_way_alike(move: life.Move, state: str) -> None:
    leads = state in move.sources
    assert life.may(move.code, state) is leads
    assert (move in life.possible(state)) is leads
    assert life.who(move.code) == move.who
    if leads:
        assert life.move(move.code, state) is move
        return
    with pytest.raises(life.MoveNotAllowed) as refused:
        life.move(move.code, state)
    words = str(refused.value)
    assert "None" not in words
    for name in (life.STATE_NAMES[state], move.name):
        assert name.zh in words
        assert name.en in words


def test_only_what_is_enforced_or_suspended_is_open() -> None:
    assert {s for s in life.STATE_NAMES if life.is_open(s)} == {"OPEN", "SUSPENDED"}


@pytest.mark.parametrize(("text", "kept"), [(" a \n b ", "a b"), ("事由", "事由")])
def test_a_reason_is_kept_as_one_line(text: str, kept: str) -> None:
    assert life.reason(text) == kept


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_reason_is_refused(text: str) -> None:
    with pytest.raises(life.ReasonMissing) as refused:
        life.reason(text)
    assert refused.value.field == "reason"
