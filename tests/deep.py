"""``make deep``: the tests marked ``deep`` once more, each with ``DEEP_S`` seconds (60 unless told),
then every test without a browser with assertions stripped from the code, then mutants of the rules
for ten times as long.

The same tests run in ``make test`` in a short, seeded form; see ``deep_seconds`` in conftest.py.
A mutation run goes on where the last one stopped; ``mutants/`` may be deleted at any time.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

PROMISED = 0.85  # of the mutants tried, the share that the tests must notice
MUTMUT = Path(sys.executable).with_name("mutmut")  # by ``-m``, ``src`` would be a package too
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"  # rules are tested without a database


def _long_tests(seconds: int) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "deep", "-n", "2", "--dist", "load",
         f"--timeout={seconds * 4 + 300}", *sys.argv[1:]],
        env={**os.environ, "DEEP_S": str(seconds)},
    )  # fmt: skip
    return done.returncode


def _without_assertions() -> int:
    """Nothing depends on ``assert``: Python strips it from all but the tests, in every process."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "not browser", "-n", "2", "--dist", "loadfile",
         "--no-loadscope-reorder", "-p", "no:cacheprovider",
         "-W", "ignore::pytest.PytestConfigWarning", *sys.argv[1:]],
        env={**os.environ, "PYTHONOPTIMIZE": "1"},
    )  # fmt: skip
    return done.returncode


def _mutants(seconds: int) -> int:
    """Change the rules one by one and see whether a test notices; stops after ``seconds``."""
    run = subprocess.Popen(
        [MUTMUT, "run", "--max-children", "2"],
        env={**os.environ, "DATABASE_OWNER_URL": NOWHERE}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGINT)
        run.wait(60)
    subprocess.run([MUTMUT, "export-cicd-stats"], check=True)
    found = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text("utf-8"))
    noticed = found["killed"] + found["timeout"]
    tried = noticed + found["survived"] + found["suspicious"]
    share = noticed / tried if tried else 0.0
    print(
        f"mutants: {tried} tried, {share:.1%} noticed, {PROMISED:.0%} promised;"
        f" {found['no_tests']} in code that only tests with a database reach"
    )
    return 0 if share >= PROMISED else 1


def main() -> int:
    """The exit code of whichever failed first."""
    seconds = int(os.environ.get("DEEP_S", "60"))
    return _long_tests(seconds) or _without_assertions() or _mutants(10 * seconds)


if __name__ == "__main__":
    sys.exit(main())
