"""One bad record never takes another with it."""

from hypothesis import given
from hypothesis import strategies as st

from wuai.contexts.referrals.rules.split import LONGEST, Broken, records


def cut(data: bytes, size: int = 7) -> list[bytes | Broken]:
    return list(records(data[i : i + size] for i in range(0, len(data), size)))


def test_lines_end_with_lf_or_crlf_and_the_last_may_end_without() -> None:
    assert cut(b"a,b\r\nc,d\n\n\r\ne,f") == [b"a,b", b"c,d", b"e,f"]


def test_a_quoted_field_may_hold_commas_quotes_and_lines() -> None:
    assert cut(b'a,"b,\n""c""\nd",e\nf\n') == [b'a,"b,\n""c""\nd",e', b"f"]


def test_a_quote_in_the_middle_of_a_field_opens_nothing() -> None:
    assert cut(b'a"b,="00123"\nc\n') == [b'a"b,="00123"', b"c"]


def test_a_quote_left_open_spoils_its_own_row_only() -> None:
    assert cut(b'a,"b\nc,d\ne,f\n') == [Broken("QUOTE_UNCLOSED", b'a,"b'), b"c,d", b"e,f"]


def test_an_open_quote_is_given_up_after_64_kilobytes() -> None:
    lines = b"".join(b"row %d,x\n" % n for n in range(10_000))
    found = cut(b'a,"b\n' + lines, 4096)
    assert found[0] == Broken("QUOTE_UNCLOSED", b'a,"b')
    assert len(found) == 10_001
    assert found[-1] == b"row 9999,x"


def test_a_line_of_a_hundred_megabytes_is_one_bad_row_and_is_not_held() -> None:
    import tracemalloc

    def blocks():
        yield b"first\n"
        for _ in range(100):
            yield b"x" * 2**20
        yield b"\nlast\n"

    tracemalloc.start()
    found = list(records(blocks()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0] == b"first"
    assert isinstance(found[1], Broken)
    assert found[1].code == "RECORD_TOO_LONG"
    assert found[2] == b"last"
    assert peak < 16 * 2**20


def test_a_record_of_just_64_kilobytes_is_taken() -> None:
    assert cut(b"x" * LONGEST + b"\ny\n", 5000) == [b"x" * LONGEST, b"y"]
    assert cut(b"x" * (LONGEST + 1) + b"\ny\n", 5000)[1] == b"y"


@given(st.lists(st.lists(st.text("ab,\"\n é", max_size=5), min_size=2, max_size=4), max_size=8),
       st.integers(1, 50))  # fmt: skip
def test_what_a_csv_writer_writes_comes_back_in_as_many_records(rows, size) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    found = cut(out.getvalue().encode(), size)
    assert [next(csv.reader(io.StringIO(r.decode(), newline=""))) for r in found] == rows


@given(st.binary(max_size=400), st.integers(1, 60))
def test_any_bytes_are_cut_the_same_whatever_the_blocks(data, size) -> None:
    assert cut(data, size) == list(records([data]))
