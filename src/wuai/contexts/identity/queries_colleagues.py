"""Who of a branch could take something over: accounts that work on a day, with what they may do."""

from dataclasses import dataclass
from datetime import date

from wuai.contexts.identity.models import AccountRole
from wuai.contexts.identity.queries import held_on
from wuai.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the branch; ``ref`` is what an actor's ref is."""

    ref: str
    name: str
    section_id: int | None
    permissions: frozenset[str]


class NoSuchColleague(Refusal):
    code = "COLLEAGUE_UNKNOWN"
    zh = "這位同仁不在本分署，或沒有辦理這件事的權限"
    en = "This colleague is not of the branch, or may not do this kind of work"
    next_zh = "請由清單選擇同仁"
    next_en = "Choose a colleague from the list"
    status = 422


def colleagues(branch_id: int, on: date, *permissions: str) -> list[Colleague]:
    """Active accounts of a branch that hold one of these permissions on a day, by name (1 query)."""
    found = AccountRole.objects.filter(
        held_on(on), account__branch_id=branch_id, account__is_active=True, role__kind="staff"
    ).values_list(
        "account__ref", "account__name", "account__member__section_id", "role__permissions"
    )  # fmt: skip
    held: dict[str, Colleague] = {}
    for ref, name, section_id, given in found:
        key = f"account:{ref}"
        before = held[key].permissions if key in held else frozenset[str]()
        held[key] = Colleague(key, name, section_id, before | frozenset(given))
    able = [one for one in held.values() if not permissions or one.permissions & {*permissions}]
    return sorted(able, key=lambda one: (one.name, one.ref))


def mailboxes(on: date, permission: str) -> list[str]:
    """The mailboxes of active staff, of any branch, that hold a permission on a day (1 query)."""
    found = AccountRole.objects.filter(
        held_on(on),
        account__is_active=True,
        role__kind="staff",
        role__permissions__contains=[permission],
    ).exclude(account__email="")
    return sorted(set(found.values_list("account__email", flat=True)))


def colleague(branch_id: int, ref: str, on: date, *permissions: str) -> Colleague:
    """One of them; refused when it is nobody who could do it."""
    for one in colleagues(branch_id, on, *permissions):
        if one.ref == ref:
            return one
    raise NoSuchColleague(field="to_ref")
