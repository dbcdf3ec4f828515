"""Who may buy before the buyer: told, answering in time or late, looked up, decided (R150)."""

from datetime import date

import pytest

from wuai.contexts.auctions import api
from wuai.contexts.auctions.actions import preempting
from wuai.contexts.auctions.models import Preemption
from wuai.contexts.auctions.queries import preemptions
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.tests.conftest import now
from wuai.contexts.deadlines import api as deadlines
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines as law
from wuai.platform.actors import system

DUE = date(2026, 11, 30)  # ten days after the 20th


def test_every_ground_names_rules_that_exist_and_an_article_in_both_languages():
    for one in rules.GROUNDS.values():
        assert one.basis.zh
        assert one.basis.en
        assert [law.rule(code).name.en for code in one.rules]


@pytest.mark.parametrize(
    ("ground", "rule", "due"),
    [
        ("LAND_LESSEE", "PREEMPTION_REPLY", date(2026, 11, 30)),
        ("FARM_375", "PREEMPTION_FARM_LEASE", date(2026, 12, 7)),  # the 5th is a Saturday
        ("CO_OWNER", "PREEMPTION_COOWNER", date(2026, 12, 7)),
        ("CO_OWNER", "PREEMPTION_COOWNER_SHORT", date(2026, 11, 30)),
        ("HOUSE_LESSEE", "PREEMPTION_BUILDING_LEASE", date(2026, 11, 30)),
    ],
)
def test_the_time_runs_by_the_right(sale, ground, rule, due):
    row = sale.told(ground=ground, rule=rule)
    assert row.due_on == due
    [held] = deadlines.of_subject("preemption", str(row.ref))
    assert held.due_on == due


@pytest.mark.parametrize("code", ["PREEMPTION_COOWNER", "PREEMPTION_FARM_LEASE"])
def test_days_without_a_confirmed_source_say_so(code):
    assert not law.rule(code).on(date(2026, 11, 21)).confirmed


def test_the_days_of_another_right_are_refused(sale):
    with pytest.raises(rules.RuleNotOfGround):
        sale.told(ground="LAND_LESSEE", rule="PREEMPTION_COOWNER")


def test_told_twice_with_one_form_is_told_once(sale):
    row = sale.told()
    again = sale.told(key=row.key)
    assert again.id == row.id
    assert Preemption.objects.count() == 1


def test_an_answer_in_time_is_looked_up_and_granted_by_two(sale):
    row = sale.told()
    filed = sale.answer(row)
    assert now(row).state == rules.EXERCISED
    [held] = deadlines.of_subject("preemption", str(row.ref))
    assert (held.state, held.is_late) == ("MET", False)
    with pytest.raises(rules.RegisterNotLookedUp):
        sale.rule(filed)
    sale.looked_up(row)
    assert sale.approve(filed) == "GRANTED"
    assert (now(row).state, now(row).ended_on) == (rules.GRANTED, sale.on)


def test_what_the_register_does_not_bear_out_is_not_granted(sale):
    row = sale.told()
    filed = sale.answer(row)
    sale.looked_up(row, "STANDS")
    sale.looked_up(row, "STANDS_NOT")  # the last one holds
    with pytest.raises(rules.RegisterNotLookedUp):
        sale.rule(filed)
    assert now(row).state == rules.EXERCISED


def test_a_refused_answer_ends_it_too(sale, deliver):
    row = sale.told()
    filed = sale.answer(row)
    assert sale.rule(filed, "refuse") == "REFUSED"
    deliver(only="%deliver")
    assert now(row).state == rules.REFUSED


@pytest.mark.parametrize("given", [{"whole": "no"}, {"price": "3,000,000"}])
def test_it_is_all_of_it_on_the_same_terms(sale, given):
    row = sale.told()
    with pytest.raises((rules.NotTheWhole, rules.OtherPrice)):
        sale.answer(row, **given)
    assert now(row).state == rules.WAITING


@pytest.mark.parametrize("number", ["115新竹優999999", ""])
def test_another_notice_is_not_found(sale, number):
    row = sale.told()
    with pytest.raises(Refusal):
        sale.answer(row, notice_no=number)


def test_on_the_last_day_it_can_be_sent_online_and_the_day_after_not(sale):
    first, second = sale.told(), sale.told(holder_name="別人")
    sale.answer(first, day=DUE)
    assert now(first).state == rules.EXERCISED
    with pytest.raises(rules.AnsweredTooLate):
        sale.answer(second, day=date(2026, 12, 1))


def test_late_on_paper_is_recorded_and_by_statute_not_granted(sale):
    row = sale.told()
    filed = sale.answer(row, "POST", date(2026, 12, 1))
    view = preemptions.view(row.ref, sale.branch.id)
    assert view.is_late
    sale.looked_up(row)
    with pytest.raises(rules.WaivedByLaw):
        sale.rule(filed, day=date(2026, 12, 2))


def test_late_within_days_that_the_branch_set_may_still_be_granted(sale):
    row = sale.told(ground="CO_OWNER", rule="PREEMPTION_COOWNER_SHORT")
    filed = sale.answer(row, "POST", date(2026, 12, 1))
    sale.looked_up(row)
    assert sale.rule(filed, day=date(2026, 12, 2)) == "GRANTED"


def test_silence_ends_it_on_the_day_after(sale):
    row = sale.told()
    by = system("auctions", branch_id=sale.branch.id)
    assert preemptions.silent(DUE) == []
    assert preemptions.silent(date(2026, 12, 1)) == [(row.ref, sale.branch.id)]
    api.lapse(ref=row.ref, **sale.who(by, DUE))
    assert now(row).state == rules.WAITING
    for _ in range(2):  # the job may come twice
        api.lapse(ref=row.ref, **sale.who(by, date(2026, 12, 1)))
    assert now(row).state == rules.LAPSED
    assert not any(one.is_open for one in deadlines.of_subject("preemption", str(row.ref)))


def test_a_closure_on_the_last_day_heals_what_had_lapsed(sale):
    row = sale.told()
    by = system("auctions", branch_id=sale.branch.id)
    api.lapse(ref=row.ref, **sale.who(by, date(2026, 12, 1)))
    closure = deadlines.Declaration(
        on=DUE,
        county=sale.branch.county,
        half="",
        reason_zh="颱風",
        reason_en="typhoon",
        source="公告",
    )
    deadlines.declare_closure(declaration=closure, by=by, at=sale.who()["at"])
    assert preemptions.due_around(DUE) == [(row.ref, sale.branch.id)]
    api.recount(ref=row.ref, **sale.who(by, date(2026, 12, 1)))
    assert (now(row).state, now(row).due_on) == (rules.WAITING, date(2026, 12, 1))


def test_every_running_notice_is_on_a_page_the_nearest_day_first(sale, monkeypatch):
    monkeypatch.setattr(preemptions, "PAGE", 2)
    far = sale.told(ground="CO_OWNER", rule="PREEMPTION_COOWNER")
    near, same = sale.told(), sale.told(holder_name="別人")
    first = preemptions.listed(sale.branch.id, over=False)
    assert [one.id for one in first] == [near.id, same.id]
    rest = preemptions.listed(sale.branch.id, over=False, before=same.id)
    assert [one.id for one in rest] == [far.id]
    assert preemptions.listed(sale.branch.id, over=False, before=10**9) == []


def test_who_declines_cannot_exercise_any_more(sale):
    row = sale.told()
    api.waive(ref=row.ref, note="書面聲明不買", **sale.who())
    assert now(row).state == rules.WAIVED
    with pytest.raises(rules.PreemptionMoveImpossible):
        sale.answer(row)


def test_an_answer_taken_back_lets_the_time_go_on(sale):
    row = sale.told()
    filed = sale.answer(row)
    preempting.follow(application_ref=str(filed.ref), ended="WITHDRAWN", **sale.who())
    assert now(row).state == rules.WAITING
    [held] = [d for d in deadlines.of_subject("preemption", str(row.ref)) if d.is_open]
    assert held.due_on == DUE
