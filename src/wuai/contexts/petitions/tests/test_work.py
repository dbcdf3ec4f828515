"""A petition from the letter to the answer: numbered, assigned, drafted, approved by another, told."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.models import Application
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.messages.models import Message
from wuai.contexts.petitions.actions import filing, replying, work
from wuai.contexts.petitions.models import Opening, Petition, Reply, SurveyInvite
from wuai.contexts.petitions.rules import mailboxes as boxes
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.tests.conftest import MATTER, REACH
from wuai.platform.actors import PUBLIC
from wuai.platform.models import HistoryLine


def test_a_petition_is_numbered_dated_and_acknowledged_at_once(house):
    row = house.filed(category="SERVICE")
    assert (row.mailbox, row.category, row.state) == ("PUBLIC", "SERVICE", "RECEIVED")
    assert row.number.startswith("115申")
    # Six working days after Monday the 23rd of November is Tuesday the 1st of December.
    assert row.due_on == date(2026, 12, 1)
    mail = Message.objects.get(once_key=f"petition-received:{row.ref}:")
    assert row.number in mail.subject
    assert "王小明" not in mail.body
    assert "電話打不進去" not in mail.body + mail.subject
    assert not Opening.objects.exists()
    assert Application.objects.get(ref=row.ref).due_on == row.due_on


def test_sent_twice_it_is_one_petition(house):
    started = house.begin()
    house.fill(started)
    assert house.send(started).number == house.send(started).number
    assert Petition.objects.count() == 1
    assert Message.objects.filter(once_key__startswith="petition-received").count() == 1


def test_it_goes_to_a_section_a_draft_a_head_and_the_person(house):
    row = house.filed()
    house.assign(row)
    house.draft(row, remedy=True)
    assert house.approve(row) == "ANSWERED"
    row = house.fresh(row)
    assert (row.state, row.ended_on) == ("ANSWERED", house.on)
    followed = Application.objects.get(ref=row.ref)
    assert followed.state == "ANSWERED"
    last = applications.contents(row.ref).steps[-1]
    assert "我們多開一線" in last.note
    assert "訴願" in last.note
    assert last.who.zh != "clerk"
    assert deadlines.of_subject("petition", str(row.ref))[0].state == "MET"
    assert Message.objects.filter(once_key__startswith="petition-ended").count() == 1
    assert SurveyInvite.objects.filter(petition=row, used=False).exists()


def test_what_is_only_drafted_is_not_told(house):
    row = house.filed()
    house.assign(row)
    house.draft(row, text="還沒核定的話")
    assert all("還沒核定" not in x.note for x in applications.contents(row.ref).steps)
    assert b"\xe9\x82\x84" not in bytes(Reply.objects.get().text)


def test_who_drafted_may_not_approve_nor_may_the_table_be_told_so(house):
    row = house.filed()
    house.assign(row)
    house.draft(row, by=house.head)
    with pytest.raises(s.DrafterMayNotApprove):
        house.approve(row, by=house.head)
    with pytest.raises(s.MayNotHandle):
        house.approve(row, by=house.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.update(outcome="APPROVED", decided_at=house.at, decided_by=house.head.ref)
    assert house.fresh(row).state == "DRAFTED"


def test_a_head_sends_it_back_with_a_reason_and_the_next_draft_counts(house):
    row = house.filed()
    house.assign(row)
    house.draft(row, text="第一稿")
    with pytest.raises(s.ReasonMissing):
        replying.send_back(ref=row.ref, why=" ", by=house.head, at=house.at)
    replying.send_back(ref=row.ref, why="請寫明改善日期", by=house.head, at=house.at)
    house.draft(row, text="第二稿")
    house.approve(row)
    assert [r.outcome for r in Reply.objects.order_by("id")] == ["RETURNED", "APPROVED"]
    assert "第二稿" in applications.contents(row.ref).steps[-1].note


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("TRANSFER", {"agency": "新竹市稅務局"}, "TRANSFERRED"),
        ("NOT_HANDLED", {"ground": "NO_CONTENT", "reason": "只有一個字，沒有姓名"}, "NOT_HANDLED"),
    ],
)
def test_passing_on_and_not_handling_are_told_like_an_answer(house, kind, more, state):
    row = house.filed(name="", email="")
    house.assign(row)
    house.draft(row, kind=kind, text="說明如下。", **more)
    assert house.approve(row) == state
    note = applications.contents(row.ref).steps[-1].note
    assert "說明如下。" in note
    assert ("新竹市稅務局" in note) == (kind == "TRANSFER")


def test_a_repetition_names_the_petition_that_was_answered(house):
    first = house.answered(house.filed())
    again = house.filed()
    house.assign(again)
    given = {"kind": "NOT_HANDLED", "ground": "REPEATED", "reason": "同一件事"}
    with pytest.raises(s.ReplyIncomplete):
        house.draft(again, **given)
    with pytest.raises(s.ReplyIncomplete):
        house.draft(again, earlier=again.number, **given)
    house.draft(again, earlier=first.number, **given)
    assert Reply.objects.get(petition=again).earlier == first


def test_while_the_person_completes_the_time_stands_still(house, deliver):
    row = house.filed(email="")
    with pytest.raises(s.ReasonMissing):
        work.ask(ref=row.ref, text="", **house.how())
    work.ask(ref=row.ref, text="請問是哪一支電話？", **house.how())
    assert house.fresh(row).state == "WAITING"
    house.on, house.at = house.on + timedelta(days=2), house.at + timedelta(days=2)
    house.person_moves(row, "complete", "總機")
    deliver()
    row = house.fresh(row)
    assert row.state == "ASSIGNED"
    assert row.due_on == date(2026, 12, 2)
    assert Application.objects.get(ref=row.ref).due_on == row.due_on


def test_late_word_of_an_earlier_step_ends_no_waiting(house, deliver):
    row = house.filed(email="")
    house.assign(row)
    work.ask(ref=row.ref, text="請問是哪一支電話？", **house.how())
    deliver()
    assert house.fresh(row).state == "WAITING"
    house.person_moves(row, "complete", "總機")
    deliver()
    assert house.fresh(row).state == "ASSIGNED"


def test_handed_on_while_the_person_is_waited_for_the_time_runs_on(house, deliver):
    row = house.filed(email="")
    work.ask(ref=row.ref, text="請問是哪一支電話？", **house.how())
    house.on, house.at = house.on + timedelta(days=2), house.at + timedelta(days=2)
    work.hand(ref=row.ref, mailbox_code="OPINION", reason="是意見", **house.how())
    deliver()
    row = house.fresh(row)
    assert (row.state, row.mailbox, row.due_on) == ("RECEIVED", "OPINION", date(2026, 12, 2))
    assert not deadlines.of_subject("petition", str(row.ref))[0].suspended_on
    followed = Application.objects.get(ref=row.ref)
    assert (followed.state, followed.due_on) == ("IN_HAND", row.due_on)
    house.answered(row)


def test_whoever_wrote_may_take_it_back_and_then_nobody_answers(house, deliver):
    row = house.filed(email="")
    house.assign(row)
    house.draft(row)
    house.person_moves(row, "withdraw")
    with pytest.raises(Exception, match="撤回"):
        house.approve(row)
    deliver()
    row = house.fresh(row)
    assert (row.state, row.ended_on) == ("WITHDRAWN", house.on)
    assert Reply.objects.get().outcome == "RETURNED"
    assert deadlines.of_subject("petition", str(row.ref))[0].state == "CANCELLED"


@pytest.mark.parametrize(("day", "late"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_the_last_day_is_in_time_and_the_next_is_late(house, day, late):
    row = house.filed()
    house.assign(row)
    house.draft(row)
    house.at += timedelta(days=(day - house.on).days)
    house.approve(row, on=day)
    assert deadlines.of_subject("petition", str(row.ref))[0].is_late is late


def test_longer_is_thirty_days_in_all_with_notice_and_only_once(house):
    row = house.filed()
    assert deadlines.kind("petition").extends_itself  # by nobody on the page of deadlines
    due = work.extend(ref=row.ref, reason="要向電信公司查", **house.how(house.head))
    assert due == date(2026, 12, 23)
    assert Message.objects.filter(once_key__startswith="petition-longer").count() == 1
    with pytest.raises(Exception, match="延長"):
        work.extend(ref=row.ref, reason="再一次", **house.how(house.head))
    with pytest.raises(s.MayNotHandle):
        work.extend(ref=row.ref, reason="我要延", **house.how())


def test_paper_voice_and_social_channels_enter_the_same_way(house):
    for channel, via in (("PHONE", ""), ("SOCIAL", "FACEBOOK"), ("COUNTER", "MEETING")):
        arrival = applications.Arrival(channel=channel, received_at=house.at, key=house.key())
        given = {"coming": filing.Coming("PUBLIC", "PLACE", via),
                 "given": MATTER | REACH, "arrival": arrival}  # fmt: skip
        filed = filing.register(**given, **house.how())
        assert filing.register(**given, **house.how()).replayed
        row = Petition.objects.get(application__ref=filed.ref)
        assert (row.channel, row.via, row.category) == (channel, via, "PLACE")
    assert Petition.objects.count() == 3


def test_a_spoken_petition_is_signed_or_it_says_why_not(house):
    row = house.filed()
    with pytest.raises(s.ReasonMissing):
        work.sign(ref=row.ref, outcome="REFUSED", by=house.clerk, at=house.at)
    work.sign(ref=row.ref, outcome="SIGNED", by=house.clerk, at=house.at)
    assert house.fresh(row).signed == "SIGNED"


@pytest.mark.parametrize("text", ["𠮷野家🍜", "a\u0000b", "‮倒過來", "'); DROP TABLE x;--", "=1+1"])
def test_strange_characters_are_kept_as_words(house, text):
    row = house.filed(subject=text[:80], name=text)
    assert row.subject == text.replace("\u0000", "")


def test_nothing_is_kept_when_the_history_fails(house, monkeypatch):
    row = house.filed()
    monkeypatch.setattr(work, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        house.assign(row)
    assert house.fresh(row).state == "RECEIVED"


@pytest.mark.django_db(transaction=True)
def test_two_heads_at_once_answer_once(house):
    row = house.filed()
    house.assign(row)
    house.draft(row)
    other = house.person("other", "petition.view", "petition.approve")
    ends = []

    def decide(by):
        try:
            ends.append(house.approve(row, by=by))
        except s.PetitionMoveImpossible:
            ends.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=decide, args=(by,)) for by in (house.head, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ends) == ["ANSWERED", "refused"]
    assert Message.objects.filter(once_key__startswith="petition-ended").count() == 1
    assert HistoryLine.objects.filter(action="petition.approve").count() == 1


def test_a_closed_mailbox_and_one_for_the_house_take_nothing_from_outside(house):
    with pytest.raises(boxes.MailboxUnknown):
        house.begin("STAFF_IDEAS")
    with pytest.raises(boxes.MailboxUnknown):
        filing.begin(branch_id=house.branch.id, coming=filing.Coming("NOBODY"), by=PUBLIC, at=house.at,
                     on=house.on)  # fmt: skip
    house.begin("STAFF_IDEAS", by=house.clerk)


def test_whoever_writes_in_english_reads_the_words_of_the_house_in_english(house):
    row = house.filed()
    Application.objects.filter(ref=row.ref).update(language="en")
    house.assign(row)
    house.draft(row, kind="TRANSFER", agency="Hsinchu City", remedy=True)
    house.approve(row)
    notes = [step.note for step in applications.contents(row.ref).steps]
    assert notes[1].startswith("Given to Section")
    assert notes[-1].startswith(
        "Your petition was passed to the authority in charge: Hsinchu City."
    )
    assert "state compensation" in notes[-1]
