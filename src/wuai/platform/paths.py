"""Where things lie: the project, and the state under ``var/`` (``WUAI_VAR`` moves it)."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("WUAI_VAR") or PROJECT / "var").resolve()
KEYS = VAR / "keys"
FILES = VAR / "files"
CHECKPOINTS = VAR / "checkpoints"
OUTBOX = VAR / "outbox"
