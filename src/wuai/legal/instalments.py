"""Paying by instalments: how many the table allows, and the schedule day by day."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt, split_evenly
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Step, add_months, moved
from wuai.legal.parameter_table import Setting, setting

# SPECIAL alone extends the table; the other two are what an application is founded on.
GROUNDS = {
    "ECONOMIC": Bilingual("經濟狀況無法一次完納", "means do not allow paying at once"),
    "DISASTER": Bilingual("天災、事變致遭受重大財產損失", "heavy loss through disaster"),
    "SPECIAL": Bilingual("有特殊情形，得延長期數", "special facts that extend the table"),
}
MONTHLY = Bilingual(
    "每月一期；繳納日遇休息日順延（行政程序法第 48 條第 4 項）",
    "monthly; a due day that is a day of rest moves (Administrative Procedure Act, art. 48 IV)",
)
_BASIS = "行政執行法施行細則第 27 條；行政執行事件核准分期繳納執行金額實施要點第 4 點"


class NothingToPayByInstalments(Refusal):
    code = "NOTHING_TO_PAY_BY_INSTALMENTS"
    zh = "金額 {total} 元無法分期"
    en = "NT$ {total} cannot be paid by instalments"
    next_zh = "分期金額至少須與期數相等"
    next_en = "The amount must be at least one dollar an instalment"
    basis = _BASIS
    status = 422


class TooManyInstalments(Refusal):
    code = "TOO_MANY_INSTALMENTS"
    zh = "{total} 至多分 {most} 期，申請 {count} 期"
    en = "{total} may be paid in at most {most} instalments, not {count}"
    next_zh = "請減少期數；有特殊情形者，得敘明理由申請延長"
    next_en = "Ask for fewer, or state special facts that allow more"
    basis = _BASIS


class TooFewInstalments(Refusal):
    code = "TOO_FEW_INSTALMENTS"
    zh = "分期至少 {least} 期，申請 {count} 期"
    en = "Instalments are at least {least}, not {count}"
    next_zh = "請一次繳清或增加期數"
    next_en = "Pay at once, or ask for more instalments"
    basis = _BASIS


class UnknownGrounds(Refusal):
    code = "UNKNOWN_INSTALMENT_GROUNDS"
    zh = "沒有「{grounds}」這種分期事由"
    en = "There are no grounds “{grounds}” for instalments"
    next_zh = "可用的有：{known}"
    next_en = "Known grounds: {known}"
    status = 422


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a schedule, and why its day moved, if it did."""

    no: int
    due: date
    amount: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How few and how many instalments are allowed; ``most`` is None where nothing limits them."""

    least: int
    most: int | None
    confirmed: bool
    sources: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The bounds and a schedule within them."""

    total: int
    bounds: Bounds
    schedule: tuple[Instalment, ...]


def bounds(total: int, on: date, grounds: str | None = None) -> Bounds:
    """How many instalments a total allows on the day they are granted."""
    if grounds is not None and grounds not in GROUNDS:
        raise UnknownGrounds(field="grounds", grounds=grounds, known=", ".join(GROUNDS))
    table = setting("INSTALMENT_BANDS", on=on)
    if total < table.value[0]["from"]:
        raise NothingToPayByInstalments(field="total", total=total)
    band = next(row for row in reversed(table.value) if total >= row["from"])
    if grounds != "SPECIAL":
        return _bounds(band["min"], band["max"], (table,))
    unlimited = setting("INSTALMENT_UNLIMITED_FROM", on=on)
    extended = setting("INSTALMENT_EXTENDED_MAX", on=on)
    if total >= unlimited.value:
        return _bounds(band["min"], None, (table, unlimited))
    return _bounds(band["min"], extended.value, (table, extended))


def plan(
    total: int,
    on: date,
    *,
    count: int | None = None,
    grounds: str | None = None,
    calendar: Calendar | None = None,
    remainder_last: bool = False,
) -> Plan:
    """Make a schedule; without ``count`` the longest that the table allows.

    The first instalment is due on ``on`` itself, the day of the filing. Equal amounts; what does
    not divide goes to the first instalment, or to the last one if so wished.
    """
    allowed = bounds(total, on, grounds)
    chosen = _longest(total, allowed, on) if count is None else count
    if chosen < allowed.least:
        raise TooFewInstalments(field="count", least=allowed.least, count=chosen)
    if allowed.most is not None and chosen > allowed.most:
        raise TooManyInstalments(
            field="count", total=format_nt(total), most=allowed.most, count=chosen
        )
    if chosen > total:
        raise NothingToPayByInstalments(field="total", total=total)
    amounts = split_evenly(total, chosen, remainder_last=remainder_last)
    days = calendar or Calendar()
    return Plan(
        total,
        allowed,
        tuple(_instalment(no, on, amount, days) for no, amount in enumerate(amounts, 1)),
    )


def _instalment(no: int, on: date, amount: int, calendar: Calendar) -> Instalment:
    ending = moved(add_months(on, no - 1), calendar)
    return Instalment(no, ending.day, amount, ending.steps)


def _longest(total: int, allowed: Bounds, on: date) -> int:
    most = allowed.most
    if most is None:
        most = setting("INSTALMENT_EXTENDED_MAX", on=on).value
    return max(allowed.least, min(most, total))


def _bounds(least: int, most: int | None, settings: tuple[Setting, ...]) -> Bounds:
    sources = tuple(dict.fromkeys(one.source for one in settings))
    confirmed = all(one.confirmed for one in settings)
    return Bounds(least, most, confirmed, (*sources, MONTHLY))
