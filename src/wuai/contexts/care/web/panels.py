"""What care offers to the case page and to today's work; who may not see care sees only the pause."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.care.queries import helping, pauses
from wuai.contexts.care.rules.signals import KINDS
from wuai.contexts.care.web.tables import HOME, state_of
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import note_read
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Status

LISTED, SOON = 12, 7


@dataclass(frozen=True, slots=True)
class Cared:
    """The pause, for everybody who sees the case; the rest only for those who may see care."""

    pause: pauses.PauseRow | None
    may_see: bool
    signals: tuple[Bilingual, ...] = ()
    referrals: tuple[tuple[helping.ReferralRow, Status], ...] = ()
    url: str = ""


def cared(view: CaseView) -> Cared:
    """What the person who looks may know; seeing it leaves a line."""
    held = pauses.pause_of(view.case_id, view.on)
    if not view.actor.may("care.view"):
        return Cared(held, may_see=False)
    signals = tuple(KINDS[s.kind] for s in helping.signals_about(view.facts.obligor, view.on))
    found = tuple((r, state_of(r.state)) for r in helping.referrals_of(view.obligor_id)[:LISTED])
    if signals or found:
        note_read(
            f"care:{view.facts.obligor.ref}", by=view.actor, at=timezone.now(), page="care:panel"
        )
    return Cared(held, True, signals, found, f"{HOME}case/{view.case_ref}/")


def to_follow(desk: Desk) -> Pile:
    """Referrals that should be looked at by now."""
    rows = helping.due(desk.branch_id, desk.on)
    todos = [
        Todo(gettext("追蹤轉介"), row.number, row.follow_up_on or row.made_on, f"{HOME}{row.ref}/",
             row.place, "press" if row.kind == "EMERGENCY" else "waiting")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == helping.PAGE)


def to_decide(desk: Desk) -> Pile:
    """Pauses that end soon: help, or a new decision."""
    rows = pauses.ending(desk.branch_id, desk.on, desk.on + timedelta(days=SOON))
    todos = [
        Todo(gettext("暫緩即將期滿"), row.until.isoformat(), row.until, HOME)
        for row in rows[:LISTED]
    ]
    return Pile(len(rows), todos)


PANELS = (Panel("care", _("關懷"), 20, "case.view", cared, "care/panels/cared.html"),)
WORK = (
    Work("care", _("待追蹤的轉介"), 42, "care.record", HOME, to_follow),
    Work("pauses", _("即將期滿的暫緩"), 43, "care.pause", HOME, to_decide),
)  # fmt: skip
ACTS = (
    Act("care", _("關懷與轉介"), _("登錄關懷訊號、轉介社福或就業服務、暫緩強制措施。"), 16, "care.record",
        lambda view: f"{HOME}case/{view.case_ref}/", open_only=False),
)  # fmt: skip
