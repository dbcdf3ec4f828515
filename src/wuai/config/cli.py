"""``wuai``: one entry point. Commands live beside what they command; this file only gathers them."""

import contextlib
import importlib
import os
import sys
import traceback

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
    "messages": ("wuai.contexts.messages.cli", True),
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

# What changes lines that the role of daily work may not touch.
_AS_OWNER = {("audit", "erase")}
_RAW = {"serve", "worker", "manage"}  # what runs on, or speaks for itself, keeps its own traces


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
        _tell_unknown(words)
        sys.exit(2)
    if words[0] in _RAW:
        _run(words)
        return
    try:
        _run(words)
    except Exception as error:
        _tell_unexpected(error, "--json" in words)
        sys.exit(1)


def _run(words: list[str]) -> None:
    module, needs_database = _GROUPS[words[0]]
    if tuple(words[:2]) in _AS_OWNER:
        os.environ["WUAI_DB_ROLE"] = "owner"
    if needs_database:
        from wuai.config import boot

        boot.without_database() if "--help" in words else boot.setup()
    app = importlib.import_module(module).app
    if words[0] in _RAW:
        app(args=words[1:], prog_name=f"wuai {words[0]}")
        return
    from wuai.config import everywhere

    everywhere.run(app, words[0], words[1:])


def _tell_unknown(words: list[str]) -> None:
    if "--json" in words:
        from wuai.config import everywhere

        everywhere.tell_wrong(f"沒有這個指令 / no such command: {words[0]}", "wuai")
    else:
        print(f"沒有這個指令 / no such command: {words[0]}\n\n{_usage()}", file=sys.stderr)


def _tell_unexpected(error: Exception, json_flag: bool) -> None:
    """One document also when it went wrong; the trace goes to a file that only we may read."""
    from wuai.platform.output import Unexpected, tell
    from wuai.platform.paths import VAR

    log = VAR / "log" / "commands.log"
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(log, "a", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            traceback.print_exception(error, file=out)
    tell(Unexpected(kind=type(error).__name__, log=log), json_flag)


if __name__ == "__main__":
    main()
