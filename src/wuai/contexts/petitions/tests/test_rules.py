"""The two tables of a petition, the mailbox that contradicts itself, what a group and a post need."""

from dataclasses import replace
from datetime import date

import pytest

from wuai.contexts.petitions.queries.mailboxes import first
from wuai.contexts.petitions.rules import mailboxes as boxes
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules import voices
from wuai.kernel.bilingual import Bilingual

ON = date(2026, 11, 23)
VIEW, ETHICS, UNIT = "petition.view", "petition.ethics", "petition.harassment"
# From each state: what the desk may do with every permission in hand.
TABLE = {
    "RECEIVED": ["assign", "ask", "hand", "extend"],
    "ASSIGNED": ["assign", "ask", "draft", "hand", "extend"],
    "WAITING": ["completed", "hand", "extend"],
    "DRAFTED": ["return", "approve", "extend"],
    "ANSWERED": [], "TRANSFERRED": [], "NOT_HANDLED": [], "WITHDRAWN": [],
}  # fmt: skip


@pytest.mark.parametrize(("state", "codes"), TABLE.items())
def test_the_desk_may_do_what_the_table_says_and_nothing_else(state, codes):
    assert s.open_to(state, lambda _permission: True) == codes
    assert s.open_to(state, lambda _permission: False) == []
    for one in s.MOVES:
        if state in one.origins:
            assert s.move(one.code, state) is one
        else:
            with pytest.raises(s.PetitionMoveImpossible):
                s.move(one.code, state)


def test_every_state_but_the_first_is_reached_and_every_end_is_one():
    reached = {one.to for one in s.MOVES} | {state for _, state, _ in s.KINDS.values()}
    assert set(s.CODES) - reached == set()
    assert all(not [m for m in s.MOVES if end in m.origins] for end in s.ENDED)


GOOD = s.Draft("NOT_HANDLED", "說明", ground="NO_CONTENT", reason="只有一個問號")


@pytest.mark.parametrize(
    ("draft", "earlier", "field"),
    [
        (s.Draft("FOUNDED", "好的"), None, ""),
        (s.Draft("FOUNDED", "  "), None, "text"),
        (s.Draft("SHOUTED", "好的"), None, "kind"),
        (s.Draft("TRANSFER", "移送"), None, "agency"),
        (s.Draft("TRANSFER", "移送", agency="稅務局"), None, ""),
        (GOOD, None, ""),
        (replace(GOOD, ground=""), None, "ground"),
        (replace(GOOD, ground="TIRESOME"), None, "ground"),
        (replace(GOOD, reason=" "), None, "reason"),
        (replace(GOOD, ground="REPEATED"), None, "earlier"),
        (replace(GOOD, ground="REPEATED"), "ASSIGNED", "earlier"),
        (replace(GOOD, ground="REPEATED"), "NOT_HANDLED", "earlier"),
        (replace(GOOD, ground="REPEATED"), "ANSWERED", ""),
        (replace(GOOD, ground="ELSEWHERE"), None, ""),
    ],
)
def test_a_reply_has_what_the_law_asks_of_its_kind(draft, earlier, field):
    if not field:
        s.check_draft(draft, earlier_state=earlier)
        return
    with pytest.raises(s.ReplyIncomplete) as refused:
        s.check_draft(draft, earlier_state=earlier)
    assert refused.value.field == field


def test_the_mailboxes_a_branch_begins_with_are_sound():
    held = first()
    assert {"PUBLIC", "ETHICS", "HARASSMENT", "STAFF_IDEAS", "HOME_VISIT", "INSTALMENTS"} <= set(
        held
    )
    others = [box.kind for box in held.values() if not box.is_ours]
    for box in held.values():
        boxes.check(box, others, ON)
    assert {code for code, box in held.items() if box.is_guarded} == {
        "ETHICS", "HARASSMENT", "STAFF_IDEAS",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "small"}, "code"),
        ({"name": Bilingual("只有中文", "")}, "name_zh"),
        ({"opening": Bilingual("", "Hello")}, "opening_zh"),
        ({"guard": "case.view"}, "guard"),
        ({"rule": "FOI_DECISION"}, "guard"),
        ({"kind": "NO_SUCH"}, "kind"),
        ({"kind": "HARASSMENT_COMPLAINT"}, "guard"),
        ({"categories": (("A_B", "甲", "A"), ("A_B", "乙", "B"))}, "categories"),
        ({"categories": (("A_B", "甲", ""),)}, "categories"),
        ({"days": 7}, "days"),
        ({"days": 6}, ""),
        ({"rule": "PETITION_GENERAL", "days": 31}, "days"),
        ({"rule": "PETITION_GENERAL", "days": 30}, ""),
    ],
)
def test_a_mailbox_that_contradicts_itself_is_refused(change, field):
    box = replace(first()["PUBLIC"], **change)
    if not field:
        boxes.check(box, [], ON)
        return
    with pytest.raises(boxes.MailboxUnfit) as refused:
        boxes.check(box, [], ON)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "guard", "to", "may", "refusal"),
    [
        ("PETITION", VIEW, {}, (), None),
        ("PETITION", VIEW, {"guard": ETHICS}, (), None),
        ("PETITION", VIEW, {"is_open": False}, (), boxes.MailboxUnknown),
        ("PETITION", VIEW, {"kind": "HOME_VISIT", "guard": ""}, (), boxes.MailboxUnknown),
        ("PETITION", ETHICS, {}, ("petition.edit",), boxes.OpenedByHead),
        ("PETITION", ETHICS, {}, ("petition.approve",), None),
        ("PETITION", ETHICS, {"guard": "petition.confidential"}, (), None),
        ("HARASSMENT_COMPLAINT", UNIT, {}, ("petition.approve",), boxes.StaysConfidential),
        ("HARASSMENT_COMPLAINT", UNIT, {"guard": ETHICS}, (), None),
    ],
)
def test_what_is_confidential_is_handed_where_it_belongs(kind, guard, to, may, refusal):
    box = replace(first()["PUBLIC"], **to)
    if refusal is None:
        boxes.check_hand(kind, guard, box, may.__contains__)
        return
    with pytest.raises(refusal):
        boxes.check_hand(kind, guard, box, may.__contains__)


@pytest.mark.parametrize(
    ("then", "now", "counts"),
    [
        ({}, {}, "now"),
        ({}, {"guard": ETHICS}, "now"),
        ({"guard": ETHICS}, {}, "then"),
        ({"guard": ETHICS}, {"guard": UNIT}, "then"),
        ({"guard": ETHICS}, {"guard": ETHICS, "days": 3}, "now"),
        ({}, {"kind": "HOME_VISIT", "guard": ""}, "then"),
    ],
)
def test_what_was_confidential_when_writing_began_stays_so(then, now, counts):
    held = {"then": replace(first()["PUBLIC"], **then),
            "now": replace(first()["PUBLIC"], edition=1, **now)}  # fmt: skip
    assert boxes.counting(held["then"], held["now"]) is held[counts]


@pytest.mark.parametrize("outcome", [*voices.OUTCOMES, "", "MAYBE"])
def test_a_group_ends_with_one_of_four_outcomes_in_both_languages(outcome):
    for zh, en in (("好", "Good"), ("好", ""), ("", "Good")):
        if outcome in voices.OUTCOMES and zh and en:
            voices.check_outcome(outcome, zh, en)
        else:
            with pytest.raises(voices.GroupIncomplete):
                voices.check_outcome(outcome, zh, en)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  好  ", "好"),
        ("兩\r\n行", "兩\n行"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("字" * 1000, "字" * 1000),
    ],
)
def test_a_post_is_words_without_controls(text, kept):
    assert voices.check_post(text) == kept


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "字" * 1001])
def test_an_empty_or_endless_post_is_refused(text):
    with pytest.raises(voices.PostUnfit):
        voices.check_post(text)


def test_the_drawing_for_the_public_is_the_table_that_runs():
    from wuai.contexts.petitions.declarations import COURSE

    drawn = set(COURSE.arrows)
    for one in s.MOVES:
        for origin in one.origins:
            ends = s.ENDED[:3] if one.code == "approve" else [one.to or origin]
            assert all((origin, to) in drawn or origin == to for to in ends)
    assert all(any(m.code and a in m.origins for m in s.MOVES) for a, _ in drawn)
