"""``make deep``: the tests marked ``deep`` once more, each with ``DEEP_S`` seconds (60 unless told).

The same tests run in ``make test`` in a short, seeded form; see ``deep_seconds`` in conftest.py.
"""

import os
import subprocess
import sys


def _long_tests(seconds: int) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "deep", "-n", "2", "--dist", "load",
         f"--timeout={seconds * 4 + 300}", *sys.argv[1:]],
        env={**os.environ, "DEEP_S": str(seconds)},
    )  # fmt: skip
    return done.returncode


def main() -> int:
    """The exit code of the runner."""
    return _long_tests(int(os.environ.get("DEEP_S", "60")))


if __name__ == "__main__":
    sys.exit(main())
