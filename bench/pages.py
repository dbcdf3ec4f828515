"""Pages at a million cases: each list, each search, a case and a person, for one user and for 16.

``python -m bench.pages``: loads the branch unless it is there, starts two web workers, asks, prints
one JSON line per figure and stops everything it started. ``BENCH_CASES`` and ``BENCH_SECONDS``
make it smaller. The reference is the limit promised for each page.
"""

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
CASES = int(os.environ.get("BENCH_CASES", "1000000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "40"))
PORT = int(os.environ.get("BENCH_PORT", "8160"))
USERS, THINK = 16, 1.0
ALONE_MS, TOGETHER_MS = 100, 300
os.environ.setdefault("WUAI_VAR", str(ROOT / "var-bench" / "pages"))
os.environ["PORT"] = str(PORT)
os.environ["DEMO"] = "0"
sys.path.insert(0, str(ROOT / "src"))


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions are made of: samples of what is in the database."""

    numbers: list[str]
    refs: list[str]
    people: list[str]
    names: list[str]
    ids: list[str]
    sections: list[int]
    agencies: list[int]
    cursors: list[str]


def questions(known: Known, chance: random.Random) -> dict[str, Callable[[], str]]:
    """Each kind of page with a fresh address of its kind."""
    pick = chance.choice

    def search(words: str) -> str:
        return f"/staff/search?q={quote(words)}"

    cases = "/staff/cases/"
    return {
        "today": lambda: "/staff/",
        "list": lambda: cases,
        "list page far down": lambda: f"{cases}?after={pick(known.cursors)}",
        "list of a section, open": lambda: (
            f"{cases}?section={pick(known.sections)}&status=OPEN_ANY"
        ),
        "list of an agency": lambda: f"{cases}?agency={pick(known.agencies)}",
        "list by limit": lambda: f"{cases}?order=limit&section={pick(known.sections)}",
        "list of old days": lambda: f"{cases}?registered_from=2023-03-01&registered_to=2023-03-31",
        "list of major debtors": lambda: f"{cases}?major=on&status=OPEN_ANY",
        "list of a name": lambda: f"{cases}?q={quote(pick(known.names)[:2])}",
        "search number": lambda: search(pick(known.numbers)),
        "search two characters": lambda: search(pick(known.names)[:2]),
        "search given name": lambda: search(pick(known.names)[1:]),
        "search identity number": lambda: search(pick(known.ids)),
        "search nothing": lambda: search("查無此人"),
        "case": lambda: f"{cases}{pick(known.refs)}/",
        "party": lambda: f"/staff/parties/{pick(known.people)}/",
    }


class User:
    """One person with a browser that keeps its connection and follows redirects: a search is sealed, then answered."""

    def __init__(self, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.headers = {"Cookie": cookie, "Host": f"localhost:{PORT}"}

    def ask(self, address: str) -> float:
        """Milliseconds until the page is there; anything but a page is an error."""
        began = time.perf_counter()
        for _ in range(3):
            self.connection.request("GET", address, headers=self.headers)
            answer = self.connection.getresponse()
            answer.read()
            if answer.status == 200:
                return (time.perf_counter() - began) * 1000
            address = answer.headers.get("Location", "")
            if answer.status != 302 or address.startswith("/login/"):
                raise RuntimeError(f"{answer.status} {address}")
        raise RuntimeError(f"redirected too often: {address}")


def p95(times: list[float]) -> float:
    """The time that 19 of 20 questions stay below."""
    return sorted(times)[max(0, int(len(times) * 0.95 + 0.5) - 1)]


def say(case: str, times: list[float], limit: int) -> None:
    """Print one figure."""
    ours = round(p95(times), 1)
    print(
        json.dumps(
            {"bench": "pages", "case": case, "ours": ours, "reference": limit,
             "reference_is": "p95 promised", "ratio": round(limit / ours, 2), "unit": "ms",
             "median": round(statistics.median(times), 1), "asked": len(times), "cases": CASES},
            ensure_ascii=False,
        ),
        flush=True,
    )  # fmt: skip


def known(connection: Any, branch_id: int) -> Known:
    """Draw the samples."""
    from bench.pages_data import id_number

    def column(sql: str) -> list[Any]:
        return [row[0] for row in connection.execute(sql, {"branch": branch_id})]

    cases = "FROM cases_case TABLESAMPLE SYSTEM (2) WHERE branch_id = %(branch)s LIMIT 300"
    people = "FROM parties_party TABLESAMPLE SYSTEM (2) WHERE branch_id = %(branch)s LIMIT 300"
    return Known(
        column(f"SELECT number {cases}"), column(f"SELECT ref::text {cases}"),
        column(f"SELECT ref::text {people}"), column(f"SELECT name {people}"),
        [id_number(n) for n in random.Random(3).sample(range(CASES * 6 // 10), 300)],
        column("SELECT id FROM organisation_section WHERE branch_id = %(branch)s"),
        column("SELECT id FROM organisation_agency WHERE %(branch)s > 0"),
        [f".{n}" for n in column(f"SELECT id {cases}")],
    )  # fmt: skip


def signed_in(count: int) -> list[str]:
    """Sessions of a chief who sees the whole branch."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from tests import factories

    from wuai.contexts.identity.models import Account

    chief = Account.objects.filter(username="bench").first() or factories.account(
        "bench", "case.view", "case.edit", "case.assign", "payment.view", "payment.settle",
        "notice.issue", "referral.intake", "party.view", "service.record",
    )  # fmt: skip
    cookies = []
    for _ in range(count):
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(chief.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = chief.get_session_auth_hash()
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def start_server() -> subprocess.Popen[bytes]:
    """Two web workers, as ``make run`` starts them."""
    from wuai.config.serve import _web

    server = subprocess.Popen(
        _web("127.0.0.1", PORT), stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "wuai.config.settings"},
    )  # fmt: skip
    for _ in range(300):
        try:
            probe = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            probe.request("GET", "/livez", headers={"Host": "localhost"})
            if probe.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise RuntimeError("the server did not answer")


def alone(cookie: str, held: Known) -> None:
    """One user, page after page."""
    user, chance = User(cookie), random.Random(1)
    asked = questions(held, chance)
    for make in list(asked.values()) * 2:
        user.ask(make())
    for case, make in asked.items():
        say(f"1 user: {case}", [user.ask(make()) for _ in range(40)], ALONE_MS)


def together(cookies: list[str], held: Known) -> None:
    """Sixteen users who each read for a second between two pages."""
    times: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + SECONDS
    failures: list[BaseException] = []

    def work(number: int) -> None:
        user, chance = User(cookies[number]), random.Random(number)
        asked = questions(held, chance)
        time.sleep(chance.random() * THINK)
        try:
            while time.monotonic() < until:
                case = chance.choice(list(asked))
                times[case].append(user.ask(asked[case]()))
                time.sleep(THINK)
        except BaseException as failure:  # carried to the main thread
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(cookies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    for case, found in times.items():
        say(f"16 users: {case}", found, TOGETHER_MS)
    say("16 users: all pages", [t for found in times.values() for t in found], TOGETHER_MS)


def main() -> None:
    """Load, serve, measure, stop."""
    import psycopg

    from wuai.config import boot, database, embedded

    (Path(os.environ["WUAI_VAR"]) / "static").mkdir(parents=True, exist_ok=True)
    boot.setup()
    from bench import pages_data

    from wuai.contexts.organisation import api as organisation

    branch = organisation.branch("SCY")
    address = (
        embedded.urls(database.DATA).superuser if database.is_embedded() else database.owner_url()
    )
    with psycopg.connect(address) as connection:
        began = time.perf_counter()
        pages_data.load(connection, cases=CASES, branch_id=branch.id)
        print(f"loaded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        held = known(connection, branch.id)
    cookies = signed_in(USERS)
    server = start_server()
    try:
        alone(cookies[0], held)
        together(cookies, held)
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
