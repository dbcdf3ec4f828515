"""``wuai payments``: take in settlement files, look after what found no place."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.payments.actions.day.bank_statements import import_statement
from wuai.contexts.payments.actions.receiving.settle import NothingHeld, own_item
from wuai.contexts.payments.actions.settlement.importing import Imported, import_settlement
from wuai.contexts.payments.queries.day.matching import match_day
from wuai.kernel.money import format_nt
from wuai.kernel.taipei import day_of
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="payments", help="收款 / Payments.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
BranchCode = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
As = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]


@app.callback()
def payments() -> None:
    """收款 / Payments."""


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="入帳檔 / the file")],
    channel: Annotated[str, typer.Option("--channel", help="通路代碼 / channel code")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """匯入代收入帳檔 / Take in a settlement file."""
    at = timezone.now()
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="payment.import", at=at)
        outcome = import_settlement(
            branch_id=where.id, channel_code=channel.upper(), name=file.name,
            content=file.read_bytes(), by=by, at=at,
            on=day_of(at),
        )  # fmt: skip
        emit(_document(outcome), json_, _said)


def _document(outcome: Imported) -> dict[str, Any]:
    document: dict[str, Any] = plain(outcome)
    replayed = document.pop("replayed")
    return {"file": document.pop("ref"), **document} | ({"replayed": True} if replayed else {})


def _said(document: Any) -> str:
    again = "（先前已匯入 / imported before）" if document.get("replayed") else ""
    return (
        f"{document['lines']:,} 筆 / lines，{format_nt(document['total'])} {again}\n"
        f"入帳 / posted {document['posted']:,}，待查 / suspense {document['suspense']:,}，"
        f"重複 / duplicates {document['duplicates']:,}，拒收 / rejected {document['rejected']:,}"
    )


@app.command()
def statement(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="對帳單 / statement")],
    account: Annotated[str, typer.Option("--account", help="本分署帳號 / account of the branch")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """匯入銀行對帳單並自動配對 / Take in a bank statement and match it by the rules."""
    at = timezone.now()
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="payment.import", at=at)
        taken = import_statement(
            branch_id=where.id, account=account, name=file.name, content=file.read_bytes(), by=by,
            at=at,
        )  # fmt: skip
        emit(plain(taken), json_, _taken)


def _taken(document: Any) -> str:
    again = "（先前已匯入 / imported before）" if document["replayed"] else ""
    return (
        f"{document['from_on']} – {document['until_on']} {again}\n"
        f"{document['lines']:,} 筆 / lines，重複 / repeated {document['duplicates']:,}，"
        f"配對 / matched {document['matched']:,}，餘額 / balance {format_nt(document['closing'])}"
    )


@app.command()
def unmatched(branch: BranchCode = "", as_: As = "", json_: Json = False) -> None:
    """待處理款項 / What has no place yet, and who answers for it."""
    with run_refusable(json_):
        at = timezone.now()
        where, _by = identity.at_branch(branch, as_, needs="payment.view", at=at)
        today = day_of(at)
        emit({"unmatched": match_day(where.id, today).unmatched}, json_, _listed)


def _listed(document: Any) -> str:
    rows = [
        f"{u.since}  {u.reason:15}  {u.number:16}  {u.amount or 0:>12,}  {u.owner or '—'}  {u.ref}"
        for u in document["unmatched"]
    ]
    return "\n".join(rows) or "無待處理款項 / nothing is unmatched"


@app.command()
def own(
    ref: Annotated[str, typer.Argument(help="待處理編號 / reference of the item")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """認領待處理款項 / Answer for an unmatched item from now on."""
    at = timezone.now()
    with run_refusable(json_):
        _where, by = identity.at_branch(branch, as_, needs="payment.settle", at=at)
        own_item(ref=_item(ref), by=by, at=at)
        emit({"ref": ref, "owner": by.name}, json_, lambda d: f"{d['owner']} ← {d['ref']}")


def _item(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError as error:
        raise NothingHeld from error
