"""Passwords: the first one, the next one, and the three before."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password

from wuai.contexts.identity import rules
from wuai.contexts.identity.models import Account, PastPassword
from wuai.kernel.refs import short_code
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


def first_password() -> str:
    """A password to be used once: 16 letters that survive being read aloud (72 random bits)."""
    return short_code(16)


def remember(account: Account, at: datetime) -> None:
    """Keep the hash in force among the past ones."""
    PastPassword.objects.create(account=account, password=account.password, set_at=at)


@action("account.change_password")
def change_password(*, ref: str, present: str | None, new: str, by: Actor, at: datetime) -> None:
    """Change one's own password; ``present`` is None where it was given a moment ago (first login).

    Raises Django's ValidationError, with its own words, for a password that is too weak.
    """
    account = Account.objects.select_for_update().get(ref=ref, is_active=True)
    if present is not None and not check_password(present, account.password):
        raise rules.PasswordWrong(field="present")
    validate_password(new, account)
    past = PastPassword.objects.filter(account=account).order_by("-id")
    hashes = past.values_list("password", flat=True)[: rules.PASSWORDS_REMEMBERED]
    if any(check_password(new, held) for held in hashes):
        raise rules.PasswordUsedBefore(field="new")
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    remember(account, at)
    record(kind="account", ref=ref, branch_id=account.branch_id)
