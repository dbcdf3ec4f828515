"""What Django, allauth and axes ask of us: who may come in, from where, what a lock looks like."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wuai.contexts.identity import queries
from wuai.contexts.identity.models import Account
from wuai.platform.addresses import client_address
from wuai.platform.crypto import seal, unseal

LOCKED_SECONDS = 15 * 60


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's adapter with sign-up closed: accounts are made by people who may."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Believe only our own proxies."""
        return client_address(request)


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors whose secrets are kept encrypted, and whose keys belong to this site."""

    def encrypt(self, text: str) -> str:
        """Seal the seed of recovery codes."""
        return seal("mfa.seed", "", text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal("mfa.seed", "", bytes.fromhex(encrypted_text))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name of the site as a security key remembers it."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Wuai"}


class AccountBackend(ModelBackend):
    """Passwords of active accounts; brings the place along, so that a request asks once."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, unless it has ended."""
        found = queries.with_place(Account.objects.filter(pk=user_id)).first()
        return found if found is not None and self.user_can_authenticate(found) else None


def locked(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page of a locked account; the same whether or not the account exists."""
    answer = render(request, "identity/locked.html", status=429)
    answer.headers["Retry-After"] = str(LOCKED_SECONDS)
    return answer
