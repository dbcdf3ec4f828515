"""What ``wuai explain … --list`` prints: the schemes of virtual accounts and the deadline rules."""

from collections.abc import Iterable
from typing import Any

from wuai.kernel.virtual_accounts import SCHEMES
from wuai.legal.parameter_table import Parameter


def schemes() -> list[dict[str, Any]]:
    """Every scheme of virtual accounts with its bank and length."""
    return [
        {
            "code": scheme.code,
            "bank": scheme.bank,
            "bank_name": scheme.bank_name,
            "length": scheme.length,
            "lengths": scheme.lengths,
            "with_amount": scheme.with_amount,
        }
        for scheme in SCHEMES.values()
    ]


def deadline_rules(rules: Iterable[Parameter]) -> list[dict[str, Any]]:
    """Every deadline rule with its law, as its newest version says."""
    return [_rule(entry) for entry in rules]


def _rule(entry: Parameter) -> dict[str, Any]:
    newest = entry.settings.versions[-1].value
    return {
        "code": entry.code,
        "name": entry.name,
        "value": newest.value,
        "unit": entry.unit,
        "counting": entry.counting,
        "event": entry.event,
        "law": newest.source,
        "since": newest.since,
        "confirmed": newest.confirmed,
    }
