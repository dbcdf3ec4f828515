"""``wuai keys``: seal personal numbers with a new key, while the branch works."""

from typing import Annotated

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties.actions import rotate
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="keys", help="加密金鑰 / Encryption keys.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def keys() -> None:
    """加密金鑰 / Encryption keys."""


@app.command("rotate")
def rotate_command(
    resume: Annotated[bool, typer.Option("--resume", help="接續中斷的更換，不造新金鑰")] = False,
    branch: Annotated[str, typer.Option("--branch", help="分署代碼（不影響）")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON")] = False,
) -> None:
    """更換金鑰並重新加密義務人號碼 / Make a new key and seal every party's numbers with it."""
    with run_refusable(json_):
        if as_:
            where = organisation.resolve_branch(branch or None)
            identity.acting(as_, needs="system.operate", branch=where, at=timezone.now())
        rows = rotate(new_key=not resume, told=_progress)
        emit({"rows": rows}, json_, lambda found: f"{found['rows']:,}")


def _progress(rows: int) -> None:
    typer.echo(f"\r{rows:,}", nl=False, err=True)
