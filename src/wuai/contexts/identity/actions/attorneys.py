"""Powers of attorney: accepted by staff, ended by staff; an agent chooses for whom he acts."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.models import ATTORNEY_AGENT, ATTORNEY_PRINCIPAL, Attorney
from wuai.contexts.identity.rules import citizens as rules
from wuai.kernel.taipei import day_of
from wuai.kernel.text import fold
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index, seal


@dataclass(frozen=True, slots=True)
class NewAttorney:
    """What the document says; ``case_ref`` None covers every case of the principal here."""

    key: uuid.UUID
    principal_name: str
    principal_number: str
    agent_name: str
    agent_number: str
    scopes: tuple[str, ...]
    document: str
    since: date
    until: date
    case_ref: uuid.UUID | None = None
    case_number: str = ""


@action("attorney.accept")
def accept_attorney(*, branch_id: int, new: NewAttorney, by: Actor, at: datetime) -> uuid.UUID:
    """Record a power of attorney; the same form sent twice is recorded once."""
    principal = rules.number_of_person(new.principal_number)
    agent = rules.number_of_person(new.agent_number)
    scopes = rules.check_attorney(
        principal=principal, agent=agent, scopes=list(new.scopes), since=new.since,
        until=new.until, on=day_of(at),
    )  # fmt: skip
    ref = uuid.uuid4()
    values = {
        "ref": ref, "branch_id": branch_id, "principal_name": fold(new.principal_name),
        "principal_number": seal(ATTORNEY_PRINCIPAL, str(ref), principal),
        "principal_index": blind_index("party-id", principal), "agent_name": fold(new.agent_name),
        "agent_number": seal(ATTORNEY_AGENT, str(ref), agent),
        "agent_index": blind_index("party-id", agent), "scopes": scopes,
        "document": new.document, "since": new.since, "until": new.until, "accepted_at": at,
        "by_ref": by.ref, "by_name": by.name, "case_ref": new.case_ref,
        "case_number": new.case_number,
    }  # fmt: skip
    held, _ = Attorney.objects.get_or_create(key=new.key, defaults=values)
    record(
        kind="attorney", ref=held.ref, case=new.case_ref, branch_id=branch_id,
        data={"scopes": scopes, "since": str(new.since), "until": str(new.until)},
    )  # fmt: skip
    return held.ref


@action("attorney.end")
def end_attorney(
    *, branch_id: int, ref: uuid.UUID | str, reason: str, by: Actor, at: datetime
) -> None:
    """End a power of attorney (revoked, died, done): from this very moment."""
    held = (
        Attorney.objects.select_for_update()
        .filter(branch_id=branch_id, ref=ref, ended_on__isnull=True)
        .first()
    )
    if held is None:
        raise rules.AttorneyUnknown
    held.ended_on, held.ended_reason = day_of(at), reason
    held.save(update_fields=["ended_on", "ended_reason"])
    record(
        kind="attorney", ref=held.ref, case=held.case_ref, reason=reason, branch_id=branch_id
    )  # fmt: skip


@action("attorney.act")
def begin_acting(
    *, citizen: queries.CitizenRow, ref: uuid.UUID | str, by: Actor, at: datetime
) -> queries.Principal:
    """An agent begins to act for a principal; refused when the power is over."""
    found = queries.principal(ref, citizen, on=day_of(at))
    if found is None:
        raise rules.AttorneyUnknown
    record(kind="attorney", ref=found.ref, branch_id=found.branch_id, case=found.case_ref)
    return found
