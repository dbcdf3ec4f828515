"""The door of `cases`."""

from wuai.contexts.cases.actions.certificates import print_certificate
from wuai.contexts.cases.actions.closing import (
    close_if_paid,
    lock_cases,
    post_accruals,
    reopen,
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
from wuai.contexts.cases.actions.halting import certify, end, resume, suspend
from wuai.contexts.cases.actions.intake import Intake
from wuai.contexts.cases.actions.major import refresh_major
from wuai.contexts.cases.actions.owed_back import TakenBack, owe_back
from wuai.contexts.cases.actions.register import COMPONENTS, Registered, register_staged
from wuai.contexts.cases.actions.returning import return_case
from wuai.contexts.cases.gateways.typesetter.client import typeset as typeset_letter
from wuai.contexts.cases.queries import (
    CaseRow,
    CaseUnknown,
    balances,
    case_by_number,
    case_by_ref,
    case_row,
    case_rows,
    cases_of_obligor,
    cases_with_number,
    expiring,
    held,
    ids_of_obligors,
    numbers_of,
    numbers_sql,
    obligors_of,
    open_case_ids,
    ordered,
    referred_amounts,
    refs_of_obligors,
)
from wuai.contexts.cases.queries_course import (
    CertificateRow,
    Course,
    SuspensionRow,
    course,
    evidenced,
    grounds,
    suspended,
)
from wuai.contexts.cases.queries_explain import AmountLine, explain
from wuai.contexts.cases.queries_feedback import (
    Happened,
    assigned_debts,
    feedback_days,
    happened_on,
    received,
)
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
from wuai.contexts.cases.queries_named import cases_holding, cases_named
from wuai.contexts.cases.queries_owed_back import OwedBackRow, owed_back_of, owed_back_sums
from wuai.contexts.cases.queries_page import CaseFacts, facts
from wuai.contexts.cases.queries_replay import NoAssignmentRun, Replay, replay
from wuai.contexts.cases.queries_return import ReturnRow, desk_of, returned, suggest_returns
from wuai.contexts.cases.reference import load_reference
from wuai.contexts.cases.rules.assignment import commitment, seed_of
from wuai.contexts.cases.rules.halting import GroundRow
from wuai.contexts.cases.rules.life import (
    MOVES,
    STATE_NAMES,
    Move,
    MoveNotAllowed,
    ReasonMissing,
    has_settled_books,
    is_open,
)
from wuai.contexts.cases.rules.limits import CaseLimits, Clock, case_limits, reckon
from wuai.contexts.cases.web.certificates import certificate_copy
from wuai.contexts.cases.web.named import named_case, named_case_or_none, own_case
from wuai.contexts.cases.web.papers import return_letter

__all__ = [
    "COMPONENTS",
    "MOVES",
    "STATE_NAMES",
    "AmountBelowPaid",
    "AmountLine",
    "CaseFacts",
    "CaseLimits",
    "CaseLine",
    "CasePage",
    "CaseRow",
    "CaseUnknown",
    "CertificateRow",
    "Clock",
    "Course",
    "Filters",
    "GroundRow",
    "Happened",
    "Intake",
    "Move",
    "MoveNotAllowed",
    "NoAssignmentRun",
    "NothingToReassign",
    "OwedBackRow",
    "ReasonMissing",
    "Registered",
    "Replay",
    "ReturnRow",
    "SectionOfAnotherBranch",
    "SuspensionRow",
    "TakenBack",
    "amend",
    "assigned_debts",
    "balances",
    "branches_of_agency",
    "by_ids",
    "case_by_number",
    "case_by_ref",
    "case_limits",
    "case_row",
    "case_rows",
    "cases_holding",
    "cases_named",
    "cases_of_obligor",
    "cases_with_number",
    "certificate_copy",
    "certify",
    "close_if_paid",
    "commitment",
    "count",
    "course",
    "desk_of",
    "end",
    "evidenced",
    "expiring",
    "explain",
    "facts",
    "feedback_days",
    "found_by_number",
    "grounds",
    "happened_on",
    "has_settled_books",
    "held",
    "ids_of_obligors",
    "is_open",
    "load_reference",
    "lock_cases",
    "named_case",
    "named_case_or_none",
    "numbers_of",
    "numbers_sql",
    "obligors_of",
    "of_obligors",
    "open_case_ids",
    "ordered",
    "owe_back",
    "owed_back_of",
    "owed_back_sums",
    "own_case",
    "page",
    "post_accruals",
    "print_certificate",
    "reassign",
    "received",
    "reckon",
    "referred_amounts",
    "refresh_major",
    "refs_of_obligors",
    "register_staged",
    "reopen",
    "replay",
    "resume",
    "return_case",
    "return_letter",
    "returned",
    "seed_of",
    "start_execution",
    "suggest_returns",
    "suspend",
    "suspended",
    "typeset_letter",
    "withdraw",
]  # fmt: skip
