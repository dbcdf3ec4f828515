"""Hold the agency's surcharge beside what the law gives on the day of the intake: a warning only.

A file repeats its days, so the rate is asked once for each kind and day and the rows are compared
by column.
"""

import polars as pl

from wuai.contexts.referrals.rules.findings import Findings, Ground, rows_where
from wuai.legal.late_charges import KINDS, OTHER_LAWS, rates_of

_KEYS = ["kind", "due_on", "is_person", "by_other_law"]


def warn_of_late_charges(frame: pl.DataFrame, ground: Ground, findings: Findings) -> None:
    """Warn of surcharges above every reading of the law; a lower one may be a waiver.

    A row without principal has nothing to hold its surcharge against.
    """
    held = frame.select(
        "kind", "due_on", "principal", "surcharge",
        is_person=pl.col("party_kind") == "PERSON",
        by_other_law=pl.col("category_code").is_in(list(OTHER_LAWS)),
    )  # fmt: skip
    asked = (
        (pl.col("surcharge") > 0)
        & (pl.col("principal") > 0)
        & pl.col("due_on").is_not_null()
        & pl.col("kind").is_in(KINDS)
    )
    table = _most(held.filter(asked).select(_KEYS).unique(), ground)
    beside = held.join(table, on=_KEYS, how="left", maintain_order="left")
    # Above by a dollar or more, however the agency rounds.
    above = asked & (
        pl.col("principal") * pl.col("permille") <= (pl.col("surcharge") - 1) * 1000
    )  # fmt: skip
    for code, condition in (
        ("SURCHARGE_ABOVE_LAW", above & pl.col("confirmed")),
        ("SURCHARGE_ABOVE_UNCONFIRMED", above & ~pl.col("confirmed")),
    ):
        rows = [row for row in rows_where(beside, condition) if row not in findings.faults]
        findings.warn(rows, "surcharge", code)


def _most(keys: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """The most that the law gives for each kind and day, where a table knows it."""
    found = []
    for key in keys.iter_rows():
        rates = rates_of(*key)
        if rates:
            permille = rates[-1].on((ground.on - key[1]).days)[1]
            found.append((*key, permille, rates[-1].confirmed))
    return pl.DataFrame(
        found, orient="row",
        schema={"kind": pl.String, "due_on": pl.Date, "is_person": pl.Boolean,
                "by_other_law": pl.Boolean, "permille": pl.Int64, "confirmed": pl.Boolean},
    )  # fmt: skip
