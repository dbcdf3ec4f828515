"""The life of an appointment as one table; the code reads it, and so does whoever draws it."""

from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

HELD, BOOKED, ARRIVED, SERVED = "HELD", "BOOKED", "ARRIVED", "SERVED"
NO_SHOW, CANCELLED, EXPIRED = "NO_SHOW", "CANCELLED", "EXPIRED"
# States in which the place is somebody else's again.
FREED = (CANCELLED, EXPIRED)
STATE_NAMES = {
    HELD: Bilingual("保留中", "held"),
    BOOKED: Bilingual("已預約", "booked"),
    ARRIVED: Bilingual("已到場", "arrived"),
    SERVED: Bilingual("已辦畢", "done"),
    NO_SHOW: Bilingual("未到場", "did not come"),
    CANCELLED: Bilingual("已取消", "cancelled"),
    EXPIRED: Bilingual("保留逾時", "hold expired"),
}
TONES = {
    HELD: "neutral", BOOKED: "waiting", ARRIVED: "going", SERVED: "good", NO_SHOW: "bad",
    CANCELLED: "neutral", EXPIRED: "neutral",
}  # fmt: skip
CHANNELS = {
    "WEB": Bilingual("網站", "web"),
    "COUNTER": Bilingual("臨櫃", "counter"),
    "PHONE": Bilingual("電話", "telephone"),
    "POST": Bilingual("書面", "letter"),
    "FAX": Bilingual("傳真", "fax"),
    "MAIL": Bilingual("電子郵件", "e-mail"),
    "WALK_IN": Bilingual("現場", "walk-in"),
    "OFFICE": Bilingual("分署通知", "set by the branch"),
}
OUTCOMES = {
    "PAID": Bilingual("已繳款", "paid"),
    "INSTALMENTS": Bilingual("洽辦分期", "instalments arranged"),
    "HANDED": Bilingual("已交付文件或款項", "documents or money handed over"),
    "TOLD": Bilingual("已說明、諮詢", "explained and advised"),
    "STATED": Bilingual("已到場陳述", "reported and stated"),
    "VIEWED": Bilingual("已看屋", "property viewed"),
    "OTHER": Bilingual("其他", "other"),
}
BY_PERSON, BY_BRANCH, BY_CLOSURE = "PERSON", "BRANCH", "CLOSURE"
GROUNDS = {
    BY_PERSON: Bilingual("本人取消", "cancelled by the person"),
    BY_BRANCH: Bilingual("分署取消", "cancelled by the branch"),
    BY_CLOSURE: Bilingual("停止上班", "offices closed"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another, and who takes it."""

    code: str
    name: Bilingual
    sources: tuple[str, ...]
    target: str
    who: str


MOVES = (
    Move("HOLD", Bilingual("保留", "held"), (), HELD, "anybody"),
    Move("BOOK", Bilingual("預約", "booked"), (HELD,), BOOKED, "anybody"),
    Move("EXPIRE", Bilingual("保留逾時", "hold expired"), (HELD,), EXPIRED, "system"),
    Move("MOVE", Bilingual("改期", "moved"), (BOOKED,), BOOKED, "person | appointment.edit"),
    Move("CANCEL", Bilingual("取消", "cancelled"), (BOOKED,), CANCELLED,
         "person | appointment.edit | closure"),
    # A closure that is withdrawn gives back what it took, as long as the place is free.
    Move("RESTORE", Bilingual("恢復", "restored"), (CANCELLED,), BOOKED, "closure withdrawn"),
    Move("CHECK_IN", Bilingual("報到", "checked in"), (BOOKED, NO_SHOW), ARRIVED, "appointment.edit"),
    Move("FINISH", Bilingual("辦畢", "finished"), (BOOKED, ARRIVED), SERVED, "appointment.edit"),
    Move("MISS", Bilingual("記未到場", "recorded as not come"), (BOOKED,), NO_SHOW,
         "appointment.edit"),
)  # fmt: skip
_BY_CODE = {move.code: move for move in MOVES}


class NotPossibleNow(Refusal):
    code = "APPOINTMENT_MOVE_NOT_ALLOWED"
    zh = "預約現在是「{state_zh}」，不能{move_zh}"
    en = "The appointment is “{state_en}” and cannot be {move_en}"
    next_zh = "請重新整理頁面，看目前的狀態"
    next_en = "Load the page again to see how it stands"


def move(code: str, state: str) -> str:
    """The state after a move; refuses one that the table does not know."""
    wanted = _BY_CODE[code]
    if state not in wanted.sources:
        name = STATE_NAMES[state]
        raise NotPossibleNow(
            state_zh=name.zh, state_en=name.en, move_zh=wanted.name.zh, move_en=wanted.name.en
        )
    return wanted.target


def may(code: str, state: str) -> bool:
    """Whether the table knows this move from a state."""
    return state in _BY_CODE[code].sources
