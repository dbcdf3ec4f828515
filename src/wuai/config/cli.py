"""``wuai``: one entry point. Commands live beside what they command; this file only gathers them."""

import importlib
import sys
from typing import Any

import click
import typer

_GROUPS = {
    # name: (module, needs the database)
    "reference": ("wuai.contexts.organisation.cli", True),
    "accounts": ("wuai.contexts.identity.cli", True),
    "cases": ("wuai.contexts.cases.cli", True),
    "assignment": ("wuai.contexts.cases.cli_assignment", True),
    "referrals": ("wuai.contexts.referrals.cli", True),
    "payments": ("wuai.contexts.payments.cli", True),
    "day": ("wuai.contexts.payments.cli_day", True),
    "ledger": ("wuai.contexts.ledger.cli", True),
    "notices": ("wuai.config.notices", True),
    "audit": ("wuai.contexts.audit.cli", True),
    "demo": ("wuai.config.demo", True),
    "simulate": ("wuai.config.simulate", True),
    "explain": ("wuai.config.explain", False),
    "serve": ("wuai.config.serve", False),
    "worker": ("wuai.config.worker", True),
    "migrate": ("wuai.config.migrate", False),
    "doctor": ("wuai.config.doctor", False),
    "backup": ("wuai.config.backup", False),
    "restore": ("wuai.config.restore", False),
    "manage": ("wuai.config.manage", True),
}


class Lazy(click.Group):
    """Import a command's module only when it is used: ``wuai explain`` needs no Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(_GROUPS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Boot what the command needs, then import it."""
        if name not in _GROUPS:
            return None
        module, needs_database = _GROUPS[name]
        if needs_database and "--help" not in sys.argv:
            from wuai.config import boot

            boot.setup()
        return typer.main.get_command(importlib.import_module(module).app)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def wuai() -> None:
    """無礙：行政執行分署的開放系統 / the open system for enforcement branches."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line."""
    return wuai(args=arguments, prog_name="wuai")


if __name__ == "__main__":
    main()
