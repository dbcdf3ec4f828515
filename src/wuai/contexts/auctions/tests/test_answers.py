"""Whose answer counts, by which number it names the notice, and what is left when it fails (R150)."""

from datetime import date

import pytest

from wuai.contexts.auctions.actions import preempting
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.tests.conftest import now
from wuai.contexts.deadlines import api as deadlines

STRANGER = {"name": "陌生人", "id_number": "B223456782"}


@pytest.mark.parametrize(
    ("ended", "who", "day", "state"),
    [
        ("DISMISSED", {}, None, rules.WAITING),
        ("FORWARDED", {}, None, rules.WAITING),
        ("REFUSED", STRANGER, None, rules.WAITING),
        ("REFUSED", STRANGER, date(2026, 12, 1), rules.LAPSED),
        ("REFUSED", {}, None, rules.REFUSED),
    ],
)
def test_only_a_holder_whom_two_people_refused_has_no_right_left(sale, ended, who, day, state):
    row = sale.told()
    filed = sale.answer(row, **who)
    for _ in range(2):  # the event may come twice
        preempting.follow(application_ref=str(filed.ref), ended=ended, **sale.who(day=day))
    assert now(row).state == state
    is_running = any(one.is_open for one in deadlines.of_subject("preemption", str(row.ref)))
    assert is_running == (state == rules.WAITING)
    if state == rules.WAITING:
        sale.answer(row)
        assert now(row).state == rules.EXERCISED


def test_the_answer_of_the_holder_goes_before_a_strangers(sale):
    row = sale.told()
    first = sale.answer(row, **STRANGER)
    with pytest.raises(rules.PreemptionMoveImpossible):
        sale.answer(row, name="又一個陌生人")
    second = sale.answer(row)
    assert now(row).application_ref == second.ref
    preempting.follow(application_ref=str(first.ref), ended="REFUSED", **sale.who())
    assert now(row).state == rules.EXERCISED


@pytest.mark.parametrize("said", ["竹執115字第9號", "竹執 115 字第 ９ 號"])
def test_the_number_of_the_letter_that_the_holder_has_will_do(sale, said):
    row = sale.told()
    sale.answer(row, notice_no=said)
    assert now(row).state == rules.EXERCISED


def test_one_letter_to_several_is_told_apart_by_the_name(sale):
    first, second = sale.told(), sale.told(holder_name="陳 共有")
    with pytest.raises(rules.PreemptionUnknown):
        sale.answer(first, notice_no=first.document_no, name="陌生人")
    sale.answer(second, notice_no=second.document_no, name="陳共有")
    assert (now(first).state, now(second).state) == (rules.WAITING, rules.EXERCISED)
