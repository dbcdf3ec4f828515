"""Every command says what it takes, in a process of its own as a person would ask."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wuai.config import cli

# One by one: what the first sets up would help the next.
SAID_FIRST = ("cases", "payments")


def _help(tmp_path: Path, *names: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys\n"
        "from wuai.config import cli\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        cli.main([name, '--help'])\n"
        "    except SystemExit as end:\n"
        "        if end.code: sys.exit(f'{name}: {end.code}')\n"
    )
    held = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", program, *names], env=held | {"WUAI_VAR": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("name", SAID_FIRST)
def test_a_command_says_what_it_takes_without_a_database(tmp_path: Path, name: str) -> None:
    said = _help(tmp_path, name)
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"Usage: wuai {name}" in said.stdout
    assert not (tmp_path / "pg").exists()


def test_every_command_says_what_it_takes(tmp_path: Path) -> None:
    names = sorted(set(cli._GROUPS) - {"manage"})  # Django's own text
    said = _help(tmp_path, *names)
    assert said.returncode == 0, said.stdout + said.stderr
    assert [name for name in names if f"Usage: wuai {name}" not in said.stdout] == []
