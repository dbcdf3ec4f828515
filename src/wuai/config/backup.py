"""``wuai backup -o DIR``: database, files, keys and checkpoints, restorable elsewhere."""

import hashlib
import json as json_module
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from wuai.config import boot, database, postgres_programs
from wuai.config.doctor import BACKUP_NOTE, DRILL_NOTE
from wuai.config.drill import DrillFailed
from wuai.config.drill import drill as rehearse
from wuai.kernel.refusal import Refusal
from wuai.platform.output import emit, run_refusable
from wuai.platform.paths import CHECKPOINTS, FILES, KEYS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
DUMP, MANIFEST = "database.dump", "manifest.json"
FOLDERS = {"files": FILES, "keys": KEYS, "checkpoints": CHECKPOINTS}


class FolderNotEmpty(Refusal):
    """A backup is never mixed with another."""

    code = "BACKUP_FOLDER_NOT_EMPTY"
    zh = "資料夾 {folder} 不是空的。"
    en = "The folder {folder} is not empty."
    next_zh = "請指定新的資料夾。"
    next_en = "Name a new folder."


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def server_major() -> int:
    """The database server's major version."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _copy_folders(folder: Path) -> None:
    for name, source in FOLDERS.items():
        if source.exists():
            shutil.copytree(source, folder / name, copy_function=shutil.copy2)


def _write_manifest(folder: Path, major: int, head: str) -> dict[str, Any]:
    held = {
        "wuai": "backup-1",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "server": major,
        "audit_head": head,
        "files": {
            str(path.relative_to(folder)): digest(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    (folder / MANIFEST).write_text(json_module.dumps(held, indent=1) + "\n")
    return held


def make(folder: Path) -> dict[str, Any]:
    """Write a backup into a new folder; its manifest comes back.

    The database comes first: a file is stored before the row that names it is committed, so that
    the copy of the files, taken later, has every file that the dump speaks of.
    """
    from wuai.contexts.audit import api as audit

    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    sealed = audit.seal(at=datetime.now(UTC))
    major = server_major()
    postgres_programs.run(
        "pg_dump", major, database.owner_url(),
        "--format=custom", "--no-owner", "--no-acl", f"--file={folder / DUMP}",
    )  # fmt: skip
    _copy_folders(folder)
    held = _write_manifest(folder, major, sealed.hash)
    note = {"at": held["made_at"], "folder": str(folder.resolve())}
    BACKUP_NOTE.write_text(json_module.dumps(note))
    return {**note, "files": len(held["files"]), "server": major, "audit_head": sealed.hash}


def _rehearsed(folder: Path) -> int:
    """Restore it once beside the branch, and note for the doctor how that went."""
    note = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "folder": str(folder.resolve())}
    try:
        held = rehearse(folder)
    except DrillFailed as failed:
        DRILL_NOTE.write_text(json_module.dumps(note | {"failed": failed.text("en")}))
        raise
    DRILL_NOTE.write_text(json_module.dumps(note | {"held": held}))
    return held


def _prose(held: dict[str, Any]) -> str:
    return (
        f"備份完成：{held['folder']}（含解密金鑰，請妥善保管）"
        f" / backup made; it contains the keys: guard it. {held['files']} files"
    ) + (f"\n還原演練通過 / the restore drill held: {held['drill']}" if "drill" in held else "")


@app.command()
def backup(
    output: Annotated[Path, typer.Option("-o", "--output", help="新資料夾 / a new folder")],
    drill: Annotated[
        bool,
        typer.Option("--drill", help="寫好後演練還原一次 / restore it once to see that it holds"),
    ] = False,
    branch: Annotated[str, typer.Option("--branch", help="帳號所屬分署 / its branch")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """備份資料庫、檔案與金鑰 / back up database, files and keys."""
    boot.setup()
    from wuai.contexts.identity import api as identity
    from wuai.contexts.organisation import api as organisation

    with run_refusable(json):
        if as_:
            where = organisation.resolve_branch(branch or None)
            identity.acting(as_, needs="system.operate", branch=where, at=datetime.now(UTC))
        made = make(output)
        emit(made | {"drill": _rehearsed(output)} if drill else made, json, _prose)
