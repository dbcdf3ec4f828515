"""Requests, the night mailbox and care in the demo branch: each in another state, all by real actions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from wuai.config.demo_days import DemoDays
from wuai.contexts.applications import api as applications
from wuai.contexts.appointments import api as appointments
from wuai.contexts.care import api as care
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.taipei import TAIPEI

if TYPE_CHECKING:
    from uuid import UUID

# kind, channel, received so many days ago, and what was done: (move, who, days ago, what is said)
Step = tuple[str, str, int, str]
REQUESTS: tuple[tuple[str, str, int, tuple[Step, ...]], ...] = (
    ("REPORT", "POST", 0, ()),
    ("REPORTING_DATE", "PHONE", 1, ()),
    ("HOME_VISIT", "PHONE", 2, (("take", "assistant", 1, ""),)),
    ("FILE_INSPECTION", "COUNTER", 4, (("ask", "clerk", 3, "請補附身分證影本，或來電說明。"),)),
    ("WRITTEN_STATEMENT", "MAIL", 9, (("answer", "clerk", 6, "已了解您的情形，扣押先不續行，請於兩週內來談分期。"),)),
    ("PROOF_OF_PAYMENT", "POST", 8, (("grant", "clerk", 7, "證明已寄出。"),)),
    ("ZERO_WAIT", "PHONE", 6, (("refuse", "clerk", 5, "文件還在機關用印，下週三以後可以領。"),)),
    ("GOVERNMENT_INFORMATION", "POST", 5, (("grant", "officer", 2, "提供 114 年度統計表。"),)),
    ("IDEA", "SOCIAL", 3, ()),
    ("REWARD_TIP", "MAIL", 3, ()),
    ("HOUSE_VIEWING", "PHONE", 4, (("grant", "clerk", 3, "下週三上午十時在門口集合，同仁帶看。"),)),
    ("OFFER_TO_BUY", "COUNTER", 1, ()),
)  # fmt: skip
FEWEST = 30
NIGHT = (("BOX", "陳述狀一份"), ("GUARD", "聲請狀及附件一袋"), ("FAX", "改期報到申請"))


def ask_for_things(days: DemoDays) -> None:
    """Twelve requests that came by many ways, in every state."""
    held = cases.open_case_ids(days.branch_id)
    if len(held) < FEWEST:  # a very small demonstration
        return
    for place, (kind, channel, before, steps) in enumerate(REQUESTS):
        case_id = held[place + 12]
        if kind == "REPORTING_DATE":
            case_id = _who_shall_report(days, held) or case_id
        ref = _register(days, kind, channel, days.day(before), case_id)
        for code, who, ago, note in steps:
            on = days.day(ago)
            applications.move(
                ref=ref, code=code, note=note, by=days.who(who, on), at=days.at(on, 14), on=on
            )


def _who_shall_report(days: DemoDays, held: list[int]) -> int | None:
    """A case in which somebody is to come and report."""
    ahead = appointments.of_cases(held, since=days.today)
    return next((row.case_id for row in ahead if row.service == "REPORT"), None)


def _register(days: DemoDays, kind: str, channel: str, on: date, case_id: int) -> UUID:
    declared, case = applications.declaration(kind), cases.case_row(case_id)
    person = parties.party_row(case.obligor_id)
    said: dict[str, Any] = {
        "case_no": case.number, "name": person.name, "phone": person.phone or "03-000-0000",
        "email": "",
    }  # fmt: skip
    given = {q.name: said.get(q.name, _sample(q, days)) for q in declared.questions()}
    at, who = days.at(on, 10), "ethics" if declared.restricted_to else "clerk"
    arrival = applications.Arrival(
        channel=channel, received_at=at, key=days.key(f"request:{kind}"), identity="STAFF"
    )
    filed = applications.register(
        kind=kind, branch_id=days.branch_id, given=given, arrival=arrival, by=days.who(who, on),
        at=at, on=on,
    )  # fmt: skip
    return filed.ref


def _sample(question: applications.Question, days: DemoDays) -> Any:
    if question.kind == "DAY" and question.name != "born_on":
        return (days.today + timedelta(days=14)).isoformat()
    return question.sample.split() if question.kind == "MANY" else question.sample


def receive_at_night(days: DemoDays) -> None:
    """Two mornings: one list handed over in time, and what came last night."""
    eve = days.day(2)
    for place, (way, what) in enumerate(NIGHT):
        on = eve if place < len(NIGHT) - 1 else days.day(1)
        received = min(datetime.combine(on, time(21, 5), TAIPEI), days.now)
        applications.note_night(
            found=applications.NightFound(
                key=days.key(f"night:{place}"), received_at=received, way=way, what=what
            ),
            by=days.who("clerk", on), at=received, on=on,
        )  # fmt: skip
        if place == len(NIGHT) - 2:
            morning = days.day(1)
            at = min(datetime.combine(morning, time(8, 40), TAIPEI), days.now)
            applications.hand_over_night(
                given_name="李示警（值勤）", key=days.key("night:handover"),
                by=days.who("clerk", morning), at=at, on=morning,
            )  # fmt: skip


def care_for_people(days: DemoDays) -> None:
    """Signals of several kinds, a referral in each of three states, and a pause of hard measures."""
    held = cases.open_case_ids(days.branch_id)
    if len(held) < FEWEST:
        return
    chosen, on = held[2:8], days.day(7)
    who: dict[str, Any] = {"by": days.who("clerk", on), "at": days.at(on, 11), "on": on}
    for case_id, kind in zip(
        chosen, ("ELDERLY", "UNEMPLOYED", "LOW_INCOME", "CHILDREN", "ILLNESS", "DISASTER"),
        strict=True,
    ):  # fmt: skip
        care.note_signal(noticed=care.Noticed(case_id, kind, "PERSON", "電話中告知"), **who)
    first, second, third = chosen[:3]
    _refer(days, first, "SOCIAL", ())
    _refer(days, second, "EMPLOYMENT", (("SEND", ""),))
    _refer(
        days, third, "CHARITY", (("SEND", ""), ("ACCEPT", "已派員訪視"), ("HELP", "核發生活扶助"))
    )
    today = days.today
    care.pause(
        case_id=chosen[4], until=today + timedelta(days=60), reason="重大傷病治療中，扣押先不進行",
        by=days.who("officer", today), at=days.now, on=today,
    )  # fmt: skip


def _refer(days: DemoDays, case_id: int, kind: str, steps: tuple[tuple[str, str], ...]) -> None:
    on = days.day(6)
    county = organisation.branch_by_id(days.branch_id).county
    places = [place for place in care.destinations(county) if place.kind == kind]
    if not places:
        return
    who: dict[str, Any] = {"by": days.who("clerk", on), "at": days.at(on, 15), "on": on}
    slip = care.refer(
        asked=care.Asked(
            key=days.key(f"care:{case_id}"), case_id=case_id, destination=places[0].code,
            kind="CARE", needs="需要生活與就業上的協助", ground="ORAL", consented_on=on,
        ),
        **who,
    )  # fmt: skip
    for move, note in steps:
        care.take_step(ref=slip.ref, outcome=care.Outcome(move, note), **who)
