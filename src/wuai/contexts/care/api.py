"""The door of `care`."""

from wuai.contexts.care.actions.helping import Asked, Outcome, follow_up, refer, take_step
from wuai.contexts.care.actions.noticing import NotFound, Noticed, end_signal, note_signal
from wuai.contexts.care.actions.pausing import end_pause, pause
from wuai.contexts.care.queries.helping import (
    Span,
    Total,
    destinations,
    referrals_of,
    signals_of,
    totals,
)
from wuai.contexts.care.queries.pauses import PauseRow, is_paused, pause_of, paused
from wuai.contexts.care.reference import load_reference
from wuai.contexts.care.rules.helping import (
    GroundMissing,
    HealthNeedsWriting,
    ReferralMoveNotAllowed,
)
from wuai.contexts.care.rules.pausing import MayNotPause, PauseHeld, PauseTooLong

__all__ = [
    "Asked",
    "GroundMissing",
    "HealthNeedsWriting",
    "MayNotPause",
    "NotFound",
    "Noticed",
    "Outcome",
    "PauseHeld",
    "PauseRow",
    "PauseTooLong",
    "ReferralMoveNotAllowed",
    "Span",
    "Total",
    "destinations",
    "end_pause",
    "end_signal",
    "follow_up",
    "is_paused",
    "load_reference",
    "note_signal",
    "pause",
    "pause_of",
    "paused",
    "refer",
    "referrals_of",
    "signals_of",
    "take_step",
    "totals",
]
