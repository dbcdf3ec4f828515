"""Run the house's commands as processes that need not import it again.

``run(["-m", "wuai.config.cli", "cases", "list"], environment)`` is what ``subprocess.run`` with
``sys.executable`` before it would be: a process of its own with that environment, its own
connections, exit code and output. Only the imports, two seconds of each start, are paid once: the
process is forked from one that has them. What tests the start itself starts a real one.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What a command reads when it runs; anything else is read by imports, and needs a process of its own.
_READ_LATE = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "WUAI_BRANCH",
    "PYTHONPATH",
    "PYTEST_CURRENT_TEST",
}
_running: dict[frozenset[tuple[str, str]], str] = {}


def run(
    arguments: list[str], environment: dict[str, str], timeout: int = 280
) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments (``-m module``, ``-c code`` or a script) to its end.

    After ``timeout`` seconds it is killed, and its exit code is -14 (SIGALRM).
    """
    with tempfile.TemporaryDirectory() as folder:
        said = {name: Path(folder, name) for name in ("out", "err")}
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(_parent(environment))
            asked = {"arguments": arguments, "environment": environment, "timeout": timeout,
                     "cwd": os.getcwd(), **{name: str(path) for name, path in said.items()}}  # fmt: skip
            line.sendall(json.dumps(asked).encode())
            line.shutdown(socket.SHUT_WR)
            code = int(line.makefile().read())
        return subprocess.CompletedProcess(
            arguments, code, said["out"].read_text(), said["err"].read_text()
        )


def _parent(environment: dict[str, str]) -> str:
    """The socket of the process that has imported the house with this environment."""
    key = frozenset(item for item in environment.items() if item[0] not in _READ_LATE)
    if key not in _running:
        address = tempfile.mktemp(prefix="wuai-forked-", suffix=".sock")
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forking.py")), address],
            env=environment | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        atexit.register(process.kill)
        if process.stdout is None or process.stdout.readline() != b"ready\n":
            raise RuntimeError("the process to fork from did not start")
        _running[key] = address
    return _running[key]
