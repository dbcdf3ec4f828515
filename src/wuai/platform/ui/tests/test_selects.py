"""Selects and tables that we print ourselves say exactly what Django's templates would say."""

from datetime import date

import pytest
from django import forms
from django.utils.safestring import SafeString

from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui import selects, tables
from wuai.platform.ui.pieces import Column, Status, Table

CHOICES = [
    ("", "全部"), ("1", "健保署"), ("<2>", 'A & "B"'), ("群", [("3", "甲"), ("4", SafeString("<b>乙</b>"))]),
]  # fmt: skip


class Asked(forms.Form):
    one = forms.ChoiceField(choices=CHOICES)
    free = forms.ChoiceField(choices=CHOICES, required=False)
    words = forms.CharField(required=False)


def _lines(html):
    """Its lines; how many empty ones lie between is nobody's business."""
    return [line.strip() for line in html.splitlines() if line.strip()]


@pytest.mark.parametrize("data", [None, {"one": "3", "free": "<2>"}, {"one": "none of them"}])
@pytest.mark.parametrize("name", ["one", "free", "words"])
def test_a_control_is_what_django_prints(data, name):
    attrs = {"aria-describedby": 'a "b"', "data-bare": True, "maxlength": False}
    bound = Asked(data)[name]
    ours = selects.as_widget(bound, dict(attrs))
    assert _lines(ours) == _lines(bound.as_widget(attrs=dict(attrs)))


def test_a_select_with_an_id_of_its_own_keeps_it():
    form = Asked()
    form.fields["one"].widget.attrs["id"] = "mine"
    assert _lines(selects.as_widget(form["one"], {})) == _lines(form["one"].as_widget())


def test_cells_are_escaped_unless_they_are_safe():
    columns = [
        Column("name", 'N "1"'),
        Column("money", "Money", "amount"),
        Column("raw", "Raw", "html"),
    ]
    rows = [{"name": "<i>", "url": "/a?b=1&c=2", "money": 0, "raw": "<b>x</b>"}, {"name": None}]
    body = tables.laid_out(Table("T", columns, rows))["body"]
    assert 'data-label="N &quot;1&quot;"><a href="/a?b=1&amp;c=2">&lt;i&gt;</a></th>' in body
    assert "<span>NT$ 0</span>" in body.replace("\u00a0", " ")
    assert "<span><b>x</b></span>" in body
    assert (
        '<th role="rowheader" scope="row" data-kind="text" data-label="N &quot;1&quot;"><span></span></th>'
        in body
    )
    assert body.count('<td role="cell"') == 4


def test_what_repeats_is_drawn_alike_and_kept_apart_by_kind():
    same = Status(Bilingual("未結", "Open"), "press")
    columns = [Column("a", "A", "status"), Column("b", "B", "day"), Column("c", "C")]
    rows = [{"a": same, "b": date(2026, 11, 21), "c": Bilingual("甲", "")}] * 2
    body = tables.laid_out(Table("T", columns, rows))["body"]
    first, second = body.split("</tr>")[:2]
    assert first == second
    for said in ('data-tone="press"', "2026-11-21", "甲"):
        assert said in first
