"""When a notice counts as served (送達, 行政程序法 72–82): one table, one reckoning per attempt."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_zh
from wuai.legal import deadlines
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Step


@dataclass(frozen=True, slots=True)
class Method:
    """One way of serving: its name, its article, what must be told with it."""

    code: str
    name: Bilingual
    basis: Bilingual
    needs: tuple[str, ...] = ()
    succeeds: bool = True
    is_posted: bool = False


def _apa(article: str) -> Bilingual:
    return Bilingual(f"行政程序法第 {article} 條", f"Administrative Procedure Act, art. {article}")


METHODS = {
    method.code: method
    for method in (
        Method("IN_PERSON", Bilingual("交付本人", "Handed to the person"), _apa("72"), ("place",)),
        Method(
            "SUBSTITUTED",
            Bilingual("補充送達（同居人、受雇人、接收郵件人員）", "Handed to a household member, employee or mail room"),
            _apa("73"),
            ("place", "person"),
        ),
        Method(
            "LEFT",
            Bilingual("留置送達（無正當理由拒收）", "Left there (refused without good reason)"),
            _apa("73"),
            ("place",),
        ),
        Method(
            "DEPOSIT",
            Bilingual("寄存送達", "Deposited with a local office, police or post"),
            _apa("74"),
            ("place",),
        ),
        Method(
            "PUBLIC", Bilingual("公示送達", "Service by publication"), _apa("81"), ("place",), is_posted=True
        ),
        Method(
            "PUBLIC_ABROAD",
            Bilingual("公示送達（外國）", "Service by publication abroad"),
            _apa("81"),
            ("place",),
            is_posted=True,
        ),
        Method(
            "PUBLIC_AGAIN",
            Bilingual("再為公示送達", "Service by publication to the same person again"),
            _apa("81"),
            ("place",),
            is_posted=True,
        ),
        Method(
            "FAILED",
            Bilingual("未能送達", "Not served"),
            _apa("72"),
            ("reason",),
            succeeds=False,
        ),
    )
}  # fmt: skip
FAILURES = {
    "MOVED": Bilingual("遷移不明", "Moved, address unknown"),
    "NO_SUCH_PERSON": Bilingual("查無此人", "No such person there"),
    "NO_SUCH_ADDRESS": Bilingual("查無此址", "No such address"),
    "DECEASED": Bilingual("已死亡", "Deceased"),
    "NOT_COLLECTED": Bilingual("招領逾期退回", "Returned, not collected"),
    "OTHER": Bilingual("其他", "Other"),
}
_PARTS = {
    "place": Bilingual("地點", "the place"),
    "person": Bilingual("收受人", "who received it"),
    "reason": Bilingual("未能送達的原因", "why it failed"),
}


class UnknownServiceMethod(Refusal):
    code = "UNKNOWN_SERVICE_METHOD"
    zh = "沒有「{method}」這種送達方式"
    en = "There is no way of service “{method}”"
    next_zh = "可用的有：{known}"
    next_en = "Known: {known}"
    status = 422


class ServiceDayImpossible(Refusal):
    code = "SERVICE_DAY_IMPOSSIBLE"
    zh = "送達日 {day_zh} 不在發文日 {issued_zh} 與今日 {today_zh} 之間"
    en = "The day of service {day} is not between the issue on {issued} and today, {today}"
    next_zh = "請查對送達證書上的日期"
    next_en = "Check the date on the certificate of service"
    status = 422


class ServicePartMissing(Refusal):
    code = "SERVICE_PART_MISSING"
    zh = "「{method_zh}」須填{part_zh}"
    en = "“{method_en}” needs {part_en}"
    next_zh = "請依送達證書補上"
    next_en = "Copy it from the certificate of service"
    basis = "行政程序法第 76 條"
    status = 422


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the certificate of service says."""

    method: str
    on: date
    place: str = ""
    person: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """The day from which service counts, explained; other readings of the law stand beside it."""

    effective_on: date | None
    disputed_on: date | None
    kept_until: date | None
    basis: Bilingual
    steps: tuple[Step, ...] = field(default=())


def method(code: str) -> Method:
    """The way of service of this code."""
    if code not in METHODS:
        raise UnknownServiceMethod(field="method", method=code, known=", ".join(METHODS))
    return METHODS[code]


def effect(attempt: Attempt, *, issued_on: date, today: date, calendar: Calendar) -> Effect:
    """Judge one attempt, or refuse what cannot have happened."""
    way = method(attempt.method)
    if not issued_on <= attempt.on <= today:
        raise ServiceDayImpossible(
            field="on", day=attempt.on, issued=issued_on, today=today,
            day_zh=long_zh(attempt.on), issued_zh=long_zh(issued_on), today_zh=long_zh(today),
        )  # fmt: skip
    for part in way.needs:
        if not getattr(attempt, part).strip() or (
            part == "reason" and attempt.reason not in FAILURES
        ):
            raise ServicePartMissing(
                field=part, method_zh=way.name.zh, method_en=way.name.en,
                part_zh=_PARTS[part].zh, part_en=_PARTS[part].en,
            )  # fmt: skip
    return reckon(way, attempt.on, calendar)


def reckon(way: Method, on: date, calendar: Calendar) -> Effect:
    """The day from which service of this kind on this day counts."""
    match way.code:
        case "FAILED":
            return Effect(None, None, None, way.basis)
        case "DEPOSIT":
            kept = deadlines.compute("DEPOSITED_SERVICE_KEPT", on, calendar)
            disputed = deadlines.compute("DEPOSITED_SERVICE_DISPUTED", on, calendar)
            words = Bilingual("寄存之日即生效力", "takes effect on the day of deposit")
            return Effect(on, disputed.due, kept.due, way.basis, (Step(on, words),))
        case "PUBLIC" | "PUBLIC_ABROAD":
            rule = "PUBLIC_SERVICE_EFFECT" + ("_ABROAD" if way.code == "PUBLIC_ABROAD" else "")
            found = deadlines.compute(rule, on, calendar)
            # Whether 48 IV moves a day of effect at all is read in two ways; the later day is kind.
            strict = on + timedelta(days=deadlines.rule(rule).on(on).value)
            disputed_on = strict if strict != found.due else None
            return Effect(found.due, disputed_on, None, way.basis, found.steps)
        case "PUBLIC_AGAIN":
            next_day = on + timedelta(days=1)
            words = Bilingual("自公告之翌日起生效", "takes effect the day after posting")
            return Effect(next_day, None, None, way.basis, (Step(next_day, words),))
    words = Bilingual("送達之日生效", "takes effect on the day it was served")
    return Effect(on, None, None, way.basis, (Step(on, words),))
