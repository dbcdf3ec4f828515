"""Storeys, order of contexts, doors and purity hold, nothing runs in a circle; each is seen to break."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLANTED = {
    "Storeys": ("platform/planted.py", "from wuai.contexts.cases import api\n"),
    "Order of contexts": ("contexts/ledger/planted.py", "from wuai.contexts.cases import api\n"),
    "Rules are pure": ("contexts/planted/rules.py", "import django.db\n"),
    "Doors": ("contexts/cases/planted.py", "from wuai.contexts.ledger import models\n"),
    "The kernel": ("kernel/planted.py", "import django.conf\n"),
    "No circles": ("legal/planted.py", "from wuai.legal import planted_too\n"),
}
# A circle needs two.
PLANTED_TOO = ("legal/planted_too.py", "from wuai.legal import planted\n")


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=root, env={"PYTHONPATH": f"{root}/src:{root}", "COLUMNS": "200"},
        capture_output=True, text=True, timeout=200,
    )  # fmt: skip


def test_the_house_is_built_as_drawn():
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> str:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "locale")
    )
    shutil.copytree(ROOT / "checks", root / "checks")
    shutil.copy(ROOT / ".importlinter", root)
    for name, text in [*PLANTED.values(), PLANTED_TOO]:
        path = root / "src" / "wuai" / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)
    return _lint(root).stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_found(broken, contract):
    (line,) = [
        line for line in broken.splitlines() if line.startswith(contract) and " BROKEN" in line
    ]
    assert line


def test_a_context_that_nobody_placed_breaks_the_build(broken):
    assert "planted" in broken.partition("Order of contexts, top to bottom")[2]


# What checks signatures takes a third of a second to import, in each process: it may not be among
# what every process imports at its start.
SLOW = re.compile(r"^(?:from|import) (?:pyhanko|asn1crypto)", re.MULTILINE)
SIGNING = ("platform.signatures", ".gateways.moica", ".gateways.cms", "gateways.fido.fake")


def _imported_at_once(text: str) -> set[str]:
    """The modules that a text names in imports at its margin."""
    found = set()
    for first, names in re.findall(
        r"^from (wuai[\w.]*) import (\([^)]*\)|.*)$", text, re.MULTILINE
    ):
        found |= {first} | {f"{first}.{name}" for name in re.findall(r"\w+", names)}
    return found


def _slow_to_start(texts: dict[str, str]) -> set[str]:
    slow = {name for name, text in texts.items() if SLOW.search(text)}
    asks = {name: _imported_at_once(text) for name, text in texts.items()}
    while more := {name for name, held in asks.items() if held & slow} - slow:
        slow |= more
    return slow


def test_no_process_imports_at_its_start_what_only_a_signature_needs():
    source = ROOT / "src"
    texts = {
        ".".join(path.relative_to(source).with_suffix("").parts): path.read_text()
        for path in source.rglob("*.py")
        if "tests" not in path.parts
    }
    slow = _slow_to_start(texts)
    assert {"wuai.platform.signatures"} <= slow
    assert [name for name in sorted(slow) if not any(part in name for part in SIGNING)] == []
    planted = texts | {"wuai.planted": "from wuai.platform import signatures\n"}
    assert "wuai.planted" in _slow_to_start(planted)
