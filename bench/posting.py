"""Posting under contention: ``ledger.api.post`` by eight clients, and the whole payment action.

``python -m bench.posting`` (``BENCH_SECONDS`` each, default 10). Every posting is one transaction
and one call of the database's function, fsync on. The reference is the limit promised.
"""

import multiprocessing
import os
import random
import time
import uuid
from typing import Any

from bench.money import BRANCH, make_cases, prepare_environment, say

prepare_environment("posting")
CLIENTS = 8
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
LIMITS = {"random accounts": 1000, "one hot account": 500, "whole payment action": 200}


def _client(what: str, number: int, gate: Any, results: Any, work: list[Any]) -> None:
    from wuai.config import boot

    boot.setup()
    chance = random.Random(number)
    step = _payer(number, work) if what == "whole payment action" else _poster(what, work, chance)
    gate.wait()
    done = failed = 0
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        try:
            step()
            done += 1
        except StopIteration:
            break
        except Exception:  # a failure is what is counted here
            failed += 1
        times.append(time.perf_counter() - began)
    times.sort()
    results.put((done, failed, times[int(len(times) * 0.99)] if times else 0.0))


def _poster(what: str, accounts: list[int], chance: random.Random) -> Any:
    from django.utils import timezone

    from wuai.contexts.ledger import api as ledger
    from wuai.contexts.organisation import api as organisation
    from wuai.platform.actors import system

    branch, by, at = organisation.branch(BRANCH), system("bench"), timezone.now()
    on = timezone.localdate()

    def step() -> None:
        debit = accounts[0] if what == "one hot account" else chance.choice(accounts)
        entries = [
            ledger.Entry(debit, None, "", 100),
            ledger.Entry(chance.choice(accounts[1:]), None, "", -100),
        ]
        ledger.post(
            branch_id=branch.id, kind="BENCH", reference=uuid.uuid4().hex, occurred_on=on,
            entries=entries, by=by, at=at,
        )  # fmt: skip

    return step


def _payer(number: int, slips: list[str]) -> Any:
    from django.utils import timezone

    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    branch, at, on = organisation.branch(BRANCH), timezone.now(), timezone.localdate()
    by = system("bench", branch_id=branch.id)
    mine = iter(slips[number::CLIENTS])

    def step() -> None:
        slip, serial = next(mine), uuid.uuid4().hex
        line = payments.Line(0, slip, on, on, 100, "VA", "822", serial, serial, "")
        payments.receive(branch_id=branch.id, arrival=payments.from_line(line), by=by, at=at, on=on)

    return step


def measure(what: str, work: list[Any]) -> None:
    """Let the clients run at the same time and print what they did."""
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(CLIENTS), context.Queue()
    clients = [
        context.Process(target=_client, args=(what, n, gate, results, work)) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    found = [results.get() for _ in clients]
    for client in clients:
        client.join()
    rate = sum(done for done, _, _ in found) / SECONDS
    say(
        "posting", what, rate, LIMITS[what], higher=True, reference_is="limit promised",
        unit="per second", failures=sum(failed for _, failed, _ in found), clients=CLIENTS,
        p99_ms=round(max(p99 for _, _, p99 in found) * 1000, 1),
    )  # fmt: skip


def main() -> None:
    """Prepare accounts and cases, then measure the three kinds of work."""
    from wuai.config import boot

    boot.setup()
    from django.db import connection

    from wuai.contexts.ledger import api as ledger
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments

    branch = organisation.branch(BRANCH)
    accounts = ledger.accounts(branch.id, [("BENCH", str(n)) for n in range(1000)])
    make_cases(int(os.environ.get("BENCH_CASES", "12000")))
    slips = [slip.number for slip in payments.open_slips(branch.id)]
    connection.close()
    measure("random accounts", list(accounts.values()))
    measure("one hot account", list(accounts.values()))
    measure("whole payment action", slips)
    failed = [c for c in ledger.verify(branch.id) if not c.holds]
    if failed:
        raise SystemExit(f"{failed}")


if __name__ == "__main__":
    main()
