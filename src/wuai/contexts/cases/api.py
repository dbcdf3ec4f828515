"""The door of `cases`."""

from wuai.contexts.cases.actions.closing import (
    close_if_paid,
    lock_cases,
    post_accruals,
    reopen,
    return_case,
    withdraw,
)
from wuai.contexts.cases.actions.desk import (
    AmountBelowPaid,
    NothingToReassign,
    SectionOfAnotherBranch,
    amend,
    reassign,
    start_execution,
)
from wuai.contexts.cases.actions.major import refresh_major
from wuai.contexts.cases.actions.register import COMPONENTS, Intake, Registered, register_staged
from wuai.contexts.cases.queries import (
    CaseRow,
    CaseUnknown,
    balances,
    case_by_number,
    case_by_ref,
    case_row,
    case_rows,
    cases_of_obligor,
    expiring,
    held,
    numbers_of,
    numbers_sql,
    open_case_ids,
    ordered,
)
from wuai.contexts.cases.queries_explain import AmountLine, explain
from wuai.contexts.cases.queries_list import (
    CaseLine,
    CasePage,
    Filters,
    branches_of_agency,
    by_ids,
    count,
    found_by_number,
    of_obligors,
    page,
)
from wuai.contexts.cases.queries_page import CaseFacts, facts
from wuai.contexts.cases.queries_feedback import Happened, happened_on, received
from wuai.contexts.cases.queries_replay import NoAssignmentRun, Replay, replay
from wuai.contexts.cases.rules.assignment import commitment, seed_of
from wuai.contexts.cases.rules.life import (
    MOVES,
    STATE_NAMES,
    Move,
    MoveNotAllowed,
    ReasonMissing,
    is_open,
)
from wuai.contexts.cases.rules.limits import CaseLimits, Clock, case_limits, reckon

__all__ = [
    "CaseFacts", "CaseLine", "CasePage", "Filters", "branches_of_agency", "by_ids", "count",
    "facts", "found_by_number", "of_obligors", "page",
    "COMPONENTS", "Happened", "MOVES", "happened_on", "received", "STATE_NAMES", "AmountBelowPaid", "AmountLine", "CaseLimits", "CaseRow",
    "CaseUnknown", "Clock", "Intake", "Move", "MoveNotAllowed", "NoAssignmentRun",
    "NothingToReassign", "ReasonMissing", "Registered", "Replay", "SectionOfAnotherBranch",
    "amend", "balances", "case_by_number", "case_by_ref", "case_limits", "case_row", "case_rows",
    "cases_of_obligor", "close_if_paid", "commitment", "expiring", "explain", "is_open", "held", "numbers_of", "numbers_sql",
    "lock_cases", "open_case_ids", "ordered", "post_accruals", "reassign", "reckon",
    "refresh_major", "register_staged", "reopen", "replay", "return_case", "seed_of",
    "start_execution", "withdraw",
]  # fmt: skip
