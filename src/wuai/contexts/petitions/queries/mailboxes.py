"""The mailboxes of a branch as they are now: its own editions over the ones every branch begins with."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wuai.contexts.petitions.models import MailboxEdition
from wuai.contexts.petitions.rules.mailboxes import PETITION_KINDS, Mailbox, MailboxUnknown
from wuai.kernel.bilingual import Bilingual
from wuai.platform.reference import read_csv

FILE = Path(__file__).parent.parent / "reference_data" / "mailboxes.csv"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition with who made it and why."""

    box: Mailbox
    reason: str
    made_at: datetime
    by_name: str


@functools.cache
def first() -> dict[str, Mailbox]:
    """The mailboxes that a branch begins with."""
    rows = [_of_file(row) for row in read_csv(FILE)]
    return {row.code: row for row in rows}


def _of_file(row: dict[str, str]) -> Mailbox:
    held = [one.split("|") for one in row["categories"].split(";") if one]
    return Mailbox(
        code=row["code"], edition=0, position=int(row["position"]),
        name=Bilingual(row["name_zh"], row["name_en"]),
        opening=Bilingual(row["opening_zh"], row["opening_en"]), audience=row["audience"],
        kind=row["kind"], guard=row["guard"], identity=row["identity"], rule=row["rule"], days=0,
        section_id=None, categories=tuple((code, zh, en) for code, zh, en in held), is_open=True,
    )  # fmt: skip


def _of_row(row: MailboxEdition) -> Mailbox:
    return Mailbox(
        code=row.code, edition=row.number, position=row.position,
        name=Bilingual(row.name_zh, row.name_en), opening=Bilingual(row.opening_zh, row.opening_en),
        audience=row.audience, kind=row.kind, guard=row.guard, identity=row.identity,
        rule=row.rule, days=row.days, section_id=row.section_id,
        categories=tuple((code, zh, en) for code, zh, en in row.categories), is_open=row.is_open,
    )  # fmt: skip


def mailboxes(branch_id: int) -> list[Mailbox]:
    """Every mailbox of a branch, closed ones too, in its order (1 query)."""
    newest = MailboxEdition.objects.filter(branch_id=branch_id).order_by("code", "-number")
    own = {row.code: _of_row(row) for row in newest.distinct("code")}
    return sorted({**first(), **own}.values(), key=lambda box: (box.position, box.code))


def mailbox(branch_id: int, code: str) -> Mailbox:
    """One mailbox as it is now (1 query)."""
    found = MailboxEdition.objects.filter(branch_id=branch_id, code=code).order_by("-number")
    row = found.first()
    box = _of_row(row) if row else first().get(code)
    if box is None:
        raise MailboxUnknown(code=code[:20])
    return box


def mailbox_then(branch_id: int, code: str, edition: int) -> Mailbox:
    """One mailbox as it was in an edition (1 query)."""
    found = MailboxEdition.objects.filter(branch_id=branch_id, code=code, number=edition).first()
    box = _of_row(found) if found else first().get(code)
    if box is None:
        raise MailboxUnknown(code=code[:20])
    return box


def guards_by_edition(branch_id: int) -> dict[tuple[str, int], str]:
    """Who could look into each mailbox in each of its editions (1 query)."""
    found = MailboxEdition.objects.filter(branch_id=branch_id, kind__in=PETITION_KINDS)
    held = {(code, 0): box.guard for code, box in first().items() if box.is_ours}
    return held | {
        (code, number): guard
        for code, number, guard in found.values_list("code", "number", "guard")
    }


def open_to(branch_id: int, audience: Sequence[str]) -> list[Mailbox]:
    """The open mailboxes that these people may write to (1 query)."""
    return [box for box in mailboxes(branch_id) if box.is_open and box.audience in audience]


def editions(branch_id: int, code: str) -> list[Edition]:
    """How a mailbox changed, the newest first (1 query)."""
    found = MailboxEdition.objects.filter(branch_id=branch_id, code=code).order_by("-number")
    return [Edition(_of_row(row), row.reason, row.made_at, row.by_name) for row in found]
