"""What every command understands: ``--branch`` and ``--as``, and wrong usage told as one document."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from wuai.kernel.refusal import Refusal
from wuai.platform.output import run_refusable, tell

# They look after the whole installation: who is named must be one who operates it. `explain` reads
# the law only, and before `restore` there is no account that could be asked.
OPERATED = {"doctor", "migrate", "backup"}


Whose = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
Who = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
# Typer brings its own copy of click; this is what both of its public errors of usage derive from.
_WRONG: type[Exception] = typer.BadParameter.__mro__[1]


class WrongUsage(Refusal):
    code = "WRONG_USAGE"
    zh = "指令用法不對：{why}"
    en = "The command was used wrongly: {why}"
    next_zh = "請看 {command} --help"
    next_en = "See {command} --help"
    status = 400


def run(app: typer.Typer, group: str, words: list[str]) -> None:
    """Run a command of a group; with ``--json`` wrong usage too is one document (exit code 2)."""
    for held in app.registered_commands:
        if held.callback is not None:
            held.callback = _take_whose(held.callback, group)
    command = typer.main.get_command(app)
    name = f"wuai {group}"
    if "--json" not in words:
        command(args=words, prog_name=name)
        return
    try:
        ended = command.main(args=words, prog_name=name, standalone_mode=False)
    except _WRONG as wrong:
        tell_wrong(getattr(wrong, "format_message", wrong.__str__)(), name)
        raise SystemExit(2) from wrong
    raise SystemExit(ended if isinstance(ended, int) else 0)


def tell_wrong(why: str, command: str) -> None:
    """The document about wrong usage."""
    tell(WrongUsage(why=why, command=command), json_flag=True)


def _take_whose(callback: Callable[..., Any], group: str) -> Callable[..., Any]:
    """Give a command that lacks them the two options, and hold the account to its permissions."""
    shape = inspect.signature(callback)
    if {"branch", "as_", "as_account", "whose_branch"} & set(shape.parameters):
        return callback

    @functools.wraps(callback)
    def run_as(*, whose_branch: str, who_acts: str, **options: Any) -> Any:
        if who_acts and group in OPERATED:
            with run_refusable(bool(options.get("json"))):
                _must_operate(who_acts, whose_branch)
        return callback(**options)

    added = {"whose_branch": Whose, "who_acts": Who}
    run_as.__annotations__ = callback.__annotations__ | added
    run_as.__signature__ = shape.replace(  # type: ignore[attr-defined]  # what typer reads
        parameters=[
            *shape.parameters.values(),
            *(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default="", annotation=kind)
              for name, kind in added.items()),
        ]
    )  # fmt: skip
    return run_as


def _must_operate(account: str, branch: str) -> None:
    from django.utils import timezone

    from wuai.config import boot

    boot.setup()
    from wuai.contexts.identity import api as identity
    from wuai.contexts.organisation import api as organisation

    where = organisation.resolve_branch(branch or None)
    identity.acting(account, needs="system.operate", branch=where, at=timezone.now())
