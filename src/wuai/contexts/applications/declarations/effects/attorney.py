"""Granting a power of attorney enters it: from that moment the agent acts online as himself."""

import uuid
from datetime import date, datetime, timedelta

from wuai.contexts.applications.rules.declaration import Granted
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.kernel.identity_numbers import kind_of
from wuai.platform.actors import Actor

# What the form calls it, and what it opens online; receiving money and waiving stay with the paper.
OPENS = {"GENERAL": ("VIEW", "APPLY"), "PAY": ("VIEW", "PAY")}
PERSONS = {"NATIONAL_ID", "ARC", "ARC_OLD"}
# Where the paper says "until the case is over", the branch looks again after a year.
AT_MOST = timedelta(days=365)


def entered(told: Granted, by: Actor, at: datetime) -> None:
    """Enter the power within the granting transaction; what opens nothing online stays on paper.

    So does the power of a company: it has no session of its own that could be lent.
    """
    said = told.answers
    scopes = {scope for chosen in said["scope"] for scope in OPENS.get(chosen, ())}
    people = {kind_of(said["id_number"]), kind_of(said["agent_id"])} <= PERSONS
    if not scopes or not people:
        return
    case = cases.case_row(told.case_id) if told.case_id else None
    identity.accept_attorney(
        branch_id=told.branch_id, by=by, at=at, new=identity.NewAttorney(
            key=uuid.UUID(told.application_ref), principal_name=said["name"],
            principal_number=said["id_number"], agent_name=said["agent_name"],
            agent_number=said["agent_id"], scopes=tuple(sorted(scopes)),
            document=f"申辦 {told.application_ref}"[:120], since=told.on, until=_until(told),
            case_ref=case.ref if case else None, case_number=case.number if case else "",
        ),
    )  # fmt: skip


def _until(told: Granted) -> date:
    named = told.answers.get("until")
    return date.fromisoformat(named) if named else told.on + AT_MOST
