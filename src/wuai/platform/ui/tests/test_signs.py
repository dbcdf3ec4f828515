"""Signs between words follow the language of the page."""

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("lang", "shown"), [("zh-hant", "撤回：甲、乙（三）"), ("en", "撤回: 甲, 乙 (三)")]
)
def test_a_sign_is_written_as_the_language_writes_it(lang, shown):
    text = '{% load ui %}撤回{% sign "：" %}甲{% sign "、" %}乙{% sign "（" %}三{% sign "）" %}'
    with translation.override(lang):
        assert Template(text).render(Context()) == shown
