"""Matches and open bank lines of a day, as the page shows them."""

import uuid
from dataclasses import dataclass
from datetime import date

from wuai.contexts.payments.models import BankAccount, BankLine, BankMatch, BankMatchLine
from wuai.kernel.bilingual import Bilingual

MOST = 200


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match that stands: by which rule, how much, and who made it."""

    ref: uuid.UUID
    rule: str
    channel_zh: str
    channel_en: str
    bank_total: int
    lines: int
    lines_total: int
    made_name: str
    reason: str

    @property
    def fee(self) -> int:
        """What stayed with the channel."""
        return self.lines_total - self.bank_total


@dataclass(frozen=True, slots=True)
class LineRow:
    """One bank line that is in no match yet."""

    ref: uuid.UUID
    value_on: date
    amount: int
    text: str
    reference: str
    channel: str | None = None


def matches_of(branch_id: int, on: date) -> list[MatchRow]:
    """The matches of a day, the newest first."""
    rows = BankMatch.objects.filter(branch_id=branch_id, on=on, undone_at__isnull=True)
    return [
        MatchRow(*row)
        for row in rows.order_by("-id").values_list(
            "ref", "rule", "channel__name_zh", "channel__name_en", "bank_total", "lines",
            "lines_total", "made_name", "reason",
        )[:MOST]
    ]  # fmt: skip


def open_bank_lines(branch_id: int, on: date) -> list[LineRow]:
    """Bank lines up to a day that nobody matched, the oldest first."""
    matched = BankMatchLine.objects.filter(undone=False, line__branch_id=branch_id)
    rows = (
        BankLine.objects.filter(branch_id=branch_id, value_on__lte=on)
        .exclude(id__in=matched.values("line_id"))
        .order_by("value_on", "id")
    )
    names = ("ref", "value_on", "amount", "text", "reference", "channel__code")
    return [LineRow(*row) for row in rows.values_list(*names)[:MOST]]


def bank_accounts(branch_id: int) -> list[tuple[str, Bilingual]]:
    """The branch's own accounts with the names of their banks."""
    return [
        (row.number, Bilingual(row.bank_zh, row.bank_en))
        for row in BankAccount.objects.filter(branch_id=branch_id).order_by("number")
    ]
