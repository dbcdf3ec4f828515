"""Who somebody is and what they may do; the accounts of a branch or an agency."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from wuai.contexts.identity import rules
from wuai.contexts.identity.models import Account, AccountRole, AddressFailure, ApiToken, Role
from wuai.platform.actors import PUBLIC, Actor
from wuai.platform.crypto import blind_index


def held_on(on: date) -> Q:
    """The roles held on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def actor_of_account(account: Account, *, on: date) -> Actor:
    """The actor for ``account`` with the permissions of its roles on a day (1 query, when branch,
    agency and member came with the account).

    An ended account, or one of neither branch nor agency, is nobody.
    """
    if not account.is_active or not (account.branch_id or account.agency_id):
        return PUBLIC
    kind = "staff" if account.branch_id else "agency"
    held = AccountRole.objects.filter(
        held_on(on), account=account, role__kind=kind
    ).values_list("role__permissions", flat=True)  # fmt: skip
    member = account.member if account.member_id else None
    return Actor(
        kind=kind,
        ref=f"account:{account.ref}",
        name=account.name,
        branch_id=account.branch_id,
        branch_code=account.branch.code if account.branch else "",
        agency_id=account.agency_id,
        agency_code=account.agency.code if account.agency else "",
        section_id=member.section_id if member else None,
        permissions=frozenset(code for codes in held for code in codes),
    )


def actor_named(username: str, *, on: date) -> Actor:
    """The actor of the active account with this name; refuses an unknown or ended one."""
    found = with_place(Account.objects.filter(username=username.lower(), is_active=True)).first()
    if found is None:
        raise rules.AccountUnknown
    return actor_of_account(found, on=on)


def with_place(found: "QuerySet[Account]") -> "QuerySet[Account]":
    """Bring branch, agency and member along."""
    return found.select_related("branch", "agency", "member")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role."""

    id: int
    code: str
    name_zh: str
    name_en: str
    kind: str
    permissions: list[str]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A role that an account holds or held."""

    id: int
    code: str
    name_zh: str
    name_en: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as its administrator sees it."""

    id: int
    ref: str
    username: str
    name: str
    email: str
    branch_id: int | None
    agency_id: int | None
    member_id: int | None
    is_active: bool
    must_change_password: bool
    is_demo: bool
    has_second_factor: bool
    created_at: datetime
    ended_at: datetime | None
    roles: tuple[HeldRow, ...]

    def roles_on(self, on: date) -> list[HeldRow]:
        """The roles held on a day."""
        return [r for r in self.roles if r.since <= on and (r.until is None or r.until >= on)]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its administrator sees it; the secret is known to nobody."""

    ref: str
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    created_at: datetime
    expires_on: date
    ended_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Client:
    """The client program behind a valid token."""

    token_id: int
    token_ref: str
    name: str
    agency_id: int
    agency_code: str
    scopes: frozenset[str]


def roles(kind: str) -> list[RoleRow]:
    """The roles of a kind of account, in the order of the file."""
    names = list(RoleRow.__dataclass_fields__)
    return [RoleRow(**v) for v in Role.objects.filter(kind=kind).order_by("id").values(*names)]


def accounts(*, branch_id: int | None = None, agency_id: int | None = None) -> list[AccountRow]:
    """The accounts of a branch or of an agency by name, ended ones last (3 queries)."""
    if (branch_id is None) == (agency_id is None):
        raise ValueError("one of branch and agency")
    place = Q(branch_id=branch_id) if branch_id is not None else Q(agency_id=agency_id)
    found = Account.objects.filter(place)
    return _account_rows(list(found.order_by("-is_active", "username", "id")))


def account_row(ref: str) -> AccountRow:
    """One account; refuses an unknown one."""
    rows = _account_rows(list(Account.objects.filter(ref=ref)))
    if not rows:
        raise rules.AccountUnknown
    return rows[0]


def _account_rows(found: list[Account]) -> list[AccountRow]:
    from allauth.mfa.models import Authenticator

    ids = [account.id for account in found]
    factors = Authenticator.objects.filter(user_id__in=ids).exclude(type="recovery_codes")
    enrolled = set(factors.values_list("user_id", flat=True))
    held: dict[int, list[HeldRow]] = {number: [] for number in ids}
    lines = AccountRole.objects.filter(account_id__in=ids).select_related("role")
    for line in lines.order_by("since", "id"):
        role = line.role
        held[line.account_id].append(
            HeldRow(line.id, role.code, role.name_zh, role.name_en, line.since, line.until)
        )
    return [
        AccountRow(
            a.id, str(a.ref), a.username, a.name, a.email, a.branch_id, a.agency_id, a.member_id,
            a.is_active, a.must_change_password, a.is_demo, a.id in enrolled, a.created_at,
            a.ended_at, tuple(held[a.id]),
        )
        for a in found
    ]  # fmt: skip


def tokens(agency_id: int) -> list[TokenRow]:
    """The tokens of an agency, valid ones first."""
    found = ApiToken.objects.filter(agency_id=agency_id).select_related("created_by")
    return [
        TokenRow(
            str(t.ref), t.name, t.prefix, t.scopes, t.created_by.name if t.created_by else "",
            t.created_at, t.expires_on, t.ended_at, t.last_used_at,
        )
        for t in found.order_by("ended_at", "-id")
    ]  # fmt: skip


def client_of_token(secret: str, *, on: date) -> Client | None:
    """The client program whose valid token this is; None for anything else."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    token = (
        ApiToken.objects.filter(sha256=digest, ended_at__isnull=True, expires_on__gte=on)
        .select_related("agency")
        .first()
    )
    if token is None or not token.agency.is_active:
        return None
    return Client(
        token.id, str(token.ref), token.name, token.agency_id, token.agency.code,
        frozenset(token.scopes),
    )  # fmt: skip


def has_accounts(branch_id: int) -> bool:
    """Whether a branch has an active account."""
    return Account.objects.filter(branch_id=branch_id, is_active=True).exists()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A place where somebody is logged in."""

    id: int
    began_at: datetime
    last_seen_at: datetime
    address: str
    program: str
    is_current: bool


def sessions(account_id: int, *, current_key: str) -> list[SessionRow]:
    """Where an account is logged in now, this session first (2 queries)."""
    held = UserSession.objects.filter(user_id=account_id).order_by("-created_at", "-id")
    ends = Session.objects.filter(session_key__in=[s.session_key for s in held])
    seen = {s.session_key: s.expire_date - rules.IDLE for s in ends}
    rows = [
        SessionRow(
            s.id, s.created_at, seen[s.session_key], s.ip, s.user_agent,
            s.session_key == current_key,
        )
        for s in held
        if s.session_key in seen
    ]  # fmt: skip
    return sorted(rows, key=lambda row: not row.is_current)


QUARTER_SECONDS = 15 * 60


def failures_from(network: str, *, at: datetime) -> int:
    """How often login failed from a network in this quarter of an hour."""
    found = AddressFailure.objects.filter(
        address_index=blind_index("address", network),
        quarter=int(at.timestamp()) // QUARTER_SECONDS,
    )
    return int(found.values_list("failures", flat=True).first() or 0)
