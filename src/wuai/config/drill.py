"""A restore drill: bring a backup back beside the running branch, ask every verifier, throw it away."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from wuai.kernel.refusal import Refusal


class DrillFailed(Refusal):
    """The backup is written, but it did not come back whole."""

    code = "DRILL_FAILED"
    zh = "備份已寫好，但還原演練沒有通過：{what}"
    en = "The backup is written, but the restore drill failed: {what}"
    next_zh = "請保留前一份備份，並以 wuai restore 到空的 WUAI_VAR 查明"
    next_en = "Keep the backup before it, and find out with wuai restore into an empty WUAI_VAR"


def drill(folder: Path) -> int:
    """Restore into a server and a folder of its own; how many verifiers held. Nothing is sent from there."""
    with tempfile.TemporaryDirectory(prefix="wuai-drill-") as place:
        done = subprocess.run(
            [sys.executable, "-m", "wuai.config.cli", "restore", str(folder.resolve()), "--json"],
            env=_elsewhere(Path(place) / "var"), capture_output=True, text=True,
        )  # fmt: skip
    checks = _checks(done.stdout)
    failed = [str(check["name"]) for check in checks if not check["holds"]]
    if done.returncode or failed or not checks:
        raise DrillFailed(what="、".join(failed) or done.stdout[-300:] or done.stderr[-300:])
    return len(checks)


def _elsewhere(var: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "WUAI_"))}
    source = str(Path(__file__).parents[2])
    return kept | {"WUAI_VAR": str(var), "PYTHONPATH": source}


def _checks(said: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(said)
    except ValueError:
        return []
    return found if isinstance(found, list) else []
