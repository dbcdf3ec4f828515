"""However requests are repeated, reordered, altered or sent at once: each payment is posted once."""

import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests import factories
from tests.api.conftest import Program, token

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.models import Receipt
from wuai.platform.models import IdempotencyKey
from wuai.portals.api import once
from wuai.portals.api import payments as resource
from wuai.portals.jobs import forget_keys

AMOUNT = 7


@pytest.fixture
def scene(transactional_db, settings):
    """A program, and a case that can take many payments."""
    settings.API_PER_TOKEN = settings.API_PER_ADDRESS = 10**9
    factories.section()
    agency = factories.agency("TEST-NHI")
    return token(agency), factories.case(amount=10_000_000, agency=agency)


def body(held, number, **change):
    return {"case": str(held.ref), "amount": AMOUNT, "paid_on": "2026-11-20", "office": "北區",
            "receipt_no": f"R-{number}"} | change  # fmt: skip


def _posted(secret, content, key):
    """One request in a thread of its own, with its own connection."""
    try:
        answer = Program(secret).post("/payments", content, key=key)
        return answer.status_code, answer.content, "Idempotency-Replayed" in answer.headers
    finally:
        connections.close_all()


def test_of_concurrent_requests_with_one_key_one_works_and_the_rest_are_told(scene, monkeypatch):
    secret, held = scene
    began, go_on = threading.Event(), threading.Event()
    real = resource.payments.report_agency_payment

    def slow(**facts):
        began.set()
        assert go_on.wait(60)
        return real(**facts)

    monkeypatch.setattr(resource.payments, "report_agency_payment", slow)
    key, content = str(uuid.uuid4()), body(held, 1)
    with ThreadPoolExecutor(7) as pool:
        first = pool.submit(_posted, secret, content, key)
        assert began.wait(60)
        rest = [pool.submit(_posted, secret, content, key) for _ in range(6)]
        late = [one.result(60) for one in rest]
        go_on.set()
        status, said, replayed = first.result(60)
    assert (status, replayed) == (201, False)
    assert {answer[0] for answer in late} == {409}
    assert all(b"IDEMPOTENCY_KEY_IN_USE" in answer[1] for answer in late)
    assert _posted(secret, content, key) == (201, said, True)
    assert Receipt.objects.count() == 1


def _worked(secret, held, rng, number):
    """The requests of a client with a bad network: repeated, altered under the same key, shuffled."""
    plan = []
    for _ in range(number):
        key, receipt = str(uuid.UUID(int=rng.getrandbits(128))), rng.getrandbits(60)
        plan.append((key, body(held, receipt)))
        while rng.random() < 0.3:
            plan.append((key, body(held, receipt)))
        if rng.random() < 0.05:
            plan.append((key, body(held, receipt, amount=AMOUNT + 1)))
        if rng.random() < 0.1:  # the same payment under another key
            plan.append((str(uuid.UUID(int=rng.getrandbits(128))), body(held, receipt)))
    for _ in range(len(plan) // 10):
        one, other = rng.randrange(len(plan)), rng.randrange(len(plan))
        plan[one], plan[other] = plan[other], plan[one]
    with ThreadPoolExecutor(6) as pool:
        futures = [pool.submit(_posted, secret, content, key) for key, content in plan]
        answers = [future.result(120) for future in futures]
    return plan, answers


def _check(plan, answers, held):
    by_key = {}
    for (key, content), (status, said, replayed) in zip(plan, answers, strict=True):
        assert status in {200, 201, 409, 422}, said
        if status < 300:
            by_key.setdefault((key, content["amount"]), []).append((said, replayed))
    for (key, _), held_answers in by_key.items():
        assert len({said for said, _ in held_answers}) == 1, key
        assert sum(not replayed for _, replayed in held_answers) == 1, key
        assert len([one for one in by_key if one[0] == key]) == 1, key
    receipts = list(Receipt.objects.values_list("amount", "event__serial"))
    assert len(receipts) == len({serial for _, serial in receipts})
    assert {serial for _, serial in receipts} == {content["receipt_no"] for _, content in plan}
    owed = sum(ledger.balances_of(held.branch_id, "RECEIVABLE", [held.id])[held.id].values())
    assert owed == 10_000_000 - sum(amount for amount, _ in receipts)
    assert all(check.holds for check in ledger.verify(held.branch_id))


@pytest.mark.deep
def test_duplicated_reordered_and_altered_requests_have_one_effect_each(scene, deep_seconds):
    secret, held = scene
    until = time.monotonic() + (deep_seconds or 0)
    rng = random.Random(20261121 if deep_seconds is None else None)
    plan, answers = [], []
    while True:
        more_plan, more_answers = _worked(secret, held, rng, 40)
        plan, answers = plan + more_plan, answers + more_answers
        if time.monotonic() > until:
            break
    _check(plan, answers, held)


def test_a_key_whose_work_was_cut_off_is_taken_up_again(scene):
    secret, held = scene
    key, content = str(uuid.uuid4()), body(held, 1)
    status, said, _ = _posted(secret, content, key)
    IdempotencyKey.objects.update(status=None, answer=None)  # as a killed process leaves it
    again, replay, replayed = _posted(secret, content, key)
    assert (status, again, replayed) == (201, 200, False)
    assert b'"replayed":true' in replay
    assert Receipt.objects.count() == 1
    altered = _posted(secret, body(held, 2), key)
    assert altered[0] == 422
    assert said != replay


def test_no_lock_stays_behind(scene):
    secret, held = scene
    program = Program(secret)
    program.post("/payments", body(held, 1))
    program.post("/payments", body(held, 1, amount=10**11))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)


def test_keys_are_kept_half_a_year(scene):
    secret, held = scene
    Program(secret).post("/payments", body(held, 1))
    now = IdempotencyKey.objects.get().created_at
    assert once.forget(now) == 0
    assert timedelta(days=180) <= once.KEPT
    IdempotencyKey.objects.update(created_at=now - timedelta(days=181))
    forget_keys(0)
    assert IdempotencyKey.objects.count() == 0
