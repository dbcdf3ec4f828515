"""Several letters a compile, several compiles at once: one process a core."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any

from wuai.contexts.notices.gateways.typesetter.client import Printed, compile_letters, forget

# Measured: a compile of 300 letters costs nearly twice as much a letter as one of 100.
LETTERS_PER_COMPILE = 100
FORGET_AFTER = 3 * LETTERS_PER_COMPILE
_set_since = 0
Job = tuple[list[dict[str, Any]], str]


def processes() -> int:
    """One a core; ``WUAI_TYPESETTERS`` says otherwise."""
    return int(os.environ.get("WUAI_TYPESETTERS") or os.cpu_count() or 1)


def _run(job: Job) -> Printed:
    global _set_since
    printed = compile_letters(*job)
    _set_since += len(job[0])
    if _set_since >= FORGET_AFTER:
        forget()
        _set_since = 0
    return printed


def print_all(jobs: Iterable[Job], *, workers: int | None = None) -> Iterator[Printed]:
    """Compile the jobs and give the results in their order; a single job needs no other process."""
    waiting = iter(jobs)
    first = list(islice(waiting, 2))
    if len(first) < 2 or (workers or processes()) < 2:
        yield from map(_run, chain(first, waiting))
        return
    # Spawned, not forked: the parent holds database connections and threads.
    count = workers or processes()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(_run, job) for job in chain(first, islice(waiting, count))]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(_run, job) for job in islice(waiting, 1)]
