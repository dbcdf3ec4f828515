"""The night register as its pages and its list on paper show it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wuai.contexts.applications.models import NightHandover, NightItem
from wuai.contexts.applications.rules.night import WAYS, is_late
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.taipei import moment_zh

SHOWN = 30


@dataclass(frozen=True, slots=True)
class NightRow:
    """One entry of the register."""

    ref: uuid.UUID
    number: str
    received_at: datetime
    due_at: datetime
    way: Bilingual
    sender: str
    what: str
    pieces: int
    by_name: str
    is_late: bool
    application_ref: uuid.UUID | None
    application_number: str
    passed_on: str
    handover_ref: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One hand-over with its list."""

    ref: uuid.UUID
    number: str
    at: datetime
    items: int
    late: int
    given_name: str
    by_name: str
    note: str
    held: Sequence[NightRow] = ()


def _row(item: NightItem, at: datetime) -> NightRow:
    filed, handover = item.application, item.handover
    return NightRow(
        item.ref, item.number, item.received_at, item.due_at, WAYS[item.way], item.sender, item.what,
        item.pieces, item.by_name, is_late(item.due_at, handover.at if handover else at),
        filed.ref if filed else None, filed.number if filed else "", item.passed_on,
        handover.ref if handover else None,
    )  # fmt: skip


def waiting(branch_id: int, at: datetime) -> list[NightRow]:
    """What lies in the mailbox, the first that came first (1 query)."""
    found = NightItem.objects.filter(branch_id=branch_id, handover__isnull=True)
    return [_row(one, at) for one in found.select_related("application", "handover").order_by("id")]


def item(branch_id: int, ref: uuid.UUID, at: datetime) -> NightRow | None:
    """One entry of a branch."""
    found = NightItem.objects.filter(branch_id=branch_id, ref=ref)
    one = found.select_related("application", "handover").first()
    return _row(one, at) if one else None


def handovers(branch_id: int, *, since: datetime | None = None) -> list[HandoverRow]:
    """The latest hand-overs, without their lists (1 query)."""
    return [_handover(one) for one in _since(branch_id, since).order_by("-id")[:SHOWN]]


def _since(branch_id: int, since: datetime | None) -> QuerySet[NightHandover]:
    found = NightHandover.objects.filter(branch_id=branch_id)
    return found.filter(at__gte=since) if since else found


def handover(
    branch_id: int, ref: uuid.UUID, *, since: datetime | None = None
) -> HandoverRow | None:
    """One hand-over with its list (2 queries)."""
    one = _since(branch_id, since).filter(ref=ref).first()
    if one is None:
        return None
    held = one.held.select_related("application", "handover").order_by("id")
    return _handover(one, [_row(each, one.at) for each in held])


def _handover(one: NightHandover, held: Sequence[NightRow] = ()) -> HandoverRow:
    return HandoverRow(
        one.ref,
        one.number,
        one.at,
        one.items,
        one.late,
        one.given_name,
        one.by_name,
        one.note,
        held,
    )


def paper(branch_id: int, row: HandoverRow) -> dict[str, Any]:
    """The list to be signed by who gives and who takes."""
    said = ["信箱內沒有文件。"] if not row.held else []
    if row.late:
        said.append(f"其中 {row.late} 件逾次一上班日上午 9 時交接。")
    if row.note:
        said.append(f"備註：{row.note}")
    return {
        "branch": organisation.branch_by_id(branch_id).name_zh, "title": "夜間收文交接清單",
        "number": row.number,
        "facts": [["交接編號", row.number], ["交接時間", moment_zh(row.at)], ["件數", f"{row.items} 件"]],
        "heading": "", "asked": [], "said": said,
        "head": ["登記號", "收到時間", "方式", "寄件人", "文件", "件數"],
        "rows": [
            [one.number, moment_zh(one.received_at), one.way.zh, one.sender or "未寫", one.what, str(one.pieces)]
            for one in row.held
        ],
        "signers": [f"交付人（{row.given_name}）", f"點收人（{row.by_name}）"],
        "foot": "收到日以實際收到的時間為準。",
    }  # fmt: skip
