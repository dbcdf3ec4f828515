"""What the commands of ``wuai explain`` share: their options and how they are read."""

from datetime import date, datetime
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from wuai.kernel import roc_dates
from wuai.kernel.taipei import TAIPEI

Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]
OnDay = Annotated[str, typer.Option("--on", help="適用日，預設今日 / the day that governs")]
Closures = Annotated[
    list[str] | None,
    typer.Option("--closure", help="公告停止上班日，可重複 / a day declared closed"),
]


class BranchlessCommand(TyperCommand):
    """Takes ``--branch`` and ``--as`` like every command, and needs neither: law has no branch."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Drop the two options with their values, then read the rest."""
        kept, skip = [], False
        for argument in args:
            if skip:
                skip = False
            elif argument in ("--branch", "--as"):
                skip = True
            elif not argument.startswith(("--branch=", "--as=")):
                kept.append(argument)
        return super().parse_args(ctx, kept)


def day_or_today(text: str) -> date:
    """The day given, or today's in Taipei where none is given."""
    return roc_dates.parse(text) if text else datetime.now(TAIPEI).date()


def day_or_none(text: str) -> date | None:
    """The day given, if one is."""
    return roc_dates.parse(text) if text else None


def calendar_with(closures: list[str] | None) -> Any:
    """The working days under the closures given on the command line."""
    from wuai.legal.calendar import Calendar

    return Calendar([(roc_dates.parse(day), None, None) for day in closures or []])


def require(**values: str) -> None:
    """End with wrong usage when one of these was left out."""
    for name, value in values.items():
        if not value:
            hint = f"--{name.strip('_')}" if name != "rule" else "RULE"
            raise typer.BadParameter("必填 / required", param_hint=hint)
