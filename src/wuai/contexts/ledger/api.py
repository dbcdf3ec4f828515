"""The door of `ledger`."""

from wuai.contexts.ledger.actions import (
    Entry,
    NotBalanced,
    Posted,
    PostedDifferently,
    account,
    accounts,
    open_stage,
    post,
    post_staged,
)
from wuai.contexts.ledger.queries import (
    Check,
    EntryLine,
    balance,
    balances_of,
    broken,
    entries_for,
    entries_in,
    entries_of,
    open_subjects,
    register_checks,
    verify,
)

__all__ = [
    "Check",
    "Entry",
    "EntryLine",
    "NotBalanced",
    "Posted",
    "PostedDifferently",
    "account",
    "accounts",
    "balance",
    "balances_of",
    "broken",
    "entries_for",
    "entries_in",
    "entries_of",
    "open_stage",
    "open_subjects",
    "post",
    "post_staged",
    "register_checks",
    "verify",
]
