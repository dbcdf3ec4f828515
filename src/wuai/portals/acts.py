"""Tells people of each act in their cases: the copy in the portal, then the ways they consented to.

One person concerned is always told. An act on many at once (a batch of notices, a settlement file)
tells those who can be reached or have been here: to the others it is the letter that tells, and
their cases show everything the day they come.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from wuai.contexts.cases import api as cases
from wuai.contexts.cases import events as of_cases
from wuai.contexts.identity import api as identity
from wuai.contexts.instalments import events as of_plans
from wuai.contexts.messages import api as messages
from wuai.contexts.notices import api as notices
from wuai.contexts.notices import events as of_notices
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.contexts.payments import events as of_payments
from wuai.platform.actors import system

CHUNK = 2000


def notices_issued(event: of_notices.NoticesIssued) -> None:
    """A letter is on its way; it can be read in the portal before it arrives."""
    told = notices.notices_of_batch_people(UUID(event.batch_ref))
    _tell("NOTICE_SENT", f"notices:{event.batch_ref}", event.branch_id, [case for _, case in told])


def payment_posted(event: of_payments.PaymentPosted) -> None:
    """Money stands in the books of a case."""
    held = payments.cases_paid(receipt_ref=event.receipt_ref, file_ref=event.file_ref)
    key = f"paid:{event.receipt_ref or event.file_ref}"
    _tell("MONEY_IN", key, event.branch_id, held)


def held_money_placed(event: of_payments.HeldMoneyPlaced) -> None:
    """Money that was held found its case."""
    _tell("MONEY_IN", f"placed:{event.proposal_ref}", event.branch_id, [event.case_id])


def payment_reversed(event: of_payments.PaymentReversed) -> None:
    """A payment was taken back: something is owed again."""
    held: Iterable[int] | None = event.case_ids
    if held is None:
        held = payments.cases_paid(receipt_ref=event.receipt_ref)
    key = f"reversed:{event.request_ref or event.receipt_ref}"
    _tell("CASE_NEWS", key, event.branch_id, held)


def cases_closed(event: of_cases.CasesClosed) -> None:
    """Nothing more is enforced in these cases."""
    key = f"closed:{event.at or event.on}:{min(event.case_ids)}"
    _tell("CASE_CLOSED", key, event.branch_id, event.case_ids)


def cases_reassigned(event: of_cases.CasesReassigned) -> None:
    """Somebody else has these cases in hand, with another telephone."""
    key = f"reassigned:{event.at or timezone.localdate()}:{min(event.case_ids)}"
    _tell("CASE_NEWS", key, event.branch_id, event.case_ids)


def case_amended(event: of_cases.CaseAmended) -> None:
    """The agency corrected what is owed."""
    key = f"amended:{event.at or timezone.localdate()}:{event.case_id}"
    _tell("CASE_NEWS", key, event.branch_id, [event.case_id])


def case_halted(event: of_cases.CaseSuspended | of_cases.CaseResumed) -> None:
    """Enforcement stands still, or goes on."""
    key = f"{type(event).__name__}:{event.at or event.on}:{event.case_id}"
    _tell("ACT_DONE", key, event.branch_id, [event.case_id])


def plan_decided(event: of_plans.PlanGranted | of_plans.PlanRevoked) -> None:
    """Instalments were granted, or revoked."""
    key = f"{type(event).__name__}:{event.plan_ref}"
    _tell("PLAN_NEWS", key, event.branch_id, event.case_ids)


HEARD: Sequence[tuple[type[Any], Callable[[Any], None]]] = (
    (of_notices.NoticesIssued, notices_issued),
    (of_payments.PaymentPosted, payment_posted),
    (of_payments.HeldMoneyPlaced, held_money_placed),
    (of_payments.PaymentReversed, payment_reversed),
    (of_cases.CasesClosed, cases_closed),
    (of_cases.CasesReassigned, cases_reassigned),
    (of_cases.CaseAmended, case_amended),
    (of_cases.CaseSuspended, case_halted),
    (of_cases.CaseResumed, case_halted),
    (of_plans.PlanGranted, plan_decided),
    (of_plans.PlanRevoked, plan_decided),
)


def _tell(kind: str, event: str, branch_id: int, case_ids: Iterable[int]) -> None:
    """Tell each person once, however many of his cases it concerns; the first gives the number."""
    held: dict[int, list[int]] = {}
    for case_id, party_id in cases.obligors_of(case_ids).items():
        held.setdefault(party_id, []).append(case_id)
    people, by, at = iter(sorted(held)), system("acts", branch_id=branch_id), timezone.now()
    # A batch may name everybody the branch knows: looked through piece by piece.
    while chunk := list(islice(people, CHUNK)):
        told = chunk if len(held) == 1 else sorted(reachable(chunk))
        rows = cases.case_rows(held[party_id][0] for party_id in told)
        tellings = [
            messages.ToTell(
                party_id, kind, event, rows[held[party_id][0]].number,
                f"/my/cases/{rows[held[party_id][0]].ref}/" if len(held[party_id]) == 1 else "/my/",
            )
            for party_id in told
        ]  # fmt: skip
        if tellings:
            messages.tell_all(tellings=tellings, by=by, at=at)


def reachable(party_ids: Iterable[int]) -> set[int]:
    """Those who said how they want to be told, or proved here who they are."""
    ids = list(party_ids)
    known = identity.known_keys((keys := parties.keys_of(ids)).values())
    here = {party_id for party_id, key in keys.items() if key in known}
    return here | {i for i, liking in messages.likings(ids).items() if liking.ways}
