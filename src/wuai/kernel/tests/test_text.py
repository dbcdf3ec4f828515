"""Two spellings of one name meet; the original is never what comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import text


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("  a   b ", "a b"),
        ("陳\u200b大文", "陳大文"),
        ("陳\u202e大文", "陳大文"),
        ("葛\U000e0100城", "葛城"),
        ("\ufeffx", "x"),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
        ("㈱", "(株)"),
        ("𠮷田", "𠮷田"),
        ("臺北", "臺北"),
        ("", ""),
        ("a\tb\nc", "a b c"),
    ],
)
def test_folding(given_text: str, folded: str) -> None:
    assert text.fold(given_text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(given_text: str) -> None:
    once = text.fold(given_text)
    assert text.fold(once) == once


@pytest.mark.parametrize(
    ("given_text", "pairs"),
    [
        ("陳大文", ["陳大", "大文"]),
        ("陳 大　文", ["陳大", "大文"]),
        ("𠮷田𡈽", ["𠮷田", "田𡈽"]),
        ("陳", ["陳"]),
        ("", []),
        ("   ", []),
        ("AbA", ["ab", "ba"]),
        ("ababa", ["ab", "ba"]),
        ("aaa", ["aa"]),
    ],
)
def test_pairs_of_neighbours(given_text: str, pairs: list[str]) -> None:
    assert text.bigrams(given_text) == pairs


@given(st.text("陳大文𠮷ab ", min_size=2, max_size=12), st.data())
def test_every_part_of_a_name_is_found(name: str, data: st.DataObject) -> None:
    folded = text.without_spaces(name)
    if len(folded) < 2:
        return
    start = data.draw(st.integers(0, len(folded) - 2))
    end = data.draw(st.integers(start + 2, len(folded)))
    assert set(text.bigrams(folded[start:end])) <= set(text.bigrams(name))


@pytest.mark.parametrize(
    ("given_text", "narrow"),
    [("ａ１２ 3", "A123"), ("A–1", "A-1"), ("A−1", "A-1"), ("\u200bA1", "A1"), ("", "")],
)
def test_codes_are_narrow_and_upper(given_text: str, narrow: str) -> None:
    assert text.narrow_upper(given_text) == narrow


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_letters_folds_as_the_long_way_does(words):
    marked = words + "\uff21"  # one full-width letter sends it the long way
    assert text.fold(marked) == text.fold(words + "A")
