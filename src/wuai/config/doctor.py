"""``wuai doctor``: what an operator would look at first, each as ``{name, ok, detail}``."""

import json as json_module
import os
import shutil
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from wuai.config import boot, database
from wuai.platform.output import emit
from wuai.platform.paths import FILES, KEYS, VAR

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
OLDEST_SERVER = 15
BACKUP_NOTE, DRILL_NOTE = VAR / "last-backup.json", VAR / "last-drill.json"
BACKUP_WITHIN = timedelta(hours=26)
CLOCK_SECONDS = 2.0
FREE_GIB = 2
SEALED_WITHIN = 600
_EXT_B_FILES = ("*Ext-B*", "*ExtB*", "*extb*", "HanaMinB*", "*SuperTiny*", "*Plane2*")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str


def _one(statement: str) -> tuple[object, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[object, ...] = cursor.fetchone()
        return row


def _version() -> tuple[bool, str]:
    (number,) = _one("SELECT current_setting('server_version_num')::int")
    kind = "embedded" if database.is_embedded() else "DATABASE_URL"
    return int(
        str(number)
    ) >= OLDEST_SERVER * 10_000, f"PostgreSQL {int(str(number)) // 10_000} ({kind})"


def _locale() -> tuple[bool, str]:
    """In the locale C a Chinese character is no letter, and searching by trigrams finds nothing."""
    encoding, locale, letter, trigrams = _one(
        "SELECT pg_encoding_to_char(encoding), coalesce(to_jsonb(d) ->> 'datlocale', datctype),"
        " '測' ~ '^\\w$', EXISTS (SELECT FROM pg_proc WHERE proname = 'show_trgm')"
        " FROM pg_database d WHERE datname = current_database()"
    )
    fine = encoding == "UTF8" and bool(letter)
    if fine and trigrams:
        fine = bool(_one("SELECT show_trgm('測試') <> '{}'")[0])
    return fine, f"{encoding}, {locale}"


def _migrations() -> tuple[bool, str]:
    if boot.is_behind():
        return False, "資料庫需要升級：wuai migrate / the database is behind: wuai migrate"
    return True, "最新 / up to date"


def _roles() -> tuple[bool, str]:
    from django.db import connection

    from wuai.platform.grants import append_only_tables

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE has_table_privilege(t, 'UPDATE')"
            " OR has_table_privilege(t, 'DELETE') OR has_table_privilege(t, 'TRUNCATE')",
            [append_only_tables()],
        )
        writable = [row[0] for row in cursor.fetchall()]
    if writable:
        return False, "可被改寫 / may be rewritten by this role: " + ", ".join(writable)
    return True, "帳本與歷史不可改寫 / ledger and history cannot be rewritten by this role"


def _refused() -> tuple[bool, str]:
    tries, last = _one(
        "SELECT count(*), max(at) FROM platform_refusedchange WHERE at > now() - interval '7 days'"
    )
    if not tries:
        return True, "七日內沒有人試圖改寫 / nobody tried to rewrite them in seven days"
    return (
        False,
        f"七日內 {tries} 次試圖改寫，最近 / tries to rewrite in seven days, the last: {last}",
    )


def _worker() -> tuple[bool, str]:
    (age,) = _one(
        "SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers"
    )
    if age is None:
        return False, "沒有背景工作程序 / no worker runs"
    return int(str(age)) <= 60, f"{age} 秒前 / seconds ago"


def _jobs() -> tuple[bool, str]:
    late, failed = _one(
        "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now()"
        " - interval '5 minutes'), count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
    )
    return not late and not failed, f"逾時未做 / late: {late}, 失敗 / failed: {failed}"


def _sealing() -> tuple[bool, str]:
    """A transaction that never ends, anywhere on the server, would keep lines from being sealed."""
    (age,) = _one(
        "SELECT extract(epoch FROM now() - min(at))::bigint FROM platform_historyline"
        " WHERE xid >= coalesce((SELECT transaction FROM audit_sealermark), 0)"
    )
    if age is None:
        return True, "全部已封存 / everything is sealed"
    return int(str(age)) <= SEALED_WITHIN, f"最久等待 / oldest waits {age} s"


def _books() -> tuple[bool, str]:
    from wuai.contexts.ledger import api as ledger

    failed = [check for check in ledger.watched() if not check.holds]
    if not failed:
        return True, "借貸相等 / the books balance"
    return False, "; ".join(f"{check.name} {check.detail}" for check in failed)


def _mailboxes() -> tuple[bool, str]:
    from wuai.contexts.petitions import api as petitions

    unread = petitions.mailboxes_unread(at=datetime.now(UTC))
    return not unread, "; ".join(unread) or "全部讀得到 / every mailbox is read"


def _scanner() -> tuple[bool, str]:
    """None is allowed, for then nothing is called clean; one that is silent or knows nothing is not."""
    from wuai.contexts.applications import api as applications

    state = applications.scanner_state()
    if state is None:
        return True, "未接掃毒，附件一律標示未掃毒 / none: every file is shown as unscanned"
    if not state.knows:
        return False, "認不得測試病毒，請更新病毒碼 / does not know the test virus: update it"
    longest = max(paper.most_bytes for kind in applications.declared() for paper in kind.evidence)
    left = "" if state.most >= longest else "，更長的附件維持未掃毒 / longer files stay unscanned"
    return True, f"{state.most >> 20} MiB{left}"


def _storage() -> tuple[bool, str]:
    FILES.mkdir(parents=True, exist_ok=True)
    probe = FILES / f".probe-{os.getpid()}"
    probe.write_bytes(b"wuai")
    same = probe.read_bytes() == b"wuai"
    probe.unlink()
    free = shutil.disk_usage(FILES).free // 2**30
    return same and free >= FREE_GIB, f"{FILES}, {free} GiB 可用 / free"


def _fonts() -> tuple[bool, str]:
    import importlib.util

    spec = importlib.util.find_spec("pylopdf_fonts_zh_tw")
    if spec is None or spec.origin is None:
        return False, "缺少 pylopdf-fonts-zh-tw / missing"
    found = sorted(
        path.name
        for pattern in ("*.ttf", "*.otf", "*.ttc")
        for path in Path(spec.origin).parent.rglob(pattern)
    )
    return bool(found), ", ".join(found)


def _fonts_ext_b() -> tuple[bool, str]:
    for folder in _FONT_FOLDERS:
        for pattern in _EXT_B_FILES:
            for path in Path(folder).expanduser().rglob(pattern):
                return True, path.name
    return False, (
        "罕用字（擴充 B 區）無字型，相關通知會另列待辦：apt-get install fonts-cns11643-sung"
        " / no font for Ext-B characters; notices that need one are set aside"
    )


def _clock() -> tuple[bool, str]:
    before = time.time()
    (there,) = _one("SELECT extract(epoch FROM clock_timestamp())::float8")
    offset = float(str(there)) - (before + time.time()) / 2
    return abs(offset) <= CLOCK_SECONDS, f"{offset:+.3f} s"


def _keys() -> tuple[bool, str]:
    loose = [
        path.name
        for path in (KEYS, *KEYS.glob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077 or path.stat().st_uid != os.geteuid()
    ]
    if loose:
        return False, "他人可讀 / readable by others: " + ", ".join(loose)
    return True, f"{KEYS}（請另存備份 / keep a copy elsewhere）"


def _backups() -> tuple[bool, str]:
    """None on a server of one's own is a finding; an old one only where each night promises one."""
    from django.conf import settings

    # The drill is made of that night's backup: its promise is both.
    nightly: bool = settings.NIGHTLY_BACKUP or settings.NIGHTLY_DRILL
    if not BACKUP_NOTE.exists():
        fine = database.is_embedded() and not nightly
        return fine, "尚無備份：wuai backup -o DIR / none yet"
    held = json_module.loads(BACKUP_NOTE.read_text())
    fine = _is_recent(held) or not nightly
    return fine, f"{held['at']} → {held['folder']}"


def _is_recent(note: dict[str, Any]) -> bool:
    return datetime.now(UTC) - datetime.fromisoformat(note["at"]) <= BACKUP_WITHIN


def _drill() -> tuple[bool, str]:
    """A failed drill is a finding everywhere, an old one only where each night promises one."""
    from django.conf import settings

    nightly: bool = settings.NIGHTLY_DRILL
    if not DRILL_NOTE.exists():
        fine = database.is_embedded() and not nightly
        return fine, "尚未演練還原：wuai backup -o DIR --drill / never rehearsed"
    held = json_module.loads(DRILL_NOTE.read_text())
    if "failed" in held:
        return False, f"{held['at']} {held['failed']}"
    fine = _is_recent(held) or not nightly
    return fine, f"{held['at']}，{held['held']} 項查驗通過 / verifiers held"


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": _version,
    "locale": _locale,
    "migrations": _migrations,
    "roles": _roles,
    "refused": _refused,
    "worker": _worker,
    "jobs": _jobs,
    "sealing": _sealing,
    "books": _books,
    "mailboxes": _mailboxes,
    "scanner": _scanner,
    "storage": _storage,
    "fonts": _fonts,
    "fonts_ext_b": _fonts_ext_b,
    "clock": _clock,
    "keys": _keys,
    "backups": _backups,
    "drill": _drill,
}


def look() -> list[Finding]:
    """Every check; one that cannot even be made is a finding too."""
    findings = []
    for name, check in CHECKS.items():
        try:
            ok, detail = check()
        except Exception as failure:  # a doctor reports what he meets, whatever it is
            ok, detail = False, f"{type(failure).__name__}: {failure}".strip()
        findings.append(Finding(name, ok, detail))
    return findings


def _prose(findings: list[Finding]) -> str:
    return "\n".join(f"{'✓' if held.ok else '✗'} {held.name}: {held.detail}" for held in findings)


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """檢查系統狀態 / look at everything the system needs."""
    boot.prepare()
    findings = look()
    emit(findings, json, _prose)
    if not all(held.ok for held in findings):
        raise typer.Exit(1)
