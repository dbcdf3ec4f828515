"""Accounts begin, get and lose roles, are reset, and end. Only within one's own branch or agency."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from wuai.contexts.identity import rules
from wuai.contexts.identity.actions import passwords, sessions
from wuai.contexts.identity.models import Account, AccountRole, ApiToken, Role
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who the account is for, and what it may do from the first day."""

    username: str
    name: str
    email: str = ""
    branch_id: int | None = None
    agency_id: int | None = None
    member_id: int | None = None
    roles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """The account, and the password it begins with: shown once, to be changed at first login."""

    ref: str
    username: str
    first_password: str


def _allowed(by: Actor, branch_id: int | None, agency_id: int | None) -> bool:
    return rules.may_manage(
        permissions=by.permissions, kind=by.kind, own=(by.branch_id, by.agency_id),
        theirs=(branch_id, agency_id),
    )  # fmt: skip


def managed(ref: str, by: Actor) -> Account:
    """Lock an account that ``by`` may manage; any other is unknown to that person."""
    account = Account.objects.select_for_update().filter(ref=ref).first()
    if account is None or not _allowed(by, account.branch_id, account.agency_id):
        raise rules.AccountUnknown
    if by.is_same_person(f"account:{account.ref}"):
        raise rules.NotOnYourself
    return account


@action("account.create")
def create_account(*, new: NewAccount, by: Actor, at: datetime) -> Created:
    """Make an account with a one-time password, and its first roles."""
    if not _allowed(by, new.branch_id, new.agency_id):
        raise rules.NotYourAccounts
    username = rules.username(new.username)
    if Account.objects.filter(username__iexact=username).exists():
        raise rules.UsernameTaken(field="username", username=username)
    account = Account(
        username=username, name=new.name, email=new.email, branch_id=new.branch_id,
        agency_id=new.agency_id, member_id=new.member_id, created_at=at,
    )  # fmt: skip
    first = passwords.first_password()
    account.set_password(first)
    account.save()
    passwords.remember(account, at)
    record(
        kind="account", ref=account.ref, branch_id=new.branch_id,
        data={"roles": list(new.roles), "agency_id": new.agency_id},
    )  # fmt: skip
    since = new.since or timezone.localdate(at)
    for code in new.roles:
        _give(account, code, since, new.until)
    return Created(str(account.ref), username, first)


def _give(account: Account, code: str, since: date, until: date | None) -> AccountRole:
    rules.check_days(since, until)
    role = Role.objects.filter(code=code).first()
    if role is None or role.kind != ("staff" if account.branch_id else "agency"):
        raise rules.RoleUnfit(field="role", role=code)
    overlapping = Q(until__isnull=True) | Q(until__gte=since)
    if until is not None:
        overlapping &= Q(since__lte=until)
    if AccountRole.objects.filter(overlapping, account=account, role=role).exists():
        raise rules.RoleHeldAlready(field="role")
    return AccountRole.objects.create(account=account, role=role, since=since, until=until)


@action("account.grant_role")
def grant_role(
    *, ref: str, role: str, since: date, until: date | None, by: Actor, at: datetime
) -> None:
    """Give a role from a day, for good or until a day (which is included)."""
    account = managed(ref, by)
    if not account.is_active:
        raise rules.AccountEnded
    _give(account, role, since, until)
    data = {"role": role, "since": since.isoformat(), "until": until and until.isoformat()}
    record(kind="account", ref=account.ref, branch_id=account.branch_id, data=data)


@action("account.end_role")
def end_role(*, ref: str, held_id: int, by: Actor, at: datetime) -> None:
    """Take a role away at once."""
    account = managed(ref, by)
    held = AccountRole.objects.select_for_update().filter(id=held_id, account=account).first()
    if held is None:
        raise rules.AccountUnknown
    held.until = timezone.localdate(at) - timedelta(days=1)
    held.save(update_fields=["until"])
    data = {"role": held.role.code}
    record(kind="account", ref=account.ref, branch_id=account.branch_id, data=data)


@action("account.end")
def end_account(*, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """End an account for good; its sessions end with it, and the tokens it made."""
    account = managed(ref, by)
    if not account.is_active:
        raise rules.AccountEnded
    account.is_active, account.ended_at = False, at
    account.save(update_fields=["is_active", "ended_at"])
    tokens = ApiToken.objects.filter(created_by=account, ended_at__isnull=True).update(ended_at=at)
    data = {"sessions": sessions.drop_all(account), "tokens": tokens}
    record(kind="account", ref=account.ref, branch_id=account.branch_id, reason=reason, data=data)


@action("account.reset")
def reset_account(
    *, ref: str, second_factor: bool, reason: str, by: Actor, at: datetime
) -> Created:
    """Give a new one-time password; with ``second_factor`` the person enrols anew, too."""
    from allauth.mfa.models import Authenticator

    account = managed(ref, by)
    if not account.is_active:
        raise rules.AccountEnded
    first = passwords.first_password()
    account.set_password(first)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    passwords.remember(account, at)
    if second_factor:
        Authenticator.objects.filter(user_id=account.id).delete()
    data = {"sessions": sessions.drop_all(account), "second_factor": second_factor}
    record(kind="account", ref=account.ref, branch_id=account.branch_id, reason=reason, data=data)
    return Created(str(account.ref), account.username, first)
