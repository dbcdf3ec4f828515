"""A day balances, or each difference has a name and an owner."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.actions.day import bank_matching, bank_statements, close_day
from wuai.contexts.payments.gateways.bank_statement import codec
from wuai.contexts.payments.models import (
    BankAccount,
    BankMatch,
    DayClose,
    LateBooking,
    Receipt,
)
from wuai.contexts.payments.queries.day.matching import match_day

MARKS = {"CVS_711": "統一超商代收", "VA": "虛擬帳號", "CARD": "信用卡請款"}


class Town:
    """The desk with its bank: what the channel sends, what the bank shows, what the day says."""

    def __init__(self, desk):
        self.desk, self.on = desk, desk.on
        self.account = BankAccount.objects.get(branch=desk.branch).number
        self.balance = 1000
        self.names = 0

    def pays(self, amount, channel="CVS_711", **more):
        number = self.desk.slip(factories.case(amount=amount)).number
        return self.desk.receive(number, amount, channel_code=channel, **more)

    def statement(self, *rows, days=None):
        """Rows are (amount, channel or text, reference), or begin with another day."""
        filled = []
        for row in rows:
            day, amount, text, *reference = row if isinstance(row[0], date) else (self.on, *row)
            filled.append((day, amount, MARKS.get(text, text), *(reference or [""])))
        content = codec.write(self.account, self.balance, days or (self.on, self.on), filled)
        self.balance += sum(row[1] for row in filled)
        return bank_statements.import_statement(
            branch_id=self.desk.branch.id, account=self.account, name="s.csv", content=content,
            by=self.desk.chief, at=self.desk.at,
        )  # fmt: skip

    def match(self, on=None):
        return match_day(self.desk.branch.id, on or self.on)

    def kinds(self, on=None):
        return [d.kind for d in self.match(on).differences]

    def close(self, on=None):
        return close_day.close_day(
            branch_id=self.desk.branch.id, on=on or self.on, by=self.desk.chief, at=self.desk.at
        )

    def own_all(self, on=None):
        for d in self.match(on).differences:
            close_day.own_difference(
                branch_id=self.desk.branch.id, on=on or self.on, key=d.key, amount=d.amount,
                why="銀行未入帳", next_step="電洽銀行", by=self.desk.cashier, at=self.desk.at,
            )  # fmt: skip

    def reopen(self, on=None):
        ref = close_day.request_reopening(
            branch_id=self.desk.branch.id, on=on or self.on, why="漏列", by=self.desk.cashier,
            at=self.desk.at,
        )  # fmt: skip
        close_day.decide_reopening(
            ref=ref, decision="APPROVED", by=self.desk.chief, at=self.desk.at
        )


@pytest.fixture
def town(desk):
    return Town(desk)


def test_a_day_whose_sum_the_bank_credits_closes_and_the_books_hold_the_bank(town):
    town.pays(100)
    town.pays(250)
    taken = town.statement((350, "CVS_711"))
    assert (taken.lines, taken.matched) == (1, 1)
    match = town.close()
    assert match.may_close
    assert [(c.bank, c.lines_total, c.open, c.agrees) for c in match.channels] == [
        (350, 350, 0, True)
    ]
    assert town.desk.on_books("BANK") == 350
    assert town.desk.on_books("CLEARING", "CVS_711") == 0
    assert BankMatch.objects.get().rule == "DAY_SUM"


def test_the_fee_of_the_contract_is_known_and_posted(town):
    town.pays(10_000, "CARD")
    town.statement((9850, "CARD"))
    assert BankMatch.objects.get().rule == "DAY_SUM_FEE"
    assert town.desk.on_books("BANK_FEES", "CARD") == 150
    assert town.close().may_close


def test_a_transfer_is_matched_by_its_own_reference(town):
    paid = town.pays(300, "VA", serial="TX1")
    town.pays(300, "VA", serial="TX2")
    town.statement((300, "VA", "TX2"), (300, "VA", "TX1"))
    assert set(BankMatch.objects.values_list("rule", flat=True)) == {"SAME_REFERENCE"}
    assert BankMatch.objects.count() == 2
    assert paid.receipt_id
    assert town.kinds() == []


def test_a_weekend_comes_as_one_credit(town):
    for back in (2, 1, 0):
        day = town.on - timedelta(days=back)
        town.pays(100 + back, paid_on=day, posted_on=day)
    town.statement((303, "CVS_711"), days=(town.on - timedelta(days=2), town.on))
    assert BankMatch.objects.get().rule == "DAYS_MERGED"
    assert town.close().may_close
    assert DayClose.objects.count() == 3


@pytest.mark.parametrize(
    ("bank", "kinds"),
    [
        pytest.param([], ["BANK_SUM"], id="missing at the bank"),
        pytest.param([(350, "CVS_711"), (350, "CVS_711")], ["BANK_SUM"], id="duplicate"),
        pytest.param([(351, "CVS_711")], ["BANK_SUM"], id="one too much"),
        pytest.param([(349, "CVS_711")], ["BANK_SUM"], id="one too little"),
        pytest.param([(350, "VA")], ["BANK_SUM", "BANK_SUM"], id="wrong channel"),
        pytest.param([(-350, "CVS_711")], ["BANK_SUM"], id="sign"),
        pytest.param([(350, "某公司匯款")], ["BANK_SUM", "BANK_UNKNOWN"], id="nobody's"),
        pytest.param([(100, "CVS_711"), (200, "CVS_711")], ["BANK_SUM"], id="split, short"),
        pytest.param([(350, "CVS_711"), (-50, "不明支出")], ["BANK_OUT"], id="money out"),
    ],
)
def test_what_the_bank_shows_otherwise_stops_the_day_until_it_is_owned(town, bank, kinds):
    town.pays(100)
    town.pays(250)
    town.statement(*bank)
    assert town.kinds() == kinds
    assert not town.close().may_close
    assert not DayClose.objects.exists()
    town.own_all()
    assert town.close().may_close
    assert DayClose.objects.get().figures["differences"][0]["owner"] == "王出納"


def test_swapped_transfers_are_not_hidden_by_an_equal_sum(town):
    town.pays(100, "VA", serial="A")
    town.pays(200, "VA", serial="B")
    town.statement((200, "VA", "A"), (100, "VA", "B"))
    assert town.kinds() == ["BANK_REFERENCE", "BANK_REFERENCE"]


def test_a_credit_of_another_day_waits_until_that_day(town):
    town.pays(100)
    town.statement()
    assert town.kinds() == ["BANK_SUM"]
    later = town.on + timedelta(days=1)
    town.statement((later, 100, "CVS_711"), days=(later, later))
    assert town.kinds(later) == ["BANK_SUM", "BANK_SUM"]


def test_an_owner_answers_for_the_amount_seen_and_no_other(town):
    town.pays(100)
    town.statement()
    town.own_all()
    assert town.match().may_close
    town.pays(50)
    assert not town.match().may_close
    with pytest.raises(close_day.DifferenceGone):
        close_day.own_difference(
            branch_id=town.desk.branch.id, on=town.on, key=f"SUM:CVS_711:{town.on}", amount=-100,
            why="x", next_step="y", by=town.desk.cashier, at=town.desk.at,
        )  # fmt: skip


def test_what_comes_after_the_close_counts_on_the_next_day_and_keeps_its_own(town):
    town.pays(100)
    town.close()
    late = town.pays(70, posted_on=town.on - timedelta(days=3))
    receipt = Receipt.objects.get(id=late.receipt_id)
    assert receipt.paid_on == town.on
    assert receipt.posted_on == town.on - timedelta(days=3)
    assert LateBooking.objects.get().booked_on == town.on + timedelta(days=1)
    assert [c.lines_total for c in town.match().channels] == [100]
    assert [c.lines_total for c in town.match(town.on + timedelta(days=1)).channels] == [70]


def test_closing_twice_does_nothing_and_an_open_day_before_is_closed_or_named_first(town):
    before = town.on - timedelta(days=2)
    town.pays(100, posted_on=before, paid_on=before)
    town.desk.receive("123456", 5, posted_on=before)
    town.pays(30)
    with pytest.raises(close_day.EarlierDayOpen):
        town.close()
    for item in town.match().unmatched:
        api.own_item(ref=uuid.UUID(item.ref), by=town.desk.cashier, at=town.desk.at)
    town.close()
    town.close()
    assert list(DayClose.objects.order_by("on").values_list("on", flat=True)) == [before, town.on]
    with pytest.raises(close_day.LaterDayClosed):
        town.close(town.on - timedelta(days=1))
    with pytest.raises(close_day.DayNotCome):
        town.close(town.on + timedelta(days=1))


def test_reopening_takes_a_reason_and_a_second_person_and_leaves_both_closings(town):
    town.pays(100)
    town.close()
    with pytest.raises(api.ReasonNeeded):
        close_day.request_reopening(
            branch_id=town.desk.branch.id, on=town.on, why=" ", by=town.desk.cashier,
            at=town.desk.at,
        )  # fmt: skip
    ref = close_day.request_reopening(
        branch_id=town.desk.branch.id, on=town.on, why="漏列", by=town.desk.chief, at=town.desk.at
    )
    with pytest.raises(api.SamePerson):
        close_day.decide_reopening(
            ref=ref, decision="APPROVED", by=town.desk.chief, at=town.desk.at
        )
    close_day.decide_reopening(ref=ref, decision="REFUSED", by=town.desk.cashier, at=town.desk.at)
    town.reopen()
    town.pays(40)
    assert not LateBooking.objects.exists()
    town.close()
    assert [row.round for row in DayClose.objects.order_by("id")] == [0, 1]
    assert DayClose.objects.order_by("id")[1].figures["channels"][0]["lines_total"] == 140


def test_a_match_is_taken_apart_with_a_reason_and_made_again_by_hand(town):
    town.pays(100)
    town.statement((100, "CVS_711"))
    match = BankMatch.objects.get()
    bank_matching.unmatch(ref=match.ref, why="不是這筆", by=town.desk.chief, at=town.desk.at)
    assert town.desk.on_books("BANK") == 0
    given = {"branch_id": town.desk.branch.id, "by": town.desk.chief, "at": town.desk.at}
    assert bank_matching.match_bank(on=town.on, **given) == 0  # the rules leave it to people now
    with connection.cursor() as cursor:
        cursor.execute("SELECT ref FROM payments_bankline")
        (line,) = cursor.fetchone()
    chosen = {"lines": [line], "channel": "CVS_711", "days": [town.on], "why": "查明為同一筆"}
    with pytest.raises(bank_matching.NotTheSameMoney):
        bank_matching.match_by_hand(fee=1, **chosen, **given)
    bank_matching.match_by_hand(fee=0, **chosen, **given)
    assert town.desk.on_books("BANK") == 100
    assert town.kinds() == []
    with pytest.raises(bank_matching.NothingToMatch):
        bank_matching.match_by_hand(fee=0, **chosen, **given)
    town.close()
    with pytest.raises(bank_matching.MatchOfClosedDay):
        bank_matching.unmatch(
            ref=BankMatch.objects.order_by("-id")[0].ref, why="x", by=town.desk.chief,
            at=town.desk.at,
        )  # fmt: skip


def test_a_statement_is_taken_once_and_leaves_no_gap(town):
    town.pays(100)
    first = town.statement((100, "CVS_711"))
    town.balance -= 100
    again = town.statement((100, "CVS_711"))
    assert again.replayed
    assert again.ref == first.ref
    with pytest.raises(bank_statements.StatementGap):
        town.statement(days=(town.on + timedelta(days=2), town.on + timedelta(days=2)))
    town.balance -= 100
    with pytest.raises(bank_statements.StatementContradicts):
        town.statement((99, "CVS_711"))
    town.balance = 1000
    longer = town.statement((100, "CVS_711"), (5, "利息"))
    assert (longer.lines, longer.duplicates) == (1, 1)
    with pytest.raises(bank_statements.BankAccountUnknown):
        bank_statements.import_statement(
            branch_id=town.desk.branch.id, account="1", name="", content=b"", by=town.desk.chief,
            at=town.desk.at,
        )  # fmt: skip


def test_the_accountant_closes_a_bad_day_on_the_page(town, client):
    clerk = factories.account("g4-clerk", "payment.view", "payment.settle", "payment.import")
    chief = factories.account("g4-chief", "payment.view", "payment.approve", "payment.settle")
    today = timezone.localdate()  # the page asks the clock, so the test does
    town.on = today
    town.pays(100, paid_on=today, posted_on=today)
    client.force_login(clerk)
    content = codec.write(town.account, 0, (today, today), [(today, 99, MARKS["CVS_711"], "")])
    file = SimpleUploadedFile("s.csv", content, "text/csv")
    client.post("/staff/payments/day/statement/", {"account": town.account, "file": file})
    page = client.get(f"/staff/payments/day/?on={today}").content.decode()
    assert "銀行與通路的金額不同" in page
    assert "還不能日結" in page
    assert client.post("/staff/payments/day/close/", {"on": today}).status_code == 403
    client.post(
        "/staff/payments/day/own/",
        {"on": today, "prefix": "d0", "d0-key": f"SUM:CVS_711:{today}", "d0-amount": -1,
         "d0-why": "少一元", "d0-next_step": "電洽銀行"},
    )  # fmt: skip
    client.force_login(chief)
    client.post("/staff/payments/day/close/", {"on": today})
    page = client.get(f"/staff/payments/day/?on={today}", HTTP_ACCEPT_LANGUAGE="en").content
    assert "已日結" in page.decode() or b"Closed" in page
    assert DayClose.objects.get().on == today
    client.post("/staff/payments/day/reopen/", {"on": today, "why": "補件"})
    page = client.get(f"/staff/payments/day/?on={today}").content.decode()
    assert "等另一位同仁核准" in page
