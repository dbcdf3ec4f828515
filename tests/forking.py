"""The process that ``tests.forked`` forks from: the house imported, no connection, one thread."""

import atexit
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import traceback
from typing import Any


def _imported() -> None:
    from wuai.config import boot, cli

    boot.without_database()
    for module, _ in cli._GROUPS.values():
        importlib.import_module(module)
    importlib.import_module("wuai.config.everywhere")
    importlib.import_module("wuai.contexts.referrals.actions.prepare")


def _become(asked: dict[str, Any]) -> None:
    """In the child: the environment, folder, output and database of the command."""
    signal.alarm(asked["timeout"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["cwd"])
    sys.path[:0] = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    for number, name, mode in ((0, os.devnull, os.O_RDONLY), (1, asked["out"], _WRITE), (2, asked["err"], _WRITE)):  # fmt: skip
        opened = os.open(name, mode)
        os.dup2(opened, number)
        os.close(opened)
    from django.db import connections

    from wuai.config import database

    connections.settings["default"].update(database.as_django(database.app_url()))


_WRITE = os.O_WRONLY | os.O_CREAT


def _run(arguments: list[str]) -> int:
    try:
        if arguments[0] == "-m":
            sys.argv = [arguments[1], *arguments[2:]]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        elif arguments[0] == "-c":
            sys.argv = ["-c", *arguments[2:]]
            exec(compile(arguments[1], "<string>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = arguments
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as left:
        if isinstance(left.code, str):
            print(left.code, file=sys.stderr)
        return left.code if isinstance(left.code, int) else int(bool(left.code))
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _child(asked: dict[str, Any]) -> None:
    _become(asked)
    code = _run(asked["arguments"])
    threading._shutdown()  # type: ignore[attr-defined]  # as the interpreter does before it ends
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _answer(line: socket.socket) -> None:
    """In a process of its own for each question: fork the command, wait, tell its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asked = json.loads(line.makefile().read())
    pid = os.fork()
    if pid == 0:
        line.close()
        _child(asked)
    line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def main(address: str) -> None:
    """Answer until the process that asks has ended, which shuts our standard input."""
    _imported()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        print("ready", flush=True)
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _answer(line)
                os._exit(0)
            line.close()
    os.unlink(address)


if __name__ == "__main__":
    main(sys.argv[1])
