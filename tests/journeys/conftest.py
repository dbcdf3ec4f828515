"""A whole branch for journeys: a database of its own with the demo in it, a web server, a browser."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page
from tests import forked
from tests.journeys.browser import browser as open_browser
from tests.journeys.browser import page_of

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "wuai-demo-2026"
CASES = 60


@dataclass
class House:
    """The running branch: where it answers, and its command line."""

    address: str
    environment: dict[str, str]
    signing: Any = None
    states: dict[str, Any] = field(default_factory=dict)

    def wuai(self, *arguments: str) -> Any:
        """Run a command and read its JSON."""
        done = forked.run(["-m", "wuai.config.cli", *arguments, "--json"], self.environment)
        if done.returncode:
            raise AssertionError(f"{arguments}\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout)

    def today(self) -> date:
        """The day of its server, in Taipei."""
        on: date = self.ask("SELECT (now() AT TIME ZONE 'Asia/Taipei')::date")[0][0]
        return on

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into the database."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            return connection.execute(sql, values).fetchall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as probe:
                probe.request("GET", "/livez", headers={"Host": "localhost"})
                if probe.getresponse().status == 200:
                    return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    # Empty and migrated by the command, so that a browser's event loop never meets the tests' own.
    base, _, _ = os.environ["DATABASE_OWNER_URL"].rpartition("/")
    name = f"journey_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {**os.environ, "DATABASE_URL": f"{base}/{name}",
                   "DATABASE_OWNER_URL": f"{base}/{name}", "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _card_platforms() -> Iterator[str]:
    from wuai.contexts.payments import api as payments

    server = payments.card_simulators()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _signing() -> Iterator[Any]:
    """The local signing component and the telephones; cards are given by the journey that needs them."""
    from wuai.contexts.identity import api as identity

    with tempfile.TemporaryDirectory() as folder:
        played = identity.DemoSigning(Path(folder))
        try:
            yield played
        finally:
            played.stop()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The demo branch with a web server in front of it."""
    port = _free_port()
    with _database() as environment, _card_platforms() as cards, _signing() as signing:
        environment |= signing.environment | {
            "WUAI_CARD_SIMULATOR": cards,
            "PORT": str(port), "WUAI_URL": f"http://127.0.0.1:{port}", "WUAI_TESTING": "0",
            "DJANGO_SETTINGS_MODULE": "wuai.config.settings",
        }  # fmt: skip
        there = House(f"http://127.0.0.1:{port}", environment, signing)
        there.wuai("migrate")
        there.wuai("demo", "load", "--cases", str(CASES))
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
             "--log-level", "warning", "wuai.config.wsgi:application"],
            env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(port, server)
            yield there
        finally:
            server.terminate()
            server.wait(20)


# Closed with its module: while it runs, this thread has an event loop that other tests cannot have.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the journeys of a file."""
    with open_browser() as running:
        yield running


def log_in(page: Page, house: House, username: str) -> None:
    """Name, password, one-time code: as a person does it."""
    page.goto(f"{house.address}/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/**")
    page.locator("input[name=code]").fill(house.wuai("demo", "code", username)["code"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


Enter = Callable[..., Any]


@pytest.fixture
def entered(house: House, chromium: Browser) -> Enter:
    """``with entered("clerk") as page``: somebody logged in, once a session, in a fresh page."""

    @contextmanager
    def enter(username: str, *, lang: str = "zh-hant", **options: Any) -> Iterator[Page]:
        if username not in house.states:
            with page_of(chromium) as first:
                log_in(first, house, username)
                house.states[username] = first.context.storage_state()
        with page_of(chromium, storage_state=house.states[username], **options) as page:
            cookie = {"name": "django_language", "value": lang, "url": house.address}
            page.context.add_cookies([cookie])
            page.goto(f"{house.address}/")
            yield page

    return enter
