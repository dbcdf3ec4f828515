"""Hold the agency's surcharge beside what the law gives on the day of the intake: a warning only."""

import polars as pl

from wuai.contexts.referrals.rules.findings import Findings, Ground
from wuai.legal.late_charges import ABOVE, late_charge

_KINDS = ("TAX", "NHI", "LABOUR_INSURANCE")
_COLUMNS = ("row", "kind", "party_kind", "principal", "surcharge", "due_on")


def warn_of_late_charges(frame: pl.DataFrame, ground: Ground, findings: Findings) -> None:
    """Warn of surcharges above the law's figure; a lower one may be a waiver and is nobody's worry."""
    claimed = frame.with_row_index("row").filter(
        (pl.col("surcharge") > 0)
        & pl.col("kind").is_in(_KINDS)
        & pl.col("due_on").is_not_null()
        & pl.col("principal").is_not_null()
    )
    above = []
    for row, kind, party_kind, principal, surcharge, due_on in claimed.select(_COLUMNS).iter_rows():
        found = late_charge(kind, principal, due_on, ground.on, is_person=party_kind == "PERSON")
        if found is not None and found.judge(surcharge) == ABOVE and row not in findings.faults:
            above.append(row)
    findings.warn(above, "surcharge", "SURCHARGE_ABOVE_LAW")
