"""Who a command acts as: ``--as ACCOUNT`` may do on the command line what it may do in the browser."""

from datetime import datetime

from wuai.contexts.identity import rules
from wuai.contexts.identity.queries import actor_named
from wuai.contexts.organisation import api as organisation
from wuai.kernel.taipei import day_of
from wuai.platform.actors import Actor, system


def acting(account: str, *, needs: str, branch: organisation.BranchRow, at: datetime) -> Actor:
    """The account named with ``--as``, else the system account ``cli``.

    Refused when the account does not serve at this branch or does not hold ``needs`` (a staff
    permission; empty: any account of the branch).
    """
    if not account:
        return system("cli", branch_id=branch.id, branch_code=branch.code)
    actor = actor_named(account, on=day_of(at))
    if actor.kind != "staff" or actor.branch_id != branch.id:
        raise rules.NotOfThisBranch(account=account, branch=branch.code)
    if needs and not actor.may(needs):
        raise rules.MayNot(account=account, permission=needs)
    return actor


def at_branch(
    code: str, account: str, *, needs: str, at: datetime
) -> tuple[organisation.BranchRow, Actor]:
    """The branch of a command (``--branch``), and who acts there (``--as``)."""
    branch = organisation.resolve_branch(code or None)
    return branch, acting(account, needs=needs, branch=branch, at=at)


def acting_for_agency(
    account: str, *, needs: str, scope: str, branch: organisation.BranchRow, agency_id: int,
    at: datetime,
) -> Actor:  # fmt: skip
    """As :func:`acting`, but a person of this very agency who holds ``scope`` may do it too."""
    if account:
        actor = actor_named(account, on=day_of(at))
        if actor.kind == "agency":
            if actor.agency_id != agency_id:
                raise rules.NotOfThisAgency(account=account)
            if not actor.may(scope):
                raise rules.MayNot(account=account, permission=scope)
            return actor
    return acting(account, needs=needs, branch=branch, at=at)
