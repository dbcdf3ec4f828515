"""Requests to supply as tables and summaries."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuai.contexts.referrals import queries_supplies as queries
from wuai.contexts.referrals.queries_papers import Asked
from wuai.contexts.referrals.queries_supplies import SupplyRow
from wuai.contexts.referrals.rules import supplies as rules
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui.pieces import Column, Fact, Status, Table

_TONES = {rules.OPEN: "waiting", rules.ANSWERED: "press", rules.SUFFICIENT: "good",
          rules.INSUFFICIENT: "bad"}  # fmt: skip
OVERDUE = Bilingual("逾期未補正", "not answered in time")


def state(row: SupplyRow | Asked, on: date) -> Status:
    """How it stands on a day."""
    if rules.is_overdue(row.state, row.due_on, on=on):
        return Status(OVERDUE, "press")
    return Status(rules.STATES[row.state], _TONES[row.state])


def listed(rows: Sequence[SupplyRow], home: str, on: date) -> Table:
    """Requests, each a way to its page."""
    columns = [
        Column("number", _("補正文號"), "code"), Column("case", _("執行案號"), "code"),
        Column("agency_ref", _("移送案號"), "code"), Column("due_on", _("補正期限"), "day"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    found = [
        {"number": row.number, "url": f"{home}{row.ref}/", "case": row.case_number,
         "agency_ref": row.agency_ref, "due_on": row.due_on, "state": state(row, on)}
        for row in rows
    ]  # fmt: skip
    return Table(_("補正通知"), columns, found, show_caption=False, stack=True)


def of_case(rows: Sequence[Asked], home: str, on: date) -> Table:
    """The requests of one case."""
    columns = [
        Column("number", _("補正文號"), "code"), Column("due_on", _("補正期限"), "day"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    found = [
        {"number": row.number, "url": f"{home}{row.ref}/", "due_on": row.due_on,
         "state": state(row, on)}
        for row in rows
    ]  # fmt: skip
    return Table(_("補正通知"), columns, found, stack=True)


def facts(row: SupplyRow, cases_root: str) -> list[Fact]:
    """What was asked, by when, what came, what was found."""
    english = (get_language() or "").startswith("en")
    asked = [name.en if english and name.en else name.zh for name in queries.names(row.items)]
    found = [
        Fact(_("執行案號"), row.case_number), Fact(_("移送案號"), row.agency_ref),
        Fact(_("要補正什麼"), (", " if english else "、").join(asked)),
        Fact(_("說明"), row.words or None), Fact(_("發出日"), row.asked_on),
        Fact(_("補正期限"), row.due_on),
        Fact(_("答復"), rules.ANSWERS.get(row.answer)), Fact(_("答復日"), row.answered_on),
        Fact(_("移送機關說明"), row.answer_words or None),
        Fact(_("審查日"), row.closed_on), Fact(_("審查說明"), row.verdict_words or None),
    ]  # fmt: skip
    return [fact for fact in found if fact.value is not None]


def said(refused: Refusal) -> str:
    """A refusal as one sentence beside a question."""
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    return f"{refused.text(lang)} {refused.next_step(lang)}"
