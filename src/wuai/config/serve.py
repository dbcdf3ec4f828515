"""``wuai serve``: database, migrations, demo, web server and worker, until Ctrl-C."""

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

import typer

from wuai.config import boot, database
from wuai.config.processes import MARK, Child, end_leftovers, stop_all
from wuai.platform.paths import VAR

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
NOTE = VAR / "run" / "serve.json"


def _say(zh: str, en: str) -> None:
    print(f"{zh} / {en}", flush=True)


def _claim() -> IO[str]:
    """Hold the lock of this ``var`` folder; a second ``serve`` on the same one is refused."""
    for folder in (NOTE.parent, VAR / "static"):
        folder.mkdir(parents=True, exist_ok=True)
    lock = open(NOTE.with_suffix(".lock"), "w")  # noqa: SIM115 - held as long as the process
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say(
            f"此資料夾已有服務在執行：{VAR}（請先停止它，或另設 WUAI_VAR 與 PORT）",
            "a server already runs on this folder (stop it, or set another WUAI_VAR and PORT)",
        )
        raise typer.Exit(1) from None
    return lock


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            _say(
                f"連接埠 {port} 已被占用，請改用：PORT=8001 make run",
                f"port {port} is taken; choose another one: PORT=8001 make run",
            )
            raise typer.Exit(1) from None


def _is_empty() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM identity_account)"
            " AND NOT EXISTS (SELECT FROM cases_case)"
        )
        return bool(cursor.fetchone()[0])


def _load_demo() -> None:
    """Demo data go into an empty embedded database only, by the command that anybody may use."""
    if os.environ.get("DEMO", "1") == "0" or not database.is_embedded() or not _is_empty():
        return
    _say("首次啟動，正在建立示範分署…", "first start: building the demo branch …")
    done = subprocess.run(
        [sys.executable, "-m", "wuai.config.cli", "demo", "load"], stdin=subprocess.DEVNULL
    )
    if done.returncode:
        _say(
            "示範資料未能建立；可稍後執行 wuai demo load",
            "the demo data could not be made; try later: wuai demo load",
        )


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", os.environ.get("WUAI_WEB_WORKERS", "2"),
        "--blocking-threads", os.environ.get("WUAI_WEB_THREADS", "4"), "--http", "1", "--no-ws",
        "--workers-kill-timeout", "10", "--log-level", "warning",
        "wuai.config.wsgi:application",
    ]  # fmt: skip


def _card_platforms() -> str:
    """Play the card platforms of the demo branch in this process; where they answer."""
    from wuai.contexts.payments import api as payments

    server = payments.card_simulators()
    threading.Thread(target=server.serve_forever, name="card-platforms", daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def _citizen_cards() -> dict[str, str]:
    """Play signing component and telephones for people of the demo branch; where they answer."""
    from django.utils import timezone

    from wuai.config import demo_cards
    from wuai.contexts.identity import api as identity

    people = demo_cards.people(at=timezone.now())
    if not people:
        return {}
    played = identity.DemoSigning(VAR / "demo-ca")
    played.give(people)
    print(demo_cards.told(people), flush=True)
    return played.environment


def _start(host: str, port: int) -> list[Child]:
    mark = secrets.token_hex(16)
    source = str(Path(__file__).parents[2])
    environment = {
        **os.environ, MARK: mark, "PORT": str(port), "WUAI_VAR": str(VAR), "PYTHONPATH": source,
        "DJANGO_SETTINGS_MODULE": "wuai.config.settings",
    }  # fmt: skip
    if database.is_embedded() and not environment.get("WUAI_CARD_SIMULATOR"):
        environment["WUAI_CARD_SIMULATOR"] = _card_platforms()
    if database.is_embedded() and "WUAI_SIGN_COMPONENT" not in environment:
        environment |= _citizen_cards()
    worker = [sys.executable, "-m", "wuai.config.cli", "worker"]
    children = [
        Child("web", _web(host, port), environment),
        Child("worker", worker, environment),
    ]
    _note(children)
    return children


def _note(children: list[Child]) -> None:
    """Write down what runs, for a next start that may find it without us."""
    held = {"mark": children[0].mark, "groups": [child.pid for child in children]}
    NOTE.write_text(json.dumps(held))


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _greet(port: int) -> None:
    _say(f"無礙已啟動：http://localhost:{port}", "Wuai is running. Ctrl-C stops it.")
    from wuai.contexts.identity import api as identity

    tell = getattr(identity, "demo_greeting", None)
    if tell is not None and database.is_embedded():
        print(tell(), flush=True)


def _watch(children: list[Child], stop: threading.Event, port: int) -> int:
    """Until told to stop: greet once it answers, start again what ended."""
    greeted = False
    while not stop.wait(0.2 if not greeted else 1.0):
        if not greeted and _answers(port):
            greeted = True
            _greet(port)
        for child in children:
            if child.has_ended() and not stop.is_set():
                _say(f"{child.name} 意外結束，重新啟動", f"{child.name} ended; starting it again")
                time.sleep(1)
                if not child.restart():
                    _say(f"{child.name} 一再結束", f"{child.name} keeps ending; giving up")
                    return 1
                _note(children)
    return 0


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


@app.command()
def serve() -> None:
    """啟動資料庫、網站與背景工作 / start database, web server and worker; Ctrl-C stops them."""
    host, port = os.environ.get("WUAI_BIND", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    lock = _claim()
    end_leftovers(NOTE)
    _refuse_taken(host, port)
    boot.setup()
    _load_demo()
    stop = _stop_on_signals()
    children = _start(host, port)
    try:
        code = _watch(children, stop, port)
    finally:
        _say("正在停止…", "stopping …")
        stop_all(children)
        NOTE.unlink(missing_ok=True)
        boot.release()
        lock.close()
    raise typer.Exit(code)
