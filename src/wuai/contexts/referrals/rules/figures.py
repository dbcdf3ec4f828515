"""The figures of a row that the checks found good, by component."""

from collections.abc import Mapping

from wuai.contexts.referrals.rules.columns import BY_NAME
from wuai.kernel import money

COMPONENTS = {
    "PRINCIPAL": "principal", "SURCHARGE": "surcharge", "INTEREST": "interest", "FINE": "fine",
    "COST": "cost",
}  # fmt: skip


def figures(content: Mapping[str, str]) -> dict[str, int]:
    """Whole dollars by component; an empty or missing column is none."""
    return {code: _read(content.get(BY_NAME[name].zh, "")) for code, name in COMPONENTS.items()}


def _read(text: str) -> int:
    # A spreadsheet that keeps text as text writes ="1,200".
    plain = text.strip().removeprefix('="').removesuffix('"').strip()
    return money.parse(plain) if plain else 0
