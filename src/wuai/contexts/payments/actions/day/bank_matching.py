"""Match bank and channel: by the table of rules, by hand, and take a match apart again."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from wuai.contexts.payments.actions.day.bank_books import post_matches, take_back
from wuai.contexts.payments.actions.day.bank_staging import (
    DAY_FIGURES,
    groups,
    lock,
    make,
    pair_by_reference,
    stage,
)
from wuai.contexts.payments.models import (
    BankMatch,
    BankMatchLine,
    BankMatchReceipt,
    BankMatchRefund,
    BankMatchVoid,
    VoidRequest,
)
from wuai.contexts.payments.queries.day.bank_open import taken_back
from wuai.contexts.payments.queries.receiving.closed_days import last_closed
from wuai.contexts.payments.rules.day.bank_matching import (
    BACK_LATER,
    BY_HAND,
    BankMoney,
    ChannelDay,
    Pairing,
    pair,
)
from wuai.contexts.payments.rules.two_people import reason
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class NotTheSameMoney(Refusal):
    code = "BANK_MATCH_UNEQUAL"
    zh = "銀行 {bank} 元加手續費 {fee} 元，不等於通路 {total} 元"
    en = "NT$ {bank} at the bank and a fee of NT$ {fee} are not the channel's NT$ {total}"
    next_zh = "請改選明細或填實際手續費；真的不同時，請認領這筆差異"
    next_en = "Choose other lines or enter the fee; if they really differ, own the difference"
    status = 422


class NothingToMatch(Refusal):
    code = "BANK_MATCH_EMPTY"
    zh = "所選的銀行明細或通路日已經配對，或不是本分署的"
    en = "The bank lines or channel days chosen are matched already, or not of this branch"
    next_zh = "請重新整理頁面後再選"
    next_en = "Reload the page and choose again"


class MatchUnknown(Refusal):
    code = "BANK_MATCH_UNKNOWN"
    zh = "查無此配對，或已取消"
    en = "There is no such match, or it was taken apart already"
    next_zh = "請重新整理頁面"
    next_en = "Reload the page"
    status = 404


class MatchOfClosedDay(Refusal):
    code = "DAY_CLOSED"
    zh = "{on} 已日結，不能取消當日的配對"
    en = "{on} is closed: its matches stay"
    next_zh = "請先申請重新開帳，由另一位同仁核准"
    next_en = "Ask for the day to be reopened; a colleague approves"


class MatchOfVoided(Refusal):
    code = "BANK_MATCH_VOIDED"
    zh = "這筆配對中有已作廢的收款，銀行扣回時要與它核對，不能取消"
    en = "A payment of this match was voided: what the bank takes back is checked against it, so it stays"
    next_zh = "請匯入銀行扣回那一天的對帳單；仍有不符時，請認領差異"
    next_en = (
        "Import the statement of the day on which the bank took it back; own what still differs"
    )


def match_open(branch_id: int, on: date, *, by: Actor, at: datetime) -> int:
    """Match what is open up to a day by the rules, inside the action that calls it; how many."""
    made = _match_once(branch_id, on, by, at)
    # Only what nothing else explains is looked at as paid and taken back; its voids are open after it.
    if taken_back(branch_id, on) and (
        more := _match_once(branch_id, on, by, at, with_taken_back=True)
    ):
        made += more + _match_once(branch_id, on, by, at)
    return made


def _match_once(
    branch_id: int, on: date, by: Actor, at: datetime, *, with_taken_back: bool = False
) -> int:
    stage(branch_id, on, with_taken_back=with_taken_back)
    pair_by_reference(branch_id)
    for account_id, channel_id, bank, days, fee, later in groups(on):
        for pairing in pair(bank, days, fee):
            if {day.posted_on for day in pairing.days} & later:
                pairing = replace(pairing, rule=BACK_LATER)
            make(pairing, account_id, channel_id)
    return _write(branch_id, by, at)


@action("bank.match")
def match_bank(*, branch_id: int, on: date, by: Actor, at: datetime) -> int:
    """Let the rules match whatever is open up to a day."""
    made = match_open(branch_id, on, by=by, at=at)
    record(kind="day", ref=on.isoformat(), branch_id=branch_id, data={"matched": made})
    return made


@action("bank.match_by_hand")
def match_by_hand(
    *, branch_id: int, lines: Sequence[uuid.UUID], channel: str, days: Sequence[date], fee: int,
    why: str, by: Actor, at: datetime,
) -> uuid.UUID:  # fmt: skip
    """Say that bank lines are a channel's money of these days; a fee may stay with the channel."""
    said = reason(why)
    chosen = (branch_id, lines, channel, days, fee)
    try:
        pairing, account_id, channel_id = _of_hand(*chosen)
    except (NothingToMatch, NotTheSameMoney) as refused:
        # Perhaps it was voided before its match, and the bank paid it and took it back.
        try:
            pairing, account_id, channel_id = _of_hand(*chosen, with_taken_back=True)
        except (NothingToMatch, NotTheSameMoney):
            raise refused from None
    make(pairing, account_id, channel_id, said)
    _write(branch_id, by, at)
    made = BankMatch.objects.filter(branch_id=branch_id).order_by("-id")[0]
    record(kind="bank_match", ref=made.ref, reason=said, branch_id=branch_id,
           data={"channel": channel, "lines": len(pairing.bank), "fee": fee})  # fmt: skip
    return made.ref


def _of_hand(
    branch_id: int, lines: Sequence[uuid.UUID], channel: str, days: Sequence[date], fee: int, *,
    with_taken_back: bool = False,
) -> tuple[Pairing, int, int]:  # fmt: skip
    """The chosen lines and days as one pairing, with its account and channel."""
    on = date.max if with_taken_back else max(days, default=date.max)
    stage(branch_id, on, with_taken_back=with_taken_back)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, l.value_on, l.amount, l.account_id FROM payments_bankline l"
            " WHERE l.branch_id = %s AND l.ref = ANY(%s::uuid[]) AND NOT EXISTS"
            " (SELECT 1 FROM payments_bankmatchline m WHERE m.line_id = l.id AND NOT m.undone)",
            [branch_id, list(lines)],
        )
        bank = cursor.fetchall()
        cursor.execute(
            f"SELECT r.posted_on, {DAY_FIGURES}, min(r.channel_id)"
            " FROM receipts_open r JOIN payments_channel c ON c.id = r.channel_id"
            " WHERE c.code = %s AND r.posted_on = ANY(%s) GROUP BY r.posted_on",
            [channel, list(days)],
        )
        told = cursor.fetchall()
        cursor.execute("UPDATE receipts_open SET named = FALSE")
    if len(bank) != len(set(lines)) or len(told) != len(set(days)) or not bank or not told:
        raise NothingToMatch
    pairing = Pairing(
        BY_HAND, tuple(BankMoney(*row[:3]) for row in bank),
        tuple(ChannelDay(*row[:4]) for row in told),
    )  # fmt: skip
    if pairing.fee != fee or fee < 0:
        raise NotTheSameMoney(
            bank=f"{pairing.bank_total:,}", fee=f"{fee:,}", total=f"{pairing.total:,}", field="fee"
        )
    return pairing, bank[0][3], told[0][4]


@action("bank.unmatch")
def unmatch(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> None:
    """Take a match apart; the rules leave its bank lines to people from now on."""
    lock(by.branch_id or 0)
    match = BankMatch.objects.select_for_update().filter(
        ref=ref, branch_id=by.branch_id or 0, undone_at__isnull=True
    ).first()  # fmt: skip
    if match is None:
        raise MatchUnknown
    closed = last_closed(match.branch_id)
    if closed is not None and match.on <= closed:
        raise MatchOfClosedDay(on=match.on)
    if _is_voided(match):
        raise MatchOfVoided
    match.undone_reason, match.undone_at = reason(why), at
    match.undone_by, match.undone_name = by.ref, by.name
    match.save(update_fields=["undone_reason", "undone_at", "undone_by", "undone_name"])
    BankMatchLine.objects.filter(match=match).update(undone=True)
    BankMatchReceipt.objects.filter(match=match).update(undone=True)
    BankMatchRefund.objects.filter(match=match).update(undone=True)
    BankMatchVoid.objects.filter(match=match).update(undone=True)
    take_back(match, by=by, at=at)
    record(
        kind="bank_match", ref=ref, reason=match.undone_reason, branch_id=match.branch_id,
        data={"rule": match.rule, "total": match.bank_total},
    )  # fmt: skip


def _is_voided(match: BankMatch) -> bool:
    """Whether a payment of it was voided: what the bank takes back is known by this match."""
    return VoidRequest.objects.filter(
        decision="APPROVED", receipt__in=BankMatchReceipt.objects.filter(
            match=match, undone=False
        ).values("receipt_id"),
    ).exists()  # fmt: skip


def _write(branch_id: int, by: Actor, at: datetime) -> int:
    """Write matches, their links and their postings from what was staged."""
    closed = last_closed(branch_id)
    given: dict[str, Any] = {
        "branch": branch_id, "at": at, "by": by.ref, "name": by.name, "closed": closed,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO payments_bankmatch (id, ref, branch_id, account_id, channel_id, "on", rule,'
            " bank_total, lines, lines_total, reason, made_at, made_by, made_name, undone_reason)"
            " SELECT id, ref, %(branch)s, account_id, channel_id,"
            " greatest(value_on, %(closed)s::date + 1), rule, bank_total, lines, lines_total,"
            " reason, %(at)s, %(by)s, %(name)s, '' FROM bank_made", given,
        )  # fmt: skip
        made = int(cursor.rowcount)
        if not made:
            return 0
        for table, staged, which in (
            ("line", "line_id", "IS NOT NULL"), ("receipt", "receipt_id", "IS NOT NULL"),
            ("refund", "refund_id", "> 0"), ("void", "refund_id", "< 0"),
        ):  # fmt: skip
            cursor.execute(
                f"INSERT INTO payments_bankmatch{table} (match_id, {table}_id, undone)"
                f" SELECT id, abs({staged}), FALSE FROM bank_made WHERE {staged} {which}"
                f" UNION ALL SELECT match_id, abs({staged}), FALSE FROM bank_links"
                f" WHERE {staged} {which}"
            )
    post_matches(branch_id, by=by, at=at)
    return made
