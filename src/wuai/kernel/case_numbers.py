"""Case numbers: ``115年度房稅執字第00012345號``, and every way in which people write them."""

import re
from typing import NamedTuple

from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import FIRST_YEAR
from wuai.kernel.text import narrow_upper

TRACKS = ("執特專", "執特", "執專", "執", "專")
SERIAL_DIGITS = 8

_TRACK = "|".join(TRACKS)
# An order number may follow (「…字第…號執行命令」) and a branch with its section may stand in
# front (「屏執忠91年…」): both belong to a letter, not to the case.
_NUMBER = re.compile(
    r"(?:[^\W\d_]{0,2}執[^\W\d_]{0,2})?(?:中華民國|民國)?"
    r"(?P<year>\d{1,3})(?:年度|年)?[-_/]?"
    rf"(?P<category>(?![年度])[^\W\d_]{{1,20}}?)[-_/]?(?P<track>{_TRACK})[-_/]?"
    r"(?:字)?(?:第)?[-_/]?(?P<serial>0{0,40}\d{1,8})"
    r"(?:號.*|字第.*)?"
)

# Colleagues say 「健 241」 or just 「241」. Eight digits alone are a company's number, and behind
# letters they may be a person's: more zeros are taken only behind a word of a case number.
_SPOKEN = re.compile(
    rf"(?P<category>[^\W\d_]{{0,20}}?)[-_/]?(?P<track>{_TRACK})?[-_/]?(?:字)?(?:第)?"
    r"(?P<serial>(?:(?<=[執專字第])0{0,40})?\d{1,7})號?"
)


class CaseNumberImpossible(Refusal):
    code = "CASE_NUMBER_IMPOSSIBLE"
    zh = "無法編出案號：{why_zh}"
    en = "No case number can be made: {why_en}"
    next_zh = "請查對年度、案由、執別與流水號"
    next_en = "Check the year, the category, the track and the serial"
    status = 422


class SpokenNumber(NamedTuple):
    """What a short form says of a case number; an empty part may be anything."""

    category: str
    track: str
    serial: int


class CaseNumber(NamedTuple):
    """The parts of a case number; the year is a year of the Republic."""

    year: int
    category: str
    track: str
    serial: int

    def __str__(self) -> str:
        """As it is kept and printed on documents."""
        serial = f"{self.serial:0{SERIAL_DIGITS}d}"
        return f"{self.year}年度{self.category}{self.track}字第{serial}號"

    def spoken(self) -> str:
        """As letters print it: spaces around figures, no leading zeros."""
        return f"{self.year} 年度{self.category}{self.track}字第 {self.serial} 號"

    def key(self) -> str:
        """The one spelling that every other spelling is searched by."""
        return f"{self.year}-{self.category}-{self.track}-{self.serial}"


def format_number(year: int, category: str, track: str, serial: int) -> str:
    """Write a case number; ``year`` may be a common year (2026) or one of the Republic (115)."""
    republic = year - FIRST_YEAR + 1 if year >= FIRST_YEAR else year
    if not 1 <= republic <= 999:
        raise CaseNumberImpossible(why_zh=f"年度 {year}", why_en=f"the year {year}")
    if track not in TRACKS:
        raise CaseNumberImpossible(why_zh=f"執別「{track}」", why_en=f"the track “{track}”")
    if not 1 <= serial < 10**SERIAL_DIGITS:
        raise CaseNumberImpossible(why_zh=f"流水號 {serial}", why_en=f"the serial {serial}")
    number = CaseNumber(republic, category, track, serial)
    # A category such as 「執」 would make a number that cannot be read back.
    if parse(str(number)) != number:
        raise CaseNumberImpossible(
            why_zh=f"案由「{category}」", why_en=f"the category “{category}”"
        )
    return str(number)


def parse(text: str) -> CaseNumber | None:
    """Read a case number however it is written; None when the text is something else."""
    match = _NUMBER.fullmatch(narrow_upper(text))
    if match is None or int(match["year"]) == 0 or int(match["serial"]) == 0:
        return None
    return CaseNumber(int(match["year"]), match["category"], match["track"], int(match["serial"]))


def search_key(text: str) -> str | None:
    """The key under which the case of this number is found, or None for another kind of text."""
    number = parse(text)
    return None if number is None else number.key()


def parse_spoken(text: str) -> SpokenNumber | None:
    """Read a case number as colleagues say it, without its year; None when the text is something else."""
    match = _SPOKEN.fullmatch(narrow_upper(text))
    if match is None or int(match["serial"]) == 0:
        return None
    return SpokenNumber(match["category"], match["track"] or "", int(match["serial"]))
