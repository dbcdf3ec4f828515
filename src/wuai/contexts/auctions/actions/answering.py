"""Taking an answer to a notice, and letting one fall."""

import uuid
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import Granted
from wuai.contexts.auctions.actions import clock
from wuai.contexts.auctions.actions.held import enter
from wuai.contexts.auctions.models import Preemption
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.rules.barring import is_named
from wuai.platform.actors import Actor

ONLINE = "WEB"


def take(
    row: Preemption, told: Granted, received: date, by: Actor, at: datetime, *, online: bool
) -> None:  # fmt: skip
    """Enter an answer on its notice; the holder's own goes before a stranger's."""
    is_holder = is_named(row.holder_name, str(told.answers.get("name", "")))
    if row.state == rules.EXERCISED and is_holder and not is_of_holder(row):
        set_aside(row, "通知所載的權利人表示優先承買", by, at, told.on)
    rules.check_answer(
        row.state, term=rules.Term(row.notified_on, row.due_on), received_on=received,
        price=row.price, offered=int(told.answers["price"]), online=online,
    )  # fmt: skip
    row.answered_on, row.application_ref = received, uuid.UUID(told.application_ref)
    clock.met(clock.PREEMPTION, str(row.ref), max(received, row.notified_on), by, at)
    late = rules.is_late(received, row.due_on)
    enter(row, "EXERCISE", by, at, told.on, "逾期表示" if late else "")


def set_aside(row: Preemption, why: str, by: Actor, at: datetime, on: date) -> None:
    """An answer falls away; the holder's time goes on."""
    row.answered_on = row.application_ref = None
    enter(row, "SET_ASIDE", by, at, on, why)


def is_of_holder(row: Preemption) -> bool:
    """Whether the standing answer is of the person whom the notice names."""
    said = applications.answers(row.application_ref) if row.application_ref else {}
    return is_named(row.holder_name, str(said.get("name", "")))
