"""One command serves a branch; stopping or killing it leaves nothing in the way."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow
_OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "WUAI_TESTING", "PORT", "WUAI_VAR", "DEMO")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(var: Path, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return inherited | {
        "WUAI_VAR": str(var), "PORT": str(port), "DEMO": "0", "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip


def _processes(var: Path) -> set[int]:
    """Processes of this installation: by environment, or by what the server wrote down."""
    note = var / "run" / "serve.json"
    groups = json.loads(note.read_text())["groups"] if note.exists() else []
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            environment = (entry / "environ").read_bytes().split(b"\0")
            title = (entry / "cmdline").read_bytes()
            is_web = os.getpgid(int(entry.name)) in groups and title.startswith(b"granian")
            if is_web or f"WUAI_VAR={var}".encode() in environment:
                found.add(int(entry.name))
    return found


class Served:
    """A ``wuai serve`` of a test."""

    def __init__(self, var: Path, port: int = 0) -> None:
        self.var, self.port = var, port or _free_port()
        self.began = time.monotonic()
        self.log = (var.parent / f"{var.name}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wuai.config.cli", "serve"],
            env=_environment(var, self.port), cwd=var.parent, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except OSError:
            return 0, ""

    def ready(self, patience: float = 120) -> float:
        """Seconds until everything was ready."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.get("/readyz")[0] == 200:
                return time.monotonic() - self.began
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(Path(self.log.name).read_text()[-3000:])

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60)
        if code > 0:  # a signal's own code is negative
            raise AssertionError(Path(self.log.name).read_text()[-3000:])
        return code

    def end(self) -> None:
        if self.process.poll() is None:
            self.stop()
        self.log.close()


def _gone(var: Path, patience: float = 30) -> set[int]:
    until = time.monotonic() + patience
    while (left := _processes(var)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """An installation that was started once."""
    folder = tmp_path_factory.mktemp("served") / "var"
    served = Served(folder)
    try:
        served.ready()
        assert served.stop() == 0
    finally:
        served.end()
    return folder


@pytest.fixture
def start(once):
    """``start()`` serves that installation (or another folder); the test's end ends them all."""
    running = []

    def run(folder=once, port=0):
        running.append(Served(folder, port))
        return running[-1]

    yield run
    for served in running:
        served.end()


@pytest.fixture
def var(once):
    return once


def test_ctrl_c_stops_everything_that_was_started_and_a_second_start_is_quick(start, var):
    served = start()
    seconds = served.ready()
    assert json.loads(served.get("/readyz")[1]) == {
        "database": True, "migrations": True, "worker": True, "storage": True,
    }  # fmt: skip
    assert served.stop(signal.SIGINT) == 0
    assert _gone(var, 5) == set()
    assert not (var / "pg" / "postmaster.pid").exists()
    assert served.get("/livez")[0] == 0
    is_busy = os.getloadavg()[0] > (os.cpu_count() or 1) / 2  # others share these cores
    assert seconds < (30 if is_busy else 10)


def test_a_killed_server_leaves_nothing_that_blocks_the_next_start(start, var):
    served = start()
    served.ready()
    served.stop(signal.SIGKILL)
    again = start(port=served.port)
    again.ready()
    assert again.stop() == 0
    assert _gone(var) == set()


def test_even_when_every_process_is_killed_the_next_start_works(start, var):
    served = start()
    served.ready()
    for pid in _processes(var):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    postmaster = int((var / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
    with contextlib.suppress(ProcessLookupError):
        os.kill(postmaster, signal.SIGKILL)
    served.process.wait()
    again = start(port=served.port)
    again.ready()
    assert again.stop() == 0


def test_a_web_server_that_dies_is_started_again(start, var):
    served = start()
    served.ready()
    web, _worker = json.loads((var / "run" / "serve.json").read_text())["groups"]
    os.kill(web, signal.SIGKILL)
    time.sleep(1)
    served.began = time.monotonic()
    served.ready()
    assert served.stop() == 0


def test_two_installations_do_not_disturb_each_other(start, tmp_path):
    first, second = start(), start(tmp_path / "var")
    first.ready()
    second.ready()
    assert second.stop() == 0
    assert first.get("/livez") == (200, "ok")
    assert first.stop() == 0


def test_a_second_server_on_one_folder_is_refused_in_both_languages(start, var):
    served = start()
    served.ready()
    other = start()
    assert other.process.wait(30) == 1
    said = Path(other.log.name).read_text()
    assert "已有服務在執行" in said
    assert "a server already runs on this folder" in said
    assert served.get("/livez") == (200, "ok")
    assert served.stop() == 0


def test_a_port_that_is_taken_is_told(start, var):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = start(port=taken.getsockname()[1])
        assert served.process.wait(30) == 1
    assert "is taken" in Path(served.log.name).read_text()


def test_readiness_is_refused_without_a_worker(wuai, own_database):
    doctor = wuai("doctor", "--json", check=1)
    findings = {held["name"]: held for held in json.loads(doctor.stdout)}
    assert findings["worker"]["ok"] is False
    assert all(findings[name]["ok"] for name in ("database", "locale", "clock"))
