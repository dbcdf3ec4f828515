"""Every kind of error of the format, named by column and code; the neighbours pass."""

import csv

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.contexts.referrals.actions.prepare import prepare
from wuai.contexts.referrals.rules import numbers
from wuai.contexts.referrals.rules.faults import TEXTS
from wuai.contexts.referrals.rules.pieces import NULL, STAGED, Piece, Plan
from wuai.kernel import identity_numbers

from .files import ON, TITLES, row, text

PLAN = Plan(
    7, "b", tuple(TITLES), "utf-8", ON,
    {"NHI": (1, "NHI"), "TRAFFIC": (2, "FINE"), "HOUSE_TAX": (3, "TAX"), "FEE": (4, "FEE"),
     "LABOUR": (5, "LABOUR_INSURANCE"), "PENSION": (6, "FEE")},
)  # fmt: skip


def staged(*content, plan=PLAN):
    from wuai.contexts.referrals.rules.split import records

    found = list(records([text(*content).encode(plan.encoding)]))[1:]
    done = prepare(plan, Piece(0, 1, found))
    lines = csv.reader(done.data.decode().splitlines())
    return [dict(zip(STAGED, line, strict=True)) for line in lines]


def faults(**change):
    import json

    (one,) = staged(row(**change))
    errors = [] if one["errors"] == NULL else json.loads(one["errors"])
    return [(error["column"], error["code"]) for error in errors]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"統一編號": "A123456788"}, [("統一編號", "ID_CHECK_DIGIT")]),
        ({"統一編號": "Ａ１２３４５６７８９"}, []),
        ({"統一編號": '="A123456789"'}, []),
        ({"統一編號": "A12345678"}, [("統一編號", "ID_SHAPE")]),
        ({"統一編號": ""}, [("統一編號", "REQUIRED")]),
        ({"統一編號": "", "義務人類別": "其他"}, []),
        ({"統一編號": "P0012345", "義務人類別": "其他"}, []),
        ({"統一編號": "04595252", "義務人類別": "法人"}, []),
        ({"統一編號": "A800000014"}, []),
        ({"統一編號": "AA00000009"}, []),
        ({"法定代理人統一編號": "X"}, [("法定代理人統一編號", "ID_SHAPE")]),
        ({"義務人姓名": ""}, [("義務人姓名", "REQUIRED")]),
        ({"義務人姓名": "字" * 100}, []),
        ({"義務人姓名": "字" * 101}, [("義務人姓名", "TOO_LONG")]),
        ({"義務人姓名": "陳\x00文"}, [("義務人姓名", "CONTROL_CHARACTER")]),
        ({"義務人姓名": "陳\n文"}, [("義務人姓名", "CONTROL_CHARACTER")]),
        ({"移送案號": "A\r1"}, [("移送案號", "CONTROL_CHARACTER")]),
        ({"移送案號": "A\x071"}, [("移送案號", "CONTROL_CHARACTER")]),
        ({"移送案號": "A\u200b1"}, [("移送案號", "HIDDEN_CHARACTER")]),
        ({"移送案號": "A1\ufeff"}, [("移送案號", "HIDDEN_CHARACTER")]),
        ({"執行憑證編號": "\u2060A1"}, [("執行憑證編號", "HIDDEN_CHARACTER")]),
        ({"義務人姓名": "陳\u200d文"}, []),
        ({"備註": "一\n二"}, []),
        ({"義務人姓名": "陳\u202e文"}, [("義務人姓名", "BIDI_CHARACTER")]),
        ({"義務人姓名": "陳\ue000文"}, []),
        ({"義務人姓名": "𠮷\U000e0100田"}, []),
        ({"義務人類別": "公司"}, [("義務人類別", "PARTY_KIND_UNKNOWN")]),
        ({"案件類別": "NONE"}, [("案件類別", "CATEGORY_UNKNOWN")]),
        ({"應納金額": "-1"}, [("應納金額", "AMOUNT_NEGATIVE")]),
        ({"應納金額": "1.5"}, [("應納金額", "AMOUNT_UNREADABLE")]),
        ({"應納金額": "１，２００"}, []),
        ({"應納金額": "0", "滯納金": ""}, [("應納金額", "TOTAL_ZERO")]),
        ({"應納金額": "0", "滯納金": "1"}, []),
        ({"應納金額": "1000000000001"}, [("應納金額", "AMOUNT_TOO_LARGE")]),
        ({"應納金額": "9" * 5000}, [("應納金額", "AMOUNT_UNREADABLE")]),
        ({"繳納期間屆滿日": "1141331"}, [("繳納期間屆滿日", "DATE_IMPOSSIBLE")]),
        ({"繳納期間屆滿日": "昨天"}, [("繳納期間屆滿日", "DATE_UNREADABLE")]),
        ({"繳納期間屆滿日": "2026-11-21"}, [("繳納期間屆滿日", "PERIOD_NOT_ENDED")]),
        ({"繳納期間屆滿日": "2026-11-20"}, []),
        ({"送達日": "2026-11-22"}, [("送達日", "DATE_IN_FUTURE")]),
        ({"送達日": "2026-11-21"}, []),
        ({"徵收期間屆滿日": "2031-01-01"}, []),
        ({"案件類別": "TRAFFIC"}, [("處分確定日", "REQUIRED")]),
        ({"案件類別": "TRAFFIC", "處分確定日": "1140401"}, []),
        ({"案件類別": "TRAFFIC", "處分確定日": "1149901"}, [("處分確定日", "DATE_IMPOSSIBLE")]),
        ({"繳納期間屆滿日": "2021-11-20"}, [("繳納期間屆滿日", "LIMIT_OVER")]),
        ({"繳納期間屆滿日": "2021-11-21"}, []),
        ({"繳納期間屆滿日": "2020-01-01", "原開始執行日": "2021-01-01"}, []),
        ({"繳納期間屆滿日": "2020-01-01", "案件類別": "HOUSE_TAX"}, []),
        ({"停止執行期間": "三天"}, [("停止執行期間", "DAYS_UNREADABLE")]),
        ({"停止執行期間": "３０日"}, []),
        ({"計息本金": "1000"}, [("計息本金", "ACCRUAL_INCOMPLETE")]),
        ({"計息本金": "1000", "計息起日": "1140401", "年利率": "5"}, []),
        ({"計息本金": "1000", "計息起日": "1140401", "年利率": "五"}, [("年利率", "RATE_UNREADABLE")]),
        ({"計息本金": "1000", "計息起日": "1140401", "年利率": "101"}, [("年利率", "RATE_UNREADABLE")]),
        ({"計息本金": "1000", "計息起日": "1140401", "年利率": "0e99999999"}, []),
        ({"計息本金": "1000", "計息起日": "1140401", "年利率": "sNaN"}, [("年利率", "RATE_UNREADABLE")]),
        ({"移送案號": "1.2E+11"}, [("移送案號", "EXCEL_NUMBER")]),
        ({"移送案號": "=\"00123\""}, []),
        ({"備註": "=cmd|' /C calc'!A0"}, []),
    ],
)  # fmt: skip
def test_each_error_has_its_column_and_code(change, expected) -> None:
    assert faults(**change) == expected


@pytest.mark.parametrize(
    "form",
    ["1040331", "104/03/31", "104-3-31", "104年3月31日", "中華民國104年3月31日", "2015-03-31",
     "１０４０３３１"],
)  # fmt: skip
def test_a_date_may_be_written_in_every_usual_way(form) -> None:
    (one,) = staged(row(出生日期=form))
    assert one["born_on"] == "2015-03-31"


@pytest.mark.parametrize("form", ["104-13-01", "104-02-29", "31/03/104", "1040332", "104.3", "0"])
def test_its_neighbours_are_no_dates(form) -> None:
    assert faults(出生日期=form)[0][0] == "出生日期"


def test_several_errors_of_one_row_are_all_named() -> None:
    assert len(faults(義務人姓名="", 應納金額="-5", 送達日="x")) == 3


def test_a_faulty_row_keeps_nothing_readable_but_its_number() -> None:
    (one,) = staged(row(義務人姓名="王祕密", 統一編號="A123456788"))
    assert one["name"] == NULL
    assert one["agency_ref"] == "A0001"
    assert "王祕密" not in str(one)


def test_numbers_and_names_lie_sealed_or_exact() -> None:
    (one,) = staged(row(義務人姓名="𠮷田　𡘙"))
    assert one["name"] == "𠮷田　𡘙"
    assert "A123456789" not in str(one)
    assert len(one["id_index"]) == 2 + 32


def test_a_short_or_long_row_is_an_error_of_its_own() -> None:
    done = prepare(PLAN, Piece(0, 1, [b"a,b", b",".join([b"x"] * 40), b"\xff,\xfe"]))
    codes = [line[STAGED.index("errors")] for line in csv.reader(done.data.decode().splitlines())]
    assert "FIELD_COUNT" in codes[0]
    assert "FIELD_COUNT" in codes[1]
    assert "UNDECODABLE" in codes[2]
    assert done.faulty == 3


def test_a_bare_carriage_return_is_an_error_of_its_row_and_of_no_other() -> None:
    whole = [text(row(移送案號=n)).splitlines()[1].encode() for n in ("A1", "A2", "A3")]
    whole[1] = whole[1].replace("示範路".encode(), b"a\rb")
    done = prepare(PLAN, Piece(0, 1, whole))
    lines = [
        dict(zip(STAGED, line, strict=True)) for line in csv.reader(done.data.decode().splitlines())
    ]
    assert [line["errors"] == NULL for line in lines] == [True, False, True]
    assert "CONTROL_CHARACTER" in lines[1]["errors"]
    assert [line["agency_ref"] for line in lines] == ["A1", "A2", "A3"]


def test_every_code_speaks_both_languages() -> None:
    for zh, en in TEXTS.values():
        assert any("\u4e00" <= c <= "\u9fff" for c in zh)
        assert en.isascii() or "人" in en


@given(st.lists(st.from_regex(r"[A-Z][0-9A-D][0-9]{8}|[0-9]{8}", fullmatch=True), min_size=1))
def test_check_digits_by_column_agree_with_the_kernel(texts) -> None:
    frame = pl.DataFrame({"n": texts}, schema={"n": pl.String})
    found = frame.select(
        numbers.valid(pl.col("n")).alias("v"), numbers.kind(pl.col("n")).alias("k")
    )
    for one, valid, kind in zip(texts, found["v"], found["k"], strict=True):
        explained = identity_numbers.explain(one)
        assert (valid, kind) == (explained.valid, explained.kind)


ABOVE, UNSURE = ["SURCHARGE_ABOVE_LAW"], ["SURCHARGE_ABOVE_UNCONFIRMED"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # A person may owe as insured (5 %) or as insuring unit (15 %): only beyond both is too much.
        ({"應納金額": "1000", "滯納金": "150"}, []),
        ({"應納金額": "1000", "滯納金": "151"}, UNSURE),
        ({"應納金額": "1001", "滯納金": "151"}, []),
        ({"應納金額": "0", "滯納金": "151"}, []),
        ({"案件類別": "LABOUR", "應納金額": "1000", "滯納金": "200"}, []),
        ({"案件類別": "LABOUR", "應納金額": "1000", "滯納金": "201"}, ABOVE),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "100"}, []),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "101"}, ABOVE),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "101", "繳納期間屆滿日": "1101118"}, []),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "151", "繳納期間屆滿日": "1101118"}, UNSURE),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "1", "繳納期間屆滿日": "1151119"}, ABOVE),
        ({"案件類別": "HOUSE_TAX", "應納金額": "1000", "滯納金": "10", "繳納期間屆滿日": "1151118"}, []),
        ({"案件類別": "FEE", "應納金額": "1000", "滯納金": "151"}, UNSURE),
        ({"案件類別": "PENSION", "應納金額": "1000", "滯納金": "1000"}, []),
        ({"案件類別": "TRAFFIC", "應納金額": "1000", "滯納金": "900", "處分確定日": "1140501"}, []),
    ],
)  # fmt: skip
def test_a_surcharge_above_every_reading_of_the_law_is_a_warning_and_stays_as_it_is(
    change, expected
):
    import json

    (one,) = staged(row(**change))
    assert one["errors"] == NULL
    warnings = [] if one["warnings"] == NULL else json.loads(one["warnings"])
    assert [(found["column"], found["code"]) for found in warnings] == [
        ("滯納金", code) for code in expected
    ]
    assert one["surcharge"] == change["滯納金"]


@pytest.mark.parametrize(
    ("change", "warned"),
    [
        ({"義務人姓名": "@SUM"}, ["義務人姓名"]), ({"地址": "+1"}, ["地址"]),
        ({"法定代理人": "-1+1"}, ["法定代理人"]), ({"義務人姓名": "Jean-Luc"}, []), ({"備註": "-"}, []),
        ({"備註": "=1+1"}, ["備註"]), ({"執行名義": "@x"}, ["執行名義"]), ({"電話": "+886 3 5551234"}, []),
    ],
)  # fmt: skip
def test_a_name_like_a_formula_is_pointed_out(change, warned):
    import json

    (one,) = staged(row(**change))
    found = [] if one["warnings"] == NULL else json.loads(one["warnings"])
    assert [each["column"] for each in found if each["code"] == "FORMULA_LIKE"] == warned


@pytest.mark.parametrize("column", ["義務人姓名", "法定代理人", "地址"])
@pytest.mark.parametrize(
    "said", ['=HYPERLINK("http://x","點我")', "＝1+1", '="張"&"文"', "=", " =A1"]
)
def test_nobody_is_called_or_lives_at_a_formula(column, said):
    import json

    (one,) = staged(row(**{column: said}))
    assert [(found["column"], found["code"]) for found in json.loads(one["errors"])] == [
        (column, "FORMULA")
    ]


@pytest.mark.parametrize(
    ("column", "name", "said", "read"),
    [
        ("義務人姓名", "name", '="張文"', "張文"), ("義務人姓名", "name", '="張""小""文" ', '張"小"文'),
        ("法定代理人", "representative", '="王小明"', "王小明"), ("地址", "address", '="新竹市 1 號"', "新竹市 1 號"),
        ("移送案號", "agency_ref", '="00123"', "00123"), ("備註", "remark", '="甲乙"', "甲乙"),
        ("應納金額", "principal", '="1,200"', "1200"), ("執行名義", "title", '="繳款單"', "繳款單"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_keeps_as_text_is_read_as_that_text(column, name, said, read):
    (one,) = staged(row(**{column: said}))
    assert (one["errors"], one["warnings"]) == (NULL, NULL)
    assert one[name] == read
