"""The form on paper that a declaration gives: plain words in one language, for PDF and ODT alike."""

from typing import Any

from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules import declaration as d
from wuai.kernel.bilingual import Bilingual

WORDS = {
    "papers": Bilingual("附件", "Papers to add"),
    "must": Bilingual("必附", "required"),
    "may": Bilingual("有才附", "if you have it"),
    "fee": Bilingual("費用", "Cost"),
    "free": Bilingual("免費", "Free of charge"),
    "unconfirmed": Bilingual(
        "金額以分署公告為準", "the branch's own announcement decides the amount"
    ),
    "basis": Bilingual("依據", "Legal basis"),
    "signature": Bilingual("申請人簽名或蓋章", "Signature or seal"),
    "day": Bilingual("日期", "Date"),
    "sample": Bilingual("填寫範例", "Sample"),
    "optional": Bilingual("選填", "optional"),
    "foot": Bilingual(
        "填好後可寄送、傳真或送到分署；也可以線上申請，網址在分署網站「線上申辦」。",
        "Send it by post or fax, or bring it to the branch; or apply on the branch's website.",
    ),
}
# Lines to write on, by how much room an answer needs.
_LINES = {d.LONG_TEXT: 6, d.ADDRESS: 2}


def paper_form(declared: d.Declaration, lang: str, *, sample: bool = False) -> dict[str, Any]:
    """The form with empty fields, or filled in with its sample."""
    held = _sample(declared) if sample else {}
    say = {name: words.pick(lang)[0] for name, words in WORDS.items()}
    return {
        "lang": "en" if lang.startswith("en") else "zh", "words": say, "sample": sample,
        "title": declared.title.pick(lang)[0], "summary": declared.summary.pick(lang)[0],
        "code": f"{declared.code} v{declared.version}",
        "sections": [
            {
                "title": section.title.pick(lang)[0],
                "fields": [_field(question, lang, held) for question in section.questions],
            }
            for section in declared.sections
        ],
        "papers": [
            [one.label.pick(lang)[0], say["must"] if one.required else say["may"]]
            for one in declared.evidence
        ],
        "fee": _fee(declared, lang, say), "basis": declared.basis.pick(lang)[0],
    }  # fmt: skip


def texts_of(form: dict[str, Any]) -> list[str]:
    """Every text of a form, to look for characters that no font has."""
    found: list[str] = []
    waiting: list[Any] = [form]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        else:
            waiting += list(
                one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
            )
    return found


def _field(question: d.Question, lang: str, held: dict[str, Any]) -> dict[str, Any]:
    value, options = held.get(question.name), list(question.options)
    if question.kind == d.YES_NO:
        options = [d.Option("yes", Bilingual("是", "Yes")), d.Option("no", Bilingual("否", "No"))]
        value = None if value is None else "yes" if value else "no"
    chosen = value if isinstance(value, list) else [value]
    shown = "" if value is None or options else reading.shown(question, value).pick(lang)[0]
    return {
        "label": question.label.pick(lang)[0], "hint": question.hint.pick(lang)[0],
        "optional": not question.required or question.shown_when is not None,
        "options": [[option.label.pick(lang)[0], option.code in chosen] for option in options],
        "value": shown, "lines": _LINES.get(question.kind, 1),
    }  # fmt: skip


def _fee(declared: d.Declaration, lang: str, say: dict[str, str]) -> str:
    if declared.fee is None:
        return say["free"]
    text = f"NT$ {declared.fee.amount:,} {declared.fee.per.pick(lang)[0]}"
    return text if declared.fee.confirmed else f"{text}（{say['unconfirmed']}）"


def _sample(declared: d.Declaration) -> dict[str, Any]:
    given = {
        q.name: q.sample.split() if q.kind == d.MANY else q.sample for q in declared.questions()
    }
    return reading.read(declared.questions(), given, {})[0]
