"""Who asks: the token of a client program, and nothing else. A session cookie counts for nothing."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.platform.access import actor_of
from wuai.platform.actors import Actor
from wuai.platform.addresses import client_address, network_of
from wuai.portals.api import limits, refusals

BRANCH_HEADER = "Wuai-Branch"
# What a scope of a token lets its bearer do, in the words of the agency's roles.
_AS_PERSON = {
    "referral.write": {"agency.refer"},
    "case.read": {"agency.cases"},
    "payment.write": {"agency.payments"},
    "feedback.read": {"agency.cases"},
}


class Bearer(HttpBearer):
    """A bearer token that holds ``scope`` (any valid token when it is empty)."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The actor of the token; sets ``request.actor``."""
        now = timezone.now()
        client = identity.client_of_token(token, on=timezone.localdate(now)) if token else None
        if client is None:
            return None
        limits.check("token", client.token_ref, settings.API_PER_TOKEN)
        if self.scope and self.scope not in client.scopes:
            raise refusals.ScopeMissing(scope=self.scope)
        identity.note_token_use(token_id=client.token_id, at=now)
        request.actor = _actor(client)  # type: ignore[attr-defined]  # carried by the request
        return client


def _actor(client: identity.Client) -> Actor:
    may = set(client.scopes).union(*(_AS_PERSON[scope] for scope in client.scopes))
    return Actor(
        kind="agency", ref=f"token:{client.token_ref}", name=client.name,
        agency_id=client.agency_id, agency_code=client.agency_code, permissions=frozenset(may),
    )  # fmt: skip


def count_address(request: HttpRequest) -> None:
    """Count a request against the address it comes from; refuse the ones too many."""
    limits.check("address", network_of(client_address(request)), settings.API_PER_ADDRESS)


def count_stranger(request: HttpRequest) -> None:
    """Count a request whose token was not valid: guessing is slow."""
    limits.check("stranger", network_of(client_address(request)), settings.API_PER_STRANGER)


def agency_id_of(request: HttpRequest) -> int:
    """The agency behind the token; every query is narrowed by it."""
    agency_id = actor_of(request).agency_id
    if agency_id is None:
        raise refusals.TokenMissing
    return agency_id


def named_branch(request: HttpRequest) -> organisation.BranchRow | None:
    """The branch that the header or the parameter names; None when neither does."""
    told = {
        code.strip() for code in (
            request.headers.get(BRANCH_HEADER, ""), *request.GET.getlist("branch")
        ) if code.strip()
    }  # fmt: skip
    if len(told) > 1:
        raise _unclear()
    for row in organisation.branches() if told else []:
        if row.code in told:
            return row
    if told:
        raise refusals.BranchUnknown(field="branch")
    return None


def _unclear() -> refusals.BranchMissing:
    codes = ", ".join(row.code for row in organisation.branches())
    return refusals.BranchMissing(field="branch", candidates=codes)


def branch_of(request: HttpRequest) -> organisation.BranchRow:
    """The branch that the request names; refused when it names none."""
    row = named_branch(request)
    if row is None:
        raise _unclear()
    return row


def actor_at(request: HttpRequest, branch_id: int, branch_code: str = "") -> Actor:
    """The client as it acts at a branch."""
    return replace(actor_of(request), branch_id=branch_id, branch_code=branch_code)
