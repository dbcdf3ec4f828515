"""Show a number in full: with a reason, within the branch, and never without a trace."""

from datetime import datetime
from typing import Any

from wuai.contexts.parties import rules
from wuai.contexts.parties.models import ID_NUMBER, REPRESENTATIVE_ID, Party
from wuai.platform import crypto
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import ReadLine

_COLUMNS = {"id_number": ID_NUMBER, "representative_id": REPRESENTATIVE_ID}


@action("party.reveal")
def reveal(
    *, party_ref: Any, reason: str, by: Actor, at: datetime, field: str = "id_number"
) -> str:
    """The number in full; history and the read log keep who asked and why."""
    said = rules.reason_for_revealing(reason)
    party = Party.objects.filter(ref=party_ref, branch_id=by.branch_id or 0).first()
    if party is None:
        raise rules.PartyUnknown()
    sealed = getattr(party, field) if field in rules.REVEALABLE else None
    if sealed is None:
        raise rules.NothingToReveal(field=field)
    number = crypto.unseal(_COLUMNS[field], str(party.ref), sealed)
    record(kind="party", ref=party.ref, reason=said, data={"field": field})
    ReadLine.objects.create(
        at=at, branch_id=by.branch_id, by_kind=by.kind, by_ref=by.ref, by_name=by.name,
        page=f"party.reveal:{field}", reason=said, subjects=[f"party:{party.ref}"],
    )  # fmt: skip
    return number
