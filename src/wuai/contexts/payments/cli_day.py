"""``wuai day``: bank, channel files, receipts and ledger must agree; reopening takes two people."""

from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.payments.actions.day.close_day import (
    DayNotClosed,
    EarlierDayOpen,
    close_day,
    decide_reopening,
    own_difference,
    request_reopening,
)
from wuai.contexts.payments.cli import As, BranchCode, Json
from wuai.contexts.payments.queries.day.matching import DayMatch, match_day
from wuai.contexts.payments.rules.two_people import APPROVED, REFUSED
from wuai.kernel import roc_dates
from wuai.platform.output import describe, emit, plain, run_refusable

app = typer.Typer(
    name="day", help="日結 / The close of a day.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
Day = Annotated[str, typer.Argument(metavar="DATE", help="日期 / the day")]
Why = Annotated[str, typer.Option("--why", help="理由 / reason")]


@app.callback()
def day() -> None:
    """日結 / The close of a day."""


@app.command()
def close(on: Day, branch: BranchCode = "", as_: As = "", json_: Json = False) -> None:
    """核對並日結；有未認領的差異時不結 / Match and close; not while something is unowned."""
    at = timezone.now()
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="payment.approve", at=at)
        asked = roc_dates.parse(on)
        try:
            match = close_day(branch_id=where.id, on=asked, by=by, at=at)
        except EarlierDayOpen as waits:
            # Whoever asks for a day sees how it stands, also while an earlier one is in the way.
            shown = document_of(match_day(where.id, asked)) | {"closed": False}
            emit(shown | {"refused": waits.as_dict()}, json_, _said)
            typer.echo(describe(waits), err=True)
            raise typer.Exit(1) from waits
        emit(document_of(match), json_, _said)
    if not match.may_close:
        raise typer.Exit(1)


@app.command()
def own(
    on: Day,
    key: Annotated[str, typer.Argument(help="差異代碼 / key of the difference")],
    amount: Annotated[int, typer.Option("--amount", help="所見差額 / the amount seen")],
    why: Why,
    next_step: Annotated[str, typer.Option("--next", help="下一步 / next step")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """認領差異 / Answer for a difference: why it is there and what happens next."""
    at = timezone.now()
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="payment.settle", at=at)
        own_difference(
            branch_id=where.id, on=roc_dates.parse(on), key=key, amount=amount, why=why,
            next_step=next_step, by=by, at=at,
        )  # fmt: skip
        emit({"key": key, "owner": by.name}, json_, lambda d: f"{d['owner']} ← {d['key']}")


@app.command()
def reopen(on: Day, why: Why, branch: BranchCode = "", as_: As = "", json_: Json = False) -> None:
    """申請重新開帳，由另一人核准 / Ask to reopen the last closed day; another person approves."""
    at = timezone.now()
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="payment.settle", at=at)
        ref = request_reopening(branch_id=where.id, on=roc_dates.parse(on), why=why, by=by, at=at)
        emit({"on": on, "request": str(ref)}, json_, lambda d: f"{d['request']}")


@app.command("decide")
def decide_command(
    ref: Annotated[str, typer.Argument(help="申請編號 / reference of the request")],
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="核准或退回")] = True,
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """核准或退回重新開帳 / Approve or refuse the reopening of a day."""
    at = timezone.now()
    with run_refusable(json_):
        _where, by = identity.at_branch(branch, as_, needs="payment.approve", at=at)
        try:
            asked = UUID(ref)
        except ValueError as error:
            raise DayNotClosed(on=ref[:40]) from error
        on = decide_reopening(ref=asked, decision=APPROVED if approve else REFUSED, by=by, at=at)
        emit(
            {"on": on, "reopened": approve}, json_,
            lambda d: f"{d['on']} {'已重新開帳 / reopened' if d['reopened'] else '未開帳 / stays closed'}",
        )  # fmt: skip


def document_of(match: DayMatch) -> dict[str, Any]:
    """The match as a document: channels with what agrees, differences, and what is unmatched."""
    return {
        "on": match.on.isoformat(),
        "closed": match.may_close,
        "channels": [plain(c) | {"agrees": c.agrees} for c in match.channels],
        "differences": plain(match.differences),
        "unmatched": plain(match.unmatched),
        "out": {"bank": match.out_bank, "ledger": match.out_ledger},
        "unowned": match.unowned,
    }


def _said(document: Any) -> str:
    nobody = "無人認領 / unowned"
    lines = [
        f"{'✓' if c['agrees'] else '✗'} {c['channel']}: {c['lines']:,} 筆 / lines"
        f" {c['lines_total']:,} = {c['receipts_total']:,} = {c['ledger_total']:,}"
        f" = {'—' if c['bank'] is None else format(c['bank'], ',')}"
        for c in document["channels"]
    ]
    lines += [
        f"≠ {d['key']} {d['kind']} {d['amount']:+,} {d['owner'] or nobody}"
        for d in document["differences"]
    ]
    lines += [
        f"· {u['since']} {u['reason']} {u['number']} {u['amount'] or 0:,} {u['owner'] or nobody}"
        for u in document["unmatched"]
    ]
    return "\n".join([*lines, "已日結 / closed" if document["closed"] else "未日結 / NOT CLOSED"])
