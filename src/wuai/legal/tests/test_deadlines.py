"""Every deadline with the days that were counted and skipped."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel.dated import NotYetInForce
from wuai.legal import deadlines
from wuai.legal.calendar import Calendar
from wuai.legal.counting import DayOutOfReach
from wuai.legal.deadlines import UnknownDeadlineRule

FRIDAY = date(2026, 11, 20)
REQUIRED = {
    "OBJECTION_OPINION": 10,
    "OBJECTION_DECISION": 30,
    "PETITION_REPLY": 6,
    "FOI_DECISION": 15,
    "ARCHIVE_DECISION": 30,
    "THIRD_PARTY_OBJECTION": 10,
    "PUBLIC_SERVICE_EFFECT": 20,
    "AUCTION_NOTICE_IMMOVABLE": 14,
    "AUCTION_BALANCE": 7,
    "PREEMPTION_REPLY": 10,
}


@pytest.mark.parametrize(
    ("rule", "start", "due", "until"),
    [
        ("OBJECTION_OPINION", FRIDAY, date(2026, 11, 30), "END_OF_DAY"),
        ("OBJECTION_OPINION", date(2026, 11, 18), date(2026, 11, 30), "NOON"),
        ("OBJECTION_OPINION", date(2026, 11, 19), date(2026, 11, 30), "END_OF_DAY"),
        ("OBJECTION_OPINION", date(2026, 12, 15), date(2026, 12, 28), "NOON"),
        ("OBJECTION_DECISION", FRIDAY, date(2026, 12, 21), "END_OF_DAY"),
        ("PETITION_REPLY", FRIDAY, date(2026, 11, 30), "END_OF_DAY"),
        ("PETITION_REPLY", date(2026, 2, 13), date(2026, 3, 3), "END_OF_DAY"),
        ("FOI_DECISION", FRIDAY, date(2026, 12, 7), "NOON"),
        ("ARCHIVE_DECISION", FRIDAY, date(2026, 12, 21), "END_OF_DAY"),
        ("THIRD_PARTY_OBJECTION", FRIDAY, date(2026, 11, 30), "END_OF_DAY"),
        ("PUBLIC_SERVICE_EFFECT", FRIDAY, date(2026, 12, 10), "END_OF_DAY"),
        ("AUCTION_NOTICE_IMMOVABLE", FRIDAY, date(2026, 12, 4), "END_OF_DAY"),
        ("AUCTION_NOTICE_IMMOVABLE", date(2026, 11, 21), date(2026, 12, 7), "END_OF_DAY"),
        ("AUCTION_BALANCE", FRIDAY, date(2026, 11, 27), "END_OF_DAY"),
        ("PREEMPTION_REPLY", FRIDAY, date(2026, 11, 30), "END_OF_DAY"),
        ("HANDLING_DEFAULT", date(2026, 12, 31), date(2027, 3, 2), "END_OF_DAY"),
        ("AUCTION_NOTICE_MOVABLE", date(2026, 11, 16), date(2026, 11, 23), "END_OF_DAY"),
        ("AUCTION_NOTICE_MOVABLE", date(2026, 11, 17), date(2026, 11, 23), "END_OF_DAY"),
        ("MOVABLE_AUCTION_EARLIEST", date(2026, 11, 16), date(2026, 11, 24), "END_OF_DAY"),
        ("MOVABLE_AUCTION_LATEST", date(2026, 10, 21), date(2026, 11, 21), "END_OF_DAY"),
        ("REAUCTION_NOTICE_EARLIEST", FRIDAY, date(2026, 11, 30), "END_OF_DAY"),
        ("REAUCTION_NOTICE_LATEST", FRIDAY, date(2026, 12, 20), "END_OF_DAY"),
        ("SPECIAL_SALE_PERIOD", FRIDAY, date(2027, 2, 22), "NOON"),
        ("DISTRIBUTION_TABLE_DELIVERY", FRIDAY, date(2026, 11, 15), "END_OF_DAY"),
        ("DISTRIBUTION_OBJECTION", FRIDAY, date(2026, 11, 19), "END_OF_DAY"),
        ("DISTRIBUTION_JOIN", FRIDAY, date(2026, 11, 19), "END_OF_DAY"),
        ("CUSTODY_END", FRIDAY, date(2027, 2, 19), "END_OF_DAY"),
        ("TAX_EXIT_BAN_END", FRIDAY, date(2031, 11, 19), "END_OF_DAY"),
    ],
)
def test_the_day_of_a_deadline(rule: str, start: date, due: date, until: str) -> None:
    found = deadlines.compute(rule, start)
    assert (found.rule, found.start, found.due, found.until) == (rule, start, due, until)
    assert found.name == deadlines.rule(rule).name
    assert found.event == deadlines.rule(rule).event
    assert found.sources[0] == deadlines.rule(rule).on(start).source


@pytest.mark.parametrize(("rule", "value"), REQUIRED.items())
def test_the_rules_that_others_rely_on_are_there(rule: str, value: int) -> None:
    entry = deadlines.rule(rule)
    assert entry.on(FRIDAY).value == value
    assert entry.on(FRIDAY).confirmed is (rule not in ("PETITION_REPLY", "AUCTION_BALANCE"))
    assert deadlines.compute(rule, FRIDAY).confirmed is entry.on(FRIDAY).confirmed


def test_a_petition_is_promised_in_working_days() -> None:
    assert deadlines.rule("PETITION_REPLY").unit == "working_day"


def test_every_rule_can_be_reckoned_and_explains_itself() -> None:
    assert len(deadlines.rules()) >= 45
    for entry in deadlines.rules():
        found = deadlines.compute(entry.code, FRIDAY)
        assert found.steps
        assert all(step.why.zh and step.why.en for step in found.steps)
        counted = [source.zh for source in found.sources]
        assert ("行政程序法第 48 條" in counted) is (
            entry.counting in ("ordinary", "adverse", "not_after")
        )


def test_each_skipped_day_is_told() -> None:
    found = deadlines.compute("OBJECTION_OPINION", date(2026, 12, 15))
    assert [(step.on, step.why.en) for step in found.steps] == [
        (date(2026, 12, 15), "the day of the event is not counted"),
        (date(2026, 12, 16), "counting begins"),
        (date(2026, 12, 25), "the last day of the period"),
        (date(2026, 12, 25), "Constitution Day: moves to the next day"),
        (date(2026, 12, 26), "Saturday: moves to Monday morning"),
    ]


def test_working_days_tell_the_days_between() -> None:
    found = deadlines.compute("PETITION_REPLY", FRIDAY)
    assert [(step.on.day, step.why.zh) for step in found.steps] == [
        (20, "始日，不計入"),
        (21, "起算"),
        (21, "星期六，不計"),
        (22, "星期日，不計"),
        *[(22 + n, f"第 {n} 個工作日") for n in range(1, 6)],
        (28, "星期六，不計"),
        (29, "星期日，不計"),
        (30, "第 6 個工作日"),
    ]


def test_an_earliest_day_tells_why_it_moved() -> None:
    found = deadlines.compute("AUCTION_NOTICE_IMMOVABLE", date(2026, 11, 21))
    assert [(step.on.day, step.why.zh) for step in found.steps] == [
        (21, "始日，不計入"),
        (22, "起算"),
        (5, "相距滿 14 日，最早之日"),
        (5, "星期六，不辦理"),
        (6, "星期日，不辦理"),
    ]
    clear = deadlines.compute("MOVABLE_AUCTION_EARLIEST", date(2026, 11, 16))
    assert clear.steps[-1].why.en == "earliest day with 7 whole days between"


def test_a_burden_tells_both_ways_of_counting() -> None:
    steps = deadlines.compute("CUSTODY_END", FRIDAY).steps
    assert [(step.on, step.why.zh) for step in steps] == [
        (FRIDAY, "始日計入，不計時刻以一日論"),
        (date(2027, 2, 19), "末日遇休息日照計；依一般算法為 2027-02-22，對人民不利，不採"),
    ]


def test_a_day_before_an_event_counts_back() -> None:
    steps = deadlines.compute("DISTRIBUTION_TABLE_DELIVERY", FRIDAY).steps
    assert [(step.on, step.why.en) for step in steps] == [
        (FRIDAY, "the day of the event"),
        (date(2026, 11, 15), "5 days before: the latest day; it does not move"),
    ]


def test_a_latest_day_says_that_it_stays() -> None:
    last = deadlines.compute("REAUCTION_NOTICE_LATEST", FRIDAY).steps[-1]
    assert (last.on, last.why.zh, last.why.en) == (
        date(2026, 12, 20),
        "最遲之日，遇休息日不順延",
        "the latest day; a day of rest does not move it",
    )


def test_a_typhoon_day_moves_what_is_still_running() -> None:
    closed = Calendar([(date(2026, 11, 30), None, None)])
    assert deadlines.compute("OBJECTION_OPINION", FRIDAY, closed).due == date(2026, 12, 1)
    assert deadlines.compute("PETITION_REPLY", FRIDAY, closed).due == date(2026, 12, 1)
    early = Calendar([(date(2026, 11, 25), None, None)])
    assert deadlines.compute("OBJECTION_OPINION", FRIDAY, early).due == date(2026, 11, 30)
    assert deadlines.compute("PETITION_REPLY", FRIDAY, early).due == date(2026, 12, 1)


def test_an_unknown_rule_and_an_unknown_day_are_refused() -> None:
    with pytest.raises(UnknownDeadlineRule) as caught:
        deadlines.compute("NO_SUCH", FRIDAY)
    assert caught.value.facts == {"rule": "NO_SUCH"}
    with pytest.raises(NotYetInForce):
        deadlines.compute("FOI_DECISION", date(2005, 12, 27))
    with pytest.raises(DayOutOfReach):
        deadlines.compute("FOI_DECISION", date(2201, 1, 1))


def test_every_way_of_counting_in_the_table_is_known() -> None:
    folder = Path(deadlines.__file__).parent / "parameters"
    table = tomllib.loads((folder / "deadlines.toml").read_text(encoding="utf-8"))
    ways = {entry.get("counting", "ordinary") for entry in table.values()}
    assert ways == {
        *("ordinary", "adverse", "working", "not_before", "after_clear", "not_after", "before")
    }
    assert {entry["unit"] for entry in table.values()} == {"day", "month", "year", "working_day"}


@given(
    st.sampled_from([entry.code for entry in deadlines.rules()]),
    st.dates(date(2019, 1, 1), date(2030, 12, 31)),
)
def test_a_deadline_lies_on_the_right_side_of_its_event(code: str, start: date) -> None:
    found = deadlines.compute(code, start)
    if deadlines.rule(code).counting == "before":
        assert found.due < start
    else:
        assert found.due > start
    if deadlines.rule(code).counting in ("ordinary", "working", "not_before", "after_clear"):
        assert Calendar().is_working_day(found.due)
