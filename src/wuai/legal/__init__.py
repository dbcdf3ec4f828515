"""Law as data: numbers with the day from which they hold and where they are written.

``legal.store_limit("TAX", on=day)`` and ``legal.number("RESIDENCE_MIN_AMOUNT", on=day)`` are the
way in; the numbers themselves stand in ``parameters/*.toml``.
"""

from wuai.legal.parameter_table import (
    Parameter,
    Setting,
    UnknownParameter,
    number,
    parameter,
    setting,
)
from wuai.legal.store import DEBT_KINDS, StoreLimit, UnknownDebtKind, store_limit

__all__ = [
    "DEBT_KINDS",
    "Parameter",
    "Setting",
    "StoreLimit",
    "UnknownDebtKind",
    "UnknownParameter",
    "number",
    "parameter",
    "setting",
    "store_limit",
]
