"""When enforcement may stand still, end in a certificate, or end altogether."""

from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

NOTHING_OWED, LIMIT_OVER = "NOTHING_OWED", "LIMIT_OVER"
TAX = "TAX"


class GroundUnfit(Refusal):
    code = "CASE_GROUND_UNFIT"
    zh = "「{ground}」不是可用的事由"
    en = "“{ground}” is no ground for this"
    next_zh = "請由清單選擇事由"
    next_en = "Choose a ground from the list"
    status = 422


class UntilMissing(Refusal):
    code = "SUSPENSION_UNTIL_MISSING"
    zh = "停止執行須定到哪一天，或到哪一件事為止"
    en = "A suspension lasts until a day or until something happens"
    next_zh = "請填停止到哪一天，或寫出何事之後續行"
    next_en = "Give the last day, or say after what enforcement goes on"
    status = 422


class UntilPassed(Refusal):
    code = "SUSPENSION_UNTIL_PASSED"
    zh = "停止執行的末日 {until} 已經過了"
    en = "The last day of the suspension, {until}, has passed"
    next_zh = "請填今天或以後的日期"
    next_en = "Give today or a later day"
    status = 422


class NothingRemains(Refusal):
    code = "NOTHING_REMAINS"
    zh = "案件沒有未受償的金額，沒有執行憑證可核發"
    en = "Nothing remains unpaid: there is nothing a certificate could evidence"
    next_zh = "繳清的案件會自動結案"
    next_en = "A paid case closes by itself"
    basis = "強制執行法第 27 條"


class NotYetEnforced(Refusal):
    code = "NOT_YET_ENFORCED"
    zh = "案件還沒有開始執行，不能核發執行憑證"
    en = "Enforcement has not begun; there can be no certificate yet"
    next_zh = "請先寄發第一次通知並調查財產"
    next_en = "Issue the first notice and look for property first"
    basis = "行政執行法第 7 條第 3 項、強制執行法第 27 條"


class PeriodOver(Refusal):
    code = "ENFORCEMENT_PERIOD_OVER"
    zh = "執行期間已於 {limit} 屆滿，不能核發執行憑證"
    en = "The period of enforcement ended on {limit}; no certificate can be issued"
    next_zh = "請以「執行期間屆滿」終止執行"
    next_en = "End the case on the ground that its period is over"
    basis = "行政執行法第 7 條"


class PeriodNotOver(Refusal):
    code = "ENFORCEMENT_PERIOD_NOT_OVER"
    zh = "執行期間到 {limit} 才屆滿"
    en = "The period of enforcement lasts until {limit}"
    next_zh = "請查對事由，或待期間屆滿後辦理"
    next_en = "Check the ground, or wait until the period is over"
    basis = "行政執行法第 7 條"
    status = 422


class StillOwed(Refusal):
    code = "STILL_OWED"
    zh = "案件尚欠 {amount} 元，義務還沒有全部履行"
    en = "NT$ {amount} are still owed; not everything was performed"
    next_zh = "請查對事由"
    next_en = "Check the ground"
    basis = "行政執行法第 8 條第 1 項第 1 款"
    status = 422


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground as the table has it."""

    id: int
    code: str
    needs: str
    closing_code: str
    name: Bilingual
    basis: Bilingual
    confirmed: bool


def check_until(until_on: date | None, until_event: str, on: date) -> str:
    """The event as it is kept; refused when a suspension would have no end, or a past one."""
    event = " ".join(until_event.split())
    if until_on is None and not event:
        raise UntilMissing(field="until_on")
    if until_on is not None and until_on < on:
        raise UntilPassed(field="until_on", until=until_on)
    return event


def ended_on(until_on: date | None, on: date) -> date:
    """The day from which enforcement goes on: the day after the last one, if that came first."""
    return on if until_on is None else min(on, until_on + timedelta(days=1))


def suspended_days(kind: str, since: date, ended: date, collection_end: date) -> int:
    """The days that stood still; for a tax only those within its collection period count.

    稅捐稽徵法第 23 條第 3 項 takes suspended days off the collection period, not off the years of
    enforcement after it; 行政執行法第 7 條 takes none off, so there the number is kept as a fact.
    """
    last = min(ended, collection_end + timedelta(days=1)) if kind == TAX else ended
    return max(0, (last - since).days)


def check_certificate(*, remaining: int, started_on: date | None, limit_on: date, on: date) -> None:
    """Refuse a certificate that would evidence nothing, come too early, or too late."""
    if on > limit_on:
        raise PeriodOver(limit=limit_on)
    if started_on is None:
        raise NotYetEnforced()
    if remaining <= 0:
        raise NothingRemains()


def check_end(needs: str, *, owed: int, limit_on: date, on: date) -> None:
    """Refuse an end whose ground is not true of the case."""
    if needs == NOTHING_OWED and owed:
        raise StillOwed(field="ground", amount=f"{owed:,}")
    if needs == LIMIT_OVER and on <= limit_on:
        raise PeriodNotOver(field="ground", limit=limit_on)
