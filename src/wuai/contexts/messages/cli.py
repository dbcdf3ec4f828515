"""``wuai messages``: what comes back by mail, and one message's fate."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from wuai.contexts.messages.actions.returned import take_returned
from wuai.platform.actors import system
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="messages", help="訊息 / Messages.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def group() -> None:
    """訊息的退信處理 / mails that came back."""


@app.command("returned")
def returned(
    files: Annotated[
        list[str], typer.Argument(help="退信檔（.eml），- 為標準輸入 / mails, - reads one")
    ],
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one document")] = False,
) -> None:
    """讀取退信與投訴 / read delivery reports and complaints, for instance from the mail server's pipe."""
    counts = {"read": 0, "bounced": 0, "delivered": 0, "complaints": 0, "unknown": 0}
    with run_refusable(json_):
        for name in files:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            counts["read"] += 1
            became = take_returned(raw=raw, by=system("outbox"), at=timezone.now())
            counts[became or "unknown"] += 1
        emit(counts, json_)
