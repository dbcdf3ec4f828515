"""``wuai ledger``: prove that the books hold."""

from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.ledger.queries import verify as verify_ledger
from wuai.contexts.organisation import api as organisation
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="ledger", help="帳務 / The ledger.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def ledger() -> None:
    """帳務 / The ledger."""


@app.command()
def verify(
    branch: Annotated[
        str, typer.Option("--branch", help="只查一個分署，預設全部 / one branch, default all")
    ] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one document")] = False,
) -> None:
    """查驗所有帳務不變式 / Check every invariant of the books."""
    with run_refusable(json_):
        if as_:
            where = organisation.resolve_branch(branch or None)
            identity.acting(as_, needs="ledger.view", branch=where, at=timezone.now())
        checks = verify_ledger(organisation.branch(branch).id if branch else None)
        emit(plain(checks), json_, _said)
    if not all(check.holds for check in checks):
        raise typer.Exit(1)


def _said(document: Any) -> str:
    return "\n".join(
        f"{'✓' if c['holds'] else '✗'} {c['name']} {c['detail']}".rstrip() for c in document
    )
