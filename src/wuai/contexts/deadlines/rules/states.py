"""The life of a deadline: one table, and what is refused."""

from datetime import date, datetime, time

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI, day_of

RUNNING, EXTENDED, SUSPENDED = "RUNNING", "EXTENDED", "SUSPENDED"
MISSED, MET, CANCELLED = "MISSED", "MET", "CANCELLED"
STATES = (RUNNING, EXTENDED, SUSPENDED, MISSED, MET, CANCELLED)
OPEN = (RUNNING, EXTENDED, SUSPENDED, MISSED)
COUNTING = (RUNNING, EXTENDED)
NAMES = {
    RUNNING: Bilingual("進行中", "Running"), EXTENDED: Bilingual("已延長", "Extended"),
    SUSPENDED: Bilingual("停止進行", "Standing still"), MISSED: Bilingual("逾期未辦", "Missed"),
    MET: Bilingual("已辦理", "Done"), CANCELLED: Bilingual("已取消", "Called off"),
}  # fmt: skip
TONES = {
    RUNNING: "going", EXTENDED: "press", SUSPENDED: "waiting", MISSED: "bad", MET: "good",
    CANCELLED: "neutral",
}  # fmt: skip
# verb: from which states, into which
TABLE = {
    "suspend": (COUNTING, SUSPENDED), "resume": ((SUSPENDED,), RUNNING),
    "extend": ((RUNNING,), EXTENDED), "miss": (COUNTING, MISSED), "meet": (OPEN, MET),
    "cancel": (OPEN, CANCELLED),
}  # fmt: skip
NOON = time(12)


class DeadlineUnknown(Refusal):
    code = "DEADLINE_UNKNOWN"
    zh = "查無這個期限"
    en = "There is no such deadline"
    next_zh = "請由期限清單重新點選"
    next_en = "Choose it from the list of deadlines again"
    status = 404


class DeadlineRunsOtherwise(Refusal):
    code = "DEADLINE_RUNS_OTHERWISE"
    zh = "同一件事已自 {since} 起算這個期限"
    en = "This deadline already runs for the same subject, since {since}"
    next_zh = "請先取消原期限，再重新起算"
    next_en = "Call the earlier one off first, then start it anew"


class DeadlineNotPossible(Refusal):
    code = "DEADLINE_NOT_POSSIBLE"
    zh = "這個期限「{state_zh}」，不能這樣做"
    en = "The deadline is “{state_en}”: this cannot be done"
    next_zh = "請先查看期限的經過"
    next_en = "Look at what happened to the deadline first"


class DeadlineOver(Refusal):
    code = "DEADLINE_OVER"
    zh = "期限已於 {due} 屆滿，不得再延長或停止"
    en = "The deadline ended on {due}: it can no longer be extended or stand still"
    basis = "行政程序法第 51 條第 4 項"
    next_zh = "請儘速辦結，並說明逾期原因"
    next_en = "Finish the matter now and say why it is late"


class ExtensionNeedsNotice(Refusal):
    code = "EXTENSION_NEEDS_NOTICE"
    zh = "延長須於原期間屆滿前通知申請人，通知日不得晚於 {due}"
    en = "The applicant must be told before the period ends: not later than {due}"
    basis = "行政程序法第 51 條第 4 項"
    next_zh = "請填實際通知日"
    next_en = "Enter the day on which the applicant was told"
    status = 422


class ReasonMissing(Refusal):
    code = "DEADLINE_REASON_MISSING"
    zh = "須寫明理由"
    en = "A reason must be given"
    next_zh = "請寫明理由後再送出"
    next_en = "Write the reason, then send again"
    status = 422


class RuleDoesNotPause(Refusal):
    code = "DEADLINE_RULE_DOES_NOT_PAUSE"
    zh = "「{name}」依規定不停止進行"
    en = "“{name_en}” does not stand still"
    next_zh = "請於期限內辦理"
    next_en = "Act within the time limit"


class ExtendedElsewhere(Refusal):
    code = "DEADLINE_EXTENDED_ELSEWHERE"
    zh = "這類期限不在這裡延長"
    en = "A deadline of this kind is not extended here"
    next_zh = "請開啟這個案件的頁面，由有權限的同仁在該頁延長並通知當事人"
    next_en = "Open the matter itself: who may extend does so there, and the person is told"


class DayBeforeStart(Refusal):
    code = "DEADLINE_DAY_BEFORE_START"
    zh = "{day} 早於 {start}"
    en = "{day} lies before {start}"
    next_zh = "請查對日期"
    next_en = "Check the date"
    status = 422


def check_move(verb: str, state: str) -> None:
    """Refuse what the table does not know."""
    if state not in TABLE[verb][0]:
        raise DeadlineNotPossible(state_zh=NAMES[state].zh, state_en=NAMES[state].en)


def is_over(due: date, until: str, now: datetime) -> bool:
    """Whether the deadline has passed at this moment; due today is not over yet."""
    now = now.astimezone(TAIPEI)
    return now.date() > due or (until == "NOON" and now.date() == due and now.time() > NOON)


def is_late(due: date, until: str, met_on: date, now: datetime) -> bool:
    """Whether what was done on ``met_on`` (and entered at ``now``) came too late."""
    if met_on != due:
        return met_on > due
    return met_on == day_of(now) and is_over(due, until, now)


def check_extension(*, due: date, told_on: date, on: date, reason: str) -> None:
    """Refuse an extension after the end, without notice before it, or without a reason."""
    if on > due:
        raise DeadlineOver(due=due)
    if told_on > due or told_on > on:
        raise ExtensionNeedsNotice(field="told_on", due=min(due, on))
    if not reason.strip():
        raise ReasonMissing(field="reason")
