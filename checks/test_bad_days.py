"""Every bad day of ``docs/bad-days.md`` has the test that it names."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINE = re.compile(r"`((?:src|tests)/[\w/.]+\.py)::(test_\w+)`")


def test_each_bad_day_has_its_test() -> None:
    named = LINE.findall((ROOT / "docs" / "bad-days.md").read_text("utf-8"))
    assert len(named) >= 9
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), f"{path}::{test}"
