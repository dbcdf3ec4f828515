"""Every rule on every day from 2019 to 2030, against a second implementation that shares no code.

It counts on plain arrays of days instead of stepping, and its rules are written down here once
more, from the statutes. ``make test`` takes each rule on every fifth day; ``make deep`` all.
"""

import random
from bisect import bisect_right
from calendar import monthrange
from datetime import date, timedelta

import holidays
import pytest

from wuai.legal import deadlines
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Pause

ORDINARY, ADVERSE, WORKING, EARLIEST, CLEAR, LATEST, BEFORE = "OAWECLB"
RULES = {
    "OBJECTION_OPINION": (ORDINARY, 10, "d"), "OBJECTION_DECISION": (ORDINARY, 30, "d"),
    "FOI_COMPLETE": (ORDINARY, 7, "d"), "FOI_DECISION": (ORDINARY, 15, "d"),
    "FOI_EXTENSION": (ORDINARY, 15, "d"), "FOI_THIRD_PARTY": (ORDINARY, 10, "d"),
    "FOI_CORRECTION": (ORDINARY, 30, "d"), "FOI_CORRECTION_EXTENSION": (ORDINARY, 30, "d"),
    "PERSONAL_DATA_ACCESS": (ORDINARY, 15, "d"),
    "PERSONAL_DATA_ACCESS_EXTENSION": (ORDINARY, 15, "d"),
    "PERSONAL_DATA_CORRECTION": (ORDINARY, 30, "d"),
    "PERSONAL_DATA_CORRECTION_EXTENSION": (ORDINARY, 30, "d"),
    "ARCHIVE_DECISION": (ORDINARY, 30, "d"), "THIRD_PARTY_OBJECTION": (ORDINARY, 10, "d"),
    "CREDITOR_SUIT_PROOF": (ORDINARY, 10, "d"), "PUBLIC_SERVICE_EFFECT": (ORDINARY, 20, "d"),
    "PUBLIC_SERVICE_EFFECT_ABROAD": (ORDINARY, 60, "d"),
    "DEPOSITED_SERVICE_KEPT": (ORDINARY, 3, "m"), "DEPOSITED_SERVICE_DISPUTED": (LATEST, 10, "d"),
    "HANDLING_DEFAULT": (ORDINARY, 2, "m"), "HANDLING_EXTENSION": (ORDINARY, 2, "m"),
    "AUCTION_NOTICE_IMMOVABLE": (EARLIEST, 14, "d"),
    "REAUCTION_NOTICE_EARLIEST": (EARLIEST, 10, "d"), "REAUCTION_NOTICE_LATEST": (LATEST, 30, "d"),
    "SPECIAL_SALE_NOTICE": (ORDINARY, 10, "d"), "SPECIAL_SALE_PERIOD": (ORDINARY, 3, "m"),
    "USELESS_SEIZURE_PROOF": (ORDINARY, 7, "d"), "AUCTION_NOTICE_MOVABLE": (CLEAR, 5, "d"),
    "MOVABLE_AUCTION_EARLIEST": (CLEAR, 7, "d"), "MOVABLE_AUCTION_LATEST": (LATEST, 1, "m"),
    "PREEMPTION_COOWNER": (ORDINARY, 15, "d"), "PREEMPTION_COOWNER_SHORT": (ORDINARY, 10, "d"),
    "PREEMPTION_BUILDING_LEASE": (ORDINARY, 10, "d"), "PREEMPTION_FARM_LEASE": (ORDINARY, 15, "d"),
    "PREEMPTION_REPLY": (ORDINARY, 10, "d"), "DISTRIBUTION_TABLE_DELIVERY": (BEFORE, 5, "d"),
    "DISTRIBUTION_JOIN": (BEFORE, 1, "d"), "DISTRIBUTION_OBJECTION": (BEFORE, 1, "d"),
    "DISTRIBUTION_CORRECTED": (ORDINARY, 3, "d"), "DISTRIBUTION_SUIT_PROOF": (ORDINARY, 10, "d"),
    "TAX_PRICE_NOTICE": (ORDINARY, 5, "d"), "TAX_REFERRAL": (ORDINARY, 30, "d"),
    "ARREST_RULING": (ORDINARY, 5, "d"), "CUSTODY_APPEAL": (ORDINARY, 10, "d"),
    "CUSTODY_END": (ADVERSE, 3, "m"), "TAX_EXIT_BAN_END": (ADVERSE, 60, "m"),
    "INCIDENT_REPORT": (ORDINARY, 1, "m"), "PETITION_REPLY": (WORKING, 6, "d"),
    "PETITION_GENERAL": (ORDINARY, 30, "d"), "PETITION_EXTENSION": (ORDINARY, 30, "d"),
    "AUCTION_BALANCE": (ORDINARY, 7, "d"), "TRANSFER_CERTIFICATE": (ORDINARY, 5, "d"),
}  # fmt: skip
DAY = timedelta(days=1)
FIRST, LAST, END = date(2019, 1, 1), date(2030, 12, 31), date(2036, 6, 30)
HERE = "新竹市"


def closures(seed):
    """Typhoon days of a dozen years: whole days and halves, here, elsewhere and everywhere."""
    dice, found = random.Random(seed), []
    for _ in range(150):
        day = FIRST + dice.randrange((LAST - FIRST).days) * DAY
        found.append((day, dice.choice([None, HERE, "臺東縣"]), dice.choice([None, "AM", "PM"])))
    return found


class Oracle:
    """The same law on arrays; index 0 is FIRST."""

    def __init__(self, declared, county):
        size = (END - FIRST).days + 1
        state = holidays.country_holidays("TW", years=range(2018, 2038))
        work = set(state.weekend_workdays)
        mine = [(d, half) for d, where, half in declared if where in (None, county)]
        morning = {d for d, half in mine if half != "PM"}
        evening = {d for d, half in mine if half != "AM"}
        days = [FIRST + n * DAY for n in range(size)]
        shut = [d in morning and d in evening for d in days]
        off = [
            (d.weekday() > 4 and d not in work) or d in state or shut[n] for n, d in enumerate(days)
        ]
        self.worked = [n for n in range(size) if not off[n]]
        self.roll = [(0, False)] * (size + 3)
        for n in range(size - 1, -1, -1):
            d = days[n]
            gone = shut[n] or d in state or d in evening or (d.weekday() == 6 and d not in work)
            if gone:
                self.roll[n] = self.roll[n + 1]
            elif d.weekday() == 5:
                monday = n + 2
                ends, noon = self.roll[monday]
                straight = (
                    ends == monday and not noon and days[min(monday, size - 1)] not in morning
                )
                self.roll[n] = (monday, True) if straight else (ends, noon)
            else:
                self.roll[n] = (n, False)

    def due(self, rule, start):
        way, count, unit = RULES[rule]
        at = (start - FIRST).days
        if way == WORKING:
            return self._day(self.worked[bisect_right(self.worked, at) + count - 1]), False
        if way in (EARLIEST, CLEAR):
            earliest = at + count + (way == CLEAR)
            return self._day(self.worked[bisect_right(self.worked, earliest - 1)]), False
        if way == BEFORE:
            return start - count * DAY, False
        first = start if way == ADVERSE else start + DAY
        last = first + (count - 1) * DAY if unit == "d" else month_end(first, count)
        if way in (LATEST, ADVERSE):
            return last, False
        ends, noon = self.roll[(last - FIRST).days]
        return self._day(ends), noon

    def _day(self, n):
        return FIRST + n * DAY


def month_end(first, months):
    """The day before the matching day; the end of the month that has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    if first.day > longest:
        return date(year, month + 1, longest)
    return date(year, month + 1, first.day) - DAY


def test_the_oracle_knows_every_rule_and_no_other():
    assert set(RULES) == {entry.code for entry in deadlines.rules()}


@pytest.mark.deep
@pytest.mark.parametrize("seed", [None, 20261121])
def test_every_rule_on_every_day_agrees_with_a_second_implementation(seed, deep_seconds):
    declared = closures(seed) if seed else []
    oracle, calendar = Oracle(declared, HERE), Calendar(declared, county=HERE)
    step = 1 if deep_seconds else 5
    days = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    wrong = []
    for number, rule in enumerate(RULES):
        for start in days[number % step :: step]:
            found = deadlines.compute(rule, start, calendar)
            if (found.due, found.until == "NOON") != oracle.due(rule, start):
                wrong.append((rule, start, found.due, found.until, oracle.due(rule, start)))
    assert wrong == []


def walked(start, count, pauses, counts):
    """The day on which ``count`` days have been counted, walking one day at a time."""
    day = start
    while count:
        day += DAY
        paused = any(pause.since <= day < pause.until for pause in pauses)
        count -= counts(day) and not paused
    return day


@pytest.mark.parametrize("rule", ["OBJECTION_OPINION", "FOI_DECISION", "PETITION_REPLY"])
def test_days_on_which_it_stands_still_are_not_counted(rule):
    dice, oracle = random.Random(7), Oracle([], None)
    way, count, _unit = RULES[rule]
    worked = {oracle._day(n) for n in oracle.worked}
    for _ in range(300):
        start = FIRST + dice.randrange(3000) * DAY
        at, pauses = start, []
        for _ in range(dice.randrange(3)):
            since = at + dice.randrange(6) * DAY
            pauses.append(Pause(since, since + dice.randrange(12) * DAY))
            at = pauses[-1].until
        due = deadlines.compute(rule, start).due
        found = deadlines.compute(rule, start, pauses=pauses)
        if way == WORKING:
            assert found.due == walked(start, count, pauses, worked.__contains__)
        else:
            # A pause that begins after the last day has no effect any more.
            last = walked(start, count, pauses, lambda day: True)
            ends, _noon = oracle.roll[(last - FIRST).days]
            assert found.due == oracle._day(ends)
        assert found.due >= due


def test_an_extension_goes_on_from_the_last_day_that_held():
    oracle = Oracle([], None)
    for entry in deadlines.rules():
        if not entry.extension:
            continue
        for n in range(0, 3000, 37):
            start = FIRST + n * DAY
            base, _ = oracle.due(entry.code, start)
            base = start if entry.extension_from == "start" else base
            found = deadlines.compute(entry.code, start, extended=True)
            assert found.due == oracle.due(entry.extension, base)[0], (entry.code, start)


@pytest.mark.parametrize("entry", ["FOI_DECISION", "OBJECTION_OPINION"])
def test_only_some_rules_are_extended(entry):
    if deadlines.rule(entry).extension:
        assert (
            deadlines.compute(entry, FIRST, extended=True).due > deadlines.compute(entry, FIRST).due
        )
    else:
        with pytest.raises(deadlines.RuleNotExtended):
            deadlines.compute(entry, FIRST, extended=True)
