"""Reading answers: texts as they were given in, plain values or named faults out.

Canonical answers hold strings, ints, bools, lists of codes and ISO days only, so that they can be
kept as JSON and hashed. What a form sends that no question asks for is refused: nothing is stored
that was not asked.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuai.contexts.applications.rules import declaration as d
from wuai.kernel import case_numbers, identity_numbers, money, roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

_EMAIL = re.compile(r"[^\s@,;<>\"']{1,64}@[^\s@,;<>\"']{1,180}\.[^\s@,;<>\"'.]{2,20}")
_PHONE = re.compile(r"\+?[0-9()\-#.\s]{6,30}")
_KEPT = {"\n", "\t"}

MISSING = Bilingual("請填這一項", "Please answer this")
TOO_LONG = Bilingual("請縮短到 {longest} 字以內", "Please keep it within {longest} characters")
NO_DAY = Bilingual(
    "沒有這一天，請查對年、月、日", "There is no such day; check year, month and day"
)
NO_AMOUNT = Bilingual("請填整數金額，例如 12,345", "Give a whole amount, for example 12,345")
NO_NUMBER = Bilingual("請填整數", "Give a whole number")
TOO_SMALL = Bilingual("不能小於 {least}", "It cannot be less than {least}")
TOO_LARGE = Bilingual("不能大於 {most}", "It cannot be more than {most}")
NO_OPTION = Bilingual("請從選項中選擇", "Choose one of the options")
NO_CASE_NO = Bilingual(
    "這不是執行案號，例如 115年度健執字第00012345號",
    "This is not a case number; an example is 115年度健執字第00012345號",
)
NO_ID = Bilingual(
    "身分證統一編號或統一證號有誤，請再查對", "The identity number is wrong; please check it"
)
NO_PHONE = Bilingual(
    "請填電話號碼，例如 0912-345-678", "Give a phone number, for example 0912-345-678"
)
NO_EMAIL = Bilingual("請填電子郵件，例如 name@example.org", "Give an address like name@example.org")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer."""

    name: str
    text: Bilingual


class AnswersIncomplete(Refusal):
    code = "APPLICATION_INCOMPLETE"
    zh = "還有 {count} 項要填或修正：{labels_zh}"
    en = "{count} answers are missing or wrong: {labels_en}"
    next_zh = "請回到該項補上，其他已填的都還在"
    next_en = "Go back to them; everything else is still there"
    status = 422


class AnswerNotAsked(Refusal):
    code = "APPLICATION_ANSWER_NOT_ASKED"
    zh = "送來了表單沒有問的欄位：{names}"
    en = "The form sent fields that nobody asks for: {names}"
    next_zh = "請重新整理頁面再填一次"
    next_en = "Reload the page and answer again"
    status = 422


class _Wrong(Exception):
    def __init__(self, text: Bilingual) -> None:
        self.text = text


def clean(text: str) -> str:
    """A person's text without control characters, in NFC (rare characters stay as they are)."""
    kept = (
        char for char in text.replace("\r\n", "\n")
        if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cs")
    )  # fmt: skip
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def is_asked(question: d.Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the answers before it."""
    if question.shown_when is None:
        return True
    name, wanted = question.shown_when
    held = as_given(answers[name]) if name in answers else ""
    return wanted in held if isinstance(held, list) else held == wanted


def read(
    questions: Sequence[d.Question], given: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    """Plain values of these questions, and what is wrong.

    ``given`` holds texts (or lists of texts), ``before`` the answers of earlier sections. A
    question that is not asked gives no value, whatever was sent for it.
    """
    unknown = sorted(set(given) - {question.name for question in questions})
    if unknown:
        raise AnswerNotAsked(names=", ".join(unknown)[:200])
    values: dict[str, Any] = {}
    faults = []
    for question in questions:
        if not is_asked(question, {**before, **values}):
            continue
        try:
            value = _read_one(question, given.get(question.name))
        except _Wrong as wrong:
            faults.append(Fault(question.name, wrong.text))
            continue
        if value is not None:
            values[question.name] = value
        elif question.required:
            faults.append(Fault(question.name, MISSING))
    return values, faults


def check_all(declared: d.Declaration, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that count, or AnswersIncomplete, before anything is sent.

    What is no longer asked, because an earlier answer changed, does not count.
    """
    given = {name: as_given(value) for name, value in answers.items()}
    values, faults = read(declared.questions(), given, {})
    if faults:
        raise incomplete(declared, faults)
    return values


def incomplete(declared: d.Declaration, faults: Sequence[Fault]) -> AnswersIncomplete:
    """The refusal that names the first few of these faults."""
    labels = {question.name: question.label for question in declared.questions()}
    return AnswersIncomplete(
        count=len(faults),
        labels_zh="、".join(labels[fault.name].zh for fault in faults[:5]),
        labels_en=", ".join(labels[fault.name].en for fault in faults[:5]),
    )


def as_given(value: Any) -> Any:
    """A plain value as a form would send it again."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def canonical(code: str, version: int, answers: Mapping[str, Any], files: Sequence[str]) -> bytes:
    """The content of a request as it is hashed: sorted JSON, the files by their own hashes."""
    content = {"declaration": code, "version": version, "answers": answers, "files": sorted(files)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(code: str, version: int, answers: Mapping[str, Any], files: Sequence[str]) -> str:
    """SHA-256 of the content, in hexadecimal digits."""
    return hashlib.sha256(canonical(code, version, answers, files)).hexdigest()


def shown_all(
    questions: Iterable[d.Question], held: Mapping[str, Any]
) -> list[tuple[Bilingual, Bilingual]]:
    """What was answered, each with its question, in the order of the form."""
    return [(q.label, shown(q, held[q.name])) for q in questions if q.name in held]


def shown(question: d.Question, value: Any) -> Bilingual:
    """A plain value as people read it."""
    labels = {option.code: option.label for option in question.options}
    if isinstance(value, list):
        chosen = [labels.get(one, Bilingual(one, one)) for one in value]
        return Bilingual("、".join(c.zh for c in chosen), ", ".join(c.en for c in chosen))
    if isinstance(value, bool):
        return Bilingual("是", "Yes") if value else Bilingual("否", "No")
    if question.kind == d.MONEY:
        return Bilingual(f"NT$ {value:,}", f"NT$ {value:,}")
    if question.kind == d.DAY:
        return Bilingual(_in_words(date.fromisoformat(value)), value)
    return labels.get(str(value), Bilingual(str(value), str(value)))


def _in_words(day: date) -> str:
    return f"{roc_dates.roc_year(day)} 年 {day.month} 月 {day.day} 日"


def _read_one(question: d.Question, given: Any) -> Any:
    if question.kind == d.MANY:
        return _many(question, given)
    text = clean(str(given[0] if isinstance(given, list) and given else given or ""))
    if not text:
        return None
    if len(text) > question.longest:
        raise _Wrong(_filled(TOO_LONG, longest=question.longest))
    reader = _READERS.get(question.kind)
    value = reader(question, text) if reader else text
    _bounded(question, value)
    return value


def _many(question: d.Question, given: Any) -> list[str] | None:
    chosen = [str(one) for one in (given if isinstance(given, list) else [given] if given else [])]
    known = [option.code for option in question.options]
    if any(one not in known for one in chosen):
        raise _Wrong(NO_OPTION)
    return [code for code in known if code in chosen] or None


def _bounded(question: d.Question, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        return
    if question.least is not None and value < question.least:
        raise _Wrong(_filled(TOO_SMALL, least=f"{question.least:,}"))
    if question.most is not None and value > question.most:
        raise _Wrong(_filled(TOO_LARGE, most=f"{question.most:,}"))


def _filled(text: Bilingual, **facts: Any) -> Bilingual:
    return Bilingual(text.zh.format(**facts), text.en.format(**facts))


def _day(_question: d.Question, text: str) -> str:
    try:
        return roc_dates.parse(text).isoformat()
    except Refusal as refused:
        raise _Wrong(NO_DAY) from refused


def _money(_question: d.Question, text: str) -> int:
    try:
        return money.parse(text)
    except Refusal as refused:
        raise _Wrong(NO_AMOUNT) from refused


def _number(_question: d.Question, text: str) -> int:
    folded = unicodedata.normalize("NFKC", text).replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}", folded, re.ASCII):
        raise _Wrong(NO_NUMBER)
    return int(folded)


def _choice(question: d.Question, text: str) -> str:
    if text not in {option.code for option in question.options}:
        raise _Wrong(NO_OPTION)
    return text


def _yes_no(_question: d.Question, text: str) -> bool:
    if text not in ("yes", "no"):
        raise _Wrong(NO_OPTION)
    return text == "yes"


def _case_no(_question: d.Question, text: str) -> str:
    number = case_numbers.parse(text)
    if number is None:
        raise _Wrong(NO_CASE_NO)
    return str(number)


def _id_no(_question: d.Question, text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    if not identity_numbers.explain(folded).valid:
        raise _Wrong(NO_ID)
    return folded


def _phone(_question: d.Question, text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    if not _PHONE.fullmatch(folded) or sum(char.isdigit() for char in folded) < 6:
        raise _Wrong(NO_PHONE)
    return folded


def _email(_question: d.Question, text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise _Wrong(NO_EMAIL)
    return text


def _one_line(_question: d.Question, text: str) -> str:
    return " ".join(text.split())


_READERS: dict[str, Callable[[d.Question, str], Any]] = {
    d.DAY: _day, d.MONEY: _money, d.NUMBER: _number, d.CHOICE: _choice, d.YES_NO: _yes_no,
    d.CASE_NO: _case_no, d.ID_NO: _id_no, d.PHONE: _phone, d.EMAIL: _email,
    d.TEXT: _one_line, d.NAME: _one_line, d.ADDRESS: _one_line,
}  # fmt: skip
