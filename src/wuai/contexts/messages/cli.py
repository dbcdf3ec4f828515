"""``wuai messages``: what comes back by mail, and one message's fate."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from wuai.contexts.messages.actions import outbox as actions
from wuai.contexts.messages.gateways.mail import codec
from wuai.contexts.messages.queries import outbox as queries
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
            counts[_take(codec.read(raw))] += 1
        emit(counts, json_)


def _take(found: codec.Returned | None) -> str:
    message_id = queries.message_id_by_ref(found.ref) if found else None
    if found is None or message_id is None:
        return "unknown"
    by, at = system("outbox"), timezone.now()
    if found.status == "COMPLAINT":
        actions.note_complaint(message_id=message_id, by=by, at=at)
        return "complaints"
    actions.note_report(message_id=message_id, status=found.status, answer=found.said,
                        hard=found.is_hard, by=by, at=at)  # fmt: skip
    return found.status.lower()
