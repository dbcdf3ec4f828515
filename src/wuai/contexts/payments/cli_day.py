"""``wuai day close``: channel files, receipts and ledger must agree."""

from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.close_day import close_day
from wuai.contexts.payments.cli import As, BranchCode, Json
from wuai.contexts.payments.queries.matching import DayMatch
from wuai.kernel import roc_dates
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="day", help="日結 / The close of a day.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def day() -> None:
    """日結 / The close of a day."""


@app.command()
def close(
    on: Annotated[str, typer.Argument(metavar="DATE", help="日期 / the day")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """核對並日結；有未認領的待處理款項時不結 / Match and close; not while something is unowned."""
    at = timezone.now()
    with run_refusable(json_):
        where = organisation.resolve_branch(branch or None)
        by = identity.acting(as_, needs="payment.approve", branch=where, at=at)
        match = close_day(branch_id=where.id, on=roc_dates.parse(on), by=by, at=at)
        emit(document_of(match), json_, _said)
    if not match.may_close:
        raise typer.Exit(1)


def document_of(match: DayMatch) -> dict[str, Any]:
    """The match as a document: channels with what agrees, and what is unmatched."""
    return {
        "on": match.on.isoformat(),
        "closed": match.may_close,
        "channels": [plain(c) | {"agrees": c.agrees} for c in match.channels],
        "unmatched": plain(match.unmatched),
        "unowned": sum(1 for u in match.unmatched if not u.owner),
    }


def _said(document: Any) -> str:
    lines = [
        f"{'✓' if c['agrees'] else '✗'} {c['channel']}: {c['lines']:,} 筆 / lines"
        f" {c['lines_total']:,} = {c['receipts_total']:,} = {c['ledger_total']:,}"
        for c in document["channels"]
    ]
    lines += [
        f"· {u['since']} {u['reason']} {u['number']} {u['amount'] or 0:,} {u['owner'] or '無人認領 / unowned'}"
        for u in document["unmatched"]
    ]
    return "\n".join([*lines, "已日結 / closed" if document["closed"] else "未日結 / NOT CLOSED"])
