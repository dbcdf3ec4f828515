"""Asks the card platforms about every order until the truth is known; makes each morning's statements."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.online import card_refunds, online, online_asking
from wuai.contexts.payments.actions.out.statements import make_statements
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS, reachable
from wuai.contexts.payments.gateways.hosted_card import Back, Distrusted, Said, telephone
from wuai.contexts.payments.queries.online.card_refunds import merchant_of_refund
from wuai.contexts.payments.queries.online.online import attempts_of_cases, merchant_of_contract
from wuai.contexts.payments.queries.out.statements import periods_made
from wuai.contexts.payments.rules.online.card_refunds import ASKED, READY, Answer
from wuai.contexts.payments.rules.online.online import OPEN, POLL
from wuai.contexts.payments.rules.out.statements import periods_to_make
from wuai.platform.actors import Actor, system
from wuai.platform.gateways import GatewayError
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="payments.look_round", queueing_lock="payments.look_round")
def look_round(timestamp: int) -> None:
    """Find the orders that are due, and ask about each in a job of its own."""
    for ref in online_asking.look_round(by=system("card-sweeper"), at=timezone.now()):
        ask_about.defer(attempt_ref=str(ref))


@procrastinate_app.task(name="payments.ask_about")
def ask_about(attempt_ref: str) -> None:
    """Ask about one order; asking twice in ten seconds is asking once."""
    ask(uuid.UUID(attempt_ref), by=system("card-sweeper"))


def ask(ref: uuid.UUID, *, by: Actor, branch_id: int | None = None) -> online.Applied | None:
    """Claim the question, telephone, take in the answer; None when it was asked a moment ago."""
    question = online_asking.claim_question(ref=ref, by=by, at=timezone.now(), branch_id=branch_id)
    if question is None:
        return None
    try:
        said = _answer(question)
    except (GatewayError, Distrusted) as error:
        is_answer = isinstance(error, Distrusted)
        reason = error.reason if isinstance(error, Distrusted) else str(error)
        return online.apply_silence(
            ref=ref, reason=reason, is_answer=is_answer, asked_at=question.asked_at, by=by,
            at=timezone.now(),
        )  # fmt: skip
    return online.apply_event(
        contract_id=question.contract_id, said=said, source=POLL, asked_at=question.asked_at,
        by=by, at=timezone.now(),
    )  # fmt: skip


def ask_open_orders(case_ids: Iterable[int], *, by: Actor) -> None:
    """Ask about every order of these cases of which nothing is known, before a new one begins."""
    for row in attempts_of_cases(case_ids):
        if row.state == OPEN:
            ask(row.ref, by=by)


def _answer(question: online_asking.Question) -> Said:
    code, merchant = merchant_of_contract(question.contract_id, simulator=settings.CARD_SIMULATOR)
    if not merchant.address:
        raise GatewayError("no simulator", temporary=True)
    platform = PLATFORMS[code]
    asked = platform.question(merchant, question.order_no, question.amount, question.asked_at)
    return platform.answer(merchant, question.order_no, telephone(asked))


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="payments.give_back", queueing_lock="payments.give_back")
def look_for_refunds(timestamp: int) -> None:
    """Find the refunds to cards that were approved, and ask for each in a job of its own."""
    for ref in card_refunds.look_for_refunds(
        reachable=reachable(settings.CARD_SIMULATOR), by=system("card-refunds"), at=timezone.now()
    ):
        give_back_one.defer(ref=str(ref))


@procrastinate_app.task(name="payments.give_back_one")
def give_back_one(ref: str) -> None:
    """Ask for one refund; a second run finds that it was asked for already."""
    give_back(uuid.UUID(ref), by=system("card-refunds"))


def give_back(ref: uuid.UUID, *, by: Actor) -> str:
    """Claim the question, telephone once, take in the answer; the state it came to."""
    code, merchant = merchant_of_refund(ref, simulator=settings.CARD_SIMULATOR)
    if not merchant.address:
        return READY  # nobody to telephone with; it waits
    asked = card_refunds.claim_refund(ref=ref, by=by, at=timezone.now())
    if asked is None:
        return ASKED
    platform = PLATFORMS[code]
    back = Back(asked.order_no, asked.trade_no, asked.amount, asked.asked_at)
    answer: Answer | None = None
    with suppress(GatewayError, Distrusted):
        said = platform.refunded(merchant, back, telephone(platform.refund(merchant, back)))
        answer = Answer(said.done, said.code)
    return card_refunds.hear_refund(ref=ref, answer=answer, by=by, at=timezone.now())


# 04:30 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="30 20 * * *")
@procrastinate_app.task(name="payments.statements", queueing_lock="payments.statements")
def morning_statements(timestamp: int) -> None:
    """Make the statements of the periods that are over, for every branch at work."""
    make_due_statements(at=timezone.now(), on=timezone.localdate())


def make_due_statements(*, at: datetime, on: date) -> int:
    """Make what is due and was not made yet; how many statements were made."""
    periods, made = periods_to_make(on), 0
    for branch in organisation.branches():
        if not branch.is_operating:
            continue
        by = system("statements", branch_id=branch.id, branch_code=branch.code)
        done = periods_made(branch.id, periods)
        for kind, since in periods:
            if (kind, since) not in done:
                made += make_statements(
                    branch_id=branch.id, kind=kind, since=since, by=by, at=at, on=on
                )
    return made
