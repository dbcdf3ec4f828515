"""Who somebody is and what they may do."""

from datetime import date

from django.db.models import Q

from wuai.contexts.identity.models import Account, AccountRole
from wuai.platform.actors import PUBLIC, Actor


def actor_of_account(account: Account, *, on: date) -> Actor:
    """The actor for ``account`` with the permissions of its roles on a day (2 queries at most).

    An ended account, or one of neither branch nor agency, is nobody.
    """
    if not account.is_active or not (account.branch_id or account.agency_id):
        return PUBLIC
    kind = "staff" if account.branch_id else "agency"
    held = AccountRole.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), account=account, since__lte=on, role__kind=kind
    ).values_list("role__permissions", flat=True)
    permissions = frozenset(code for codes in held for code in codes)
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
        permissions=permissions,
    )
