"""A deadline runs, stands still, is extended once, is met or called off; every day is kept."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wuai.contexts.deadlines import api
from wuai.contexts.deadlines.models import Deadline, Reckoning
from wuai.contexts.deadlines.rules import states
from wuai.contexts.organisation import api as organisation
from wuai.legal.deadlines import RuleNotExtended
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine, RowImage

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 30)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BY = system("test")
THIS = api.Which("test", "one")
pytestmark = pytest.mark.django_db


def subject(ref="one", branch="SCY", **more):
    return api.Subject("test", ref, organisation.branch(branch).id, **more)


def start(rule="OBJECTION_OPINION", since=FRIDAY, ref="one", at=AT):
    return api.start(subject=subject(ref), rule=rule, since=since, by=BY, at=at)


def test_a_started_deadline_keeps_its_day_and_every_step_that_led_there():
    row = start(since=date(2026, 12, 15))
    assert (row.due_on, row.until, row.state) == (date(2026, 12, 28), "NOON", "RUNNING")
    said = api.explain(row.ref)
    assert [step.on.day for step in said.steps] == [15, 16, 25, 25, 26]
    assert said.steps[-1].why.en == "Saturday: moves to Monday morning"
    assert "行政執行法第 9 條第 2 項" in [source.zh for source in said.sources]
    assert said.moves == ()
    assert api.of_subject("test", "one") == [said.row]


def test_deadlines_that_agree_share_their_reckoning():
    start(ref="one")
    start(ref="two")
    assert Reckoning.objects.count() == 1


def test_starting_again_gives_the_same_one_and_another_day_is_refused():
    assert start() == start()
    with pytest.raises(states.DeadlineRunsOtherwise):
        start(since=date(2026, 11, 19))
    api.cancel(which=THIS, reason="誤植", by=BY, at=AT)
    assert start(since=date(2026, 11, 19)).due_on == MONDAY


def test_while_the_applicant_completes_no_day_counts():
    start()
    held = api.suspend(which=THIS, on=date(2026, 11, 24), reason="補正", by=BY, at=AT)
    assert [row.state for row in held] == ["SUSPENDED"]
    assert api.due_between(subject().branch_id, None, None) == []
    with pytest.raises(states.DeadlineNotPossible):
        api.suspend(which=THIS, on=date(2026, 11, 25), reason="again", by=BY, at=AT)
    (row,) = api.resume(which=THIS, on=date(2026, 11, 27), by=BY, at=AT)
    assert (row.state, row.due_on) == ("RUNNING", date(2026, 12, 3))
    assert row.first_due_on == MONDAY
    assert any("3 days are not counted" in step.why.en for step in api.explain(row.ref).steps)


def test_two_pauses_add_up_and_the_same_day_again_adds_nothing():
    start()
    for since, until in ((23, 24), (25, 25), (26, 28)):
        api.suspend(which=THIS, on=date(2026, 11, since), reason="補正", by=BY, at=AT)
        (row,) = api.resume(which=THIS, on=date(2026, 11, until), by=BY, at=AT)
    assert row.due_on == date(2026, 12, 3)


def test_a_pause_ends_no_earlier_than_it_began():
    start()
    api.suspend(which=THIS, on=date(2026, 11, 24), reason="補正", by=BY, at=AT)
    with pytest.raises(states.DayBeforeStart):
        api.resume(which=THIS, on=date(2026, 11, 23), by=BY, at=AT)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("FOI_DECISION", date(2026, 12, 22)),
        ("HANDLING_DEFAULT", date(2027, 3, 22)),
        ("PETITION_REPLY", date(2026, 12, 21)),
    ],
)
def test_an_extension_follows_its_own_rule_once(rule, due, deliver):
    start(rule)
    told = date(2026, 11, 25)
    row = api.extend(which=THIS, on=told, told_on=told, reason="案情複雜", by=BY, at=AT)
    assert (row.state, row.due_on, row.told_on) == ("EXTENDED", due, told)
    with pytest.raises(states.DeadlineNotPossible):
        api.extend(which=THIS, on=told, told_on=told, reason="又", by=BY, at=AT)


def test_only_where_the_rule_allows_in_time_with_notice_and_a_reason():
    start()
    more = {"which": THIS, "by": BY, "at": AT}
    day = date(2026, 11, 25)
    with pytest.raises(RuleNotExtended):
        api.extend(on=day, told_on=day, reason="忙", **more)
    start("FOI_DECISION", ref="two")
    more["which"] = api.Which("test", "two", "FOI_DECISION")
    late = date(2026, 12, 8)
    with pytest.raises(states.DeadlineOver):
        api.extend(on=late, told_on=day, reason="忙", **more)
    with pytest.raises(states.ExtensionNeedsNotice):
        api.extend(on=day, told_on=date(2026, 11, 26), reason="忙", **more)
    with pytest.raises(states.ReasonMissing):
        api.extend(on=day, told_on=day, reason=" ", **more)


def test_what_is_fixed_does_not_stand_still():
    start("AUCTION_NOTICE_IMMOVABLE")
    with pytest.raises(states.RuleDoesNotPause):
        api.suspend(which=THIS, on=date(2026, 11, 24), reason="補正", by=BY, at=AT)


def test_a_deadline_that_is_over_can_no_longer_stand_still_whoever_marked_it():
    start()
    with pytest.raises(states.DeadlineOver):
        api.suspend(which=THIS, on=date(2026, 12, 1), reason="補正", by=BY, at=AT)


@pytest.mark.parametrize(
    ("since", "met_on", "hour", "late"),
    [
        (FRIDAY, MONDAY, 23, False),
        (FRIDAY, date(2026, 12, 1), 0, True),
        (date(2026, 11, 18), MONDAY, 12, False),
        (date(2026, 11, 18), MONDAY, 13, True),
    ],
)
def test_the_last_day_is_in_time_and_noon_is_noon(since, met_on, hour, late):
    start(since=since)
    at = datetime(met_on.year, met_on.month, met_on.day, hour, tzinfo=states.TAIPEI)
    (row,) = api.meet(which=THIS, on=met_on, by=BY, at=at)
    assert (row.state, row.met_on, row.is_late) == ("MET", met_on, late)


def test_what_was_done_on_the_day_and_entered_later_is_in_time():
    start(since=date(2026, 11, 18))
    (row,) = api.meet(which=THIS, on=MONDAY, by=BY, at=datetime(2026, 12, 3, 9, tzinfo=UTC))
    assert row.is_late is False


def test_answered_while_it_stands_still_is_in_time():
    start()
    api.suspend(which=THIS, on=date(2026, 11, 24), reason="補正", by=BY, at=AT)
    (row,) = api.meet(which=THIS, on=date(2026, 12, 20), by=BY, at=AT)
    assert row.is_late is False


def test_what_does_not_run_cannot_be_met_and_nothing_is_done_before_it_began():
    with pytest.raises(states.DeadlineUnknown):
        api.meet(which=THIS, on=FRIDAY, by=BY, at=AT)
    start()
    with pytest.raises(states.DayBeforeStart):
        api.meet(which=THIS, on=date(2026, 11, 19), by=BY, at=AT)


def test_a_rule_that_changes_on_the_due_day_leaves_what_runs_alone(monkeypatch):
    from dataclasses import replace

    from wuai.kernel.dated import Dated
    from wuai.legal import deadlines as law

    old = law.rule("OBJECTION_OPINION")
    held = old.on(FRIDAY)
    changed = replace(held, value=5, since=MONDAY)
    new = replace(old, settings=Dated.of("x", [(held.since, held), (MONDAY, changed)]))
    start()
    monkeypatch.setattr(law, "rules", lambda: (new,))
    api.suspend(which=THIS, on=FRIDAY, reason="補正", by=BY, at=AT)
    assert api.resume(which=THIS, on=FRIDAY, by=BY, at=AT)[0].due_on == MONDAY
    late = start(since=MONDAY, ref="two")
    assert late.due_on == date(2026, 12, 7)
    assert Reckoning.objects.get(started_on=MONDAY).rule_since == MONDAY


def test_another_section_answers_for_it():
    section = organisation.sections(subject().branch_id)[0]
    start()
    (row,) = api.hand_over(which=THIS, section_id=section.id, by=BY, at=AT)
    assert row.section_id == section.id
    near = api.due_between(row.branch_id, FRIDAY, MONDAY, section_id=section.id)
    assert near == [row]
    assert api.due_between(row.branch_id, FRIDAY, FRIDAY) == []
    assert api.of_subjects("test", ["one", "none"]) == {"one": [row]}


def test_each_step_leaves_a_line_and_an_image_of_the_row():
    start()
    api.suspend(which=THIS, on=FRIDAY, reason="補正", by=BY, at=AT)
    api.resume(which=THIS, on=FRIDAY, by=BY, at=AT)
    api.meet(which=THIS, on=FRIDAY, by=BY, at=AT)
    lines = HistoryLine.objects.filter(subject_kind="deadline").order_by("id")
    assert [line.action for line in lines] == [
        "deadline.start", "deadline.suspend", "deadline.resume", "deadline.meet",
    ]  # fmt: skip
    assert RowImage.objects.filter(table_name="deadlines_deadline").count() == 3


def test_the_table_guards_itself():
    row = start()
    for broken in ({"state": "MET"}, {"state": "GONE"}, {"extended_on": FRIDAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deadline.objects.filter(id=row.id).update(**broken)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM deadlines_reckoning")
