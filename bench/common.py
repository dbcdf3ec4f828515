"""What every benchmark needs: a place of its own, one JSON line per figure, the server's settings."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECORDED = (
    "server_version", "shared_buffers", "work_mem", "max_wal_size", "fsync", "synchronous_commit",
    "full_page_writes", "checkpoint_timeout", "max_connections",
)  # fmt: skip


def own_place(name: str) -> None:
    """Measure in an embedded server under ``var-bench/``, unless another place is named."""
    os.environ.setdefault("WUAI_VAR", str(ROOT / "var-bench" / name))
    sys.path.insert(0, str(ROOT / "src"))


def say(bench: str, case: str, ours: float, reference: float, reference_is: str, unit: str) -> None:
    """Print one figure."""
    line = {
        "bench": bench, "case": case, "ours": round(ours, 3), "reference": round(reference, 3),
        "reference_is": reference_is, "ratio": round(ours / reference, 3) if reference else None,
        "unit": unit,
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def server_settings() -> dict[str, str]:
    """The settings under which it was measured; told on standard error beside the figures."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)",
            [list(RECORDED)],
        )
        held = dict(cursor.fetchall())
    print(json.dumps({"server": held, "cpus": os.cpu_count()}), file=sys.stderr)
    return held
