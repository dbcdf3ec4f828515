"""``wuai``: one entry point. Commands live beside what they command; this file only gathers them."""

import importlib
import sys

_GROUPS = {
    # name: (module, needs the database)
    "reference": ("wuai.config.reference_cli", True),
    "accounts": ("wuai.contexts.identity.cli", True),
    "keys": ("wuai.contexts.parties.cli", True),
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


def _usage() -> str:
    names = "\n".join(f"  wuai {name}" for name in sorted(_GROUPS))
    return (
        "無礙：行政執行分署的開放系統 / the open system for enforcement branches\n\n"
        f"{names}\n\nwuai NAME --help"
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: import a command's module, and set Django up, only when it is used."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help"}:
        print(_usage())
        sys.exit(0 if words else 2)
    if words[0] not in _GROUPS:
        print(f"沒有這個指令 / no such command: {words[0]}\n\n{_usage()}", file=sys.stderr)
        sys.exit(2)
    module, needs_database = _GROUPS[words[0]]
    if needs_database and "--help" not in words:
        from wuai.config import boot

        boot.setup()
    importlib.import_module(module).app(args=words[1:], prog_name=f"wuai {words[0]}")


if __name__ == "__main__":
    main()
