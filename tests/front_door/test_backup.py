"""What was backed up comes back elsewhere, verified; nothing is ever overwritten."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from wuai.config import drill

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow]
_FILL = """
from wuai.config import boot; boot.setup()
from datetime import UTC, datetime
from wuai.platform.actions import action, record
from wuai.platform.actors import system
from wuai.platform.files import store
AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
@action("test.fill")
def fill(*, by, at):
    held = store([b"x" * 300_000], kind="test", name="a.bin", media_type="application/x", at=at)
    record(kind="file", ref=held.ref)
for _ in range(3): fill(by=system("test"), at=AT)
"""


def _run(var, *arguments, code=None):
    hidden = {"DATABASE_URL", "DATABASE_OWNER_URL", "WUAI_TESTING"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"WUAI_VAR": str(var), "PYTHONPATH": str(ROOT / "src")}
    command = ["-c", code] if code else ["-m", "wuai.config.cli", *arguments]
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=200
    )


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    folder = tmp_path_factory.mktemp("backup")
    filled = _run(folder / "var", code=_FILL)
    assert filled.returncode == 0, filled.stderr
    made = _run(folder / "var", "backup", "-o", str(folder / "out"), "--json")
    assert made.returncode == 0, made.stdout + made.stderr
    return folder / "out", json.loads(made.stdout)


def test_a_backup_is_restored_elsewhere_and_every_verifier_runs(backup, tmp_path):
    folder, made = backup
    done = _run(tmp_path / "var", "restore", str(folder), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert all(check["holds"] for check in checks.values())
    assert {"audit.chain", "audit.checkpoints", "ledger.transactions_balance"} <= set(checks)
    assert checks["files"]["detail"].startswith("3 ")
    again = _run(tmp_path / "var", "audit", "verify", "--json")
    assert json.loads(again.stdout)["holds"] is True
    refused = _run(tmp_path / "var", "restore", str(folder), "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["refused"]["code"] == "RESTORE_TARGET_NOT_EMPTY"
    assert made["server"] >= 15


def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, tmp_path):
    folder, _ = backup
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(folder), str(copy)], check=True)
    dump = copy / "database.dump"
    raw = bytearray(dump.read_bytes())
    raw[len(raw) // 2] ^= 1
    dump.write_bytes(raw)
    done = _run(tmp_path / "var", "restore", str(copy), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"]["code"] == "BACKUP_DAMAGED"
    assert not (tmp_path / "var" / "keys").exists()


def test_a_drill_brings_it_back_beside_the_branch_and_leaves_nothing(backup, monkeypatch):
    folder, _ = backup
    monkeypatch.setattr(tempfile, "tempdir", str(folder.parent))
    assert drill.drill(folder) > 10
    assert list(folder.parent.glob("wuai-drill-*")) == []
    broken = folder.parent / "broken"
    shutil.copytree(folder, broken)
    (broken / "database.dump").write_bytes(b"x")
    with pytest.raises(drill.DrillFailed, match="BACKUP_DAMAGED"):
        drill.drill(broken)


def test_a_backup_is_never_written_over_another(backup):
    folder, _ = backup
    done = _run(folder.parent / "var", "backup", "-o", str(folder), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"]["code"] == "BACKUP_FOLDER_NOT_EMPTY"


def test_a_backup_is_for_its_owner_only(backup):
    folder, _ = backup
    assert folder.stat().st_mode & 0o077 == 0
