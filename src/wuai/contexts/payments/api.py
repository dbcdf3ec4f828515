"""The door of `payments`."""

from wuai.contexts.payments.actions.issue_slips import NoContract, issue_slips
from wuai.contexts.payments.queries.slips import (
    SlipRow,
    has_valid_slip,
    slip_by_number,
    slip_by_token,
    slip_rows,
    slips_of_case,
)
from wuai.contexts.payments.reference import load_reference

__all__ = [
    "NoContract",
    "SlipRow",
    "has_valid_slip",
    "issue_slips",
    "load_reference",
    "slip_by_number",
    "slip_by_token",
    "slip_rows",
    "slips_of_case",
]
