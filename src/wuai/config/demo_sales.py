"""A house that is sold in the demo branch: who may buy first, who bought, what was announced and asked for."""

from datetime import date, timedelta
from typing import Any

from wuai.config.demo_days import DemoDays
from wuai.contexts.applications import api as applications
from wuai.contexts.auctions import api as auctions
from wuai.contexts.cases import api as cases
from wuai.contexts.notices import api as notices
from wuai.contexts.payments import api as payments
from wuai.contexts.rewards import api as rewards

FEWEST = 40
HOUSE = "新竹市東區無礙段 100 地號及其上 12 建號（門牌：無礙路 3 號）（示範）"
LAND = "新竹縣竹東鎮示範段 20 地號，權利範圍三分之一（示範）"
BUYER, LESSEE = "張買受", "林承租"
EVIDENCE = {
    "PRICE_PAID": "115收字第1號收據（示範）", "BUYER": "身分證正本與投標書相符",
    "PREEMPTION": "權利人表示不買", "TAXES": "稅捐處示範字第1號函", "NO_STAY": "卷內無停止執行或異議",
    "FARMLAND": "不是耕地",
}  # fmt: skip


def sell_houses(days: DemoDays) -> None:
    """Two sales with their rights of pre-emption, one certificate, and a reward for a tip."""
    held = cases.open_case_ids(days.branch_id)
    if len(held) < FEWEST:  # a very small demonstration
        return
    land, house, sought = held[30:33]
    _written(days, land)
    _answered(days, land)
    _waived_and_certified(days, house)
    _reward(days, sought)
    _certify(days)


def _who(days: DemoDays, username: str, on: date) -> dict[str, Any]:
    return {"by": days.who(username, on), "at": days.at(on, 15), "on": on}


def _written(days: DemoDays, case_id: int) -> None:
    """Letters to two co-owners: one was handed over, the other came back."""
    ordered = auctions.Ordered(
        key=days.key("preemption:letters"), case_id=case_id, ground="CO_OWNER",
        rule="PREEMPTION_COOWNER", holders="吳共有 新竹市示範區無礙路 6 號\n鄭共有 新竹市示範區無礙路 7 號",
        lot="乙標", property=LAND, price=1_650_000, terms="得標後七日內繳清；不點交",
    )  # fmt: skip
    served, back = auctions.issue_letters(ordered=ordered, **_who(days, "officer", days.day(6)))
    on = days.day(3)
    for letter, attempt in (
        (served, notices.Attempt("IN_PERSON", on, "無礙路 6 號", "吳共有")),
        (back, notices.Attempt("FAILED", on, reason="MOVED")),
    ):
        auctions.serve_letter(
            ref=letter.ref, attempt=attempt, key=days.key(letter.number),
            **_who(days, "assistant", days.day(2)),
        )  # fmt: skip


def _told(days: DemoDays, case_id: int, right: tuple[str, str, str], before: int) -> Any:
    ground, rule, name = right
    told = auctions.Told(
        key=days.key(f"preemption:{name}"), case_id=case_id, ground=ground, rule=rule,
        holder_name=name, holder_address="新竹市示範區無礙路 8 號", lot="甲標", property=LAND,
        price=1_650_000, terms="得標後七日內繳清；不點交", how="SERVED",
        document_no=f"竹執示範字第 {before} 號", notified_on=days.day(before),
    )  # fmt: skip
    return auctions.notify(told=told, **_who(days, "clerk", days.day(before - 1)))


def _answered(days: DemoDays, case_id: int) -> None:
    """A lessee buys: the register bears the right out, the decision is still to be made."""
    row = _told(days, case_id, ("LAND_LESSEE", "PREEMPTION_REPLY", LESSEE), 6)
    on = days.day(2)
    given = {
        "case_no": cases.case_row(case_id).number, "notice_no": row.number, "ground": row.ground,
        "received": row.notified_on.isoformat(), "price": str(row.price), "whole": "yes",
        "name": LESSEE, "id_number": "A123456789", "address": row.holder_address,
        "phone": "0912-000-000",
    }  # fmt: skip
    arrival = applications.Arrival(
        channel="POST", received_at=days.at(on, 9), key=days.key("preemption:answer")
    )
    applications.register(
        kind="PREEMPTION", branch_id=days.branch_id, given=given, arrival=arrival,
        **_who(days, "clerk", on),
    )  # fmt: skip
    looked = auctions.LookedUp(days.day(1), "竹地示範字第 1 號", "STANDS")
    auctions.look_up(ref=row.ref, looked=looked, **_who(days, "clerk", days.day(1)))


def _waived_and_certified(days: DemoDays, case_id: int) -> None:
    """A buyer paid, everything is checked, a second person issued the certificate."""
    row = _told(days, case_id, ("LAND_OWNER", "PREEMPTION_REPLY", "黃地主"), 9)
    auctions.waive(ref=row.ref, note="書面聲明不買，附卷", **_who(days, "clerk", days.day(7)))
    said = auctions.Said(
        lot="甲標", property=HOUSE, scope="全部", buyer_name=BUYER, buyer_id="B223456782",
        buyer_address="新竹市示範區無礙路 9 號", price=3_200_000, sold_on=days.day(12),
        is_delivered=True,
    )  # fmt: skip
    key, on = days.key("transfer"), days.day(4)
    made = auctions.prepare(key=key, case_id=case_id, said=said, **_who(days, "clerk", on))
    for code, evidence in EVIDENCE.items():
        checked = auctions.Checked(
            code=code, outcome="NOT_NEEDED" if code == "FARMLAND" else "MET", evidence=evidence,
            paid_on=days.day(5) if code == "PRICE_PAID" else None,
        )  # fmt: skip
        auctions.check(ref=made.ref, checked=checked, **_who(days, "clerk", on))
    auctions.propose(ref=made.ref, **_who(days, "clerk", days.day(3)))
    auctions.issue(ref=made.ref, **_who(days, "officer", days.day(2)))


def _reward(days: DemoDays, case_id: int) -> None:
    """An announcement by two people, and one that waits for the second."""
    on = days.day(5)
    for place, sought in enumerate(("名下車輛停放的地方", "營業場所與往來客戶")):
        wording = rewards.Wording(
            naming="MASKED", sought=f"{sought}（示範）", percent=5, most=50_000,
            legal_basis="分署 115 年獎勵檢舉示範決定", since=on, until=on + timedelta(days=180),
        )  # fmt: skip
        row = rewards.propose(
            key=days.key(f"reward:{place}"), case_id=case_id, wording=wording,
            **_who(days, "clerk", on),
        )  # fmt: skip
        if place == 0:
            who = _who(days, "officer", days.day(4))
            rewards.decide(ref=row.ref, publish=True, by=who["by"], at=who["at"])


def _certify(days: DemoDays) -> None:
    """Nothing is left to enforce upon: a case ends in a certificate, and its original is printed."""
    on = days.day(1)
    begun = [
        row for row in cases.case_rows(days.sample(12)).values()
        if row.started_on and row.status == "OPEN"
    ][:1]  # fmt: skip
    for row in begun:
        cases.certify(
            case_id=row.id, reason="查無可供執行的財產（示範）", **_who(days, "chief", on)
        )
        who = _who(days, "clerk", on)
        cases.print_certificate(
            case_ref=row.ref, key=days.key("certificate"), by=who["by"], at=who["at"]
        )


def take_a_fee(days: DemoDays, on: date) -> None:
    """Somebody who read a file pays for the copies, while the till is open."""
    taken = payments.FeeTaken(
        key=days.key("fee"), counts={"FEE_COPY_BW_A4": 26, "FEE_READING": 1}, payer="王示範",
        about="閱覽卷宗影印（示範）", tendered=100,
    )  # fmt: skip
    payments.take_fee(taken=taken, by=days.who("cashier", on), at=days.at(on, 11), on=on)
