"""What a refusal says."""

import pytest

from wuai.kernel.refusal import Refusal


@pytest.mark.parametrize(
    ("zh", "next_zh", "en", "next_en", "said_zh", "said_en"),
    [
        ("須填地點", "請補上", "It needs the place", "Add it", "須填地點。請補上。", "It needs the place. Add it."),
        ("不行。", "", "No.", "", "不行。", "No."),
        ("為什麼？", "請看（一）", "Why?", "See (1)", "為什麼？請看（一）", "Why? See (1)"),
    ],
)  # fmt: skip
def test_a_refusal_is_said_in_whole_sentences(zh, next_zh, en, next_en, said_zh, said_en) -> None:
    no = type("No", (Refusal,), {"zh": zh, "en": en, "next_zh": next_zh, "next_en": next_en})()
    assert (no.words("zh-hant"), no.words("en")) == (said_zh, said_en)
