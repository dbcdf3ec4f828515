"""``wuai notices issue`` as operators run it: real process, real database, killed and run again."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from tests import forked

# Makes the runner build the test database that `own_database` is cloned from.
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[5]
_CASES = """
import sys
from tests import factories
for n in range(int(sys.argv[1])):
    print(factories.case(factories.party(f"陳{n}", postcode=f"{100 + n}")).number)
"""
_COUNTS = """
import json
from django.db import connection
with connection.cursor() as c:
    c.execute("SELECT (SELECT count(*) FROM notices_notice), (SELECT count(DISTINCT number) FROM"
              " notices_notice), (SELECT count(*) FROM notices_notice WHERE status = 'PRINTED'),"
              " (SELECT count(*) FROM payments_slip), (SELECT coalesce(sum(notices), 0) FROM"
              " notices_printfile WHERE kind = 'PDF')")
    print(json.dumps([int(n) for n in c.fetchone()]))
"""


@pytest.fixture(autouse=True)
def _branch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WUAI_BRANCH", "SCY")


@pytest.fixture
def python(own_database: dict[str, str]) -> Any:
    """Run a few lines in the database of this test."""

    def run(code: str, *arguments: str) -> str:
        done = forked.run(["-c", code, *arguments], own_database)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_every_open_case_that_lacks_a_valid_slip_gets_its_notice_once(
    wuai: Any, python: Any, tmp_path: Path
) -> None:
    python(_CASES, "3")
    first = json.loads(wuai("notices", "issue", "-o", str(tmp_path), "--json").stdout)
    assert (first["notices"], first["pages"], first["set_aside"]) == (3, 6, 0)
    pdf, index = (Path(name) for name in first["files"])
    assert len(pypdfium2.PdfDocument(pdf)) == 6
    rows = list(csv.DictReader(io.StringIO(index.read_text("utf-8-sig"))))
    assert [row["郵遞區號"] for row in rows] == ["100", "101", "102"]
    again = json.loads(wuai("notices", "issue", "-o", str(tmp_path), "--json").stdout)
    assert (again["notices"], again["files"]) == (0, [])


def test_one_case_is_issued_again_when_it_is_asked_for(
    wuai: Any, python: Any, tmp_path: Path
) -> None:
    number = python(_CASES, "1").strip()
    for _ in range(2):
        done = wuai("notices", "issue", "--case", number, "-o", str(tmp_path), "--json")
        assert json.loads(done.stdout)["notices"] == 1
    assert json.loads(python(_COUNTS))[:2] == [2, 2]


def test_unknown_cases_and_batches_are_refused_in_both_languages(wuai: Any, tmp_path: Path) -> None:
    for what in (
        ("--case", "115年度健執字第99999999號"),
        ("--batch", "no-such"),
    ):
        done = wuai("notices", "issue", *what, "-o", str(tmp_path), "--json", check=1)
        refused = json.loads(done.stdout)["refused"]
        assert refused["zh"]
        assert refused["en"]


@pytest.mark.slow
def test_killed_at_any_moment_and_run_again_it_ends_the_same(
    wuai: Any, python: Any, own_database: dict[str, str], tmp_path: Path
) -> None:
    python(_CASES, "230")
    command = [sys.executable, "-m", "wuai.config.cli", "notices", "issue", "-o", str(tmp_path)]
    for seconds in (2.0, 3.0, 4.5, 6.0):
        process = subprocess.Popen(
            command, env=own_database, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    wuai("notices", "issue", "-o", str(tmp_path), "--json")
    assert json.loads(python(_COUNTS)) == [230, 230, 230, 230, 230]
    pdfs = sorted(tmp_path.glob("*.pdf"))
    assert sum(len(pypdfium2.PdfDocument(path)) for path in pdfs) == 460
    assert not list(tmp_path.glob("*.part"))
