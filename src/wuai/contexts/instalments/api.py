"""The door of `instalments`."""

from wuai.contexts.instalments.actions.answering import answer_consent
from wuai.contexts.instalments.actions.asking import (
    Asked,
    AskedAlready,
    CasesNotTogether,
    ask_again,
    request_plan,
    withdraw_request,
)
from wuai.contexts.instalments.actions.deciding import Terms, grant, refuse
from wuai.contexts.instalments.actions.ending import NotInDefault, refresh, revoke
from wuai.contexts.instalments.actions.guarantors import Demand, demand, lift, refresh_claim, start
from wuai.contexts.instalments.actions.held import PlanUnknown
from wuai.contexts.instalments.actions.reminding import remind
from wuai.contexts.instalments.actions.securing import (
    Behind,
    Paper,
    SuretyIncomplete,
    SuretyNotReleasable,
    add_paper,
    add_surety,
    release_surety,
)
from wuai.contexts.instalments.queries.guarantors import Reachable, reachable_guarantors
from wuai.contexts.instalments.queries.of_cases import PlanOfCases, plans_of_cases
from wuai.contexts.instalments.queries.plans import (
    Arrears,
    PlanView,
    plan_of_instalment,
    plan_view,
    plans_in_arrears,
    plans_of_case,
)
from wuai.contexts.instalments.queries.standings import standings
from wuai.contexts.instalments.rules.deciding import ConsentMissing, NotYoursToDecide, SamePerson
from wuai.contexts.instalments.rules.guarantors import (
    GuarantorClaimOver,
    GuarantorNotReachable,
    TooEarlyToEnforce,
)
from wuai.contexts.instalments.rules.life import MOVES, STATE_NAMES, PlanMoveNotAllowed
from wuai.contexts.instalments.rules.means import Means, affordable
from wuai.contexts.instalments.rules.schedule import simulate
from wuai.contexts.instalments.web.tables import schedule_table

__all__ = [
    "MOVES",
    "STATE_NAMES",
    "Arrears",
    "Asked",
    "AskedAlready",
    "Behind",
    "CasesNotTogether",
    "ConsentMissing",
    "Demand",
    "GuarantorClaimOver",
    "GuarantorNotReachable",
    "Means",
    "NotInDefault",
    "NotYoursToDecide",
    "Paper",
    "PlanMoveNotAllowed",
    "PlanOfCases",
    "PlanUnknown",
    "PlanView",
    "Reachable",
    "SamePerson",
    "SuretyIncomplete",
    "SuretyNotReleasable",
    "Terms",
    "TooEarlyToEnforce",
    "add_paper",
    "add_surety",
    "affordable",
    "answer_consent",
    "ask_again",
    "demand",
    "grant",
    "lift",
    "plan_of_instalment",
    "plan_view",
    "plans_in_arrears",
    "plans_of_case",
    "plans_of_cases",
    "reachable_guarantors",
    "refresh",
    "refresh_claim",
    "refuse",
    "release_surety",
    "remind",
    "request_plan",
    "revoke",
    "schedule_table",
    "simulate",
    "standings",
    "start",
    "withdraw_request",
]
