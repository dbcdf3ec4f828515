"""One case, one number, and every way in which people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import case_numbers as cases
from wuai.kernel.case_numbers import CaseNumber, CaseNumberImpossible

FULL = "115年度房稅執字第00012345號"


@pytest.mark.parametrize(
    ("year", "category", "track", "serial", "text"),
    [
        (115, "房稅", "執", 12345, FULL),
        (2026, "房稅", "執", 12345, FULL),
        (99, "健", "執特專", 1, "99年度健執特專字第00000001號"),
        (1, "罰", "專", 99_999_999, "1年度罰專字第99999999號"),
        (1912, "罰", "專", 2, "1年度罰專字第00000002號"),
        (999, "罰", "執特", 2, "999年度罰執特字第00000002號"),
    ],
)
def test_a_number_is_written_one_way(
    year: int, category: str, track: str, serial: int, text: str
) -> None:
    assert cases.format_number(year, category, track, serial) == text


@pytest.mark.parametrize(
    "parts",
    [
        (0, "房稅", "執", 1),
        (1000, "房稅", "執", 1),
        (115, "房稅", "行", 1),
        (115, "房稅", "執", 0),
        (115, "房稅", "執", 100_000_000),
        (115, "房稅", "執", -1),
        (115, "", "執", 1),
        (115, "罰執", "專", 1),
        (115, "房1", "執", 1),
    ],
)
def test_a_number_that_could_not_be_read_back_is_refused(parts: tuple[int, str, str, int]) -> None:
    with pytest.raises(CaseNumberImpossible) as caught:
        cases.format_number(*parts)
    assert caught.value.text("en").startswith("No case number can be made: the ")
    assert any(str(part) in caught.value.text("zh") for part in parts)
    assert "None" not in caught.value.text("zh")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (FULL, "115-房稅-執-12345"),
        ("115年度房稅執字第12345號", "115-房稅-執-12345"),
        ("115 年度房稅執字第 12345 號", "115-房稅-執-12345"),
        ("１１５年度房稅執字第０００１２３４５號", "115-房稅-執-12345"),
        ("115房稅執12345", "115-房稅-執-12345"),
        ("１１５年度健執字第００００００００２４５號", "115-健-執-245"),
        ("115健執000000000000000245", "115-健-執-245"),
        ("115年房稅執字12345", "115-房稅-執-12345"),
        ("115房稅執第12345號", "115-房稅-執-12345"),
        ("115-房稅-執-12345", "115-房稅-執-12345"),
        ("中華民國115年度房稅執字第12345號", "115-房稅-執-12345"),
        ("民國115年度房稅執字第12345號", "115-房稅-執-12345"),
        ("102 年度牌照稅專字第 9149 號", "102-牌照稅-專-9149"),
        ("屏執忠91年勞費執字第00003218號", "91-勞費-執-3218"),
        ("雄執壬95年平罰執特字第00044016號", "95-平罰-執特-44016"),
        ("宜執和101年娛稅執字第00027724號", "101-娛稅-執-27724"),
        ("士執辰110罰專00319363字第1100295393A號執行命令", "110-罰-專-319363"),
        ("115年度公退罰執專字第7號", "115-公退罰-執專-7"),
        ("115年度健執特專字第7號之執行命令", "115-健-執特專-7"),
        ("屏執91年勞費執字第3218號", "91-勞費-執-3218"),
    ],
)
def test_every_way_of_writing_finds_the_case(text: str, key: str) -> None:
    assert cases.search_key(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "陳大文",
        "115",
        "A123456789",
        "115年度房稅字第1號",
        "0年度房稅執字第1號",
        "115年度房稅執字第0號",
        "115年度房稅執字第123456789號",
        "1155年度房稅執字第1號",
        "115年度執字第1號",
        "房稅執字第1號",
        "115年度房稅執字第1x號",
        "115年度房稅執字第號",
    ],
)
def test_other_text_is_no_case_number(text: str) -> None:
    assert cases.search_key(text) is None


def test_the_printed_form_of_letters() -> None:
    assert CaseNumber(102, "牌照稅", "專", 9149).spoken() == "102 年度牌照稅專字第 9149 號"


@given(
    st.integers(1, 999),
    st.sampled_from(
        ["房稅", "地稅", "牌照稅", "使用牌照稅", "勞費", "健", "罰", "公寓罰", "公退罰", "助"]
    ),
    st.sampled_from(cases.TRACKS),
    st.integers(1, 99_999_999),
)
def test_what_is_written_is_read_back(year: int, category: str, track: str, serial: int) -> None:
    number = CaseNumber(year, category, track, serial)
    text = cases.format_number(year, category, track, serial)
    assert text == str(number)
    for spelling in (text, number.spoken(), number.key(), f"{year}{category}{track}{serial}"):
        assert cases.parse(spelling) == number
        assert cases.search_key(spelling) == number.key()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("241", ("", "", 241)), ("２４１", ("", "", 241)), ("00000241", None), ("0000241", ("", "", 241)),
        ("健241", ("健", "", 241)), ("健 執 字第 241 號", ("健", "執", 241)), ("罰執專241", ("罰", "執專", 241)),
        ("0", None), ("12345678", None), ("A123456789", None), ("陳大文", None), ("115年度健執字第241號", None),
        ("", None), ("12-34", None), ("健執字第00000000241號", ("健", "執", 241)), ("AB00000012", None),
    ],
)  # fmt: skip
def test_a_number_as_colleagues_say_it(text: str, said: tuple[str, str, int] | None) -> None:
    assert cases.parse_spoken(text) == said
