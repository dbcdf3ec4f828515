"""A refund slip keyed to the wrong refund: two people take it off, and it is keyed to the right one."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.day import bank_matching
from wuai.contexts.payments.actions.undoing import wrong_refund_slips as actions
from wuai.contexts.payments.models import (
    BankMatch,
    BankTerm,
    Refund,
    TerminalRefund,
    WrongRefundSlip,
)
from wuai.contexts.payments.queries.desk import till_figures
from wuai.contexts.payments.rules.two_people import AlreadyDecided, SamePerson
from wuai.contexts.payments.rules.undoing import terminal_refunds as rules
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_card_terminal import _import
from wuai.contexts.payments.tests.test_day_close import Town
from wuai.contexts.payments.tests.test_terminal_refunds import (
    SLIP,
    _approved,
    _held,
    _held_second,
    _record,
    _state,
)
from wuai.contexts.payments.tests.test_till import _together
from wuai.contexts.payments.web.out import payouts_work
from wuai.platform.panels import Desk as WorkDesk


def _two(desk):
    """Two approved refunds of the same amount; the first got the second one's slip."""
    one, two = _held(desk)[0], _held_second(desk)[0]
    wrong, right = _approved(desk, one), _approved(desk, two, 500, 700)
    _record(desk, wrong)
    return wrong, right


def _say(desk, ref, by=None):
    return actions.say_wrong_slip(refund_ref=ref, why="是另一件", by=by or desk.cashier, at=desk.at)


def _decide(desk, ref, decision="APPROVED", by=None):
    return actions.decide_wrong_slip(ref=ref, decision=decision, by=by or desk.chief, at=desk.at)


def test_the_slip_is_freed_by_two_and_keyed_to_the_right_refund_with_its_own_day(desk):
    wrong, right = _two(desk)
    asked = _say(desk, wrong)
    with pytest.raises(rules.SlipUndoAsked):
        _say(desk, wrong, desk.chief)
    with pytest.raises(SamePerson):
        _decide(desk, asked, by=desk.cashier)
    assert _decide(desk, asked) == wrong
    with pytest.raises(AlreadyDecided):
        _decide(desk, asked)
    with pytest.raises(rules.SlipNotRecorded):
        _say(desk, wrong)
    assert (_state(desk, wrong), desk.on_books("CLEARING", "CARD")) == ("TERMINAL_READY", 1200)
    printed = desk.on
    desk.on += timedelta(days=1)
    _record(desk, right)
    _record(desk, wrong, replace(SLIP, approval_code="R10"))
    assert (desk.on_books("CLEARING", "CARD"), desk.on_books("REFUND")) == (200, 0)
    standing = TerminalRefund.objects.filter(undone=False).order_by("id")
    assert [(row.refund.ref, row.refunded_on) for row in standing] == [
        (right, printed), (wrong, desk.on)
    ]  # fmt: skip
    (month,) = till_figures.card_months(desk.branch.id, printed, desk.on)
    assert (month.backs, month.back) == (2, 1000)
    mirrored = ledger.entries_for(desk.branch.id, "REVERSAL", f"REFUND_PAID:{wrong}")
    assert {line.occurred_on for line in mirrored} == {printed}
    again = _say(desk, wrong)  # a second slip of the same refund has a posting of its own
    _decide(desk, again)
    assert desk.on_books("CLEARING", "CARD") == 700


def test_sent_back_it_stays_and_may_be_asked_anew(desk):
    wrong, right = _two(desk)
    _decide(desk, _say(desk, wrong), "REFUSED")
    with pytest.raises(rules.RefundSlipUsed):
        _record(desk, right)
    _say(desk, wrong)
    assert (_state(desk, wrong), WrongRefundSlip.objects.count()) == ("TERMINAL_DONE", 2)


def test_a_closed_day_keeps_its_slips_until_it_is_opened_again(desk):
    town = Town(desk)
    wrong, _right = _two(desk)
    asked = _say(desk, wrong)
    _import(desk, (500, "A1B2C3"), (700, "C3"))
    later = desk.on + timedelta(days=2)
    desk.at += timedelta(days=2)
    BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
    town.statement((later, 700, "CARD"), days=(town.on, later))
    with pytest.raises(rules.SlipAtTheBank):
        _decide(desk, asked)
    assert town.close(later).may_close
    with pytest.raises(rules.SlipOfClosedDay):
        _decide(desk, asked)
    town.reopen(later)
    town.reopen()
    with pytest.raises(rules.SlipAtTheBank):
        _decide(desk, asked)
    match = BankMatch.objects.get()
    bank_matching.unmatch(ref=match.ref, why="簽單登錄錯筆", by=desk.cashier, at=desk.at)
    _decide(desk, asked)
    assert [(d.kind, d.amount) for d in town.match(later).differences] == [("BANK_SUM", -500)]


def test_keyed_again_after_the_close_it_counts_on_the_next_day_and_the_closed_one_stays(desk):
    town, closed = Town(desk), desk.on
    wrong, right = _two(desk)
    _decide(desk, _say(desk, wrong))
    _import(desk, (500, "A1B2C3"), (700, "C3"))
    town.statement()
    town.own_all()
    assert town.close().may_close
    counted = till_figures.card_months(desk.branch.id, closed, closed)
    desk.on += timedelta(days=1)
    _record(desk, right)
    assert TerminalRefund.objects.get(undone=False).refunded_on == closed  # as printed on the slip
    assert till_figures.card_months(desk.branch.id, closed, closed) == counted
    (next_day,) = till_figures.card_months(desk.branch.id, desk.on, desk.on)
    assert (next_day.backs, next_day.back) == (1, 500)


def test_a_stranger_of_another_branch_finds_nothing(desk):
    wrong, _right = _two(desk)
    other = replace(desk.chief, branch_id=desk.branch.id + 1)
    with pytest.raises(actions.RefundUnknown):
        _say(desk, wrong, other)
    with pytest.raises(actions.RefundUnknown):
        _decide(desk, _say(desk, wrong), by=other)


@pytest.mark.django_db(transaction=True)
def test_asked_twice_and_decided_twice_at_once_it_is_mirrored_once(transactional_db):
    desk = Desk()
    wrong, _right = _two(desk)
    asked = _together(lambda: _say(desk, wrong), lambda: _say(desk, wrong))
    assert sorted(isinstance(one, rules.SlipUndoAsked) for one in asked) == [False, True]
    (ref,) = [one for one in asked if not isinstance(one, Exception)]
    done = _together(*[lambda: _decide(desk, ref)] * 3)
    assert sum(isinstance(one, AlreadyDecided) for one in done) == 2
    assert desk.on_books("CLEARING", "CARD") == 1200
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_the_pages_say_it_and_a_colleague_finds_it_on_the_desk(desk):
    wrong, _right = _two(desk)
    one, two = Client(), Client()
    one.force_login(factories.account("first", "payment.view", "payment.counter"))
    two.force_login(
        factories.account("second", "payment.view", "payment.settle", "payment.approve")
    )
    home = f"/staff/payments/refunds/{wrong}/"
    assert f"{home}terminal/wrong/" in one.get(home).content.decode()
    assert one.post(f"{home}terminal/wrong/", {"why": ""}).status_code == 422
    one.post(f"{home}terminal/wrong/", {"why": "是另一件"})
    work = WorkDesk(desk.branch.id, None, desk.chief, desk.on)
    assert [todo.url for todo in payouts_work.to_undo(work).todos] == [home]
    asked = WrongRefundSlip.objects.get()
    decide = f"/staff/payments/refunds/wrongslips/{asked.ref}/decide/"
    assert decide not in one.get(home).content.decode()
    assert decide in two.get(home).content.decode()
    assert one.post(decide, {"decision": "APPROVED"}).status_code == 403
    assert two.post(decide, {"decision": "APPROVED"}).url == home
    for lang, words in (("zh-hant", "撤銷登錄的紀錄"), ("en", "Slips taken off")):
        two.cookies["django_language"] = lang
        assert words in two.get(home).content.decode()
    assert Refund.objects.get(ref=wrong).decision == "APPROVED"
