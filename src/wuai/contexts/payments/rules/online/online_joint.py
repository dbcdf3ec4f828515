"""Decide about one card order for several cases: which branches can share it, and its parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wuai.kernel.refusal import Refusal

MOST_CASES = 50


class CasesNotTogether(Refusal):
    code = "CARD_CASES_NOT_TOGETHER"
    zh = "這些案件不能用同一筆信用卡付款繳納"
    en = "These cases cannot be paid by one card payment"
    next_zh = "不同分署的案件，請分次付款；一次最多 {most} 件"
    next_en = (
        "Pay the cases of different branches one branch at a time, and at most {most} cases at once"
    )


class AmountsChanged(Refusal):
    code = "CARD_AMOUNTS_CHANGED"
    zh = "應繳金額已變動：您看到的是 {seen} 元，現為 {owed} 元"
    en = "What is owed has changed: you saw NT$ {seen}, it is NT$ {owed} now"
    next_zh = "請重新整理頁面，看過現在的金額再付款"
    next_en = "Reload the page and pay after looking at the amount as it is now"
    status = 412


@dataclass(frozen=True, slots=True)
class Account:
    """A branch's account at a platform; branches with one number there share it."""

    contract_id: int
    branch_id: int
    platform: str
    merchant_id: str
    mode: str
    most: int

    @property
    def shared_by(self) -> tuple[str, str, str]:
        """What accounts of several branches must have in common to take one order."""
        return self.platform, self.merchant_id, self.mode


@dataclass(frozen=True, slots=True)
class Share:
    """What one case has in an order."""

    case_id: int
    branch_id: int
    amount: int


def divide(owed: Mapping[int, int], branch_of: Mapping[int, int], first: int) -> list[Share]:
    """The parts of an order: each case that owes something, those of the collecting branch first."""
    shares = [Share(case_id, branch_of[case_id], n) for case_id, n in owed.items() if n > 0]
    return sorted(shares, key=lambda s: (s.branch_id != first, s.branch_id, s.case_id))


def groups(
    accounts: Iterable[Account], owed_by_branch: Mapping[int, int]
) -> list[tuple[Account, frozenset[int]]]:
    """The orders by which the debts of these branches can be paid: who collects, for which branches.

    Branches that share an account at a platform share the order; the one to which most is owed
    collects. An order above the ceiling of any of them is not offered.
    """
    together: dict[tuple[str, str, str], list[Account]] = {}
    for account in accounts:
        if owed_by_branch.get(account.branch_id, 0) > 0:
            together.setdefault(account.shared_by, []).append(account)
    found = []
    for held in together.values():
        branches = frozenset(account.branch_id for account in held)
        total = sum(owed_by_branch[branch] for branch in branches)
        if total <= min(account.most for account in held):
            found.append((max(held, key=lambda a: _rank(a, owed_by_branch)), branches))
    return sorted(found, key=lambda one: (-len(one[1]), one[0].platform, one[0].branch_id))


def _rank(account: Account, owed_by_branch: Mapping[int, int]) -> tuple[int, int]:
    return owed_by_branch[account.branch_id], -account.branch_id


def ceiling(collects: Account, accounts: Iterable[Account], branches: Collection[int]) -> int:
    """The most that one order for these branches may be: the least of what each of them agreed to."""
    return min(
        one.most
        for one in accounts
        if one.shared_by == collects.shared_by and one.branch_id in branches
    )


def check_together(
    collects: Account, accounts: Iterable[Account], shares: Sequence[Share], asked: int
) -> None:
    """Refuse an order over branches without the same account, or over too many cases."""
    sharing = {one.branch_id for one in accounts if one.shared_by == collects.shared_by}
    if asked > MOST_CASES or not {share.branch_id for share in shares} <= sharing:
        raise CasesNotTogether(most=MOST_CASES)
