"""Enter what a branch agreed with a bank, the stores' agent, the post or an agency; end it again."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from wuai.contexts.payments.gateways.registry import channel as registered
from wuai.contexts.payments.models import Channel, ChannelContract, CollectionContract
from wuai.contexts.payments.rules.receiving.contracts import TermWrong, accept_prefix, accept_terms
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_LOCK = 0x4354
_ITEM = re.compile(r"[0-9A-Z]{3}")
DAYS_AT_MOST = 366


class NoContractAsked(Refusal):
    code = "CHANNEL_NEEDS_NO_CONTRACT"
    zh = "「{channel}」不以本頁的契約開辦"
    en = "“{channel}” is not opened by a contract of this page"
    next_zh = "請選其他管道"
    next_en = "Choose another channel"
    status = 422


class ContractEntered(Refusal):
    code = "CONTRACT_ENTERED"
    zh = "自 {since} 起的契約已登錄"
    en = "A contract from {since} on is entered already"
    next_zh = "請改用較後的生效日，或先終止原契約"
    next_en = "Use a later first day, or end the other one"


def may_sign(channel_code: str) -> bool:
    """Whether a channel is opened by a contract of its own; stores and bank have one together."""
    known = registered(channel_code)
    return bool(known and known.needs) and not channel_code.startswith(("CVS_", "VA"))


@action("channel.sign")
def sign_channel(
    *, branch_id: int, channel_code: str, terms: Mapping[str, str], since: date,
    agency_id: int | None = None, confirmed: bool = False, by: Actor, at: datetime,
) -> ChannelContract:  # fmt: skip
    """Enter the values of one channel, from a day on."""
    known, row = registered(channel_code), Channel.objects.filter(code=channel_code).first()
    if known is None or row is None or not may_sign(channel_code):
        raise NoContractAsked(channel=channel_code, field="channel")
    kept = accept_terms(known, terms)
    _one_at_a_time(branch_id)
    mine = ChannelContract.objects.filter(_for(agency_id), branch_id=branch_id, channel=row)
    if mine.filter(since=since).exists():
        raise ContractEntered(since=since, field="since")
    signed = ChannelContract.objects.create(
        branch_id=branch_id, channel=row, agency_id=agency_id, terms=kept, since=since,
        confirmed=confirmed,
    )  # fmt: skip
    record(
        kind="contract", ref=signed.ref, branch_id=branch_id,
        data={"channel": channel_code, "since": since.isoformat(), "terms": kept},
    )  # fmt: skip
    return signed


@action("collection.sign")
def sign_collection(
    *, branch_id: int, scheme: str, prefix: str, store_item: str, slip_days: int, since: date,
    by: Actor, at: datetime,
) -> CollectionContract:  # fmt: skip
    """Enter the bank's scheme and company code and the stores' item, from a day on."""
    # Two branches at once must not both find a company code free.
    _one_at_a_time(0)
    others = CollectionContract.objects.exclude(branch_id=branch_id)
    accept_prefix(scheme, prefix, others.values_list("va_prefix", flat=True))
    if store_item and _ITEM.fullmatch(store_item) is None:
        raise TermWrong(
            term_zh="代收項目代號", term_en="The item code", value=store_item[:20],
            field="store_item",
        )  # fmt: skip
    if not 1 <= slip_days <= DAYS_AT_MOST:
        raise TermWrong(
            term_zh="繳款單天數", term_en="The days of a slip", value=slip_days, field="slip_days"
        )
    if CollectionContract.objects.filter(branch_id=branch_id, since=since).exists():
        raise ContractEntered(since=since, field="since")
    signed = CollectionContract.objects.create(
        branch_id=branch_id, store_item=store_item, va_scheme=scheme, va_prefix=prefix,
        slip_days=slip_days, since=since,
    )  # fmt: skip
    record(
        kind="contract", ref=f"collection:{signed.pk}", branch_id=branch_id,
        data={"scheme": scheme, "prefix": prefix, "item": store_item, "since": since.isoformat()},
    )  # fmt: skip
    return signed


@action("channel.end")
def end_channel(
    *, branch_id: int, channel_code: str, until: date, agency_id: int | None = None, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """End the contracts of a channel that run beyond a day; how many were ended."""
    _one_at_a_time(branch_id)
    running = ChannelContract.objects.filter(
        _for(agency_id), Q(until__isnull=True) | Q(until__gt=until), branch_id=branch_id,
        channel__code=channel_code, since__lte=until,
    )  # fmt: skip
    ended = running.update(until=until)
    record(
        kind="contract", ref=f"channel:{channel_code}", branch_id=branch_id,
        data={"channel": channel_code, "until": until.isoformat(), "ended": ended},
    )  # fmt: skip
    return ended


def _for(agency_id: int | None) -> Q:
    return Q(agency__isnull=True) if agency_id is None else Q(agency_id=agency_id)


def _one_at_a_time(branch_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, branch_id])
