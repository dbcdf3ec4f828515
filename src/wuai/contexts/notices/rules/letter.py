"""The words and figures of one letter, from plain values; what is frozen with the notice.

The result is a plain JSON document: it is kept sealed with the notice, so that what was printed
can be printed again for good, whatever changes later.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal

LAYOUT = "payment-1"
KINDS = {"PAYMENT": Bilingual("傳繳通知書", "Payment Notice and Summons")}
AUTHORITY = Bilingual("法務部行政執行署", "Administrative Enforcement Agency, Ministry of Justice")
# Without these a letter may not leave the house (R183).
MANDATORY_FIELDS = frozenset(
    {
        *("case_number", "agency", "amount", "section", "person", "phone", "address"),
        *("ways_to_pay", "map", "complaint_phone", "anti_fraud"),
    }
)


class UnknownNoticeKind(Refusal):
    code = "UNKNOWN_NOTICE_KIND"
    zh = "沒有「{kind}」這種通知書"
    en = "There is no notice of kind “{kind}”"
    next_zh = "可用的有：{known}"
    next_en = "Known kinds: {known}"
    status = 422


class LayoutLacksFields(Refusal):
    code = "NOTICE_LAYOUT_LACKS_FIELDS"
    zh = "通知書版面缺少必要欄位：{missing}"
    en = "The notice layout lacks mandatory fields: {missing}"
    next_zh = "請補上這些欄位再啟用版面"
    next_en = "Put these fields into the layout before it is used"
    basis = "申辦流程與承辦資訊揭露"
    status = 422


@dataclass(frozen=True, slots=True)
class Sender:
    """The branch, section and person on whose behalf the letter is written."""

    branch: Bilingual
    address: Bilingual
    postcode: str
    hours: Bilingual
    map: Bilingual
    complaint_phone: str
    section: Bilingual
    division: str
    room: str
    phone: Bilingual
    person: Bilingual


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom the letter goes, as the address window shows it."""

    name: str
    is_person: bool
    postcode: str
    address: str
    representative: str = ""


@dataclass(frozen=True, slots=True)
class WaysOnLetter:
    """The ways to pay beside store and transfer; ``refused``: for each reason those it keeps out."""

    also: tuple[Bilingual, ...] = ()
    refused: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = ()
    giro: tuple[str, ...] = ()


NO_OTHER_WAYS = WaysOnLetter()


@dataclass(frozen=True, slots=True)
class SlipOnLetter:
    """One case's own slip: what the store scans, the account, the page behind the QR."""

    number: str
    due_on: date
    store: tuple[str, str, str] | None
    store_refused: Bilingual | None
    bank: Bilingual
    account: str
    pay_url: str
    ways: WaysOnLetter = NO_OTHER_WAYS
    code: str = ""


@dataclass(frozen=True, slots=True)
class CaseOnLetter:
    """One case of the letter and what is owed in it on the day of issue."""

    number: str
    agency: Bilingual
    about: Bilingual
    amount: int
    slip: SlipOnLetter | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What identifies the letter: its reference, number, kind and day."""

    ref: str
    number: str
    kind: str
    issued_on: date


def clean(text: str) -> str:
    """Text as it can stand on paper: controls and direction marks go, line ends become spaces.

    They are invisible; on paper they could only turn a name around or break the file.
    """
    spaced = "".join(" " if c.isspace() else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return " ".join(kept.split(" ")).strip()


def compose(
    heading: Heading,
    sender: Sender,
    recipient: Recipient,
    cases: list[CaseOnLetter],
    blocks: dict[str, Bilingual],
) -> dict[str, Any]:
    """Give the whole letter as a plain document."""
    kind = kind_of(heading.kind)
    due = min((c.slip.due_on for c in cases if c.slip), default=None)
    texts = {
        code: {"zh": _lines(text.zh), "en": _lines(text.en or text.zh)}
        for code, text in blocks.items()
    }
    return {
        "layout": LAYOUT,
        "ref": heading.ref,
        "number": heading.number,
        "title": f"{kind.zh} {heading.number}",
        "kind_zh": kind.zh,
        "kind_en": kind.en,
        "issued_zh": f"中華民國 {roc_dates.spoken_zh(heading.issued_on)}",
        "issued_en": _day_en(heading.issued_on),
        "due_zh": _due(due),
        "due_en": roc_dates.long_en(due) if due else "ask the section",
        "total": format_nt(sum(c.amount for c in cases)),
        **_sender(sender),
        "recipient": _recipient(recipient),
        "cases": [_case(c) for c in cases],
        "agencies": _per_agency(cases),
        "blocks": texts,
    }


def kind_of(kind: str) -> Bilingual:
    """The name of a kind of notice."""
    if kind not in KINDS:
        raise UnknownNoticeKind(field="kind", kind=kind, known=", ".join(KINDS))
    return KINDS[kind]


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines())


def _due(day: date | None) -> list[str]:
    """The day as everybody writes it, and in years of the Republic."""
    if day is None:
        return ["請洽承辦人", ""]
    return [day.isoformat(), roc_dates.long_zh(day).partition("（")[2].removesuffix("）")]


def _day_en(day: date) -> str:
    return roc_dates.long_en(day).partition(", ")[2]


def _sender(sender: Sender) -> dict[str, Any]:
    room = f"（{sender.room}）" if sender.room else ""
    return {
        "branch": {
            "authority_zh": AUTHORITY.zh,
            "name_zh": clean(sender.branch.zh).removeprefix(AUTHORITY.zh),
            "name_en": clean(sender.branch.en or sender.branch.zh),
            "postcode": clean(sender.postcode),
            "address_zh": clean(sender.address.zh),
            "address_en": clean(sender.address.en or sender.address.zh),
            "hours_zh": clean(sender.hours.zh),
            "hours_en": clean(sender.hours.en or sender.hours.zh),
            "map_zh": clean(sender.map.zh),
            "map_en": clean(sender.map.en or sender.map.zh),
            "complaint_phone": clean(sender.complaint_phone),
        },
        "section": {
            "name_zh": clean(sender.section.zh),
            "full_zh": clean(f"{sender.division}{sender.section.zh}{room}"),
            "full_en": clean(sender.section.en or sender.section.zh),
            "phone": clean(sender.phone.zh),
            "phone_en": clean(sender.phone.en or sender.phone.zh),
        },
        "person": {
            "name_zh": clean(sender.person.zh),
            "name_en": clean(sender.person.en or sender.person.zh),
        },
    }


def _recipient(recipient: Recipient) -> dict[str, str]:
    return {
        "name": clean(recipient.name),
        "suffix": "君" if recipient.is_person else "",
        "postcode": clean(recipient.postcode),
        "address": clean(recipient.address),
        "representative": clean(recipient.representative),
    }


def _case(case: CaseOnLetter) -> dict[str, Any]:
    return {
        "number": clean(case.number),
        "agency_zh": clean(case.agency.zh),
        "agency_en": clean(case.agency.en or case.agency.zh),
        "about_zh": clean(case.about.zh),
        "about_en": clean(case.about.en or case.about.zh),
        "amount": format_nt(case.amount),
        "slip": _slip(case.slip) if case.slip else None,
    }


def _slip(slip: SlipOnLetter) -> dict[str, Any]:
    refused = slip.store_refused or Bilingual("", "")
    return {
        "number": slip.number,
        "due": [slip.due_on.isoformat(), roc_dates.spoken_zh(slip.due_on)],
        "store": list(slip.store or ()),
        "store_refused_zh": refused.zh,
        "store_refused_en": refused.en,
        "bank": clean(f"{slip.bank.zh} {slip.bank.en}"),
        "account": slip.account,
        "url": slip.pay_url,
        "code": slip.code,
        **_ways(slip.ways),
    }


def _ways(ways: WaysOnLetter) -> dict[str, Any]:
    def names(found: tuple[Bilingual, ...], lang: str) -> str:
        return clean(("、" if lang == "zh" else ", ").join(one.pick(lang)[0] for one in found))

    return {
        "giro": list(ways.giro),
        "also_zh": names(ways.also, "zh"),
        "also_en": names(ways.also, "en"),
        "not_zh": "；".join(f"{names(them, 'zh')}：{clean(why.zh)}" for why, them in ways.refused),
        "not_en": "; ".join(f"{names(them, 'en')}: {clean(why.en)}" for why, them in ways.refused),
    }


def _per_agency(cases: list[CaseOnLetter]) -> list[dict[str, str]]:
    totals: dict[str, int] = {}
    for case in cases:
        totals[case.agency.zh] = totals.get(case.agency.zh, 0) + case.amount
    return [{"name_zh": clean(name), "amount": format_nt(n)} for name, n in totals.items()]
