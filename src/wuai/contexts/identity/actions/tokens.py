"""Tokens of client programs: shown once, kept as a hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from wuai.contexts.identity import rules
from wuai.contexts.identity.models import Account, ApiToken
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_USE_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; ``secret`` is never seen again."""

    ref: str
    name: str
    secret: str


@action("token.create")
def create_token(
    *, name: str, scopes: list[str], expires_on: date, by: Actor, at: datetime
) -> IssuedToken:
    """Make a token for the agency of the administrator."""
    if by.kind != "agency" or by.agency_id is None or not by.may("agency.admin"):
        raise rules.NotYourAccounts
    chosen = rules.check_token(scopes=scopes, on=timezone.localdate(at), expires_on=expires_on)
    secret = "wuai_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        agency_id=by.agency_id, name=name, prefix=secret[:12], scopes=chosen,
        sha256=hashlib.sha256(secret.encode()).hexdigest(), created_at=at, expires_on=expires_on,
        created_by=Account.objects.filter(ref=by.ref.removeprefix("account:")).first(),
    )  # fmt: skip
    record(kind="token", ref=token.ref, data={"scopes": chosen, "agency_id": by.agency_id})
    return IssuedToken(str(token.ref), name, secret)


@action("token.end")
def end_token(*, ref: str, by: Actor, at: datetime) -> None:
    """End a token of one's own agency at once."""
    token = ApiToken.objects.select_for_update().filter(ref=ref, ended_at__isnull=True).first()
    if token is None or token.agency_id != by.agency_id or not by.may("agency.admin"):
        raise rules.AccountUnknown
    token.ended_at = at
    token.save(update_fields=["ended_at"])
    record(kind="token", ref=token.ref, data={"agency_id": token.agency_id})


def note_token_use(*, token_id: int, at: datetime) -> None:
    """Remember that a token is in use, to the five minutes. No fact of the trade: no history."""
    ApiToken.objects.filter(id=token_id).exclude(last_used_at__gt=at - _USE_NOTED_EVERY).update(
        last_used_at=at
    )
