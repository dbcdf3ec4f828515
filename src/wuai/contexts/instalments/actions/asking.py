"""A request to pay by instalments: recorded, withdrawn; agencies asked for their consent, and again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.instalments.actions.held import held_plan, set_state
from wuai.contexts.instalments.models import Consent, Plan, PlanCase
from wuai.contexts.instalments.queries.standings import standings
from wuai.contexts.instalments.rules import life
from wuai.contexts.instalments.rules.means import Means, affordable
from wuai.contexts.instalments.rules.schedule import extension_allows, schedule
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

SUBJECT = "{branch}：分期繳納待貴機關同意 / instalments wait for your consent"
BODY = (
    "{agency} 您好：\n\n{branch} 有一件分期繳納申請（{number}）待貴機關表示是否同意，請登入移送機關入口，"
    "於「分期同意」答復。\n本信不含任何案件內容。\n\n"
    "{branch_en} has a request for payment by instalments ({number}) that waits for your consent."
    " Please log in to the agency portal and answer under “Consent to instalments”.\n"
    "This mail contains no case data.\n"
)


class CasesNotTogether(Refusal):
    code = "INSTALMENT_CASES_NOT_TOGETHER"
    zh = "一件分期只能包含同一分署、同一義務人、仍有欠款的案件"
    en = "A plan holds open cases of one obligor at one branch, all of which owe something"
    next_zh = "請重新選擇案件"
    next_en = "Choose the cases again"
    status = 422


class AskedAlready(Refusal):
    code = "INSTALMENT_ASKED_ALREADY"
    zh = "案件已在分期 {number} 中（{state_zh}）"
    en = "A case is in plan {number} already ({state_en})"
    next_zh = "請開啟該件分期；要延長期數，請由該件申請變更"
    next_en = "Open that plan; a longer schedule is asked for from there"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, by whom, and what was said."""

    key: uuid.UUID
    case_ids: tuple[int, ...]
    channel: str
    applicant: str
    applicant_name: str
    statement: str
    grounds: str
    count: int
    first_on: date
    means: Means
    phone: str = ""
    email: str = ""
    extends: uuid.UUID | None = None


@action("instalment.request")
def request_plan(*, asked: Asked, by: Actor, at: datetime, on: date) -> Plan:
    """Record a request; every agency concerned is asked for its consent at once."""
    rows = cases.lock_cases(asked.case_ids)
    done = Plan.objects.filter(key=asked.key, branch_id__in=[row.branch_id for row in rows]).first()
    if done is not None:
        record(kind="plan", ref=done.ref, branch_id=done.branch_id, data={"replayed": True})
        return done
    owed = _owed_together(rows, on)
    old = _running(rows, asked.extends)
    total = sum(owed.values())
    branch = organisation.branch_by_id(rows[0].branch_id)
    schedule(total, count=asked.count, on=on, first_on=asked.first_on, grounds=asked.grounds,
             calendar=deadlines.calendar(branch.county))  # fmt: skip
    if old is not None:
        check_extension(old, asked.count, asked.grounds, on)
    affordable(asked.means, on)
    plan = _keep(asked, rows, owed, old, (by, at, on))
    for place, row in enumerate(sorted(rows, key=lambda r: (r.limit_on, r.id)), start=1):
        PlanCase.objects.create(
            plan=plan, case_id=row.id, agency_id=row.agency_id, place=place, owed=owed[row.id]
        )
    for agency_id in sorted({row.agency_id for row in rows}):
        Consent.objects.create(plan=plan, agency_id=agency_id, asked_on=on, last_asked_on=on)
        _mail(plan, branch, agency_id, times=1, at=at)
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id,
        case=rows[0].ref if len(rows) == 1 else None,
        data={"number": plan.number, "total": total, "count": asked.count,
              "cases": [str(row.ref) for row in rows]},
    )  # fmt: skip
    return plan


def _owed_together(rows: Sequence[cases.CaseRow], on: date) -> dict[int, int]:
    owed = {i: sum(parts.values()) for i, parts in cases.balances([r.id for r in rows], on).items()}
    one = {(row.branch_id, row.obligor_id) for row in rows}
    if len(one) != 1 or any(row.closed_on or owed[row.id] <= 0 for row in rows):
        raise CasesNotTogether(field="case_id")
    return owed


def _running(rows: Sequence[cases.CaseRow], extends: uuid.UUID | None) -> Plan | None:
    """The running plan that is to be replaced; refuses cases that another plan holds."""
    found = PlanCase.objects.filter(case_id__in=[row.id for row in rows]).exclude(stage=life.OVER)
    old = None
    for held in found.select_related("plan"):
        if held.stage == life.RUNNING and held.plan.ref == extends:
            old = held.plan
            continue
        name = life.STATE_NAMES[held.plan.status]
        raise AskedAlready(number=held.plan.number, state_zh=name.zh, state_en=name.en)
    return old


def check_extension(old: Plan, count: int, grounds: str, on: date) -> None:
    """Refuse a new schedule that, with what was paid under the old ones, exceeds the table."""
    done, total, plan = 0, 0, old
    while True:
        lines = standings([plan], on)[plan.id].standing.lines
        done += sum(1 for line in lines if not line.open)
        total = plan.total or 0
        if plan.replaces_id is None:
            break
        plan = Plan.objects.get(id=plan.replaces_id)
    extension_allows(total, done=done, count=count, on=on, grounds=grounds)


def _keep(
    asked: Asked, rows: Sequence[cases.CaseRow], owed: dict[int, int], old: Plan | None,
    who: tuple[Actor, datetime, date],
) -> Plan:  # fmt: skip
    by, at, on = who
    branch, year, means = organisation.branch_by_id(rows[0].branch_id), roc_year(on), asked.means
    serial = numbers.take(branch_id=branch.id, year=year, kind="instalment-plan")
    return Plan.objects.create(
        branch_id=branch.id, section_id=rows[0].section_id, obligor_id=rows[0].obligor_id,
        number=f"{year}{branch.short_zh}分期{serial:06d}", key=asked.key, replaces=old,
        channel=asked.channel, applicant=asked.applicant, applicant_name=asked.applicant_name,
        phone=asked.phone, email=asked.email, statement=asked.statement, grounds=asked.grounds,
        income=means.income, spending=means.spending, dependants=means.dependants,
        sharers=means.sharers, place=means.place, asked_total=sum(owed.values()),
        asked_count=asked.count, asked_first_on=asked.first_on, requested_on=on, requested_at=at,
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip


def _mail(
    plan: Plan, branch: organisation.BranchRow, agency_id: int, *, times: int, at: datetime
) -> None:
    agency = organisation.agency_by_id(agency_id)
    if not agency.feedback_email:
        return
    facts = {"branch": branch.name_zh, "branch_en": branch.name_en, "agency": agency.name_zh,
             "number": plan.number}  # fmt: skip
    messages.send_mail(
        once_key=f"instalment-consent:{plan.ref}:{agency.code}:{times}",
        recipient=agency.feedback_email, subject=SUBJECT.format(**facts),
        body=BODY.format(**facts), branch_id=plan.branch_id, at=at,
    )  # fmt: skip


@action("instalment.ask_again")
def ask_again(*, consent_id: int, by: Actor, at: datetime, on: date) -> bool:
    """Ask an agency again that did not answer; False when it answered or was asked today."""
    consent = Consent.objects.select_for_update().select_related("plan").get(id=consent_id)
    plan = consent.plan
    waits = consent.answer == "WAITING" and plan.status == "CONSENT" and consent.last_asked_on < on
    if waits:
        consent.asked_times += 1
        consent.last_asked_on = on
        consent.save(update_fields=["asked_times", "last_asked_on"])
        branch = organisation.branch_by_id(plan.branch_id)
        _mail(plan, branch, consent.agency_id, times=consent.asked_times, at=at)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id,
           data={"asked_again": waits, "times": consent.asked_times})  # fmt: skip
    return waits


@action("instalment.withdraw")
def withdraw_request(
    *, plan_ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date
) -> None:
    """Take a request back that was not decided yet."""
    plan = held_plan(plan_ref, by)
    life.move("WITHDRAW", plan.status)
    plan.ended_on, plan.ended_by, plan.ended_name = on, by.ref, by.name
    plan.end_reason = life.reason(reason)
    set_state(plan, "WITHDRAWN")
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=plan.end_reason)
