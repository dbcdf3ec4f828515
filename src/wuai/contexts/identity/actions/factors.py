"""The second factor: a code of an authenticator, a security key, a recovery code.

The secret of an authenticator is sealed to its account. A code is good once: the counters used
are kept with the secret, under its row lock.
"""

import base64
import hmac
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ValidationError

from wuai.contexts.identity import rules
from wuai.contexts.identity.models import Account
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal, unseal

PERIOD_SECONDS = 30
TOLERANCE = 1


def seal_secret(ref: str, secret: str) -> str:
    """The secret as it is kept, in a session too."""
    return base64.b64encode(seal("mfa.totp", ref, secret)).decode()


def open_secret(ref: str, sealed: str) -> str:
    """The secret of an authenticator."""
    return unseal("mfa.totp", ref, base64.b64decode(sealed))


def counters(at: datetime) -> list[int]:
    """The counters whose codes are taken at a moment, the present one first."""
    now = int(at.timestamp()) // PERIOD_SECONDS
    return [now, *(now + step for step in range(-TOLERANCE, TOLERANCE + 1) if step)]


def code_at(secret: str, counter: int) -> str:
    """The six digits that an authenticator shows."""
    return str(format_hotp_value(hotp_value(secret, counter)))


def matching(secret: str, code: str, at: datetime) -> int | None:
    """The counter whose code this is at a moment."""
    typed = "".join(c for c in code if c.isalnum())
    for counter in counters(at):
        if hmac.compare_digest(code_at(secret, counter).encode(), typed.encode()):
            return counter
    return None


def _of(account: Account, kind: str) -> Authenticator | None:
    found = Authenticator.objects.select_for_update().filter(user_id=account.id, type=kind)
    return found.first()


def _use_totp(account: Account, code: str, at: datetime) -> bool:
    factor = _of(account, "totp")
    if factor is None:
        return False
    counter = matching(open_secret(str(account.ref), factor.data["secret"]), code, at)
    used = factor.data.get("used", [])
    if counter is None or counter in used:
        return False
    oldest = min(counters(at))
    factor.data["used"] = [n for n in used if n >= oldest] + [counter]
    factor.last_used_at = at
    factor.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery(account: Account, code: str) -> bool:
    factor = _of(account, "recovery_codes")
    return factor is not None and bool(RecoveryCodes(factor).validate_code(code))


@action("account.use_code")
def use_code(*, ref: str, code: str, by: Actor, at: datetime) -> str:
    """Check and use up a code; the kind of factor comes back, or a refusal."""
    account = Account.objects.get(ref=ref, is_active=True)
    typed = "".join(c for c in code if c.isalnum())
    if len(typed) == 6 and _use_totp(account, typed, at):
        kind = "totp"
    elif len(typed) == 8 and _use_recovery(account, typed):
        kind = "recovery_codes"
    else:
        raise rules.CodeWrong(field="code")
    record(kind="account", ref=ref, branch_id=account.branch_id, data={"factor": kind})
    return kind


@action("account.use_key")
def use_key(*, ref: str, answer: dict[str, Any], by: Actor, at: datetime) -> str:
    """Check the answer of a security key to the challenge of this session."""
    from allauth.mfa.webauthn.internal import auth as webauthn

    account = Account.objects.get(ref=ref, is_active=True)
    try:
        parsed = webauthn.parse_authentication_response(answer)
        factor = webauthn.complete_authentication(account, parsed)
    except (ValidationError, KeyError, TypeError, ValueError) as wrong:
        raise rules.CodeWrong(field="key") from wrong
    factor.last_used_at = at
    factor.save(update_fields=["last_used_at"])
    record(kind="account", ref=ref, branch_id=account.branch_id, data={"factor": "webauthn"})
    return "webauthn"


@action("account.enrol_totp")
def enrol_totp(*, ref: str, secret: str, code: str, by: Actor, at: datetime) -> None:
    """Add (or replace) the authenticator, proved by a code of it."""
    account = Account.objects.select_for_update().get(ref=ref, is_active=True)
    counter = matching(secret, code, at)
    if counter is None:
        raise rules.CodeWrong(field="code")
    Authenticator.objects.filter(user_id=account.id, type="totp").delete()
    data = {"secret": seal_secret(ref, secret), "used": [counter]}
    Authenticator.objects.create(user_id=account.id, type="totp", data=data, created_at=at)
    record(kind="account", ref=ref, branch_id=account.branch_id)


@action("account.add_key")
def add_key(*, ref: str, name: str, answer: dict[str, Any], by: Actor, at: datetime) -> None:
    """Add a security key, proved by its answer to the challenge of this session."""
    from allauth.mfa.webauthn.internal import auth as webauthn

    account = Account.objects.select_for_update().get(ref=ref, is_active=True)
    try:
        webauthn.complete_registration(webauthn.parse_registration_response(answer))
    except (ValidationError, KeyError, TypeError, ValueError) as wrong:
        raise rules.CodeWrong(field="key") from wrong
    data = {"name": name[:60], "credential": answer}
    Authenticator.objects.create(user_id=account.id, type="webauthn", data=data, created_at=at)
    record(kind="account", ref=ref, branch_id=account.branch_id)


@action("account.remove_factor")
def remove_factor(*, ref: str, factor_id: int, by: Actor, at: datetime) -> None:
    """Remove an authenticator or a key, never the last one."""
    account = Account.objects.select_for_update().get(ref=ref, is_active=True)
    strong = Authenticator.objects.filter(user_id=account.id).exclude(type="recovery_codes")
    factor = strong.filter(id=factor_id).first()
    if factor is None:
        raise rules.AccountUnknown
    if strong.count() == 1:
        raise rules.LastFactor
    factor.delete()
    record(kind="account", ref=ref, branch_id=account.branch_id, data={"factor": factor.type})


@action("account.new_recovery_codes")
def new_recovery_codes(*, ref: str, by: Actor, at: datetime) -> list[str]:
    """Make ten new recovery codes; the old ones no longer work. They are shown once."""
    account = Account.objects.select_for_update().get(ref=ref, is_active=True)
    Authenticator.objects.filter(user_id=account.id, type="recovery_codes").delete()
    codes = RecoveryCodes.activate(account).generate_codes()
    record(kind="account", ref=ref, branch_id=account.branch_id)
    return [str(code) for code in codes]
