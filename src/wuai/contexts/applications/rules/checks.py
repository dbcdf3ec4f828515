"""What a declaration may demand of its answers beyond each single one."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from wuai.contexts.applications.rules.declaration import Ground
from wuai.kernel.refusal import Refusal

Check = Callable[[Mapping[str, Any], Ground], None]
# Nobody reports later than that; what is free is not looked for beyond it either.
HORIZON = timedelta(days=180)


class ReportingDateTooNear(Refusal):
    code = "REPORTING_DATE_TOO_NEAR"
    zh = "改期最晚要在報到日的前一天提出"
    en = "A new reporting date is asked for the day before at the latest"
    next_zh = "請直接打電話給承辦股說明，不要缺席而沒有聯絡"
    next_en = "Please call the section in charge; do not stay away without a word"
    status = 422


class DayOver(Refusal):
    code = "APPLICATION_DAY_OVER"
    zh = "希望的日期要在今天之後"
    en = "The day you wish must come after today"
    next_zh = "請改選之後的日期"
    next_en = "Choose a later day"
    status = 422


class DayTooFar(Refusal):
    code = "APPLICATION_DAY_TOO_FAR"
    zh = "希望的日期要在 {days} 天以內"
    en = "The day you wish must come within {days} days"
    next_zh = "請改選近一點的日期；有特別的困難，請打電話給承辦股"
    next_en = "Choose a nearer day; if that is too hard, call the section in charge"
    status = 422


class CaseClosedAlready(Refusal):
    code = "APPLICATION_CASE_CLOSED"
    zh = "這個案件已經結案"
    en = "This case is closed already"
    next_zh = "如果又收到通知，請打電話給承辦股"
    next_en = "If you received another notice, call the section in charge"
    status = 422


def after_today(*names: str) -> Check:
    """Each of these days, where given, comes after today."""

    def check(answers: Mapping[str, Any], ground: Ground) -> None:
        for name in names:
            if answers.get(name) and date.fromisoformat(answers[name]) <= ground.on:
                raise DayOver(field=name)

    return check


def within_horizon(*names: str) -> Check:
    """Each of these days, where given, is near enough to be arranged."""

    def check(answers: Mapping[str, Any], ground: Ground) -> None:
        for name in names:
            if answers.get(name) and date.fromisoformat(answers[name]) > ground.on + HORIZON:
                raise DayTooFar(field=name, days=HORIZON.days)

    return check


def reporting_date(answers: Mapping[str, Any], ground: Ground) -> None:
    """At least one day before the day on which somebody is to report, and to a later day."""
    if date.fromisoformat(answers["current_on"]) < ground.on + timedelta(days=1):
        raise ReportingDateTooNear(field="current_on")
    after_today("wish_on", "other_wish_on")(answers, ground)
    within_horizon("wish_on", "other_wish_on")(answers, ground)


def open_case(answers: Mapping[str, Any], ground: Ground) -> None:
    """The case, where one is named, still runs."""
    if ground.case and not ground.case["is_open"]:
        raise CaseClosedAlready(field="case_no")
