"""pg_dump and pg_restore of the right version, told where the database is."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from wuai.config import embedded
from wuai.kernel.refusal import Refusal


class NoPostgresPrograms(Refusal):
    """Neither the wheel nor the system has programs for this server."""

    code = "NO_POSTGRES_PROGRAMS"
    zh = "找不到適用於 PostgreSQL {major} 的 {program}。"
    en = "No {program} for PostgreSQL {major} was found."
    next_zh = "請安裝 postgresql-client-{major}。"
    next_en = "Install postgresql-client-{major}."


class ProgramFailed(Refusal):
    """PostgreSQL's own program said no."""

    code = "POSTGRES_PROGRAM_FAILED"
    zh = "{program} 失敗：{said}"
    en = "{program} failed: {said}"
    next_zh = "請依訊息處理後再試。"
    next_en = "Mend what the message says, then try again."


_VARIABLES = {
    "host": "PGHOST", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}  # fmt: skip


def _major_of(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def find(program: str, major: int) -> Path:
    """The program of the server's own version, else of the next newer one."""
    places = [Path(f"/usr/lib/postgresql/{major}/bin/{program}"), embedded.BIN / program]
    on_path = shutil.which(program)
    if on_path:
        places.append(Path(on_path))
    fitting = [
        (held, path) for path in places if path.exists() and (held := _major_of(path)) >= major
    ]
    if not fitting:
        raise NoPostgresPrograms(program=program, major=major)
    return min(fitting, key=lambda pair: pair[0])[1]


def environment(url: str) -> dict[str, str]:
    """The address as variables, so that no password shows in the list of processes."""
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    host = unquote(address.rpartition(":")[0] if parts.port else address)
    held = {
        "PGHOST": host, "PGPORT": str(parts.port or ""), "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""), "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGOPTIONS": "",
    }  # fmt: skip
    for name, value in parse_qsl(parts.query):
        held[_VARIABLES.get(name, "WUAI_IGNORED")] = value
    return {**os.environ, **{name: value for name, value in held.items() if value}}


def run(program: str, major: int, url: str, *arguments: str) -> None:
    """Run it; what it says about a failure is told."""
    done = subprocess.run(
        [str(find(program, major)), "--no-password", *arguments],
        env=environment(url), capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise ProgramFailed(program=program, said=done.stderr.strip()[-800:])
