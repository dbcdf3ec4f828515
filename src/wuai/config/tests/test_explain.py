"""``wuai explain``: one document with ``--json``, words without, a reason for every no."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner, Result

from wuai.config.explain import app

ROOT = Path(__file__).parents[3]
BARCODE = ("store-barcodes", "--item", "69A", "--account", "49465000000013", "--amount", "1500")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def _json(*arguments: str, code: int = 0) -> Any:
    result = _run(*arguments, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("deadline", ["2026-12-31", "115-12-31", "1151231", "115年12月31日"])
def test_store_barcodes(deadline: str) -> None:
    assert _json(*BARCODE, "--deadline", deadline) == {
        "segments": ["15123169A", "0049465000000013", "123126000001500"]
    }


def test_store_barcodes_with_their_own_due_day() -> None:
    arguments = ("--deadline", "111-06-17", "--due", "1110616", "--item", "6EA")
    found = _json("store-barcodes", *arguments, "--account", "3453010377039404", "--amount", "1000")
    assert found == {"segments": ["1106176EA", "3453010377039404", "061616000001000"]}
    prose = _run(*BARCODE, "--deadline", "1151231")
    assert prose.stdout.split() == ["15123169A", "0049465000000013", "123126000001500"]


def test_virtual_account() -> None:
    found = _json(
        "virtual-account",
        "--scheme",
        "ESUN_DOUBLE_AMOUNT",
        "--body",
        "99551000001",
        "--amount",
        "1500",
    )
    assert found == {
        "account": "9955100000144",
        "check": "44",
        "scheme": "ESUN_DOUBLE_AMOUNT",
        "bank": "808",
    }
    prose = _run("virtual-account", "--scheme", "CTBC_14", "--body", "4946500000001")
    assert "49465000000015" in prose.stdout
    assert "822" in prose.stdout


def test_the_list_of_schemes() -> None:
    rows = _json("virtual-account", "--list")
    assert [row["code"] for row in rows] == [
        *("CTBC_14", "CTBC_14_AMOUNT", "SCSB_14", "ESUN_SINGLE", "ESUN_SINGLE_AMOUNT"),
        *("ESUN_DOUBLE", "ESUN_DOUBLE_AMOUNT", "LAND_M14A", "LAND_M14B", "LAND_M16A"),
    ]
    assert rows[0]["bank"] == "822"
    assert rows[0]["length"] == 14
    assert rows[0]["bank_name"] == {"zh": "中國信託商業銀行", "en": "CTBC Bank"}
    assert len(_run("virtual-account", "--list").stdout.splitlines()) == 10


@pytest.mark.parametrize(
    ("number", "kind", "valid"),
    [
        ("A123456789", "NATIONAL_ID", True),
        ("A123456788", "NATIONAL_ID", False),
        ("A800000014", "ARC", True),
        ("AA00000009", "ARC_OLD", True),
        ("04595252", "UBN", True),
        ("x", "UNKNOWN", False),
    ],
)
def test_id_number(number: str, kind: str, valid: bool) -> None:
    found = _json("id-number", number)
    assert (found["kind"], found["valid"]) == (kind, valid)
    assert found["reason"]["zh"]
    assert found["reason"]["en"]
    verdict = "有效 / valid" if valid else "無效 / invalid"
    assert f"{kind}：{verdict}" in _run("id-number", number).stdout


@pytest.mark.parametrize(
    ("kind", "on", "limit", "inclusive"),
    [
        ("TAX", "109-09-15", 20_000, False),
        ("TAX", "1090916", 30_000, True),
        ("LABOUR_INSURANCE", "2021-02-01", 30_000, True),
        ("FINE", "2026-11-21", 20_000, False),
    ],
)
def test_store_limit(kind: str, on: str, limit: int, inclusive: bool) -> None:
    found = _json("store-limit", "--debt-kind", kind, "--on", on)
    assert (found["limit"], found["inclusive"]) == (limit, inclusive)
    assert found["source"]["zh"]
    prose = _run("store-limit", "--debt-kind", kind, "--on", on).stdout
    assert ("up to" if inclusive else "below") in prose
    assert f"NT$ {limit:,}" in prose


def test_deadline_with_a_closure() -> None:
    found = _json("deadline", "OBJECTION_OPINION", "--from", "115-11-20")
    assert (found["rule"], found["from"], found["due"]) == (
        "OBJECTION_OPINION",
        "2026-11-20",
        "2026-11-30",
    )
    assert found["steps"][0]["on"] == "2026-11-20"
    assert found["sources"][0]["zh"] == "行政執行法第 9 條第 2 項"
    arguments = ("--from", "2026-11-20", "--closure", "115-11-30", "--closure", "2026-12-01")
    assert _json("deadline", "OBJECTION_OPINION", *arguments)["due"] == "2026-12-02"


def test_deadline_in_words() -> None:
    noon = _run("deadline", "FOI_DECISION", "--from", "2026-11-20").stdout
    assert "2026-12-07（115 年 12 月 7 日，星期一）上午" in noon
    assert "Saturday: moves to Monday morning" in noon
    assert "未經機關確認" not in noon
    petition = _run("deadline", "PETITION_REPLY", "--from", "2026-11-20").stdout
    assert "2026-11-30" in petition.splitlines()[0]
    assert "上午" not in petition
    assert "未經機關確認" in petition


def test_the_list_of_deadlines_names_the_law() -> None:
    rows = {row["code"]: row for row in _json("deadline", "--list")}
    assert rows["OBJECTION_OPINION"]["law"]["zh"] == "行政執行法第 9 條第 2 項"
    assert rows["PETITION_REPLY"]["confirmed"] is False
    assert rows["PETITION_REPLY"]["value"] == 6
    assert rows["PETITION_REPLY"]["unit"] == "working_day"
    lines = _run("deadline", "--list").stdout.splitlines()
    assert len(lines) == len(rows)
    assert sum("未經機關確認" in line for line in lines) == sum(
        not row["confirmed"] for row in rows.values()
    )


def test_limitation() -> None:
    found = _json("limitation", "--final", "2016-03-10")
    assert found["exec_limit_1"] == found["last_day"] == "2021-03-10"
    assert found["exec_limit_2"] == "2026-03-10"
    started = _json("limitation", "--final", "105-03-10", "--started", "2018-01-01")
    assert started["last_day"] == "2026-03-10"
    tax = _json("limitation", "--final", "2016-03-10", "--tax-period-end", "2020-02-29")
    assert (tax["exec_limit_1"], tax["exec_limit_2"]) == ("2025-02-28", "2030-02-28")
    arguments = ("--payment-period-end", "2016-03-10", "--suspended", "10")
    assert _json("limitation", *arguments)["collection_end"] == "2021-03-20"
    prose = _run("limitation", "--final", "2016-03-10").stdout
    assert "2021-03-10（110 年 3 月 10 日，星期三）" in prose
    assert "行政執行法第 7 條" in prose


def test_instalments() -> None:
    found = _json("instalments", "--total", "250000", "--on", "2026-11-21", "--count", "3")
    assert (found["min"], found["max"]) == (2, 8)
    assert [(row["no"], row["due"], row["amount"]) for row in found["schedule"]] == [
        (1, "2026-11-23", 83_334),
        (2, "2026-12-21", 83_333),
        (3, "2027-01-21", 83_333),
    ]
    assert found["confirmed"] is False
    closed = ("--closure", "2026-11-23", "--on", "2026-11-21")
    moved = _json("instalments", "--total", "250000", "--count", "2", *closed)
    assert moved["schedule"][0]["due"] == "2026-11-24"
    special = _json("instalments", "--total", "60000000", "--on", "1151121", "--grounds", "SPECIAL")
    assert special["max"] is None
    prose = _run("instalments", "--total", "60000000", "--on", "1151121", "--grounds", "SPECIAL")
    assert "不限" in prose.stdout
    assert "2–8 期" in _run("instalments", "--total", "250000", "--on", "1151121").stdout


def test_more_instalments_than_the_table_allows_are_refused() -> None:
    arguments = ("instalments", "--total", "250000", "--on", "2026-11-21", "--count", "9")
    refused = _json(*arguments, code=1)["refused"]
    assert refused["code"] == "TOO_MANY_INSTALMENTS"
    assert refused["field"] == "count"
    result = _run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    zh, en, basis = result.stderr.splitlines()
    assert zh == "NT$ 250,000 至多分 8 期，申請 9 期　請減少期數；有特殊情形者，得敘明理由申請延長"
    assert en.startswith("NT$ 250,000 may be paid in at most 8 instalments, not 9")
    assert basis.startswith("(行政執行法施行細則第 27 條")


def test_auction_ladder() -> None:
    found = _json("auction-ladder", "--reserve", "10000000")
    assert [row["reserve"] for row in found["rounds"]] == [
        *(10_000_000, 8_000_000, 6_400_000, 6_400_000, 5_120_000)
    ]
    assert found["confirmed"] is False
    smaller = _json("auction-ladder", "--reserve", "1000", "--cut", "10", "--deposit", "30")
    assert smaller["rounds"][1]["reserve"] == 900
    assert smaller["rounds"][0]["deposit"] == 300
    prose = _run("auction-ladder", "--reserve", "10000000").stdout
    assert "NT$ 6,400,000" in prose
    assert "未經機關確認" in prose


def test_surcharge() -> None:
    arguments = ("surcharge", "--principal", "100000", "--payment-end", "115-03-31")
    found = _json(*arguments, "--on", "2026-04-10")
    assert (found["amount"], found["percent"], found["late_days"]) == (3_000, 3, 10)
    assert [step["on"] for step in found["steps"]] == ["2026-04-03", "2026-04-06", "2026-04-09"]
    prose = _run(*arguments, "--on", "2026-04-10").stdout
    assert prose.startswith("NT$ 3,000（3%，逾 10 日")
    assert "稅捐稽徵法第 20 條" in prose


def _file(tmp_path: Path, document: object) -> str:
    file = tmp_path / "pool.json"
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_distribution(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        {
            "pool": 1_020_000,
            "costs": 20_000,
            "claims": [
                {"case_no": "1", "creditor": "甲", "amount": 300_000},
                {"no": "2", "name": "乙", "kind": "FINE", "amount": 500_000},
                {"id": "3", "rank": 7, "amount": 700_001},
            ],
        },
    )
    found = _json("distribution", file)
    assert [(line["no"], line["creditor"], line["paid"]) for line in found["lines"]] == [
        ("費用 / costs", "", 20_000),
        ("1", "甲", 200_000),
        ("2", "乙", 333_333),
        ("3", "", 466_667),
    ]
    assert (found["pool"], found["paid"], found["surplus"]) == (1_020_000, 1_020_000, 0)
    prose = _run("distribution", file).stdout
    assert "NT$ 466,667" in prose
    assert "餘額 / surplus NT$ 0" in prose


def test_distribution_with_listed_costs_and_mortgages(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        "\ufeff"
        + json.dumps(
            {
                "pool": 160,
                "costs": [{"name": "鑑價", "amount": 10}, {"no": "登報", "amount": 5}],
                "claims": [
                    {"case_no": "b", "kind": "MORTGAGE", "order": 2, "amount": 100},
                    {"case_no": "a", "rank": 4, "order": 1, "amount": 100},
                    {"amount": 1},
                ],
            }
        ),
    )
    found = _json("distribution", file, "--on", "1151121")
    assert {line["no"]: line["paid"] for line in found["lines"]} == {
        "費用 1": 10,
        "登報": 5,
        "a": 100,
        "b": 45,
        "3": 0,
    }


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("not json", "JSON"),
        ("[" * 100_000, "JSON"),
        ('{"pool": ' + "9" * 5_000 + "}", "JSON"),
        ("[1]", "an object"),
        ({"costs": 0, "claims": []}, "pool must be a whole number"),
        ({"pool": 1.5, "claims": []}, "pool must be a whole number"),
        ({"pool": True, "claims": []}, "pool must be a whole number"),
        ({"pool": "1", "claims": []}, "pool must be a whole number"),
        ({"pool": 1, "costs": "x"}, "costs must be a list"),
        ({"pool": 1, "costs": [1]}, "costs must be a list"),
        ({"pool": 1, "claims": {}}, "claims must be a list"),
        ({"pool": 1, "claims": [{"kind": "TAX"}]}, "amount must be a whole number"),
        ({"pool": 1, "claims": [{"amount": 1}, {"amount": 1, "rank": 9}]}, "the rank of claim 2"),
    ],
)
def test_a_wrong_distribution_file_is_refused(
    tmp_path: Path, document: object, message: str
) -> None:
    refused = _json("distribution", _file(tmp_path, document), code=1)["refused"]
    assert refused["code"] == "DISTRIBUTION_FILE_WRONG"
    assert message in refused["en"]


def test_calendar_of_the_joint_auction() -> None:
    found = _json("calendar", "--year", "2026", "--rule", "joint-auction")
    assert len(found["dates"]) == 12
    assert found["dates"][-1] == "2026-12-01"
    assert (found["year"], found["rule"]) == (2026, "joint-auction")
    assert _json("calendar", "--year", "115")["dates"] == found["dates"]
    closed = _json("calendar", "--year", "2026", "--closure", "2026-12-01")
    assert closed["dates"][-1] == "2026-12-02"
    assert closed["days"][-1]["moved"] is True
    assert (
        "2026-12-01（115 年 12 月 1 日，星期二） 15:00" in _run("calendar", "--year", "115").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("store-limit", "--debt-kind", "LOAN", "--on", "1151121"), "UNKNOWN_DEBT_KIND"),
        (("store-limit", "--debt-kind", "TAX", "--on", "115-02-30"), "DATE_IMPOSSIBLE"),
        (("store-limit", "--debt-kind", "TAX", "--on", "soon"), "DATE_UNREADABLE"),
        (("store-limit", "--debt-kind", "TAX", "--on", "2000-12-31"), "NOT_YET_IN_FORCE"),
        (("deadline", "NO_SUCH", "--from", "1151121"), "UNKNOWN_DEADLINE_RULE"),
        (("limitation",), "NO_START_OF_LIMITATION"),
        (("virtual-account", "--scheme", "X", "--body", "1"), "UNKNOWN_VA_SCHEME"),
        (
            ("virtual-account", "--scheme", "CTBC_14_AMOUNT", "--body", "4946500000001"),
            "VIRTUAL_ACCOUNT_AMOUNT_NEEDED",
        ),
        (("auction-ladder", "--reserve", "0"), "RESERVE_TOO_SMALL"),
        (("calendar", "--year", "2015"), "NO_JOINT_AUCTION_YET"),
        ((*BARCODE, "--deadline", "1151231", "--due", "x"), "DATE_UNREADABLE"),
    ],
)
def test_every_no_has_a_name_and_two_languages(arguments: tuple[str, ...], code: str) -> None:
    refused = _json(*arguments, code=1)["refused"]
    assert refused["code"] == code
    for key in ("zh", "en", "next_zh", "next_en"):
        assert refused[key]
    spoken = _run(*arguments)
    assert spoken.exit_code == 1
    assert refused["zh"] in spoken.stderr
    assert refused["next_en"] in spoken.stderr
    assert spoken.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("deadline",),
        ("deadline", "OBJECTION_OPINION"),
        ("virtual-account",),
        ("virtual-account", "--scheme", "CTBC_14"),
        ("store-limit",),
        ("instalments", "--total", "many"),
        ("distribution", "/no/such/file"),
        ("calendar", "--year", "2026", "--rule", "moon"),
        ("calendar", "--year", "0"),
        ("calendar", "--year", "2201"),
        ("no-such-command",),
        ("id-number",),
        ("id-number", "A1", "--nope"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    result = _run(*arguments, *(() if arguments[0] == "no-such-command" else ("--json",)))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize(
    "common",
    [("--branch", "tpy"), ("--branch=tpy",), ("--as", "clerk"), ("--as=clerk", "--branch", "tpy")],
)
def test_branch_and_account_are_accepted_and_not_needed(common: tuple[str, ...]) -> None:
    assert _json("id-number", *common, "A123456789")["valid"] is True


def test_without_a_day_the_day_in_taipei_governs() -> None:
    # 16:30 UTC on 15 September is half past midnight in Taipei on the 16th.
    with time_machine.travel("2020-09-15T16:30:00+00:00", tick=False):
        assert _json("store-limit", "--debt-kind", "TAX")["limit"] == 30_000
    with time_machine.travel("2020-09-15T15:30:00+00:00", tick=False):
        assert _json("store-limit", "--debt-kind", "TAX")["limit"] == 20_000


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )


def test_as_a_program_of_its_own() -> None:
    done = _python(
        "-m", "wuai.config.explain", "deadline", "PETITION_REPLY", "--from", "1151120", "--json"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert date.fromisoformat(json.loads(done.stdout)["due"]) == date(2026, 11, 30)
    refused = _python("-m", "wuai.config.explain", "deadline", "NO_SUCH", "--from", "1151120")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert _python("-m", "wuai.config.explain", "deadline").returncode == 2


def test_nothing_heavy_is_imported_to_start() -> None:
    probe = (
        "import sys, wuai.config.explain;"
        "print([m for m in ('django', 'polars', 'holidays', 'psycopg') if m in sys.modules])"
    )
    assert _python("-c", probe).stdout.strip() == "[]"
