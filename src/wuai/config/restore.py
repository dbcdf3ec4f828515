"""``wuai restore DIR``: a backup into an empty installation, then every verifier."""

import json as json_module
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from wuai.config import backup, boot, database, postgres_programs
from wuai.kernel.refusal import Refusal
from wuai.platform.output import emit, run_refusable
from wuai.platform.paths import KEYS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class TargetNotEmpty(Refusal):
    """Restoring never overwrites."""

    code = "RESTORE_TARGET_NOT_EMPTY"
    zh = "還原目的地不是空的：{what}。"
    en = "The target of the restore is not empty: {what}."
    next_zh = "請另設空的 WUAI_VAR（及空的資料庫）後再試。"
    next_en = "Set another, empty WUAI_VAR (and an empty database), then try again."


class BackupDamaged(Refusal):
    """The backup is not what was written."""

    code = "BACKUP_DAMAGED"
    zh = "備份不完整或遭更動：{what}。"
    en = "The backup is incomplete or was changed: {what}."
    next_zh = "請改用另一份備份。"
    next_en = "Use another backup."


@dataclass(frozen=True, slots=True)
class Check:
    """One promise about what was restored."""

    name: str
    holds: bool
    detail: str


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json_module.loads((folder / backup.MANIFEST).read_text())
    except (OSError, ValueError) as wrong:
        raise BackupDamaged(what=backup.MANIFEST) from wrong
    for name, sha256 in held["files"].items():
        path = folder / name
        if not path.is_file() or backup.digest(path) != sha256:
            raise BackupDamaged(what=name)
    return held


def _refuse_taken_folders() -> None:
    for name, target in backup.FOLDERS.items():
        if target.exists() and any(target.iterdir()):
            raise TargetNotEmpty(what=f"{name} {target}")


def _refuse_taken_database() -> None:
    import psycopg

    with psycopg.connect(database.owner_url()) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p')"
        ).fetchone()
    if row and row[0]:
        raise TargetNotEmpty(what=f"{row[0]} tables")


def _copy_folders(folder: Path) -> None:
    for name, target in backup.FOLDERS.items():
        if (folder / name).is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder / name, target, dirs_exist_ok=True)
    for path in KEYS.rglob("*"):
        path.chmod(0o600)
    KEYS.chmod(0o700)


def bring_back(folder: Path) -> list[Check]:
    """Restore, migrate to this version, verify everything."""
    _read_manifest(folder)
    _refuse_taken_folders()
    boot.lease()
    _refuse_taken_database()
    _copy_folders(folder)  # keys before settings: reading the settings would make new ones
    boot.prepare()
    postgres_programs.run(
        "pg_restore", backup.server_major(), database.owner_url(),
        f"--dbname={postgres_programs.environment(database.owner_url())['PGDATABASE']}",
        "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
        str(folder / backup.DUMP),
    )  # fmt: skip
    boot.migrate(always=True)
    return list(_checks())


def _checks() -> Iterator[Check]:
    from wuai.contexts.audit import api as audit
    from wuai.contexts.ledger import api as ledger

    for found in ledger.verify(None):
        yield Check(f"ledger.{found.name}", found.holds, str(found.detail))
    audit.seal(at=datetime.now(UTC))
    for check in audit.verify().checks:
        yield Check(f"audit.{check.name}", check.holds, check.detail)
    yield _files()


def _files() -> Check:
    """Every stored file opens with the restored keys and has the content it had."""
    import hashlib

    from wuai.platform.crypto import SealBroken
    from wuai.platform.files import read
    from wuai.platform.models import StoredFile

    broken, count = [], 0
    for stored in StoredFile.objects.order_by("id").iterator():
        count += 1
        content = hashlib.sha256()
        try:
            for chunk in read(stored):
                content.update(chunk)
        except (OSError, SealBroken, KeyError):
            broken.append(str(stored.ref))
            continue
        if content.hexdigest() != stored.sha256:
            broken.append(str(stored.ref))
    return Check("files", not broken, ", ".join(broken[:20]) or f"{count} 檔 / files")


def _prose(checks: list[Check]) -> str:
    return "\n".join(f"{'✓' if held.holds else '✗'} {held.name}: {held.detail}" for held in checks)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="備份資料夾 / the backup's folder")],
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """還原備份並逐項查驗 / restore a backup, then run every verifier."""
    with run_refusable(json):
        checks = bring_back(folder)
    emit(checks, json, _prose)
    if not all(held.holds for held in checks):
        raise typer.Exit(1)
