"""Nothing depends on ``assert``: the tests of rules also pass when Python strips assertions away."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_kernel_and_the_law_hold_under_python_o():
    done = subprocess.run(
        [
            sys.executable, "-O", "-m", "pytest", "src/wuai/kernel", "src/wuai/legal", "-q", "-x",
            "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestConfigWarning",
            "-m", "not slow and not database",
        ],
        cwd=ROOT, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
