"""``--as ACCOUNT``: a command lets an account do what the account may do, and nothing else."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from typer.testing import CliRunner

from wuai.config import cli
from wuai.contexts.identity import api as identity

pytestmark = pytest.mark.django_db
# A command, an account that may not give it, and the permission that it lacks.
WITHOUT = [
    ("cases show 1", "it", "case.view"),
    ("cases explain 1", "statistics", "case.view"),
    ("assignment replay x", "it", "case.view"),
    ("day close 2026-10-01", "clerk", "payment.approve"),
    ("payments unmatched", "it", "payment.view"),
    ("payments own x", "auditor", "payment.settle"),
    ("payments import --channel VA {file}", "clerk", "payment.import"),
    ("notices issue -o {folder}", "auditor", "notice.issue"),
    ("referrals import --agency NHI {file}", "cashier", "referral.intake"),
    ("referrals import --agency NHI --rehearse {file}", "it", "referral.intake"),
    ("referrals feedback --agency NHI --on 2026-11-21 -o {folder}", "it", "referral.intake"),
    ("ledger verify", "clerk", "ledger.view"),
    ("audit verify", "clerk", "audit.view"),
    ("audit dump -o {folder}", "clerk", "audit.view"),
    ("accounts list", "clerk", "account.manage"),
    ("keys rotate", "clerk", "system.operate"),
    ("demo load", "clerk", "system.operate"),
    ("demo code chief", "clerk", "system.operate"),
    ("simulate settlements --channel VA -o {folder}", "it", "payment.view"),
]


@pytest.fixture
def refusal(db: None, tmp_path: Path) -> Any:
    """``refusal("cases show 1 --as it")`` gives what the command refuses with."""
    identity.create_demo_accounts(branch="SCY", by=factories.system("test"), at=factories.AT)
    (tmp_path / "f.csv").write_text("x")

    def run(words: str) -> dict[str, str]:
        said = words.format(file=tmp_path / "f.csv", folder=tmp_path / "out").split()
        module, _ = cli._GROUPS[said[0]]
        done = CliRunner().invoke(importlib.import_module(module).app, [*said[1:], "--json"])
        assert done.exit_code == 1, (words, done.stdout, done.exception)
        assert not (tmp_path / "out").exists()
        return dict(json.loads(done.stdout)["refused"])

    return run


@pytest.mark.parametrize(("words", "account", "permission"), WITHOUT)
def test_who_lacks_the_permission_is_refused_and_told_which(
    refusal: Any, words: str, account: str, permission: str
) -> None:
    told = refusal(f"{words} --branch SCY --as {account}")
    assert told["code"] == "MAY_NOT"
    assert permission in told["en"]
    assert told["next_zh"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("cases show 1 --branch SLY --as clerk", "NOT_OF_THIS_BRANCH"),
        ("cases show 1 --branch SCY --as nhi", "NOT_OF_THIS_BRANCH"),
        ("cases show 1 --branch SCY --as nobody", "ACCOUNT_UNKNOWN"),
        ("cases show 1 --branch SCY --as clerk", "CASE_UNKNOWN"),
        ("payments own x --branch SCY --as cashier", "NOTHING_HELD"),
        ("referrals import {file} --branch SCY --agency NHI --as tax", "NOT_OF_THIS_AGENCY"),
        ("referrals import {file} --branch SCY --agency NHI --as nhi", "NOT_A_REFERRAL_FILE"),
        ("simulate settlements --branch SCY --channel PIGEON -o {folder}", "CHANNEL_UNKNOWN"),
    ],
)
def test_an_account_acts_in_its_own_house_only(refusal: Any, words: str, code: str) -> None:
    assert refusal(words)["code"] == code


def test_a_day_that_has_not_come_cannot_be_closed(refusal: Any) -> None:
    assert refusal("day close 2199-01-01 --branch SCY")["code"] == "DAY_NOT_COME"


def test_a_rehearsal_and_a_retry_are_two_commands(refusal: Any, tmp_path: Path) -> None:
    module, _ = cli._GROUPS["referrals"]
    words = ["import", "--agency", "NHI", "--rehearse", "--retry-rejected", str(tmp_path / "f.csv")]
    done = CliRunner().invoke(importlib.import_module(module).app, words)
    assert done.exit_code == 2
    assert "--retry-rejected" in done.output
