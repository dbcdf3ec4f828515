"""Note who asks about a party's cases and how it was made sure; only then anything is told."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.parties import rules
from wuai.contexts.parties.models import Enquiry, Party
from wuai.contexts.parties.rules import enquiries as table
from wuai.kernel import identity_numbers
from wuai.platform import crypto
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk says about an enquiry; ``number`` and ``born_on`` are what the caller said."""

    key: uuid.UUID
    channel: str
    proof: str
    asker: str
    purpose: str
    asker_name: str = ""
    number: str = ""
    born_on: date | None = None


@action("party.enquire")
def note_enquiry(
    *, party_ref: uuid.UUID, asked: Asked, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Keep an enquiry; refuses one that does not prove who asks. The same key is the same enquiry."""
    party = Party.objects.filter(ref=party_ref, branch_id=by.branch_id or 0).first()
    if party is None:
        raise rules.PartyUnknown()
    proof = table.proof_for(channel=asked.channel, proof=asked.proof, asker=asked.asker)
    if proof.facts and not _agree(party, asked):
        raise table.FactsDiffer(field="number")
    name = " ".join(asked.asker_name.split())[:100]
    if asked.asker != table.SELF and not name:
        raise table.AskerUnnamed(field="asker_name")
    held, is_new = Enquiry.objects.get_or_create(
        key=asked.key,
        defaults={
            "branch_id": party.branch_id, "party": party, "channel": asked.channel,
            "proof": proof.code, "asker": asked.asker, "asker_name": name,
            "purpose": table.purpose(asked.purpose), "on": on, "at": at, "by_ref": by.ref,
            "by_name": by.name,
        },
    )  # fmt: skip
    if held.party_id != party.id:
        raise rules.PartyUnknown()
    record(
        kind="party", ref=party.ref, branch_id=party.branch_id,
        data={"channel": held.channel, "proof": held.proof, "asker": held.asker,
              "replayed": not is_new},
    )  # fmt: skip
    return held.ref


def _agree(party: Party, asked: Asked) -> bool:
    index = crypto.blind_index("party-id", identity_numbers.normalise(asked.number))
    known = party.id_index is not None and bytes(party.id_index) == index
    return known and party.born_on is not None and party.born_on == asked.born_on
