"""Accounts for trying out. Their password is known to all, so they live in empty databases only."""

import base64
import hashlib
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone

from wuai.contexts.identity import rules
from wuai.contexts.identity.actions import passwords
from wuai.contexts.identity.actions.factors import code_at, counters, open_secret, seal_secret
from wuai.contexts.identity.models import Account, AccountRole, Role
from wuai.contexts.organisation import api as organisation
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

DEMO_PASSWORD = "wuai-demo-2026"  # noqa: S105 - printed at every start of a demo
SINCE = date(2026, 1, 1)
STAFF = {
    "clerk": "CLERK",
    "assistant": "ASSISTANT",
    "officer": "OFFICER",
    "chief": "CHIEF",
    "cashier": "CASHIER",
    "cashier2": "CASHIER",
    "allocation": "ALLOCATION",
    "secretariat": "SECRETARIAT",
    "statistics": "STATISTICS",
    "ethics": "ETHICS",
    "ethics2": "ETHICS",
    "listener": "HARASSMENT",
    "listener2": "HARASSMENT",
    "guard": "GUARD",
    "it": "IT",
    "auditor": "AUDITOR",
}
AGENCIES = {"nhi": "NHI", "tax": "NTBN"}


@action("account.create_demo")
def create_demo_accounts(*, branch: str, by: Actor, at: datetime) -> list[str]:
    """One account per role at a branch, and agency users; refuses where real people have accounts."""
    if Account.objects.filter(is_demo=False).exists():
        raise rules.NotEmpty(branch=branch)
    place = organisation.branch(branch)
    if not place.is_demo:
        organisation.open_branch(code=branch, demo=True, by=by, at=at)
    password = Account()
    password.set_password(DEMO_PASSWORD)
    made = []
    for username, role in STAFF.items():
        member = _member(place.id, role, at, username)
        made += _account(username, [role], password.password, at, branch_id=place.id, **member)
    for username, code in AGENCIES.items():
        agency = organisation.agency(code)
        roles = ["AGENCY_ADMIN", "AGENCY_USER"]
        name = agency.contact_name or agency.name_zh[:60]
        made += _account(username, roles, password.password, at, agency_id=agency.id, name=name)
    record(kind="branch", ref=branch, branch_id=place.id, data={"accounts": made})
    return made


def _member(branch_id: int, duty: str, at: datetime, username: str) -> dict[str, object]:
    found = [
        m for m in organisation.members(branch_id, on=timezone.localdate(at)) if m.duty == duty
    ]
    place = 1 if username.endswith("2") and len(found) > 1 else 0
    return {"member_id": found[place].id, "name": found[place].name_zh} if found else {}


def _account(
    username: str, roles: list[str], password: str, at: datetime, **more: object
) -> list[str]:
    if Account.objects.filter(username=username).exists():
        return []
    account = Account.objects.create(
        username=username, password=password, is_demo=True, must_change_password=False,
        created_at=at, **({"name": username} | more),
    )  # fmt: skip
    passwords.remember(account, at)
    for role in Role.objects.filter(code__in=roles):
        AccountRole.objects.create(account=account, role=role, since=SINCE)
    secret = base64.b32encode(hashlib.sha256(f"wuai-demo:{username}".encode()).digest()[:20])
    data = {"secret": seal_secret(str(account.ref), secret.decode()), "used": []}
    Authenticator.objects.create(user_id=account.id, type="totp", data=data, created_at=at)
    return [username]


def current_code(username: str, *, at: datetime) -> str | None:
    """A code of a demo account that is good now and not used yet; None until the next half minute."""
    account = Account.objects.filter(username=username, is_demo=True, is_active=True).first()
    if account is None:
        raise rules.NotADemoAccount(username=username)
    factor = Authenticator.objects.filter(user_id=account.id, type="totp").first()
    if factor is None:
        raise rules.NotADemoAccount(username=username)
    secret = open_secret(str(account.ref), factor.data["secret"])
    used = factor.data.get("used", [])
    for counter in counters(at):
        if counter not in used:
            return code_at(secret, counter)
    return None


def demo_greeting() -> str:
    """What a start tells about the demo accounts; empty when there are none."""
    names = Account.objects.filter(is_demo=True, is_active=True).order_by("id")
    found = list(names.values_list("username", flat=True))
    if not found:
        return ""
    return (
        f"示範帳號 / demo accounts: {' '.join(found)}\n"
        f"密碼 / password: {DEMO_PASSWORD}\n"
        "驗證碼 / one-time code: .venv/bin/wuai demo code clerk"
    )
