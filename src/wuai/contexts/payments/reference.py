"""Loads channels, contracts and bank accounts of branches; rows that staff edited stay."""

import tomllib
from datetime import date
from pathlib import Path

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.models import (
    BankAccount,
    BankTerm,
    CardRate,
    Channel,
    CollectionContract,
)
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
    _load_bank(ids, contracts["prefixes"])
    cards = tomllib.loads((FILES / "card_rates.toml").read_text(encoding="utf-8"))
    load_table(
        CardRate, ["brand", "since"], [{"since": cards["since"]} | row for row in cards["rate"]]
    )


def _load_bank(branches: dict[str, int], prefixes: dict[str, str]) -> None:
    """One account for each branch, and how its statement names each channel."""
    bank = tomllib.loads((FILES / "bank.toml").read_text(encoding="utf-8"))
    shared = {name: bank[name] for name in ("bank_zh", "bank_en", "since")}
    numbers = {
        branches[code]: f"{bank['number_head']}{prefix}".ljust(14, "0")
        for code, prefix in prefixes.items()
        if code in branches
    }
    load_table(
        BankAccount, ["branch_id", "number"],
        [shared | {"branch_id": branch, "number": number} for branch, number in numbers.items()],
    )  # fmt: skip
    channels = dict(Channel.objects.values_list("code", "id"))
    held = BankAccount.objects.filter(number__in=numbers.values()).values_list("id", flat=True)
    load_table(
        BankTerm, ["account_id", "channel_id", "since"],
        [
            {"account_id": account, "since": term.get("since", bank["since"]), "mark": term["mark"],
             "channel_id": channels[term["channel"]], "fee_rate": term.get("fee_rate", 0),
             "fee_each": term.get("fee_each", 0)}
            for account in held
            for term in bank["term"]
            if term["channel"] in channels
        ],
    )  # fmt: skip
