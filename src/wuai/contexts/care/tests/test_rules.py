"""Who may be referred on whose word, and how long measures may rest; no database."""

from datetime import date

import pytest

from wuai.contexts.care.rules import helping, pausing, signals

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born", "on", "found"),
    [
        (date(1961, 11, 23), ON, {"ELDERLY"}),
        (date(1961, 11, 24), ON, set()),
        (date(2008, 11, 23), ON, set()),
        (date(2008, 11, 24), ON, {"MINOR"}),
        (date(2004, 6, 1), date(2022, 12, 31), {"MINOR"}),
        (date(2004, 6, 1), date(2023, 1, 1), set()),
        (date(1960, 2, 29), date(2025, 2, 28), {"ELDERLY"}),
        (None, ON, set()),
    ],
)
def test_a_day_of_birth_says_elderly_or_under_age(born, on, found):
    assert signals.from_data(born_on=born, on=on) == found


@pytest.mark.parametrize(
    ("kind", "ground", "facts", "told", "refused"),
    [
        ("CARE", "WRITTEN", "", ["ILLNESS"], None),
        ("CARE", "ORAL", "", ["LOW_INCOME"], None),
        ("CARE", "ORAL", "", ["ILLNESS"], helping.HealthNeedsWriting),
        ("CARE", "DANGER", "說想不開", [], helping.GroundMissing),
        ("CARE", "", "", [], helping.GroundMissing),
        ("EMERGENCY", "DANGER", "說想不開", ["ILLNESS"], None),
        ("EMERGENCY", "DANGER", " ", [], helping.GroundNeedsReason),
        ("EMERGENCY", "LAW", "兒童身上有傷", [], None),
        ("EMERGENCY", "NONE", "x", [], helping.GroundMissing),
    ],
)
def test_nobody_is_referred_without_consent_or_law(kind, ground, facts, told, refused):
    if refused is None:
        helping.check_ground(kind=kind, ground=ground, facts=facts, told=told)
        return
    with pytest.raises(refused):
        helping.check_ground(kind=kind, ground=ground, facts=facts, told=told)


@pytest.mark.parametrize(
    ("until", "refused"),
    [(date(2026, 11, 22), pausing.PauseEnded), (ON, None), (date(2027, 5, 23), None),
     (date(2027, 5, 24), pausing.PauseTooLong)],
)  # fmt: skip
def test_a_pause_lasts_half_a_year_at_most(until, refused):
    if refused is None:
        pausing.check_until(until, on=ON)
        return
    with pytest.raises(refused):
        pausing.check_until(until, on=ON)


def test_every_state_is_reached_and_only_open_ones_are_left():
    assert {m.target for m in helping.MOVES} | {"DRAFT"} == set(helping.STATES)
    for state in helping.STATES:
        assert bool(helping.moves_from(state)) == (state in helping.OPEN), state
    with pytest.raises(helping.ReferralMoveNotAllowed):
        helping.move("HELP", "DRAFT")
    with pytest.raises(helping.ReferralMoveNotAllowed):
        helping.move("NONSENSE", "SENT")
