"""What a word about a card payment is worth, in whatever order it comes; when to ask again."""

import itertools
from datetime import datetime, timedelta

import pytest

from wuai.contexts.payments.rules.online import online as rules
from wuai.kernel.taipei import TAIPEI

MADE = datetime(2026, 11, 21, 10, tzinfo=TAIPEI)
OURS = rules.Ours("M1", "A1", 500, MADE)


def _judge(minutes=5, **more):
    given = {
        "merchant_id": "M1", "order_no": "A1", "amount": 500, "outcome": "PAID",
        "paid_at": MADE + timedelta(minutes=3), "is_simulated": False,
    }  # fmt: skip
    return rules.judge(rules.Word(**(given | more)), OURS, MADE + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("more", "verdict", "reason"),
    [
        ({}, "PAID", ""), ({"paid_at": None}, "PAID", ""),
        ({"amount": 501}, "DISTRUSTED", "AMOUNT"), ({"amount": 499}, "DISTRUSTED", "AMOUNT"),
        ({"amount": None}, "DISTRUSTED", "AMOUNT"), ({"merchant_id": "M2"}, "DISTRUSTED", "MERCHANT"),
        ({"order_no": "A2"}, "DISTRUSTED", "ORDER"), ({"is_simulated": True}, "DISTRUSTED", "SIMULATION"),
        ({"paid_at": MADE - timedelta(minutes=5)}, "PAID", ""),
        ({"paid_at": MADE - timedelta(minutes=5, seconds=1)}, "DISTRUSTED", "CLOCK"),
        ({"paid_at": MADE + timedelta(minutes=10)}, "PAID", ""),
        ({"paid_at": MADE + timedelta(minutes=10, seconds=1)}, "DISTRUSTED", "CLOCK"),
        ({"outcome": "FAILED", "amount": 1}, "FAILED", ""), ({"outcome": "NOT_PAID"}, "WAITING", ""),
        ({"outcome": "UNKNOWN"}, "WAITING", ""), ({"outcome": "REFUNDED"}, "REFUNDED", ""),
        ({"outcome": "FAILED", "minutes": 119}, "FAILED", ""),
        ({"outcome": "FAILED", "minutes": 120}, "LAPSED", ""),
        ({"outcome": "UNKNOWN", "minutes": 120}, "LAPSED", ""),
        ({"minutes": 60 * 24 * 40}, "PAID", ""),
    ],
)  # fmt: skip
def test_only_what_agrees_in_everything_is_money(more, verdict, reason):
    assert _judge(**more) == rules.Judgement(verdict, reason)


def test_the_order_and_number_of_words_never_matter():
    for words in itertools.combinations(rules.VERDICTS, 3):
        states = {rules.status_of(one) for one in itertools.permutations((*words, words[0]))}
        assert len(states) == 1
    assert rules.status_of([]) == "OPEN"


@pytest.mark.parametrize("end", sorted(set(rules.STATES) - rules.FINAL))
def test_only_settled_and_refunded_are_final(end):
    assert rules.status_of([end, "SETTLED"]) == "SETTLED"
    assert rules.status_of(["FAILED", "PAID"]) == "PAID"


@pytest.mark.parametrize(
    ("state", "age", "wait"),
    [
        ("OPEN", timedelta(0), timedelta(minutes=1)),
        ("WAITING", timedelta(minutes=5), timedelta(minutes=3)),
        ("FAILED", timedelta(minutes=30), timedelta(minutes=10)),
        ("OPEN", timedelta(hours=2), timedelta(minutes=30)),
        ("OPEN", timedelta(hours=24), timedelta(hours=6)), ("OPEN", timedelta(days=7), None),
        ("LAPSED", timedelta(hours=3), timedelta(hours=21)), ("LAPSED", timedelta(hours=24), None),
        ("PAID", timedelta(0), None), ("SETTLED", timedelta(0), None), ("RELEASED", timedelta(0), None),
    ],
)  # fmt: skip
def test_asking_slows_down_and_ends(state, age, wait):
    at = MADE + age
    assert rules.next_ask(state, MADE, at) == (None if wait is None else at + wait)


@pytest.mark.parametrize(
    ("state", "hours", "lost"),
    [("OPEN", 23, False), ("OPEN", 24, True), ("WAITING", 24, True), ("LAPSED", 30, False)],
)
def test_a_day_without_an_answer_becomes_a_task(state, hours, lost):
    assert rules.has_lost_touch(state, MADE, MADE + timedelta(hours=hours)) is lost


@pytest.mark.parametrize(
    ("state", "judgement", "before", "after"),
    [
        ("PAID", "PAID", "NO_ANSWER", ""), ("LAPSED", "LAPSED", "NO_ANSWER", ""),
        ("WAITING", "WAITING", "NO_ANSWER", "NO_ANSWER"), ("PAID", "PAID", "CONTRADICTS", "CONTRADICTS"),
        ("SETTLED", "SETTLED", "UNSETTLED", ""), ("PAID", "DISTRUSTED", "", "CONTRADICTS"),
        ("REFUNDED", "REFUNDED", "", "GIVEN_BACK"), ("OPEN", "SILENT", "", ""),
    ],
)  # fmt: skip
def test_a_flag_stays_until_the_truth_clears_it(state, judgement, before, after):
    assert rules.flag_of(state, rules.Judgement(judgement), before) == after


@pytest.mark.parametrize(
    ("told", "given", "worth"),
    [
        ("REFUNDED", [], ("REFUNDED", "")),
        ("REFUNDED", [("DONE", 700)], ("PAID", "")),
        ("REFUNDED", [("DONE", 200), ("UNCLEAR", 500)], ("PAID", "")),
        ("REFUNDED", [("ASKED", 700)], ("PAID", "")),
        ("REFUNDED", [("DONE", 200)], ("PAID", "GIVEN_BACK")),
        ("REFUNDED", [("REFUSED", 700), ("READY", 700)], ("REFUNDED", "")),
        ("PAID", [("DONE", 200)], ("PAID", "")),
    ],
)
def test_a_chargeback_is_not_taken_for_our_own_refund(told, given, worth):
    found = rules.by_whom(rules.Judgement(told), 700, given)
    assert (found.verdict, found.reason) == worth
    alarm = worth != ("PAID", "")
    assert rules.flag_of("PAID", found, "") == ("GIVEN_BACK" if alarm else "")


def test_a_new_order_waits_for_an_answer_about_the_earlier_one():
    rules.check_start([("A1", "WAITING"), ("A2", "FAILED")])
    with pytest.raises(rules.StillUnclear):
        rules.check_start([("A1", "WAITING"), ("A2", "OPEN")])
