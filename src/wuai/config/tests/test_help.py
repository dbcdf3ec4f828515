"""Every command says what it takes, in a process of its own as a person would ask, and needs no database."""

import os
import subprocess
import sys
from pathlib import Path

from wuai.config import cli

SOURCES = str(Path(cli.__file__).parents[2])
# Each command in a process that imported no other; what all that need the database begin with, once.
PROGRAM = """
import os
import sys
from wuai.config import boot, cli

def alone(name):
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    code = 1
    try:
        cli.main([name, "--help"])
    except SystemExit as end:
        code = int(bool(end.code))
    finally:
        sys.stdout.flush()
        os._exit(code)

names = sorted(sys.argv[1:], key=lambda name: cli._GROUPS[name][1])
failed = []
for name in names:
    if cli._GROUPS[name][1] and "django" not in sys.modules:
        boot.without_database()
    failed += [name] if alone(name) else []
sys.exit(f"failed: {failed}" if failed else 0)
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
