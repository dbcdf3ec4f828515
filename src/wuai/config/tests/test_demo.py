"""The demo branch is made by the real actions, holds as many cases as asked for, and balances."""

import json

import pytest

pytestmark = pytest.mark.slow


def test_a_demo_branch_has_the_cases_asked_for_and_is_made_once(wuai):
    first = json.loads(wuai("demo", "load", "--cases", "60", "--seed", "3", "--json").stdout)
    assert first["cases"] == 60
    assert not first["replayed"]
    for figure in ("notices", "served", "payments", "unmatched", "rejected"):
        assert first[figure] > 0, figure
    again = json.loads(wuai("demo", "load", "--cases", "60", "--seed", "3", "--json").stdout)
    assert again == first | {"replayed": True}
    checks = json.loads(wuai("ledger", "verify", "--json").stdout)
    assert all(check["holds"] for check in checks)
    code = json.loads(wuai("demo", "code", "clerk", "--json").stdout)
    assert code["user"] == "clerk"
    assert len(code["code"]) == 6


def test_an_account_that_is_no_demo_has_no_code(wuai):
    wuai("demo", "load", "--cases", "10", "--json")
    assert wuai("demo", "code", "nobody", check=1).stderr
