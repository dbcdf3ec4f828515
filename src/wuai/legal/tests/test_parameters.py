"""Law as data: every entry has its source, and a wrong file stops the program."""

from datetime import date
from pathlib import Path

import pytest

from wuai import legal
from wuai.kernel.dated import NotYetInForce
from wuai.legal import parameter_table as parameter
from wuai.legal.parameter_table import ParameterFileWrong, UnknownParameter, read_files

TODAY = date(2026, 11, 21)
GOOD = """
[ONE]
zh = "一"
en = "one"
unit = "TWD"
event_zh = "事"
event_en = "event"
[[ONE.versions]]
since = 2001-01-01
value = 1
source = "法"
source_en = "law"
confirmed = true
[[ONE.versions]]
since = 2002-01-01
value = 2
inclusive = false
source = "法二"
source_en = "law two"
confirmed = false
"""


def _read(tmp_path: Path, text: str) -> dict[str, legal.Parameter]:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    return read_files([file])


def test_an_entry_is_read_with_all_it_says(tmp_path: Path) -> None:
    entry = _read(tmp_path, GOOD)["ONE"]
    assert (entry.name.zh, entry.name.en, entry.unit) == ("一", "one", "TWD")
    assert (entry.event.zh, entry.event.en, entry.counting) == ("事", "event", "ordinary")
    old, new = entry.on(date(2001, 12, 31)), entry.on(date(2002, 1, 1))
    assert (old.value, old.inclusive, old.confirmed) == (1, True, True)
    assert (new.value, new.inclusive, new.confirmed) == (2, False, False)
    assert (new.code, new.since) == ("ONE", date(2002, 1, 1))
    assert (new.source.zh, new.source.en) == ("法二", "law two")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('zh = "一"\n', "", "missing ['zh']"),
        ('en = "one"', 'en = ""', "missing ['en']"),
        ('unit = "TWD"', "unit = 3", "missing ['unit']"),
        ('event_zh = "事"', 'event_zz = "事"', "unknown ['event_zz'], missing ['event_zh']"),
        ("since = 2001-01-01", "", "['since']"),
        ("since = 2001-01-01", 'since = "2001-01-01"', "since must be a day"),
        ("since = 2001-01-01", "since = 2001-01-01T00:00:00", "since must be a day"),
        ("confirmed = true", "confirmed = 1", "since must be a day, confirmed"),
        ('source = "法"\n', 'source = ""\n', "without its source"),
        ('source_en = "law"\n', 'source_en = ""\n', "without its source"),
        ("value = 1\n", "", "['value']"),
        ("value = 1\n", "value = 1\nvaule = 2\n", "['vaule']"),
        ("since = 2002-01-01", "since = 2001-01-01", "later and later"),
        ("[[ONE.versions]]", "[[ONE.verzions]]", "unknown ['verzions']"),
    ],
)
def test_a_wrong_entry_stops_the_program(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(ParameterFileWrong) as caught:
        _read(tmp_path, GOOD.replace(old, new))
    assert str(caught.value).startswith("ONE: ")
    assert message in str(caught.value)


def test_an_entry_without_versions_or_with_a_single_table_is_refused(tmp_path: Path) -> None:
    head = GOOD[: GOOD.index("[[")]
    for text in (head, head + "versions = 3", head + "versions = []"):
        with pytest.raises(ParameterFileWrong, match="ONE: no versions"):
            _read(tmp_path, text)


def test_a_code_is_used_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    for file in (first, second):
        file.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ParameterFileWrong, match=r"b\.toml: ONE is written twice"):
        read_files([first, second])


def test_a_way_of_counting_is_kept(tmp_path: Path) -> None:
    entry = _read(tmp_path, GOOD.replace('unit = "TWD"', 'unit = "day"\ncounting = "adverse"'))[
        "ONE"
    ]
    assert entry.counting == "adverse"


def test_every_entry_of_the_house_can_be_asked() -> None:
    entries = parameter.all_parameters()
    assert len(entries) > 100
    for code, entry in entries.items():
        assert entry.code == code
        assert code == code.upper()
        newest = entry.settings.versions[-1]
        assert entry.on(max(newest.since, TODAY)).source.zh
        if "unconfirmed" in newest.value.source.en:
            assert not newest.value.confirmed


def test_one_file_gives_its_entries_in_order() -> None:
    assert [entry.code for entry in parameter.in_file("instalments")] == [
        "INSTALMENT_BANDS",
        "INSTALMENT_EXTENDED_MAX",
        "INSTALMENT_UNLIMITED_FROM",
        "INSTALMENT_APPROVAL",
        "INSTALMENT_GRACE_DAYS",
        "INSTALMENT_REMINDER_DAYS",
        "INSTALMENT_CHASE_DAYS",
        "LIVING_COST",
        "GUARANTOR_DAYS",
    ]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("RESIDENCE_MIN_AMOUNT", 100_000),
        ("CUSTODY_PETITION_HOURS", 24),
        ("CUSTODY_HOLD_HOURS", 24),
        ("CUSTODY_VISITS", 3),
        ("MAJOR_ARREARS", 10_000_000),
        ("TAX_EXIT_INDIVIDUAL", 1_000_000),
        ("TAX_EXIT_INDIVIDUAL_PENDING", 1_500_000),
        ("TAX_EXIT_BUSINESS", 2_000_000),
        ("TAX_EXIT_BUSINESS_PENDING", 3_000_000),
        ("AUCTION_CUT_MAX", 20),
        ("MOVABLE_RESERVE_FLOOR", 50),
        ("INCIDENT_REPORT_HOURS", 1),
        ("INCIDENT_REVIEW_LOW_HOURS", 8),
        ("INCIDENT_REVIEW_HIGH_HOURS", 2),
        ("INCIDENT_RECOVER_LOW_HOURS", 72),
        ("INCIDENT_RECOVER_HIGH_HOURS", 36),
        ("LOGIN_FAILURES", 5),
        ("LOGIN_LOCK_MINUTES", 15),
        ("PASSWORD_GENERATIONS", 3),
        ("LOG_KEEP_MONTHS", 6),
    ],
)
def test_numbers_of_the_law(code: str, value: int) -> None:
    assert legal.number(code, on=TODAY) == value


def test_a_share_is_written_as_a_fraction() -> None:
    assert legal.setting("WAGE_MAX_SHARE", on=TODAY).value == "1/3"
    assert legal.setting("LIVING_COST_FACTOR", on=TODAY).value == "6/5"
    with pytest.raises(ParameterFileWrong, match="WAGE_MAX_SHARE is not a whole number"):
        legal.number("WAGE_MAX_SHARE", on=TODAY)


def test_the_accessibility_rules_change_on_their_day() -> None:
    assert legal.setting("ACCESSIBILITY_SPEC", on=date(2026, 11, 29)).value == "110.07"
    assert legal.setting("ACCESSIBILITY_SPEC", on=date(2026, 11, 30)).value == "115.11"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownParameter) as caught:
        legal.parameter("NO_SUCH")
    assert "「NO_SUCH」" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("kind", "day", "limit", "inclusive"),
    [
        ("TAX", date(2020, 9, 15), 20_000, False),
        ("TAX", date(2020, 9, 16), 30_000, True),
        ("LABOUR_INSURANCE", date(2021, 1, 31), 20_000, False),
        ("LABOUR_INSURANCE", date(2021, 2, 1), 30_000, True),
        ("NHI", TODAY, 20_000, False),
        ("FINE", TODAY, 20_000, False),
        ("FEE", TODAY, 20_000, False),
        ("FEE", date(2001, 1, 1), 20_000, False),
    ],
)
def test_the_store_limit_of_a_day(kind: str, day: date, limit: int, inclusive: bool) -> None:
    found = legal.store_limit(kind, on=day)
    assert (found.kind, found.limit, found.inclusive) == (kind, limit, inclusive)
    assert found.source.zh
    assert found.confirmed
    assert found.since <= day


@pytest.mark.parametrize(
    ("kind", "amount", "allowed"),
    [
        ("FINE", 0, False),
        ("FINE", -1, False),
        ("FINE", 1, True),
        ("FINE", 19_999, True),
        ("FINE", 20_000, False),
        ("FINE", 20_001, False),
        ("TAX", 29_999, True),
        ("TAX", 30_000, True),
        ("TAX", 30_001, False),
    ],
)
def test_below_and_up_to_are_two_edges(kind: str, amount: int, allowed: bool) -> None:
    assert legal.store_limit(kind, TODAY).allows(amount) is allowed


def test_an_unknown_kind_of_debt_is_refused() -> None:
    with pytest.raises(legal.UnknownDebtKind) as caught:
        legal.store_limit("LOAN", TODAY)
    assert caught.value.next_step("en") == "Known kinds: TAX, NHI, LABOUR_INSURANCE, FINE, FEE"


def test_no_store_limit_before_the_branches_existed() -> None:
    with pytest.raises(NotYetInForce):
        legal.store_limit("TAX", date(2000, 12, 31))
