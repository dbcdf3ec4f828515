"""What a letter is made of: each part is words, or a file, or named; and none keeps the reader busy."""

import pytest

from wuai.contexts.petitions.gateways.mailbox import codec


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Please <b>do</b> not", "Please do not"),
        ("<table><tr><td>5</td><td>000</td></tr></table>", "5 000"),
        ("<html><head><title>t</title><p>no end of the head", "no end of the head"),
        ("a &lt;b&gt; 3 < 5 <!-- no --> &amp;", "a <b> 3 < 5 &"),
        ("<![x[ evil <![ more", "<![x[ evil <![ more"),
        ("said<style>p{}", "said"),
    ],
)
def test_a_page_says_what_it_shows(page, said):
    raw = b"Subject: x\nContent-Type: text/html; charset=utf-8\n\n" + page.encode()
    assert codec.read(raw).text == said


def _mixed(*parts, kind="mixed"):
    held = [f"--b\nContent-Type: {head}\n\n{text}\n" for head, text in parts]
    return f'Subject: x\nContent-Type: multipart/{kind}; boundary="b"\n\n{"".join(held)}--b--\n'.encode()


@pytest.mark.parametrize(
    ("raw", "text", "files"),
    [
        (_mixed(("text/plain", "one"), ("image/png", "\x89PNG"), ("text/plain", "two")),
         "one\n\ntwo", ["附件.png"]),
        (_mixed(("text/html", "<p>one"), ('image/png; name="p.png"', "x"), kind="related"), "one", ["p.png"]),
        (_mixed(("text/plain", " "), ("text/html", "<p>one"), kind="alternative"), "one", []),
        (_mixed(("text/plain", "one"), ("text/html", "<p>two"), kind="alternative"), "one", []),
        (_mixed(("text/html", "<p>one"), ("text/calendar", "BEGIN:VCALENDAR"), kind="alternative"), "one", ["附件.calendar"]),
        (_mixed(("text/html", "<p>one"), ("text/plain", " "), kind="alternative"), "one", []),
        (_mixed(("text/plain", "one"), ("message/rfc822", "Subject: y\n\nwords")), "one", ["附件.eml"]),
        (b"Subject: x\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-", "", ["a.pdf"]),
        (_mixed(('text/plain; name="n.txt"', "one")), "", ["n.txt"]),
        (_mixed(*[("image/png", "x")] * 21), "", ["附件.png"] * 19 + ["附件.png"] * 2),
    ],
)  # fmt: skip
def test_every_part_of_a_letter_is_its_words_or_a_file_or_named(raw, text, files):
    read = codec.read(raw)
    assert (read.text, [x.name for x in read.files] + list(read.left_out)) == (text, files)


def test_no_head_and_no_number_of_parts_keeps_the_reader_busy():
    assert len(codec.read(b"Subject: " + b"a" * 9000 + b"\n\nx").subject) == 300
    assert codec._POLICY.header_source_parse(["A: " + "b" * 9000])[1] == "b" * 1997
    assert codec.read(_mixed(*[("image/png", "x")] * 501)) is None
    assert codec.read(b"\n" * (codec.MOST_LINES + 1)) is None
