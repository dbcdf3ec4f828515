"""Money of a case with settled books comes back: its agency owes it, once, and the case stays closed."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.desk import cheques
from wuai.contexts.payments.actions.out import payouts_prepare, statements
from wuai.contexts.payments.actions.undoing import chargebacks, take_off
from wuai.contexts.payments.models import AgencyStatement, BankTerm, OpenItem, Payout
from wuai.contexts.payments.queries.day import standing
from wuai.contexts.payments.queries.out.statements import lines_of
from wuai.contexts.payments.rules.receiving.placing import Part
from wuai.contexts.payments.rules.two_people import AlreadyDecided, SamePerson
from wuai.contexts.payments.rules.undoing import owed_back as rules
from wuai.contexts.payments.rules.undoing.chargebacks import MovedMeanwhile
from wuai.contexts.payments.rules.undoing.owed_back import OwedBackDiffers
from wuai.contexts.payments.rules.undoing.take_off import NothingOnCases
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_card_terminal import _import, _take
from wuai.contexts.payments.tests.test_chargebacks import _decide, _tell
from wuai.contexts.payments.tests.test_day_close import Town
from wuai.contexts.payments.tests.test_payouts import _agency, _prepare, _sent
from wuai.contexts.payments.tests.test_take_off import _ask
from wuai.contexts.payments.tests.test_take_off import _decide as _take_off
from wuai.contexts.payments.tests.test_till import _together
from wuai.contexts.referrals import api as referrals

PARTS = [Part(1, "PRINCIPAL", 300), Part(2, "FINE", 100), Part(2, "PRINCIPAL", 200)]


@pytest.mark.parametrize(
    ("settled", "needed", "left", "owed"),
    [
        (set(), None, [300, 100, 200], {}), (set(), 250, [300, 100, 200], {}),
        ({2}, None, [300, 100, 200], {2: {"FINE": 100, "PRINCIPAL": 200}}),
        ({2}, 300, [300], {}), ({2}, 350, [300, 50], {2: {"FINE": 50}}),
        ({2}, 450, [300, 100, 50], {2: {"FINE": 100, "PRINCIPAL": 50}}),
        ({1}, 300, [100, 200], {}), ({1}, 301, [100, 200, 1], {1: {"PRINCIPAL": 1}}),
        ({1, 2}, 600, [300, 100, 200], {1: {"PRINCIPAL": 300}, 2: {"FINE": 100, "PRINCIPAL": 200}}),
        ({1, 2}, 0, [], {}),
    ],
)  # fmt: skip
def test_settled_books_are_touched_last_and_by_no_more_than_is_missing(settled, needed, left, owed):
    parts = rules.parts_to_leave(PARTS, settled, needed)
    assert [part.amount for part in parts] == left
    assert rules.of_settled(parts, settled) == owed
    now = sum(sum(one.values()) for one in owed.values())
    rules.check_seen(parts, settled, now)
    with pytest.raises(rules.OwedBackDiffers):
        rules.check_seen(parts, settled, now + 1)


@pytest.mark.parametrize(
    ("status", "settled"),
    [("OPEN", False), ("SUSPENDED", False), ("PAID", False), ("RETURNED", True),
     ("WITHDRAWN", True), ("CERTIFIED", True), ("ENDED", True)],
)  # fmt: skip
def test_only_cases_that_ended_unpaid_have_settled_books(status, settled):
    assert cases.has_settled_books(status) is settled


def _paid_by_card(desk, amount=500, owed=900):
    case = factories.case(amount=owed, agency=_agency())
    ref = _take(desk, case, amount).receipt_ref
    _import(desk, (amount, "A1B2C3"))
    return case, ref


def _returned(desk, case):
    cases.return_case(case_id=case.id, reason="送達不合法", by=desk.by, at=desk.at, on=desk.on)


def _certified(desk, case):
    cases.start_execution(case_ids=[case.id], on=desk.on, by=desk.by, at=desk.at)
    cases.certify(case_id=case.id, reason="查無財產", by=desk.by, at=desk.at, on=desk.on)


def _withdrawn(desk, case):
    cases.withdraw(case_id=case.id, reason="機關更正", by=desk.by, at=desk.at, on=desk.on)


def _charge(desk, ref, seen, **more):
    asked = _tell(desk, ref, **more)
    return chargebacks.decide_chargeback(
        ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on, owed_back=seen
    )


def _feedback(desk, case):
    rows = referrals.feedback_rows(
        agency_id=case.agency_id, branch_id=desk.branch.id, on=desk.on
    )  # fmt: skip
    return [(row.reason, row.received, row.balance) for row in rows if row.reason == "沖回"]


@pytest.mark.parametrize(
    ("close", "balance"), [(_returned, 500), (_certified, 900), (_withdrawn, 500)]
)
def test_a_chargeback_on_settled_books_is_owed_by_the_agency_and_the_case_stays(
    desk, close, balance
):
    case, ref = _paid_by_card(desk)
    asked = _tell(desk, ref)
    close(desk, case)
    before = cases.case_row(case.id)
    with pytest.raises(rules.OwedBackDiffers):  # it closed after the page was loaded
        _decide(desk, asked)
    given = {"ref": asked, "decision": "APPROVED", "at": desk.at, "on": desk.on, "owed_back": 500}
    with pytest.raises(SamePerson):
        chargebacks.decide_chargeback(by=desk.cashier, **given)
    (told,) = standing.would_owe_back(ref, 500)
    assert (told.number, told.amount) == (case.number, 500)
    chargebacks.decide_chargeback(by=desk.chief, **given)
    with pytest.raises(AlreadyDecided):
        chargebacks.decide_chargeback(by=desk.chief, **given)
    after = cases.case_row(case.id)
    assert (after.status, after.closed_on) == (before.status, before.closed_on)
    assert (sum(desk.owed(case).values()), cases.balances([case.id], desk.on)[case.id]) == (0, {})
    books = [desk.on_books(*one) for one in (("PAYABLE",), ("CLEARING", "CARD"), ("SUSPENSE",))]
    assert books == [0, 0, 0]
    assert [one.amount for one in standing.owed_back(ref)] == [500]
    assert standing.would_owe_back(ref) == []
    assert _feedback(desk, case) == [("沖回", 0, balance)]


def test_a_part_is_taken_from_settled_books_and_no_more(desk):
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    _charge(desk, ref, 200, amount=200)
    assert (desk.on_books("PAYABLE"), desk.on_books("SUSPENSE")) == (-300, 0)
    assert not OpenItem.objects.filter(settled_at=None).exists()
    _charge(desk, ref, 300, amount=300, number="CB-2")
    assert [one.amount for one in standing.owed_back(ref)] == [200, 300]
    assert _feedback(desk, case) == [("沖回", 0, 500)]


def _next_remittance(desk, amount):
    case = factories.case(amount=amount, agency=_agency())
    desk.receive(desk.slip(case).number, amount)
    return _prepare(desk).total


def test_after_it_was_remitted_the_next_remittance_is_less_and_never_below_zero(desk):
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    _sent(desk)
    _charge(desk, ref, 500)
    assert desk.on_books("PAYABLE") == 500
    with pytest.raises(payouts_prepare.NothingToPay):
        _next_remittance(desk, 400)  # all of it is set off; a hundred more is carried
    desk.verify()
    assert _next_remittance(desk, 350) == 250
    assert [row.amount for row in Payout.objects.order_by("id")] == [500, 250]


def test_the_statement_says_it_on_a_line_of_its_own(desk):
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    other = factories.case(amount=300, agency=case.agency)
    second = desk.receive(desk.slip(other).number, 300).receipt_ref
    _charge(desk, ref, 500)
    _take_off(desk, _ask(desk, second))
    statements.make_statements(
        branch_id=desk.branch.id, kind="DAY", since=desk.on, by=desk.by,
        at=desk.at + timedelta(days=1), on=desk.on + timedelta(days=1),
    )  # fmt: skip
    (held,) = AgencyStatement.objects.filter(agency=case.agency)
    lines = [(line.kind, line.case_number, line.amount) for line in lines_of(held)]
    assert sorted(lines) == sorted([
        ("RECEIVED", case.number, 500), ("RECEIVED", other.number, 300),
        ("OWED_BACK", case.number, -500), ("TAKEN_BACK", other.number, -300),
    ])  # fmt: skip
    assert (held.taken_back, held.closing) == (800, 0)


def test_a_bounced_cheque_and_a_take_off_find_the_same_way_out(desk):
    case = factories.case(amount=900, agency=_agency())
    paper = cheques.ChequePaper("CHEQUE", "AB123", "台銀", "林", 400, desk.on, desk.on)
    held = cheques.receive_cheque(
        key=uuid.uuid4(), case_ids=[case.id], paper=paper, by=desk.cashier, at=desk.at, on=desk.on
    )
    cheques.send_cheques(refs=[held], bank="台銀", by=desk.cashier, at=desk.at, on=desk.on)
    cleared = cheques.clear_cheque(ref=held, by=desk.cashier, at=desk.at, on=desk.on)
    other = desk.receive(desk.slip(case).number, 100).receipt_ref
    _certified(desk, case)
    asked = api.request_void(ref=cleared.receipt_ref, why="退票", by=desk.cashier, at=desk.at)
    given = {"ref": asked, "decision": "APPROVED", "by": desk.chief, "at": desk.at, "on": desk.on}
    with pytest.raises(rules.OwedBackDiffers):
        api.decide_void(**given)
    api.decide_void(**given, owed_back=400)
    assert (desk.on_books("PAYABLE"), sum(desk.owed(case).values())) == (-100, 0)
    take_off.decide_take_off(
        ref=_ask(desk, other), decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on,
        owed_back=100,
    )  # fmt: skip
    assert (desk.on_books("PAYABLE"), desk.on_books("SUSPENSE")) == (0, -100)
    again = api.request_void(ref=other, why="x", by=desk.cashier, at=desk.at)
    api.decide_void(ref=again, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert (desk.on_books("SUSPENSE"), _feedback(desk, case)) == (0, [("沖回", 0, 900)])
    assert cases.case_row(case.id).status == "CERTIFIED"


def test_the_day_closes_with_no_difference_after_the_bank_kept_it(desk):
    town, later = Town(desk), desk.on + timedelta(days=2)
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    desk.at, desk.on = desk.at + timedelta(days=2), later
    _charge(desk, ref, 500, noticed_on=later)
    BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
    town.statement(
        (later, 500, "CARD"), (later, -500, "CARD", "CB-1"), days=(town.on, later)
    )  # fmt: skip
    assert (town.kinds(later), desk.on_books("BANK"), desk.on_books("PAYABLE")) == ([], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_and_a_return_meanwhile_leave_one_truth(transactional_db):
    desk = Desk()
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    asked = _tell(desk, ref)
    off = _ask(desk, ref)

    def charge():
        chargebacks.decide_chargeback(
            ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on, owed_back=500
        )

    def leave():
        take_off.decide_take_off(
            ref=off, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on, owed_back=500
        )

    done = _together(charge, charge, leave)
    refused = (AlreadyDecided, OwedBackDiffers, MovedMeanwhile, NothingOnCases)
    assert all(one is None or isinstance(one, refused) for one in done), done
    assert [one.amount for one in standing.owed_back(ref)] == [500]
    assert (desk.on_books("PAYABLE"), sum(desk.owed(case).values())) == (0, 0)
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_who_decides_sees_which_agency_owes_how_much(desk):
    case, ref = _paid_by_card(desk)
    _returned(desk, case)
    asked = _tell(desk, ref)
    client, home = Client(), f"/staff/payments/{ref}/"
    client.force_login(factories.account("second", "payment.view", "payment.approve"))
    page = client.get(home).content.decode()
    assert (case.number in page, '<input type="hidden" name="owed_back" value="500">' in page) == (
        True, True
    )  # fmt: skip
    decide = f"/staff/payments/chargebacks/{asked}/decide/"
    assert client.post(decide, {"decision": "APPROVED", "owed_back": "5"}).status_code == 412
    given = {"decision": "APPROVED", "owed_back": "500"}
    assert client.post(decide, given).url == home
    for lang, words in (("zh-hant", "由移送機關扣抵"), ("en", "Owed back by the agency")):
        client.cookies["django_language"] = lang
        assert words in client.get(home).content.decode()


def test_what_an_agency_had_taken_itself_it_does_not_owe(desk):
    case = factories.case(amount=900, agency=_agency())
    ref = desk.receive(desk.slip(case).number, 300, channel_code="AGENCY").receipt_ref
    _returned(desk, case)
    assert standing.would_owe_back(ref) == []
    asked = api.request_void(ref=ref, why="誤報", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert sum(one.amount for one in cases.owed_back_of(ref)) == 300  # the row for its feedback
    assert standing.owed_back(ref) == []
    assert desk.on_books("PAYABLE") == 0
