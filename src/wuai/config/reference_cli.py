"""``wuai reference``: the codes that files and commands use. Looks at several contexts."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="reference", help="基本資料 / Reference data.", no_args_is_help=True,
    add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip


def _channels(_branch: str) -> list[Any]:
    from wuai.contexts.payments import api as payments

    return list(payments.channels())


def _of_branch(read: Callable[[int], list[Any]]) -> Callable[[str], list[Any]]:
    return lambda branch: read(organisation.resolve_branch(branch or None).id)


TABLES: dict[str, Callable[[str], list[Any]]] = {
    "branches": lambda _: organisation.branches(),
    "offices": _of_branch(organisation.offices),
    "sections": _of_branch(organisation.sections),
    "agencies": lambda _: organisation.agencies(),
    "categories": _of_branch(organisation.categories),
    "channels": _channels,
    "closing-codes": lambda _: organisation.closing_codes(),
}


@app.callback()
def reference() -> None:
    """基本資料 / Reference data."""


@app.command("list")
def listed(
    table: Annotated[str, typer.Argument(help=" | ".join(TABLES))],
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one document")] = False,
) -> None:
    """列出一種基本資料 / List one table."""
    if table not in TABLES:
        raise typer.BadParameter(f"{table} — {', '.join(TABLES)}")
    with run_refusable(json_):
        if as_:
            where = organisation.resolve_branch(branch or None)
            identity.acting(as_, needs="", branch=where, at=timezone.now())
        emit(plain(TABLES[table](branch)), json_, _said)


def _said(document: Any) -> str:
    return "\n".join(f"{row['code']:<14} {row['name_zh']}　{row['name_en']}" for row in document)


if __name__ == "__main__":
    app()
