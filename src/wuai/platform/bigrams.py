"""Names as PostgreSQL's text search keeps them: pairs of characters, folded.

A pair finds a two-character name at once; the last character alone is kept too, so that a single
character finds every name that has it.
"""

from wuai.kernel.text import bigrams, without_spaces


def vector(text: str) -> str:
    """The ``tsvector`` of a text, as text."""
    pairs = bigrams(text)
    if not pairs:
        return ""
    return " ".join(map(_quoted, dict.fromkeys([*pairs, pairs[-1][-1]])))


def query(text: str) -> str:
    """The ``tsquery`` that finds every text with these characters side by side."""
    words = [_quoted(word) for word in bigrams(text)]
    if len(without_spaces(text)) == 1:
        return f"{words[0]}:*"
    return " & ".join(words)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
