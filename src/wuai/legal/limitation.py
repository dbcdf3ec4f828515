"""How long a claim may be enforced: 行政執行法第 7 條, and 稅捐稽徵法第 23 條 for taxes.

These days never move because of a weekend or a holiday: they end the power of the State, and in
doubt the earlier day is the safe one. For the same reason a year ends on the same date years on,
also where counting from the first of a month would allow 29 February.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.counting import Step, add_years
from wuai.legal.parameter_table import Setting, setting

# 行政執行法第 42 條第 3 項: for older matters the five years run from the day it came into force.
ACT_IN_FORCE = date(2001, 1, 1)
LONGEST_SUSPENSION = 99_999  # five digits; a longer one could not be added to a day


class NoStartOfLimitation(Refusal):
    code = "NO_START_OF_LIMITATION"
    zh = "未給處分確定日、繳納期間屆滿日或徵收期間屆滿日，無法推算執行期間"
    en = "Without the day the act became final, or the end of its payment or collection period, no limit can be reckoned"
    next_zh = "請補上其中一個日期"
    next_en = "Give one of these days"
    basis = "行政執行法第 7 條；稅捐稽徵法第 23 條"
    status = 422


class SuspensionImpossible(Refusal):
    code = "SUSPENSION_IMPOSSIBLE"
    zh = "停止執行日數須在 0 至 {most} 之間，不得為 {days}"
    en = "The number of suspended days lies between 0 and {most}; it cannot be {days}"
    next_zh = "請查對日數"
    next_en = "Check the number of days"
    status = 422


@dataclass(frozen=True, slots=True)
class LegacyTax:
    """A tax matter referred before 96-03-05: what it owed on 106-03-04, and what was ordered."""

    referred_on: date
    owed: int
    grave_measure: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The last days of enforcement, and how they came about."""

    counted_from: date
    collection_end: date | None
    exec_limit_1: date
    exec_limit_2: date
    started_on: date | None
    last_day: date
    steps: tuple[Step, ...]
    sources: tuple[Bilingual, ...]

    def is_over(self, on: date) -> bool:
        """Whether enforcement is no longer allowed on this day."""
        return on > self.last_day


def limits(
    *,
    final: date | None = None,
    collection_end: date | None = None,
    payment_end: date | None = None,
    started: date | None = None,
    suspended_days: int = 0,
    legacy: LegacyTax | None = None,
) -> Limits:
    """Reckon the last days of enforcement.

    A tax gives ``collection_end`` (徵收期間屆滿日), or ``payment_end`` from which it is reckoned
    with the suspended days; anything else gives ``final``. ``started`` is the day on which
    execution began in the sense of art. 7 III.
    """
    if not 0 <= suspended_days <= LONGEST_SUSPENSION:
        raise SuspensionImpossible(
            field="suspended_days", days=suspended_days, most=LONGEST_SUSPENSION
        )
    steps: list[Step] = []
    sources: list[Bilingual] = []
    if collection_end is None and payment_end is not None:
        collection_end = _collection_end(payment_end, suspended_days, steps, sources)
    if collection_end is not None and _is_legacy(legacy):
        return _legacy_limits(collection_end, legacy, started, steps)
    if collection_end is not None:
        return _two_periods(collection_end, collection_end, started, steps, sources)
    if final is None:
        raise NoStartOfLimitation()
    if suspended_days:
        steps.append(_suspension_not_deducted(final, suspended_days))
    return _two_periods(_counted_from(final, steps), None, started, steps, sources)


def _collection_end(
    payment_end: date, suspended_days: int, steps: list[Step], sources: list[Bilingual]
) -> date:
    rule = setting("TAX_COLLECTION_PERIOD", on=max(payment_end, ACT_IN_FORCE))
    end = add_years(payment_end, rule.value)
    sources.append(rule.source)
    steps.append(Step(payment_end, Bilingual("繳納期間屆滿", "the payment period ends")))
    if suspended_days:
        end += timedelta(days=suspended_days)
        steps.append(
            Step(
                end,
                Bilingual(
                    f"徵收期間扣除停止執行 {suspended_days} 日",
                    f"{suspended_days} suspended days are not counted in the collection period",
                ),
            )
        )
        sources.append(Bilingual("稅捐稽徵法第 23 條第 3 項", "Tax Collection Act, art. 23 III"))
    steps.append(Step(end, Bilingual("徵收期間屆滿", "the collection period ends")))
    return end


def _counted_from(final: date, steps: list[Step]) -> date:
    if final >= ACT_IN_FORCE:
        steps.append(
            Step(
                final, Bilingual("處分確定（期間屆滿），始日不計", "final; this day is not counted")
            )
        )
        return final
    steps.append(
        Step(
            ACT_IN_FORCE,
            Bilingual(
                "舊案：執行期間自本法施行日起算",
                "old matter: counted from the day the act came into force",
            ),
        )
    )
    return ACT_IN_FORCE - timedelta(days=1)


def _two_periods(
    start: date,
    collection_end: date | None,
    started: date | None,
    steps: list[Step],
    sources: list[Bilingual],
) -> Limits:
    prefix = "EXEC_LIMIT" if collection_end is None else "TAX_EXEC_LIMIT"
    on = max(start, ACT_IN_FORCE)
    first, second = setting(f"{prefix}_FIRST", on=on), setting(f"{prefix}_SECOND", on=on)
    limit_1 = add_years(start, first.value)
    limit_2 = add_years(limit_1, second.value)
    begun = started is not None and started <= limit_1
    return Limits(
        counted_from=start,
        collection_end=collection_end,
        exec_limit_1=limit_1,
        exec_limit_2=limit_2,
        started_on=started,
        last_day=limit_2 if begun else limit_1,
        steps=(*steps, *_period_steps(limit_1, limit_2, started, first)),
        sources=(*sources, *dict.fromkeys((first.source, second.source))),
    )


def _period_steps(
    limit_1: date, limit_2: date, started: date | None, first: Setting
) -> tuple[Step, ...]:
    years = first.value
    ends = Step(
        limit_1,
        Bilingual(
            f"滿 {years} 年；未開始執行者，此日後不再執行",
            f"{years} years: not enforced after this day unless it has started",
        ),
    )
    if started is None:
        more = Step(
            limit_2,
            Bilingual(
                "此前已開始執行者，最遲至此日",
                "if it has started by then, this is the last day at all",
            ),
        )
        return ends, more
    if started > limit_1:
        late = Step(
            started,
            Bilingual("開始執行已逾期間，不生延續效力", "execution began too late to continue"),
        )
        return ends, late
    begun = Step(started, Bilingual("已開始執行", "execution has started"))
    last = Step(limit_2, Bilingual("最後執行日", "the last day at all"))
    return begun, ends, last


def _suspension_not_deducted(final: date, days: int) -> Step:
    return Step(
        final,
        Bilingual(
            f"停止執行 {days} 日：行政執行法第 7 條無扣除規定，不予扣除",
            f"{days} suspended days: art. 7 of the Administrative Execution Act deducts none",
        ),
    )


def _is_legacy(legacy: LegacyTax | None) -> bool:
    if legacy is None:
        return False
    before: date = setting("TAX_LEGACY_REFERRED_BEFORE", on=legacy.referred_on).value
    return legacy.referred_on < before


def _legacy_limits(
    collection_end: date, legacy: LegacyTax | None, started: date | None, steps: list[Step]
) -> Limits:
    if legacy is None:
        raise NoStartOfLimitation()
    on = legacy.referred_on
    long = legacy.grave_measure or legacy.owed >= setting("TAX_LEGACY_AMOUNT", on=on).value
    rule = setting("TAX_LEGACY_LONG_END" if long else "TAX_LEGACY_END", on=on)
    end: date = rule.value
    reason = (
        Bilingual(
            "舊案欠稅達一千萬元或有拘管、禁止命令，最遲至此日",
            "old case of the long kind: the last day at all",
        )
        if long
        else Bilingual("舊案，最遲至此日", "old case: the last day at all")
    )
    return Limits(
        counted_from=collection_end,
        collection_end=collection_end,
        exec_limit_1=end,
        exec_limit_2=end,
        started_on=started,
        last_day=end,
        steps=(*steps, Step(end, reason)),
        sources=(rule.source,),
    )
