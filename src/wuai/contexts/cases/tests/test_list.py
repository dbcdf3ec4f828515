"""The case list finds what is asked for, page by page, without gaps or repeats."""

from datetime import date, timedelta

import pytest
from tests import factories as make

from wuai.contexts.cases import queries_list as lists
from wuai.contexts.cases.queries_list import Filters
from wuai.platform import numbers

pytestmark = pytest.mark.django_db
ON = make.ON


def _all(filters: Filters, size: int = 3) -> list[str]:
    found, after = [], ""
    while True:
        page = lists.page(filters, on=ON, after=after, size=size)
        found += [line.number for line in page.lines]
        if not page.after:
            return found
        after = page.after


@pytest.mark.parametrize(
    "more", [{}, {"order": "limit"}, {"registered_from": ON - timedelta(days=400)}]
)
def test_pages_have_no_gaps_and_no_repeats_in_every_order(more):
    branch = make.branch()
    cases = [
        make.case(limit_1_on=date(2030, 1, 1 + n % 2), registered_on=ON - timedelta(days=n % 3))
        for n in range(10)
    ]
    found = _all(Filters(branch.id, **more))
    assert sorted(found) == sorted(case.number for case in cases)
    assert len(set(found)) == 10


def test_the_page_before_is_the_page_one_came_from():
    branch = make.branch()
    for _ in range(7):
        make.case()
    filters = Filters(branch.id)
    first = lists.page(filters, on=ON, size=3)
    second = lists.page(filters, on=ON, after=first.after, size=3)
    back = lists.page(filters, on=ON, before=second.before, size=3)
    assert [c.id for c in back.lines] == [c.id for c in first.lines]
    assert not back.before
    assert back.after == first.after


def test_a_list_shows_what_is_owed_and_counts_up_to_a_cap(monkeypatch):
    branch = make.branch()
    for amount in (100, 200, 300):
        make.case(amount=amount)
    monkeypatch.setattr(lists, "COUNT_CAP", 2)
    page = lists.page(Filters(branch.id), on=ON, size=2)
    assert [line.balance for line in page.lines] == [300, 200]
    assert (page.total, page.capped) == (2, True)


def test_each_filter_keeps_its_own():
    branch, tax = make.branch(), make.category(code="T-TAX", kind="TAX", word="稅")
    other, other_agency = make.section(code="T2"), make.agency("TEST-TAX")
    rich = make.party("黃大戶", is_major=True)
    plain = make.case()
    marked = make.case(
        rich, section=other, agency=other_agency, category=tax, registered_on=date(2026, 1, 5),
        limit_1_on=date(2027, 1, 1), status="PAID", closed_on=ON, closing_code="PAID",
    )  # fmt: skip
    soon = make.case(limit_1_on=date(2027, 2, 1))
    for filters, expected in (
        ({"section_id": other.id}, [marked]),
        ({"agency_id": other_agency.id}, [marked]),
        ({"category_ids": (tax.id,)}, [marked]),
        ({"status": "PAID"}, [marked]),
        ({"status": "OPEN_ANY"}, [soon, plain]),
        ({"major": True}, [marked]),
        ({"registered_to": date(2026, 1, 31)}, [marked]),
        ({"limit_before": date(2027, 3, 1)}, [soon]),
        ({"words": "大戶"}, [marked]),
        ({"words": plain.number}, [plain]),
        ({"words": soon.agency_ref}, [soon]),
        ({"words": "查無此人"}, []),
        ({"obligor_id": rich.id}, [marked]),
    ):
        found = lists.page(Filters(branch.id, **filters), on=ON).lines
        assert [line.id for line in found] == [case.id for case in expected], filters


def test_another_branch_is_never_listed():
    make.case(branch=make.branch("TPY"), section=make.section(make.branch("TPY")))
    assert not lists.page(Filters(make.branch().id), on=ON).lines


def test_a_page_takes_a_fixed_number_of_queries(django_assert_num_queries):
    branch = make.branch()
    for _ in range(8):
        make.case()
    with django_assert_num_queries(5):  # page, count, and three for what is owed
        lists.page(Filters(branch.id), on=ON, size=3)


@pytest.mark.parametrize(
    "text", ["", "5", "x.5", "2026-13-01.5", ".x", "2026-01-01.", "'.1", "." + "9" * 19]
)
def test_what_is_no_cursor_is_told(text):
    assert not lists.is_cursor(text)


def test_cursors_are_told():
    assert lists.is_cursor(".5")
    assert lists.is_cursor("2026-01-01.5")


@pytest.mark.parametrize("written", ["{n}", "0{n}", "{word}{n}", "{word} {n} 號"])
def test_a_case_is_found_by_the_number_as_colleagues_say_it(written):
    branch = make.branch()
    case, other = make.case(), make.case()
    numbers.take(branch_id=branch.id, year=115, kind="CASE", count=other.serial)
    text = written.format(n=case.serial, word=case.category.word)
    assert [line.id for line in lists.page(Filters(branch.id, words=text), on=ON).lines] == [
        case.id
    ]
    assert [line.id for line in lists.found_by_number(branch.id, text, on=ON)] == [case.id]


def test_a_number_that_nobody_was_given_asks_for_no_case(django_assert_max_num_queries):
    branch = make.branch()
    with django_assert_max_num_queries(4):
        assert lists.found_by_number(branch.id, "999999", on=ON) == []
