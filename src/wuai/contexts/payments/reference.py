"""Loads channels and the contracts of branches; rows that staff edited stay."""

import tomllib
from datetime import date
from pathlib import Path

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.models import Channel, CollectionContract
from wuai.platform.reference import load_table

FILES = Path(__file__).parent / "reference_data"
IN_FORCE = date(2001, 1, 1)


def load_reference() -> None:
    """Load the table of channels, and one contract for each branch of the file."""
    channels = tomllib.loads((FILES / "channels.toml").read_text(encoding="utf-8"))["channel"]
    load_table(Channel, ["code"], [{"since": IN_FORCE} | row for row in channels])
    contracts = tomllib.loads((FILES / "contracts.toml").read_text(encoding="utf-8"))
    shared = {name: contracts[name] for name in ("store_item", "va_scheme", "slip_days", "since")}
    ids = {row.code: row.id for row in organisation.branches()}
    load_table(
        CollectionContract, ["branch_id", "since"],
        [shared | {"branch_id": ids[code], "va_prefix": prefix}
         for code, prefix in contracts["prefixes"].items() if code in ids],
    )  # fmt: skip
