"""What the printer gets: every code reads back, every word prints as written, every page is tagged."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wuai.contexts.notices.gateways.typesetter import client, codec, pool
from wuai.contexts.notices.rules.letter import (
    MANDATORY_FIELDS,
    LayoutLacksFields,
    WaysOnLetter,
    clean,
)
from wuai.contexts.notices.tests.letters import DUE, B, case, letter
from wuai.kernel import postal_giro
from wuai.platform import fonts


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def codes_of(pdf: bytes, dpi: int) -> set[str]:
    """What a scanner reads after a poor copy: turned by two degrees, JPEG quality 50."""
    found: set[str] = set()
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=dpi / 72).to_pil().convert("L")
        image = image.rotate(2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
        copy = io.BytesIO()
        image.save(copy, "JPEG", quality=50)
        found |= {code.text for code in zxingcpp.read_barcodes(Image.open(copy))}
    return found


@pytest.mark.parametrize("dpi", [203, 300])
def test_every_barcode_and_qr_code_reads_back_from_a_poor_copy(dpi: int) -> None:
    made = letter(7, cases=[case(7, 1), case(123456, 19_999), case(99, 12_345, store=False)])
    pdf = client.compile_letters([made]).pdf
    wanted = {made["cases"][i]["slip"]["url"] for i in range(3)}
    for one in made["cases"]:
        wanted |= set(one["slip"]["store"])
    assert len(wanted) == 9 - 1, "two slips share the first segment: same deadline, same item"
    assert codes_of(pdf, dpi) == wanted


def test_a_slip_without_store_barcodes_says_why_and_prints_none() -> None:
    made = letter(5, cases=[case(5, 50_000, store=False)])
    pdf = client.compile_letters([made]).pdf
    assert codes_of(pdf, 203) == {made["cases"][0]["slip"]["url"]}
    assert "超過超商代收上限" in text_of(pdf)


def test_several_cases_have_a_slip_each_and_none_for_their_sum() -> None:
    made = letter(6, cases=[case(61, 1000), case(62, 2000)])
    printed = client.compile_letters([made])
    text = text_of(printed.pdf)
    assert text.count("繳款單 Payment slip") == 2
    assert "NT$ 3,000" in text
    assert not any("3000" in code for code in codes_of(printed.pdf, 300))


def test_a_letter_is_tagged_titled_and_says_its_language() -> None:
    with pikepdf.open(io.BytesIO(client.compile_letters([letter(3)]).pdf)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "zh-TW"
        assert str(pdf.docinfo["/Title"]) == "傳繳通知書 115新傳繳00000003"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        tags, langs, figures = _structure(pdf)
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/P"} <= tags
    assert "en-US" in langs
    assert len(figures) == 4
    assert all(figures), "every barcode has words"


def _structure(pdf: pikepdf.Pdf) -> tuple[set[str], set[str], list[str]]:
    tags, langs, figures = set(), set(), []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item:
            tags.add(str(item.S))
            langs.add(str(item.get("/Lang", "")))
            if item.S == "/Figure":
                figures.append(str(item.get("/Alt", "")))
    return tags, langs, figures


@pytest.mark.parametrize(
    "name",
    ['#panic("x")', "$ x^2 $", "*_粗_*", "@ref", "= 標題", "<label>", "\\u{41}", "// 註", "`raw`", "[a](b)"],
)  # fmt: skip
def test_markup_in_a_name_prints_as_it_is_written(name: str) -> None:
    pdf = client.compile_letters([letter(1, name=name)]).pdf
    assert name.replace(" ", "") in text_of(pdf).replace(" ", "")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_name_prints_or_names_the_characters_that_cannot(name: str) -> None:
    made = letter(1, name=name)
    missing = fonts.unprintable(codec.strings(made))
    if missing:
        assert set(missing) <= set(clean(name))
    else:
        assert client.compile_letters([made]).pages == 2


def test_controls_and_direction_marks_never_reach_the_paper() -> None:
    assert clean("陳\u202e大\x00文\ufeff\n君") == "陳大文 君"


@pytest.mark.parametrize("character", ["𠮷", "𪚥", "㐱", "龘", "堃"])
def test_a_rare_character_prints_when_a_font_for_it_is_there(character: str) -> None:
    if not fonts.rare_files():
        assert fonts.unprintable([character]) == ([] if character in "龘堃" else [character]), (
            "without the font for rare characters it is named, never left blank"
        )
        return
    pdf = client.compile_letters([letter(1, name=f"陳{character}文")]).pdf
    assert f"陳{character}文" in text_of(pdf)


def test_a_character_that_no_font_has_is_named() -> None:
    assert fonts.unprintable(["陳\ue001文"]) == ["\ue001"]
    assert fonts.name_of("\ue001") == "「\ue001」 U+E001 (unnamed)"
    assert "CJK UNIFIED IDEOGRAPH-20BB7" in fonts.name_of("𠮷")


def test_the_layout_prints_every_mandatory_field() -> None:
    assert client.fields_of(client.MAIN, letter(1)) == MANDATORY_FIELDS


def test_a_layout_that_lacks_a_mandatory_field_is_refused(tmp_path: Path) -> None:
    client.check_layout(client.MAIN)
    for source in client.FOLDER.glob("*.typ"):
        text = source.read_text().replace('field("complaint_phone", ', "(")
        (tmp_path / source.name).write_text(text)
    with pytest.raises(LayoutLacksFields, match="complaint_phone"):
        client.check_layout(tmp_path / "payment.typ")


def test_a_letter_that_runs_over_its_page_is_counted_anew() -> None:
    long = letter(1)
    long["blocks"]["SUMMONS"]["zh"] = "長文。\n" * 120
    printed = client.compile_letters([letter(2), long, letter(3)], "批次")
    first, last = printed.spans[long["ref"]]
    assert last - first > 1
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed.pdf)]
    numbers = [text.rpartition("— ")[2].partition(" —")[0] for text in pages]
    assert numbers == ["1", "2", *(str(n) for n in range(1, last - first + 2)), "1", "2"]


def test_numbers_are_printed_without_spaces_inside() -> None:
    text = text_of(client.compile_letters([letter(12)]).pdf)
    assert "115年度勞費執字第00000012號" in text
    assert "115新傳繳00000012" in text


def test_pages_of_each_letter_are_told() -> None:
    two = [letter(1), letter(2, cases=[case(k) for k in range(20, 25)])]
    printed = client.compile_letters(two, "批次")
    spans = list(printed.spans.values())
    assert spans[0] == (1, 2)
    assert spans[1][0] == 3
    assert printed.pages == spans[1][1] == len(pypdfium2.PdfDocument(printed.pdf))


def test_two_processes_give_the_results_in_order() -> None:
    jobs = [([letter(n)], f"批次 {n}") for n in range(1, 6)]
    refs = [list(p.spans) for p in pool.print_all(jobs, workers=2)]
    assert refs == [[f"{n:032x}"] for n in range(1, 6)]


def test_a_slip_names_the_other_ways_and_why_some_cannot_be_used() -> None:
    giro = postal_giro.compose("99980105", DUE, "49465000000050", 1500)
    ways = WaysOnLetter(
        also=(B("國庫存款", "Deposit with the treasury"),),
        refused=((B("只收規費", "Takes fees only"), (B("悠遊卡", "EasyCard"),)),),
        giro=giro,
    )
    one = case(5)
    assert one.slip
    made = letter(5, cases=[replace(one, slip=replace(one.slip, ways=ways))])
    printed = client.compile_letters([made])
    assert set(giro) <= codes_of(printed.pdf, 203)
    text = text_of(printed.pdf)
    for words in ("也可以用：國庫存款", "悠遊卡：只收規費", "EasyCard: Takes fees only"):
        assert words.replace(" ", "") in text.replace(" ", ""), words
    told = "".join(text.split())
    at = [told.index(f"*{code}*") for code in giro]
    assert at == sorted(at), "account, deadline with reference, amount: as on the payment page"


def test_a_letter_frozen_before_the_other_ways_still_prints() -> None:
    made = letter(5)
    for name in ("giro", "also_zh", "also_en", "not_zh", "not_en"):
        del made["cases"][0]["slip"][name]
    assert client.compile_letters([made]).pages == 2
