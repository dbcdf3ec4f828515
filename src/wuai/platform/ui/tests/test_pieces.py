"""Each piece prints what it was given, in the language of the page, and never by colour alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui import charts, flow
from wuai.platform.ui.fields import DayField, TypedDay
from wuai.platform.ui.icons import UnknownIcon
from wuai.platform.ui.pieces import (
    Chart,
    Column,
    Component,
    Counted,
    Fact,
    File,
    Happening,
    Page,
    Series,
    Status,
    Table,
)

TODAY = date(2026, 11, 21)


def render(source: str, lang: str = "zh-hant", **values: object) -> str:
    with translation.override(lang):
        return Template("{% load ui %}" + source).render(Context(values))


class OnlyChinese(Refusal):
    code = "ONLY_CHINESE"
    zh = "今天不收件"
    next_zh = "請明天再來"
    basis = "行政執行法第 3 條"


def test_amounts_are_written_with_separators_and_carry_their_value() -> None:
    assert render("{{ n|nt }}", n=12345) == '<data class="nowrap" value="12345">NT$ 12,345</data>'
    assert render("{{ n|nt }}", n=None) == ""


def test_a_day_stands_in_the_calendar_of_the_page_with_the_other_one_beside_it() -> None:
    chinese, english = render("{{ d|roc }}", d=TODAY), render("{{ d|roc }}", "en", d=TODAY)
    assert ">115-11-21<" in chinese
    assert 'title="2026-11-21"' in chinese
    assert ">2026-11-21<" in english
    assert "ROC 115-11-21" in english


def test_a_day_for_citizens_names_the_weekday() -> None:
    assert "星期六" in render("{{ d|day }}", d=TODAY)
    assert "Saturday, 21 November 2026" in render("{{ d|day }}", "en", d=TODAY)


def test_a_moment_is_told_by_the_clock_of_taipei() -> None:
    late = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert "115-11-21" in render("{{ at|moment }}", at=late)
    assert "02:30" in render("{{ at|moment }}", at=late)
    assert "115-11-21" in render("{{ at|roc }}", at=late)


def test_a_text_without_english_is_marked_as_chinese() -> None:
    only, both = Bilingual("公告"), Bilingual("公告", "Notice")
    assert render("{{ t|bilingual }}", "en", t=only) == '<span lang="zh-Hant">公告</span>'
    assert render("{{ t|bilingual }}", "en", t=both) == "Notice"
    assert render("{{ t|bilingual }}", t={"zh": "公告", "en": "Notice"}) == "公告"


def test_words_from_outside_are_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    table = Table(bad, [Column("a", bad), Column("b", "b")], [{"a": bad, "b": Status(bad)}])
    page = render(
        "{{ t|bilingual }}{% summary_list f %}{% status t %}{% table tb %}{% copy t %}"
        "{% file_list files %}{% panel t %}x{% endpanel %}{% empty t t %}",
        t=bad, f=[Fact(bad, bad)], tb=table, files=[File(bad, "#x")],
    )  # fmt: skip
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") >= 12


def test_identity_numbers_and_names_are_masked() -> None:
    page = render('{{ "A123456789"|mask_id }} {{ "王大明"|mask_name }}')
    assert "56789" not in page
    assert "大明" not in page


def test_an_amount_says_why_it_is_this_much_and_adds_up() -> None:
    lines = [Component("本金", 1000, "稅法", "#law"), Component("已收", -400)]
    page = render('{% amount 600 "應繳" lines %}', lines=lines)
    assert "為什麼是這個金額" in page
    assert 'href="#law"' in page
    assert page.count("NT$ 600") == 2


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [(-1, "bad", "已超過 1 天"), (0, "press", "就是今天"), (7, "press", "還有 7 天"),
     (8, "neutral", "還有 8 天")],
)  # fmt: skip
def test_a_deadline_says_how_many_days_are_left(left: int, tone: str, words: str) -> None:
    page = render('{% deadline due "期限" today %}', due=TODAY + timedelta(days=left), today=TODAY)
    assert f'data-tone="{tone}"' in page
    assert words in page
    assert "<svg" in page


def test_one_day_and_two_days_are_told_apart_in_english() -> None:
    one = render('{% deadline due "x" today %}', "en", due=TODAY + timedelta(1), today=TODAY)
    two = render('{% deadline due "x" today %}', "en", due=TODAY + timedelta(2), today=TODAY)
    assert "1 day left" in one
    assert "2 days left" in two


def test_a_deadline_shows_how_it_was_counted() -> None:
    page = render(
        '{% deadline due "x" None steps %}', due=TODAY, steps=[Counted(TODAY, "國定假日")]
    )
    assert "怎麼算的" in page
    assert "國定假日" in page


def test_a_refusal_says_what_why_and_what_next_and_marks_missing_english() -> None:
    page = render('{% refusal r "#law" %}', "en", r=OnlyChinese())
    assert '<span lang="zh-Hant">今天不收件</span>' in page
    assert '<a href="#law" lang="zh-Hant">行政執行法第 3 條</a>' in page
    assert "What you can do next" in page
    assert '<span lang="zh-Hant">請明天再來</span>' in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("tone", ["neutral", "waiting", "going", "press", "good", "bad"])
def test_a_state_is_a_word_and_an_icon_beside_its_colour(tone: str) -> None:
    page = render('{% status "狀態" tone %}', tone=tone)
    assert "狀態" in page
    assert 'aria-hidden="true"' in page


def test_the_icons_of_the_tones_differ() -> None:
    drawn = {
        render("{% tone_icon t %}", t=t) for t in ("neutral", "waiting", "going", "good", "bad")
    }
    assert len(drawn) == 5


def test_an_icon_that_nobody_drew_is_an_error() -> None:
    with pytest.raises(UnknownIcon):
        render('{% icon "unicorn" %}')


def test_a_table_heads_its_rows_links_them_and_sums_its_columns() -> None:
    columns = [
        Column("no", "案號"),
        Column("due", "餘額", "amount", total=True),
        Column("on", "日", "day"),
    ]
    rows = [{"no": "1", "due": 100, "on": TODAY, "url": "/1"}, {"no": "2", "due": 250, "on": None}]
    page = render("{% table t %}", t=Table("案件", columns, rows))
    assert '<a href="/1">1</a>' in page
    assert page.count('scope="row"') == 3
    assert "NT$ 350" in page
    assert "<tfoot" in page


def test_an_empty_table_has_no_row_of_totals() -> None:
    page = render(
        "{% table t %}", t=Table("案件", [Column("due", "餘額", "amount", total=True)], [])
    )
    assert "<tfoot" not in page


def test_the_pager_says_when_the_count_is_capped() -> None:
    assert "超過 1,000" in render("{% pager p %}", p=Page(50, "", "#o", 1000, True))
    only = render("{% pager p %}", p=Page(3, "", "", 3))
    assert "全部 3 筆" in only
    assert "href" not in only


def test_bars_are_drawn_inside_the_table_they_come_from() -> None:
    chart = Chart("收款", ["超商", "郵局"], [Series("件數", [200, 50])])
    page = render("{% chart c %}", c=chart)
    assert 'width="100.00%"' in page
    assert 'width="25.00%"' in page
    assert "style=" not in page


def test_links_of_a_timeline_that_say_the_same_are_told_apart() -> None:
    entries = [
        Happening("收款 NT$ 100", date(2026, 11, 20), url="/a"),
        Happening("收款 NT$ 100", date(2026, 11, 20), url="/b"),
        Happening("收款 NT$ 300", date(2026, 11, 21), url="/c"),
    ]
    html = render("{% load ui %}{% timeline entries %}", entries=entries)
    assert 'href="/a" title="2026-11-20 (1/2)"' in html
    assert 'href="/b" title="2026-11-20 (2/2)"' in html
    assert 'href="/c">' in html


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (7, 8), (10, 10), (11, 15), (18240, 20000), (1240, 1500)]
)
def test_an_axis_ends_at_a_round_number_not_below_the_highest(highest: int, top: int) -> None:
    assert charts._top(highest) == top


def test_a_chart_nobody_could_read_is_refused() -> None:
    with pytest.raises(charts.TooManySeries):
        charts.laid_out(Chart("x", ["a"], [Series(str(i), [1]) for i in range(4)], kind="lines"))


def test_a_drawing_keeps_its_shapes_and_loses_scripts_styles_and_colours() -> None:
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'
        ' onload="x()"><script>x()</script><style>*{}</style><a href="javascript:x()"><path d="M0 0"/></a>'
        '<path d="M1 1" style="fill:red" fill="lightgrey" stroke="black"/><text>移送</text></svg>'
    )
    drawn = str(flow.for_page(svg, "流程"))
    assert 'role="img"' in drawn
    assert "移送" in drawn
    assert 'fill="none"' in drawn
    assert 'stroke="currentColor"' in drawn
    for gone in ("script", "style", "onload", "javascript", "black"):
        assert gone not in drawn


@pytest.mark.parametrize("junk", ["", "no drawing", "<p/>", "<svg>"])
def test_what_is_no_drawing_is_refused(junk: str) -> None:
    with pytest.raises(flow.NotAnSvg):
        flow.for_page(junk, "x")


class Asked(forms.Form):
    name = forms.CharField(label="姓名", help_text="照身分證上的寫法", max_length=5)
    note = forms.CharField(label="備註", required=False)
    way = forms.ChoiceField(
        label="方式", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect
    )
    on = DayField(label="日期")


def test_a_field_names_its_hint_and_its_error_and_says_what_is_optional() -> None:
    form = Asked({})
    page = render("{% field f.name %}{% field f.note %}{% field f.way %}", f=form)
    assert 'aria-describedby="id_name_hint id_name_error"' in page
    assert 'id="id_name_hint"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert "錯誤：" in page
    assert page.count("（選填）") == 1
    assert "<legend" in page


def test_the_error_summary_is_silent_without_errors() -> None:
    assert render("{% error_summary f %}", f=Asked()).strip() == ""


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [("115", "11", "21", TODAY), ("2026", "11", "21", TODAY), ("１１５", " 11", "21 ", TODAY),
     ("113", "2", "29", date(2024, 2, 29))],
)  # fmt: skip
def test_a_day_is_read_in_either_calendar(year: str, month: str, day: str, found: date) -> None:
    asked = Asked({"name": "a", "way": "a", "on_year": year, "on_month": month, "on_day": day})
    assert asked.is_valid(), asked.errors
    assert asked.cleaned_data["on"] == found


@pytest.mark.parametrize(
    ("year", "month", "day", "code"),
    [("115", "2", "29", "invalid"), ("115", "13", "1", "invalid"), ("x", "1", "1", "invalid"),
     ("115", "", "1", "incomplete"), ("", "", "", "required")],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_refused(year: str, month: str, day: str, code: str) -> None:
    asked = Asked({"on_year": year, "on_month": month, "on_day": day})
    assert [e.code for e in asked.errors.as_data()["on"]] == [code]


def test_a_day_is_shown_again_in_the_calendar_of_the_page() -> None:
    form = Asked(initial={"on": TODAY})
    assert 'value="115"' in render("{% field f.on %}", f=form)
    assert 'value="2026"' in render("{% field f.on %}", "en", f=form)
    assert ">Year<" in render("{% field f.on %}", "en", f=form).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("115-11-21", TODAY),
        ("2026-11-21", TODAY),
        ("1151121", TODAY),
        ("", None),
        ("昨天", "invalid"),
    ],
)
def test_a_day_of_a_filter_is_one_field_read_in_any_form(text: str, found: object) -> None:
    class Span(forms.Form):
        since = TypedDay(label="從")

    asked = Span({"since": text})
    read = (
        asked.cleaned_data["since"] if asked.is_valid() else asked.errors.as_data()["since"][0].code
    )
    assert read == found
    for language, typed in (("zh-hant", "115-11-21"), ("en", "2026-11-21")):
        page = render("{% field f.since %}", lang=language, f=Span(initial={"since": TODAY}))
        assert page.count("<input") == 1
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        ("續行執行。/ Enforcement goes on.", "續行執行。", "Enforcement goes on."),
        ("停止（有必要）。\n請等決定 / Wait.", "停止（有必要）。<br>請等決定", "Wait."),
        ("只有中文", "只有中文", "只有中文"),
        ("1/2 已付", "1/2 已付", "1/2 已付"),
        ("已補正 / 見信", "已補正 / 見信", "已補正 / 見信"),
        ("<b>壞</b> / <B>ad", "&lt;b&gt;壞&lt;/b&gt; / &lt;B&gt;ad", "&lt;b&gt;壞&lt;/b&gt; / &lt;B&gt;ad"),
        ("<b>壞</b> / A<b>", "&lt;b&gt;壞&lt;/b&gt;", "A&lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_note_in_both_languages_is_printed_in_the_one_of_the_page(
    note: str, zh: str, en: str
) -> None:
    words = "{{ note|one_language|linebreaksbr }}"
    assert render(words, note=note).strip() == zh
    assert render(words, "en", note=note).strip() == en


def test_a_hidden_field_prints_nothing_but_itself() -> None:
    class Hiding(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert render("{% field f.token %}", f=Hiding()).strip().startswith('<input type="hidden"')


def test_a_file_under_suspicion_cannot_be_opened() -> None:
    page = render(
        "{% file_list f %}", f=[File("a.pdf", "/a", 2048, scan="refused"), File("b.pdf", "/b")]
    )
    assert 'href="/a"' not in page
    assert 'href="/b"' in page
