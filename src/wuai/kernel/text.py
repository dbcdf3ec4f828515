"""Two spellings of one name must meet: folded for comparing, never for keeping.

The original text is kept as it was given; what this file returns is only for comparing,
indexing and searching.
"""

import re
import unicodedata

# Marks that change how a character is drawn or ordered, not which one it is: zero-width and
# bidirectional controls, the byte order mark, variation selectors (also those of rare names).
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Fold width, compatibility forms, case and runs of spaces, so that equal looks equal."""
    if text.isascii():
        # None of its characters has another form, so folding it is a matter of case and spaces.
        return " ".join(text.lower().split())
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", visible.casefold())).strip()


def without_spaces(text: str) -> str:
    """Fold, then drop every space: 「陳 大文」 and 「陳大文」 are one name."""
    return fold(text).replace(" ", "")


def bigrams(text: str) -> list[str]:
    """Give each pair of neighbouring characters once, in order; one lone character stands for itself.

    A character is a code point, so a rare character outside the basic plane counts as one.
    """
    folded = without_spaces(text)
    if len(folded) < 2:
        return [folded] if folded else []
    return list(dict.fromkeys(folded[i : i + 2] for i in range(len(folded) - 1)))


def narrow_upper(text: str) -> str:
    """For numbers and codes: full-width to narrow, no spaces, hyphens unified, upper case."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    dashed = re.sub("[\u2010-\u2015\u2212]", "-", folded)
    return _SPACES.sub("", dashed).upper()
