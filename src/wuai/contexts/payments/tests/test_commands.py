"""The commands of money, run as a person runs them."""

import json

import pytest
from tests import forked

from wuai.contexts.payments.gateways.settlement import codec

pytestmark = pytest.mark.django_db
_CASES = """
from tests import factories
from wuai.contexts.payments import api
cases = [factories.case(amount=1000 + n) for n in range(4)]
api.issue_slips([c.id for c in cases], by=factories.system("test"), at=factories.AT, on=factories.ON)
print(cases[0].number)
"""


@pytest.fixture
def town(own_database, wuai):
    """Four open cases with slips, in a database of its own; the number of the first comes back."""
    made = forked.run(["-c", _CASES], own_database)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def _json(done):
    return json.loads(done.stdout)


def test_a_file_goes_in_once_the_books_hold_and_the_day_closes(town, wuai, tmp_path):
    file = tmp_path / "va.csv"
    wuai(
        "simulate",
        "settlements",
        "--channel",
        "VA",
        "--share",
        "1",
        "--on",
        "115-11-21",
        "-o",
        str(file),
        "--branch",
        "SCY",
    )
    first = _json(
        wuai("payments", "import", "--channel", "VA", str(file), "--branch", "SCY", "--json")
    )
    assert {name: first[name] for name in ("lines", "posted", "suspense", "duplicates", "rejected", "total")} == {
        "lines": 4, "posted": 4, "suspense": 0, "duplicates": 0, "rejected": 0, "total": 4006,
    }  # fmt: skip
    again = _json(
        wuai("payments", "import", "--channel", "VA", str(file), "--branch", "SCY", "--json")
    )
    assert again == first | {"replayed": True}
    checks = _json(wuai("ledger", "verify", "--json"))
    assert len(checks) > 20
    assert all(check["holds"] for check in checks)
    closed = _json(wuai("day", "close", "2026-11-21", "--branch", "SCY", "--json"))
    assert closed["closed"] is True
    assert closed["channels"][0]["ledger_total"] == 4006


def test_a_day_with_unowned_money_does_not_close(town, wuai, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_bytes(codec.write([("123456", "2026-11-20", "2026-11-20", 70, "VA", "822", "A")]))
    wuai("payments", "import", "--channel", "VA", str(file), "--branch", "SCY")
    match = _json(wuai("day", "close", "1151120", "--branch", "SCY", "--json", check=1))
    assert (match["closed"], match["unowned"]) == (False, 1)
    later = _json(wuai("day", "close", "1151121", "--branch", "SCY", "--json", check=1))
    assert (later["on"], later["closed"]) == ("2026-11-21", False)
    assert later["refused"]["code"] == "EARLIER_DAY_OPEN"
    wuai("payments", "own", match["unmatched"][0]["ref"], "--branch", "SCY")
    wuai("day", "close", "1151121", "--branch", "SCY")


def test_a_file_whose_total_disagrees_is_refused_with_both_languages(town, wuai, tmp_path):
    file = tmp_path / "cut.csv"
    file.write_text("123456,2026-11-21,2026-11-21,70,VA,822,A\n合計,,,71,,,1\n")
    done = wuai(
        "payments", "import", "--channel", "VA", str(file), "--branch", "SCY", "--json", check=1
    )
    refused = _json(done)["refused"]
    assert refused["code"] == "SETTLEMENT_TOTAL_DISAGREES"
    assert refused["zh"]
    assert refused["en"]


def test_every_channel_of_the_contract_can_be_imported(town, wuai, tmp_path):
    file = tmp_path / "empty.csv"
    file.write_bytes(codec.write([]))
    for channel in (
        "CVS_711",
        "CVS_FAMILY",
        "CVS_OK",
        "CVS_HILIFE",
        "POST",
        "TREASURY",
        "CARD",
        "MOBILE",
        "AGENCY",
    ):
        assert (
            _json(
                wuai(
                    "payments",
                    "import",
                    "--channel",
                    channel,
                    str(file),
                    "--branch",
                    "SCY",
                    "--json",
                )
            )["lines"]
            == 0
        )
