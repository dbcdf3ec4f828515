"""The main job from the command line, as contracts name it."""

import json
from pathlib import Path
from typing import Any

import pytest

from .files import results_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_from_a_simulated_file_to_replayed_assignments(wuai: Any, tmp_path: Path) -> None:
    def run(*words: str, check: int = 0) -> Any:
        return json.loads(wuai(*words, "--branch", "SCY", "--json", check=check).stdout)

    file = str(tmp_path / "f.csv")
    made = run("simulate", "referrals", "--agency", "NHI", "--rows", "300", "--seed", "7",
               "--encoding", "big5", "-o", file)  # fmt: skip
    rehearsal = run("referrals", "import", "--agency", "NHI", "--rehearse", file)
    outcome = run("referrals", "import", "--agency", "NHI", file)
    counts = ("rows", "accepted", "rejected", "duplicates")
    assert [rehearsal[c] for c in counts] == [outcome[c] for c in counts]
    assert outcome["rows"] == 300 == sum(outcome[c] for c in counts[1:])
    assert outcome["rejected"] == made["bad"]
    again = run("referrals", "import", "--agency", "NHI", file)
    assert again["replayed"]
    assert again["batch"] == outcome["batch"]
    results = results_of(outcome["results"])
    assert len(results) == 300
    number = next(row["執行案號"] for row in results if row["結果"] == "受理")
    shown = run("cases", "show", number)
    explained = run("cases", "explain", number)
    assert shown["number"] == number
    assert explained["balance"] == shown["balance"] == sum(shown["components"].values())
    replayed = run("assignment", "replay", outcome["batch"])
    assert (replayed["same"], replayed["different"]) == (outcome["accepted"], 0)
    feedback = tmp_path / "feedback.csv"
    told = run("referrals", "feedback", "--agency", "NHI", "--on", shown["registered_on"], "-o",
               str(feedback))  # fmt: skip
    assert told["rows"] == outcome["accepted"]
    assert {row["事由"] for row in results_of(feedback)} == {"分案"}
    refused = run("cases", "show", "999年度健執字第1號", check=1)
    assert refused["refused"]["code"] == "CASE_UNKNOWN"
