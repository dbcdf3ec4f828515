"""Child processes of ``wuai serve``: each in a group of its own, so that nothing is left behind.

A child is told by the kernel when its parent dies, however it died (Linux). What even that does
not reach (web workers of a killed web server) carries a mark in its environment, and the next
start ends whoever still carries it.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

MARK = "WUAI_SERVE_MARK"
_PR_SET_PDEATHSIG = 1


def _die_with(parent: int) -> Callable[[], None]:
    """What a child does before it becomes its program: ask for SIGTERM when ``parent`` ends."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(0)

    return prepare


class Child:
    """One program that is kept running."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._command, self._environment = command, environment
        self.starts: list[float] = []
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.starts.append(time.monotonic())
        return subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its group."""
        return self._process.pid

    @property
    def mark(self) -> str:
        """What its environment carries to be recognised by."""
        return self._environment[MARK]

    def has_ended(self) -> bool:
        """Whether the program is no longer running."""
        return self._process.poll() is not None

    def restart(self) -> bool:
        """Start it again; False when it ended five times within a minute."""
        now = time.monotonic()
        self._signal(signal.SIGKILL)  # whatever its group left
        if len([at for at in self.starts if now - at < 60]) >= 5:
            return False
        self._process = self._start()
        return True

    def stop(self, patience: float = 15.0) -> None:
        """Ask it to end, wait, then end its whole group."""
        if not self.has_ended():
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def _carries(pid: int, mark: str, groups: list[int]) -> bool:
    """Whether a process is of that run: by its mark, or (the web server writes over its
    environment to show a title) by its group and that title.
    """
    try:
        environment = Path("/proc", str(pid), "environ").read_bytes()
        title = Path("/proc", str(pid), "cmdline").read_bytes()
        group = os.getpgid(pid)
    except OSError:
        return False
    return f"{MARK}={mark}".encode() in environment or (
        group in groups and title.startswith(b"granian ")
    )


def end_leftovers(note: Path) -> list[int]:
    """End what a killed ``wuai serve`` left running; ``note`` is where it wrote its mark."""
    try:
        held = json.loads(note.read_text())
        mark, groups = held["mark"], held["groups"]
    except (OSError, ValueError, KeyError):
        return []
    names = [entry.name for entry in Path("/proc").glob("[0-9]*")]
    ended = [pid for pid in map(int, names) if pid != os.getpid() and _carries(pid, mark, groups)]
    for pid in ended:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(_carries(pid, mark, groups) for pid in ended):
        time.sleep(0.05)
    return ended


def stop_all(children: Iterable[Child]) -> None:
    """Stop in the order given: first who takes requests, then who works for them."""
    for child in children:
        child.stop()
