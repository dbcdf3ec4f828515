"""One slip for one case: judged by its own kind of debt, superseded by the next, never reused."""

from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.models import CollectionContract, Slip
from wuai.kernel import store_barcodes, virtual_accounts
from wuai.platform.actors import system

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 10, tzinfo=timezone(timedelta(hours=8)))
ON = date(2026, 11, 21)
BY = system()


def _issue(*cases, on=ON):
    return api.issue_slips([case.id for case in cases], by=BY, at=AT, on=on)


def _of_kind(kind, amount):
    return factories.case(
        amount=amount, category=factories.category(code=f"T-{kind}"[:12], kind=kind)
    )


def test_a_slip_says_the_amount_and_can_be_read_back():
    case = factories.case(amount=1500)
    slip = _issue(case)[case.id]
    read = store_barcodes.read(*slip.store_segments, near=ON)
    assert (read.amount, read.deadline) == (1500, slip.due_on)
    assert read.account.lstrip("0") == slip.number == slip.virtual_account
    assert virtual_accounts.verify("CTBC_14", slip.virtual_account)
    assert slip.due_on == ON + timedelta(days=20)
    assert slip.store_refused_reason is None


@pytest.mark.parametrize(
    ("kind", "amount", "by_store"),
    [("FINE", 19_999, True), ("FINE", 20_000, False), ("TAX", 30_000, True), ("TAX", 30_001, False),
     ("LABOUR_INSURANCE", 30_000, True), ("NHI", 20_000, False), ("FEE", 1, True)],
)  # fmt: skip
def test_the_store_limit_is_that_of_the_cases_own_kind(kind, amount, by_store):
    case = _of_kind(kind, amount)
    slip = _issue(case)[case.id]
    assert (slip.store_segments is not None) is by_store
    if not by_store:
        assert "NT$" in slip.store_refused_reason.zh
        assert "NT$" in slip.store_refused_reason.en


def test_two_cases_of_one_obligor_get_two_slips_each_by_its_own_kind():
    who = factories.party()
    tax = factories.case(who, 25_000, category=factories.category(code="T-TAX", kind="TAX"))
    fine = factories.case(who, 25_000, category=factories.category(code="T-FINE", kind="FINE"))
    slips = _issue(tax, fine)
    assert slips[tax.id].store_segments
    assert not slips[fine.id].store_segments
    assert slips[tax.id].number != slips[fine.id].number


def test_a_new_slip_supersedes_the_one_before():
    case = factories.case()
    first, second = _issue(case)[case.id], _issue(case)[case.id]
    assert first.number != second.number
    assert [row.superseded_at is None for row in api.slips_of_case(case.id)] == [True, False]
    assert api.slip_by_number(f"00{first.number}").id == first.id
    assert api.slip_rows(case_ids=[case.id])[case.id].id == second.id


def test_only_a_live_slip_within_its_days_is_valid():
    case, without = factories.case(), factories.case()
    slip = _issue(case)[case.id]
    both = [case.id, without.id]
    assert api.has_valid_slip(both, on=slip.due_on) == {case.id}
    assert api.has_valid_slip(both, on=slip.due_on + timedelta(days=1)) == set()


def test_a_case_that_owes_nothing_gets_no_slip():
    case = factories.case(amount=0)
    assert _issue(case) == {}
    assert not Slip.objects.filter(case_id=case.id).exists()


def test_the_token_opens_the_slip_and_is_not_kept_in_the_open():
    case = factories.case()
    slip = _issue(case)[case.id]
    assert len(slip.payment_link_token) >= 32
    assert api.slip_by_token(slip.payment_link_token).id == slip.id
    assert api.slip_by_token(slip.payment_link_token[:-1]) is None
    stored = Slip.objects.get(id=slip.id)
    assert slip.payment_link_token.encode() not in bytes(stored.token) + bytes(stored.token_sha256)


def test_without_a_contract_there_is_no_slip_and_the_refusal_says_why():
    case = factories.case()
    CollectionContract.objects.filter(branch_id=case.branch_id).update(until=ON - timedelta(days=1))
    with pytest.raises(api.NoContract) as refused:
        _issue(case)
    assert "契約" in refused.value.text("zh")
    assert "contract" in refused.value.text("en")


def test_a_slip_number_is_not_given_twice_also_across_years():
    case = factories.case()
    numbers = {_issue(case, on=date(year, 6, 1))[case.id].number for year in (2025, 2026, 2027)}
    assert len(numbers) == 3
