"""A login by telephone: begun by one session, asked about now and then, used once."""

import hashlib
import uuid
from datetime import datetime

from django.db import connection

from wuai.contexts.identity.actions.citizens import digest
from wuai.contexts.identity.models import FidoTicket
from wuai.contexts.identity.rules import fido as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index


@action("citizen.ask_telephone")
def keep_ticket(
    *, ref: uuid.UUID, ticket_id: str, text: bytes, number: str, binding: str, purpose: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Remember whom we asked to sign what, for which session."""
    FidoTicket.objects.filter(made_at__lt=at - 20 * rules.HOLDS).delete()
    FidoTicket.objects.create(
        ref=ref, ticket_id=ticket_id, text_sha256=hashlib.sha256(text).digest(),
        id_index=blind_index("party-id", number), binding_sha256=digest(binding), purpose=purpose,
        made_at=at,
    )  # fmt: skip
    record(kind="login", ref=ref, data={"purpose": purpose, "means": "FIDO"})


@action("citizen.ask_ministry")
def may_ask(*, ref: uuid.UUID, binding: str, by: Actor, at: datetime) -> str | None:
    """The ticket to ask about now; None when it was asked about less than four seconds ago."""
    held = FidoTicket.objects.filter(
        ref=ref, binding_sha256=digest(binding), used_at__isnull=True,
        made_at__gt=at - rules.HOLDS, made_at__lte=at,
    ).select_for_update().first()  # fmt: skip
    if held is None:
        raise rules.TelephoneOver
    record(kind="login", ref=ref, data={"means": "FIDO"})
    if at - (held.asked_at or held.made_at) < rules.ASK_EVERY:
        return None
    held.asked_at = at
    held.save(update_fields=["asked_at"])
    return held.ticket_id


@action("citizen.answer_telephone")
def use_ticket(
    *, ref: uuid.UUID, text: bytes, number: str, binding: str, by: Actor, at: datetime
) -> str:
    """Take the telephone's answer, once and in time; its purpose comes back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_fidoticket SET used_at = %s WHERE ref = %s AND binding_sha256 = %s"
            " AND text_sha256 = %s AND id_index = %s AND used_at IS NULL AND made_at > %s"
            " RETURNING purpose",
            [at, ref, digest(binding), hashlib.sha256(text).digest(),
             blind_index("party-id", number), at - rules.HOLDS],
        )  # fmt: skip
        found = cursor.fetchone()
    if found is None:
        raise rules.TelephoneOver
    record(kind="login", ref=ref, data={"purpose": found[0], "means": "FIDO"})
    return str(found[0])
