"""Hears that money or a case moved, and brings the plans concerned up to it."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import events as cases
from wuai.contexts.instalments.actions.ending import refresh
from wuai.contexts.instalments.actions.guarantors import refresh_claim
from wuai.contexts.instalments.events import PlanGranted, PlanRefused
from wuai.contexts.instalments.models import Plan, PlanCase
from wuai.contexts.instalments.queries.guarantors import open_claims
from wuai.contexts.payments import api as payments
from wuai.contexts.payments import events as money
from wuai.platform.actors import system


def _bring_up(branch_id: int, case_ids: Iterable[int], on: str) -> None:
    case_ids = list(case_ids)
    for claim in open_claims(case_ids):
        refresh_claim(
            claim_ref=claim, by=system("instalments", branch_id=branch_id), at=timezone.now(),
            on=date.fromisoformat(on),
        )  # fmt: skip
    found = PlanCase.objects.filter(case_id__in=case_ids, plan__status__in=["ACTIVE", "COMPLETED"])
    refs = found.order_by("plan_id").values_list("plan__ref", flat=True).distinct()
    for ref in refs:
        refresh(
            plan_ref=ref, by=system("instalments", branch_id=branch_id), at=timezone.now(),
            on=date.fromisoformat(on),
        )  # fmt: skip


def money_came(event: money.PaymentPosted) -> None:
    """Money was posted: one receipt or a file."""
    paid = payments.cases_paid(receipt_ref=event.receipt_ref, file_ref=event.file_ref)
    _bring_up(event.branch_id, paid, event.on)


def held_money_placed(event: money.HeldMoneyPlaced) -> None:
    """Money that was held was put on a case."""
    _bring_up(event.branch_id, [event.case_id], event.on)


def money_went_back(event: money.PaymentReversed) -> None:
    """A receipt was taken back."""
    paid = payments.cases_paid(receipt_ref=event.receipt_ref)
    _bring_up(event.branch_id, paid, event.on)


def granted(event: PlanGranted) -> None:
    """A plan that was asked for as an application was granted: the application is answered."""
    _answer(
        Plan.objects.get(ref=event.plan_ref),
        "已核准分期，各期繳款單與核准書另行寄送。/ Granted; the decision and the slips come to you.",
        event.on,
    )


def refused(event: PlanRefused) -> None:
    """A plan that was asked for as an application was refused: the applicant reads why."""
    plan = Plan.objects.get(ref=event.plan_ref)
    _answer(
        plan,
        f"未能核准分期：{plan.reason}。書面另行寄送；情形有變時可以再申請。/ "
        "Not granted for this reason; the decision comes in writing. Ask again when things change.",
        event.on,
    )


def _answer(plan: Plan, note: str, on: str) -> None:
    by = system("instalments", branch_id=plan.branch_id)
    applications.answered(
        ref=plan.key, note=note, by=by, at=timezone.now(), on=date.fromisoformat(on)
    )


def cases_closed(event: cases.CasesClosed) -> None:
    """Cases were paid, withdrawn or returned."""
    _bring_up(event.branch_id, event.case_ids, event.on)


def case_amended(event: cases.CaseAmended) -> None:
    """The agency corrected what it claims."""
    _bring_up(event.branch_id, [event.case_id], timezone.localdate().isoformat())
