"""The catalogue says of each of the 313 rows how far it is, and names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATUSES = {"works", "partly", "not yet"}
_ROW = re.compile(r"^\| (R\d+) \| (.+?) \| (.+?) \| (.*?) \| ?(.*?) ?\| ?(.*?) ?\|$", re.M)


def rows(text: str) -> list[tuple[str, str, str, str, str, str]]:
    """Number, two names, status, what is missing, and test of every row."""
    return _ROW.findall(text)


def wrong(text: str) -> list[str]:
    """Rows with a status nobody knows, a promise without a test, or a test that is not there."""
    found = []
    for number, _, _, status, missing, test in rows(text):
        if status not in STATUSES:
            found.append(f"{number}: status {status!r}")
        if status != "not yet" and not test:
            found.append(f"{number}: {status}, says who?")
        if (status == "partly") != bool(missing) and status != "not yet":
            found.append(f"{number}: {status}, and missing is {missing!r}")
        paths = re.findall(r"`([^`]+\.py)`", test)
        found += [f"{number}: no {path}" for path in paths if not (ROOT / path).exists()]
    return found


def test_every_row_is_there_once():
    text = (ROOT / "docs/catalogue.md").read_text("utf-8")
    assert [row[0] for row in rows(text)] == [f"R{number}" for number in range(1, 314)]


def test_every_status_is_known_and_every_test_exists():
    assert wrong((ROOT / "docs/catalogue.md").read_text("utf-8")) == []


def test_a_planted_boast_is_found():
    line = "| R1 | 分署 | Branch | {} |"
    here = "`checks/test_catalogue.py`"
    assert wrong(line.format("works | | ")) == ["R1: works, says who?"]
    assert wrong(line.format("works | | `checks/test_nothing.py`")) == [
        "R1: no checks/test_nothing.py"
    ]
    assert wrong(line.format(f"soon | | {here}")) == ["R1: status 'soon'"]
    assert wrong(line.format(f"partly | | {here}")) == ["R1: partly, and missing is ''"]
    assert wrong(line.format(f"works | | {here}")) == []
