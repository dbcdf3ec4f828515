"""What runs needs no more than what a first start installs: ``requirements.txt``, not the tools."""

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
BESIDE = {"chain_rules"}  # a file that a dump lays beside its verifier


@cache
def _installed() -> set[str]:
    lines = (ROOT / "requirements.txt").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==", lines, re.M))


def _wanted(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    tops = {name.partition(".")[0] for name in names}
    return tops - set(sys.stdlib_module_names) - BESIDE - {"wuai"}


@cache
def _brought() -> Mapping[str, list[str]]:
    """Which distributions bring a name; asking takes a tenth of a second."""
    return packages_distributions()


def _missing(text: str) -> set[str]:
    brought, installed = _brought(), _installed()
    return {
        top
        for top in _wanted(text)
        if not {re.sub(r"[-_.]+", "-", one).lower() for one in brought.get(top, ())} & installed
    }


def test_every_import_is_there_after_a_first_start():
    running = [one for one in (ROOT / "src").rglob("*.py") if "tests" not in one.parts]
    assert len(running) > 500
    found = {str(one): missing for one in running if (missing := _missing(one.read_text("utf-8")))}
    assert not found


def test_a_tool_of_the_tests_is_found_out():
    assert _missing("import pytest\nfrom PIL import Image\n") == {"pytest"}
    assert _missing("def late():\n    from playwright.sync_api import Page\n") == {"playwright"}
