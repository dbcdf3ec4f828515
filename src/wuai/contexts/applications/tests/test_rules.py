"""Answers read kind by kind, declarations that contradict themselves, the table of moves, files."""

import dataclasses

import pytest

from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules import files, procedure
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

LABEL = Bilingual("題目", "Question")
OPTIONS = (d.Option("ONE", Bilingual("一", "One")), d.Option("TWO", Bilingual("二", "Two")))


def _ask(kind, **more):
    more = {"options": OPTIONS} | more if kind in (d.CHOICE, d.MANY) else more
    return d.Question(name="asked", kind=kind, label=LABEL, **more)


def _read(question, given, before=None):
    values, faults = reading.read([question], {"asked": given}, before or {})
    return values.get("asked"), (faults[0].text if faults else None)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (d.TEXT, "  一\n 二\t三 ", "一 二 三"),
        (d.TEXT, "\x00ok\x1b\ud800", "ok"),
        (d.LONG_TEXT, "一\r\n二", "一\n二"),
        (d.NAME, "𠮷野家", "𠮷野家"),
        (d.DAY, "115-11-21", "2026-11-21"),
        (d.DAY, "2026/11/21", "2026-11-21"),
        (d.DAY, "1151121", "2026-11-21"),
        (d.MONEY, "１２,３４５", 12345),
        (d.MONEY, "0", 0),
        (d.NUMBER, "１,２００", 1200),
        (d.CHOICE, "TWO", "TWO"),
        (d.MANY, ["TWO", "ONE", "TWO"], ["ONE", "TWO"]),
        (d.YES_NO, "yes", True),
        (d.YES_NO, "no", False),
        (d.CASE_NO, "115 年度健執字第 12345 號", "115年度健執字第00012345號"),
        (d.ID_NO, "ａ123456789", "A123456789"),
        (d.ID_NO, "A800000014", "A800000014"),
        (d.PHONE, "（03）571-0000#12", "(03)571-0000#12"),
        (d.PHONE, "+886 912 345 678", "+886 912 345 678"),
        (d.EMAIL, "ming@example.org", "ming@example.org"),
        (d.ADDRESS, "新竹市 東區\n中正路1號", "新竹市 東區 中正路1號"),
    ],
)
def test_an_answer_is_kept_as_a_plain_value(kind, given, value):
    assert _read(_ask(kind), given) == (value, None)


@pytest.mark.parametrize(
    ("kind", "given", "fault"),
    [
        (d.TEXT, "   ", reading.MISSING),
        (d.TEXT, None, reading.MISSING),
        (d.MANY, [], reading.MISSING),
        (d.DAY, "115-02-30", reading.NO_DAY),
        (d.DAY, "115-11-", reading.NO_DAY),
        (d.MONEY, "12.5", reading.NO_AMOUNT),
        (d.MONEY, "很多", reading.NO_AMOUNT),
        (d.NUMBER, "一", reading.NO_NUMBER),
        (d.NUMBER, "1234567890", reading.NO_NUMBER),
        (d.CHOICE, "THREE", reading.NO_OPTION),
        (d.MANY, ["ONE", "THREE"], reading.NO_OPTION),
        (d.YES_NO, "maybe", reading.NO_OPTION),
        (d.CASE_NO, "12345", reading.NO_CASE_NO),
        (d.ID_NO, "A123456788", reading.NO_ID),
        (d.PHONE, "911", reading.NO_PHONE),
        (d.PHONE, "0912 abc", reading.NO_PHONE),
        (d.EMAIL, "ming@", reading.NO_EMAIL),
        (d.EMAIL, "a@b.c>\nBcc: x@y.z", reading.NO_EMAIL),
    ],
)
def test_a_wrong_answer_is_named_in_two_languages(kind, given, fault):
    value, found = _read(_ask(kind), given)
    assert value is None
    assert found == fault
    assert found.zh
    assert found.en


def test_lengths_and_bounds_hold_at_their_edges():
    assert _read(_ask(d.TEXT, longest=3), "一二三") == ("一二三", None)
    assert "3" in _read(_ask(d.TEXT, longest=3), "一二三四")[1].zh
    number = _ask(d.NUMBER, least=1, most=20)
    assert [_read(number, n)[0] for n in ("0", "1", "20", "21")] == [None, 1, 20, None]
    assert _read(_ask(d.YES_NO, most=0), "yes") == (True, None)


def test_an_optional_answer_may_be_left_out():
    assert _read(_ask(d.EMAIL, required=False), "") == (None, None)


def test_a_question_is_asked_only_where_its_condition_holds():
    first = d.Question(name="how", kind=d.CHOICE, label=LABEL, options=OPTIONS)
    then = d.Question(name="why", kind=d.TEXT, label=LABEL, shown_when=("how", "TWO"))
    assert reading.read([first, then], {"how": "ONE", "why": "x"}, {}) == ({"how": "ONE"}, [])
    _values, faults = reading.read([first, then], {"how": "TWO", "why": ""}, {})
    assert [fault.name for fault in faults] == ["why"]
    truth = dataclasses.replace(then, shown_when=("sure", "yes"))
    assert reading.read([truth], {"why": "x"}, {"sure": True})[0] == {"why": "x"}
    assert reading.read([truth], {"why": "x"}, {"sure": False})[0] == {}


def test_what_nobody_asked_is_refused():
    with pytest.raises(reading.AnswerNotAsked, match="is_admin"):
        reading.read([_ask(d.TEXT)], {"asked": "x", "is_admin": "1"}, {})


def test_the_hash_says_what_was_asked_and_nothing_else():
    one = reading.digest("X", 1, {"a": "甲", "b": 2}, ["f2", "f1"])
    assert one == reading.digest("X", 1, {"b": 2, "a": "甲"}, ["f1", "f2"])
    for other in [("Y", 1, {"a": "甲", "b": 2}, ["f1", "f2"]), ("X", 2, {"a": "甲", "b": 2}, ["f1", "f2"]),
                  ("X", 1, {"a": "乙", "b": 2}, ["f1", "f2"]), ("X", 1, {"a": "甲", "b": 2}, ["f1"])]:  # fmt: skip
        assert reading.digest(*other) != one


def test_values_are_shown_as_people_read_them():
    assert reading.shown(_ask(d.MONEY), 12345).zh == "NT$ 12,345"
    assert reading.shown(_ask(d.DAY), "2026-11-21") == Bilingual("115 年 11 月 21 日", "2026-11-21")
    assert reading.shown(_ask(d.MANY), ["ONE", "TWO"]) == Bilingual("一、二", "One, Two")
    assert reading.shown(_ask(d.YES_NO), False).en == "No"


def _declared(**more):
    question = d.Question(name="asked", kind=d.TEXT, label=LABEL)
    given = {"code": "TRIED", "version": 1, "title": LABEL, "summary": LABEL,
             "sections": (d.Section(code="ONE", title=LABEL, questions=(question,)),)}  # fmt: skip
    return d.Declaration(**(given | more))


def _with(*questions):
    return {"sections": (d.Section(code="ONE", title=LABEL, questions=questions),)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "small"},
        {"title": Bilingual("只有中文")},
        {"identity": "PASSPORT"},
        {"case": "PERHAPS"},
        {"rule": "NO_SUCH_RULE"},
        {"evidence": (d.Evidence(code="ONE", label=LABEL),)},
        _with(d.Question(name="Wrong", kind=d.TEXT, label=LABEL)),
        _with(d.Question(name="asked", kind="COLOUR", label=LABEL)),
        _with(d.Question(name="asked", kind=d.CHOICE, label=LABEL)),
        _with(d.Question(name="asked", kind=d.TEXT, label=LABEL, options=OPTIONS)),
        _with(d.Question(name="asked", kind=d.TEXT, label=LABEL, shown_when=("later", "x"))),
        _with(d.Question(name="csrfmiddlewaretoken", kind=d.TEXT, label=LABEL)),
        _with(*[d.Question(name="asked", kind=d.TEXT, label=LABEL)] * 2),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(wrong):
    d.verify(_declared())
    with pytest.raises(d.DeclaredWrongly):
        d.verify(_declared(**wrong))


@pytest.mark.parametrize("table", [procedure.COMMON, procedure.ANSWER])
def test_every_state_is_reached_and_left_until_the_end(table):
    reached, seen = [procedure.RECEIVED], {procedure.RECEIVED}
    while reached:
        state = reached.pop()
        ways = [move for move in table.moves if state in move.origins]
        assert bool(ways) == (state in procedure.RUNNING), state
        new = {move.to for move in ways} | ({procedure.PROPOSED} if ways else set())
        reached += sorted(new - seen)
        seen |= new
    assert seen <= {*procedure.RUNNING, *procedure.ENDED}
    assert (
        set(procedure.STATE_NAMES) == set(procedure.TONES) == {*procedure.RUNNING, *procedure.ENDED}
    )


def test_no_move_leads_out_of_an_end():
    for table in {one.procedure.code: one.procedure for one in declared()}.values():
        for move in table.moves:
            for state in procedure.ENDED:
                with pytest.raises(procedure.MoveImpossible):
                    table.move(move.code, state)


@pytest.mark.parametrize(
    ("name", "head", "taken"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.PDF", b"MZ\x90\x00", False),
        ("a.jpg", b"\xff\xd8\xff\xe0", True),
        ("a.png", b"\x89PNG\r\n\x1a\n", True),
        ("a.png", b"\xff\xd8\xff", False),
        ("a.tif", b"II*\x00", True),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", True),
        ("a.heic", b"\x00\x00\x00\x18ftypisom", False),
        (
            "a.odt",
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            True,
        ),
        ("a.odt", b"PK\x03\x04" + bytes(26) + b"word/document.xml", False),
        ("a.txt", "平常的字".encode(), True),
        ("a.txt", b"a\x00b", False),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom", True),
        ("a.mp4", b"<script>alert(1)</script>", False),
    ],
)
def test_a_file_is_what_its_name_says(name, head, taken):
    try:
        files.check_content(head, files.media_type_of(name))
    except files.FileNotWhatItSays:
        assert not taken
    else:
        assert taken


@pytest.mark.parametrize("name", ["a.exe", "a.svg", "a.html", "a.docm", "pdf", "a.pdf.js", ""])
def test_other_kinds_are_not_taken(name):
    with pytest.raises(files.FileKindRefused):
        files.media_type_of(name)


@pytest.mark.parametrize(
    ("size", "others", "refused"),
    [
        (0, [], files.FileEmpty),
        (100, [], None),
        (101, [], files.FileTooLarge),
        (1, [1] * 19, None),
        (1, [1] * 20, files.TooManyFiles),
        (1, [files.MOST_TOGETHER - 1], None),
        (1, [files.MOST_TOGETHER], files.TooManyFiles),
    ],
)
def test_room_ends_where_it_says(size, others, refused):
    if refused is None:
        files.check_room(size, 100, others)
    else:
        with pytest.raises(refused):
            files.check_room(size, 100, others)


def test_a_stream_that_grows_beyond_what_was_announced_is_cut():
    assert b"".join(files.bounded([b"ab", b"c"], 3)) == b"abc"
    with pytest.raises(Refusal):
        list(files.bounded([b"ab", b"cd"], 3))
