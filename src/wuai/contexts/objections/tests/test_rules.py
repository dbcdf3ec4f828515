"""The table of an objection's life, edge by edge; who may object, when, and who approves."""

from datetime import date, timedelta

import pytest

from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.legal import deadlines as law

ON = date(2026, 11, 23)
EDGES = {
    ("PROPOSE", "RECEIVED"): "PROPOSED", ("SEND_BACK", "PROPOSED"): "RECEIVED",
    ("UPHOLD", "PROPOSED"): "REMEDY", ("DISAGREE", "PROPOSED"): "FORWARDING",
    ("REDIRECT", "PROPOSED"): "REDIRECTED", ("FORWARD", "FORWARDING"): "FORWARDED",
    ("ARRIVE", "FORWARDED"): "AT_AGENCY", ("REJECT", "AT_AGENCY"): "REJECTED",
    ("ORDER", "AT_AGENCY"): "REMEDY", ("CARRY_OUT", "REMEDY"): "REMEDIED",
    ("WITHDRAW", "RECEIVED"): "WITHDRAWN", ("WITHDRAW", "PROPOSED"): "WITHDRAWN",
    ("WITHDRAW", "FORWARDING"): "WITHDRAWN", ("WITHDRAW", "FORWARDED"): "WITHDRAWN",
    ("WITHDRAW", "AT_AGENCY"): "WITHDRAWN",
}  # fmt: skip


@pytest.mark.parametrize("state", life.STATES)
@pytest.mark.parametrize("code", [move.code for move in life.MOVES])
def test_the_table_leads_where_the_law_says_and_nowhere_else(code, state):
    if (code, state) in EDGES:
        assert life.move(code, state).target == EDGES[code, state]
    else:
        with pytest.raises(life.ObjectionMoveNotAllowed) as refused:
            life.move(code, state)
        assert refused.value.text("zh")
        assert refused.value.text("en")


def test_every_state_is_reached_has_a_name_and_ends_or_goes_on():
    assert {move.target for move in life.MOVES} == set(life.STATES)
    assert set(life.STATE_NAMES) == set(life.TONES) == set(life.STATES)
    goes_on = {state for move in life.MOVES for state in move.sources}
    assert goes_on == set(life.OPEN)


def test_an_approval_is_somebody_elses_and_a_record_is_not():
    approving = {move.code for move in life.MOVES if move.who == life.APPROVE}
    assert approving == {"SEND_BACK", "UPHOLD", "DISAGREE", "REDIRECT"}
    o.two_people("account:1", "account:2")
    with pytest.raises(o.SamePerson):
        o.two_people("account:1", "account:1")


@pytest.mark.parametrize(
    ("closed_on", "late"),
    [(None, False), (ON, False), (ON + timedelta(days=1), False), (ON - timedelta(days=1), True)],
)
def test_an_objection_comes_before_enforcement_ends(closed_on, late):
    assert o.is_late(closed_on, ON) is late


@pytest.mark.parametrize(
    ("objector", "interest", "refused"),
    [("OBLIGOR", "", False), ("INTERESTED", "", True), ("INTERESTED", " ", True),
     ("INTERESTED", "共有人", False), ("AGENT", "", True), ("AGENT", "代理義務人", False)],
)  # fmt: skip
def test_who_is_not_the_obligor_says_how_enforcement_concerns_him(objector, interest, refused):
    if refused:
        with pytest.raises(o.InterestMissing):
            o.check_objector(objector, interest)
    else:
        o.check_objector(objector, interest)


@pytest.mark.parametrize(
    ("day", "place", "refused"),
    [(ON, "新竹市民生路 3 號", False), (ON + timedelta(days=1), "現場", True), (ON, " ", True)],
)
def test_orally_it_is_made_on_the_spot(day, place, refused):
    if refused:
        with pytest.raises(o.OnTheSpotOnly):
            o.check_on_the_spot(day, place, ON)
    else:
        o.check_on_the_spot(day, place, ON)


@pytest.mark.parametrize(
    ("offset", "refused"), [(-1, True), (0, False), (3, False), (4, True)]
)  # fmt: skip
def test_a_day_lies_between_what_came_before_and_today(offset, refused):
    day, until = ON + timedelta(days=offset), ON + timedelta(days=3)
    if refused:
        with pytest.raises(o.DayOutOfOrder):
            o.check_day(day, ON, until, "x")
    else:
        assert o.check_day(day, ON, until, "x") == day


@pytest.mark.parametrize(
    ("state", "stay", "ended", "still"),
    [("REMEDY", "", False, True), ("REMEDY", "OWN", True, True), ("REMEDY", "FOUND", False, True),
     ("AT_AGENCY", "ORDERED", False, True), ("AT_AGENCY", "ORDERED", True, False),
     ("AT_AGENCY", "OWN", False, False), ("RECEIVED", "", False, False),
     ("REMEDIED", "FOUND", False, False), ("REJECTED", "ORDERED", False, False)],
)  # fmt: skip
def test_what_is_well_founded_or_ordered_stands_still_whatever_else_ended(
    state, stay, ended, still
):
    days = (ON if stay else None, ON if ended else None)
    assert o.must_stand_still(state, stay, *days) is still


def test_ten_days_for_the_branch_and_thirty_for_the_agency():
    assert law.compute("OBJECTION_OPINION", ON).due == date(2026, 12, 3)
    # The thirtieth day is a Wednesday.
    assert law.compute("OBJECTION_DECISION", ON).due == date(2026, 12, 23)
