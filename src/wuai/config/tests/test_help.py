"""Every command says what it takes, in a new process as a person would ask, and needs no database."""

import os
import subprocess
import sys
from pathlib import Path

from wuai.config import cli

SOURCES = str(Path(cli.__file__).parents[2])
PROGRAM = """
import sys
from wuai.config import cli
for name in sys.argv[1:]:
    try:
        cli.main([name, "--help"])
    except SystemExit as end:
        if end.code:
            sys.exit(f"{name}: {end.code}")
"""


def test_every_command_says_what_it_takes(tmp_path: Path) -> None:
    names = sorted(set(cli._GROUPS) - {"manage"})  # Django's own text
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "DJANGO"))}
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names], capture_output=True, text=True, timeout=200,
        env=outside | {"WUAI_VAR": str(tmp_path), "PYTHONPATH": SOURCES},
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    assert [name for name in names if f"Usage: wuai {name}" not in said.stdout] == []
    assert not (tmp_path / "pg").exists()
